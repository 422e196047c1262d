/**
 * Records that somebody wrote down, served as they stand: from JSONL files, or from lines in memory that may change while they
 * are served. Every line is held in memory, so a file takes what it takes unpacked.
 */
import type { Dataset } from "#domain/Dataset"
import { isNature } from "#domain/Nature"
import * as Effect from "effect/Effect"
import { INSTANT } from "./Fields.ts"
import type { Block, Grid, Interval, Row } from "./Grid.ts"
import * as Instant from "./Instant.ts"
import * as RecordFile from "./RecordFile.ts"
import type { Zone } from "./Zone.ts"

/** Lines, and the name that tells the dataset of those which do not tell it themselves. */
export interface Source {
  readonly name: string
  readonly lines: Iterable<string>
}

/** A grid whose records a test can change; the next request sees the new ones. */
export interface Replaceable extends Grid {
  readonly replace: (lines: Iterable<string>, name?: string) => void
}

const UTC_DAY = 86_400_000

const WRITTEN = /"date_heure"\s*:\s*"([^"]*)"/

type Json = Readonly<Record<string, unknown>>

const objectOf = (text: string): Json | undefined => {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === "object" && json !== null && !Array.isArray(json) ? json as Json : undefined
  } catch {
    return undefined
  }
}

/** The line last parsed: a filter asks one row for several fields, and holding every record twice would double the memory. */
let parsed: { readonly text: string; readonly json: Json } = { text: "", json: {} }

const parseAgain = (text: string): Json => {
  if (parsed.text !== text) parsed = { text, json: objectOf(text) ?? {} }
  return parsed.json
}

class Line implements Row {
  readonly line: string
  readonly instant: number
  readonly nature: unknown
  readonly broken: boolean

  constructor(line: string, instant: number, nature: unknown, broken: boolean) {
    this.line = line
    this.instant = instant
    this.nature = nature
    this.broken = broken
  }

  field(name: string): unknown {
    if (this.broken) return undefined
    return name === "nature" ? this.nature : parseAgain(this.line)[name]
  }

  text(zone: Zone): string {
    const match = this.broken ? null : WRITTEN.exec(this.line)
    const offset = Instant.offsetIn(match?.[1] ?? "")
    if (match === null || offset === undefined || offset === zone.offset(this.instant)) return this.line
    return this.line.slice(0, match.index) +
      `"${INSTANT}":"${zone.write(this.instant)}"` +
      this.line.slice(match.index + match[0].length)
  }
}

const datasetOf = (nature: unknown, name: string): Dataset =>
  typeof nature === "string" && isNature(nature)
    ? nature === "Données temps réel" ? "eco2mix-regional-tr" : "eco2mix-regional-cons-def"
    : name.includes("cons-def")
    ? "eco2mix-regional-cons-def"
    : "eco2mix-regional-tr"

/** Every line of a dataset: by UTC day, or without any instant to go by. */
interface Shelf {
  readonly days: Map<number, Array<Row>>
  readonly loose: Array<string>
}

type Shelves = Readonly<Record<Dataset, Shelf>>

const shelve = ({ lines, name }: Source, shelves: Shelves): void => {
  let before: number | undefined
  // Lines ahead of the first readable instant wait for it: they are placed where it is.
  let waiting: Array<(instant: number) => void> = []
  for (const text of lines) {
    const json = objectOf(text)
    const nature = json?.["nature"]
    const instant = Instant.ofRecord(json?.[INSTANT])
    const shelf = shelves[datasetOf(nature, name)]
    const place = (at: number) => {
      const day = Math.floor(at / UTC_DAY)
      const rows = shelf.days.get(day) ?? []
      shelf.days.set(day, rows)
      rows.push(new Line(text, at, nature, json === undefined))
    }
    before = instant ?? before
    if (before === undefined) {
      waiting.push((at) => Number.isNaN(at) ? shelf.loose.push(text) : place(at))
      continue
    }
    for (const late of waiting) late(before)
    waiting = []
    place(before)
  }
  for (const late of waiting) late(NaN)
}

const blockOf = (rows: ReadonlyArray<Row>): Block => {
  const natures = new Set(rows.map((row) => row.field("nature")))
  const [nature] = natures
  return {
    first: rows.reduce((least, row) => Math.min(least, row.instant), Infinity),
    last: rows.reduce((most, row) => Math.max(most, row.instant), -Infinity),
    size: rows.length,
    nature: natures.size === 1 && typeof nature === "string" ? nature : undefined,
    rows: () => rows
  }
}

/** Lines that no window can exclude stand at the start of whatever window is asked for. */
const looseBlock = (loose: ReadonlyArray<string>, { from, to }: Interval): Block => {
  const at = Number.isFinite(from) ? from : Number.isFinite(to) ? to - 1 : 0
  return blockOf(loose.map((text) => new Line(text, at, objectOf(text)?.["nature"], objectOf(text) === undefined)))
}

const emptyShelf = (): Shelf => ({ days: new Map(), loose: [] })

const ordered = ({ days }: Shelf): ReadonlyArray<Block> =>
  [...days.values()].map(blockOf).toSorted((a, b) => a.first - b.first)

const index = (sources: Iterable<Source>): Grid["blocks"] => {
  const shelves: Shelves = { "eco2mix-regional-tr": emptyShelf(), "eco2mix-regional-cons-def": emptyShelf() }
  for (const source of sources) shelve(source, shelves)
  const blocks: Readonly<Record<Dataset, ReadonlyArray<Block>>> = {
    "eco2mix-regional-tr": ordered(shelves["eco2mix-regional-tr"]),
    "eco2mix-regional-cons-def": ordered(shelves["eco2mix-regional-cons-def"])
  }
  return (dataset, interval) => {
    const { loose } = shelves[dataset]
    const found = blocks[dataset].filter(({ first, last }) => first < interval.to && last >= interval.from)
    return loose.length === 0 || interval.from >= interval.to ? found : [looseBlock(loose, interval), ...found]
  }
}

/** Lines in memory, as if they came from files of those names. */
export const fromSources = (sources: Iterable<Source>): Grid => ({ blocks: index(sources) })

/** Lines in memory that a test replaces, to say what the source says next. */
export const fromLines = (lines: Iterable<string>, name = "lines.jsonl"): Replaceable => {
  let blocks = index([{ name, lines }])
  return {
    blocks: (dataset, interval, now) => blocks(dataset, interval, now),
    replace: (next, called = name) => {
      blocks = index([{ name: called, lines: next }])
    }
  }
}

/** The records of JSONL files, packed if their name ends in `.gz`; a file that can't be read is named, with the way out. */
export const open = Effect.fn("RecordFiles.open")(function*(paths: ReadonlyArray<string>) {
  const sources: Array<Source> = []
  for (const path of paths) sources.push({ name: path, lines: yield* RecordFile.lines(path) })
  return fromSources(sources)
})
