/**
 * A record becomes an observation, or says why not. Total: whatever JSON comes in, nothing is thrown, no NaN and no zero is
 * invented. Written by hand because it runs once per record and must forgive what the source is known for: numbers as
 * text, `-` and `ND` for absence, rows published ahead without a measure, and March's hour that never was.
 */
import * as Day from "#domain/Day"
import { type Nature, NATURES } from "#domain/Nature"
import { FIRST_FILIERE, type Measure, MEASURES, type Observation } from "#domain/Observation"
import type { Reason } from "#domain/Quarantined"
import { ALL as REGIONS, type Region } from "#domain/Region"
import { type Columns, MAX_RECORD_BYTES, type SourceRecord } from "#domain/SourceRecord"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"

/** Why a record, or a measure of it, says nothing. */
export interface Rejection {
  readonly reason: Reason
  readonly detail: string
}

/** `unread` are the measures that were neither a number nor a known way to say there is none: they are taken for null. */
export type Decoded =
  | { readonly _tag: "Observed"; readonly observation: Observation; readonly unread: ReadonlyArray<Rejection> }
  /** No consumption and no filière, even where an exchange stands: neither a zero nor fresh. */
  | { readonly _tag: "Blank"; readonly unread: ReadonlyArray<Rejection> }
  /** Of the hour that does not exist in Paris: its instants are those of real rows, its values are not. */
  | { readonly _tag: "Ghost" }

const GHOST: Decoded = { _tag: "Ghost" }

export const decode = (record: SourceRecord): Result.Result<Decoded, Rejection> => {
  if (record.bytes > MAX_RECORD_BYTES) {
    return reject("TooLarge", `a record of ${record.bytes} bytes; the longest that is read has ${MAX_RECORD_BYTES}`)
  }
  const fields = record.json
  if (fields === undefined) return reject("NotJson", "the line is no JSON")
  if (!Predicate.isReadonlyObject(fields)) {
    return reject("NotAnObject", `the line is JSON, but ${show(fields)} is no object`)
  }

  const columns = fields as Columns
  const region = regionOf(columns.code_insee_region)
  if (region === undefined) return reject("UnknownRegion", `code_insee_region is ${show(columns.code_insee_region)}`)
  const nature = natureOf(columns.nature)
  if (nature === undefined) return reject("UnknownNature", `nature is ${show(columns.nature)}`)
  const instant = instantOf(columns.date_heure)
  if (instant === undefined) {
    return reject("BadInstant", `date_heure is ${show(columns.date_heure)}, not a quarter-hour with its offset`)
  }

  const { date, heure } = columns
  if (typeof date === "string" && typeof heure === "string" && !Day.saw(date, heure)) return Result.succeed(GHOST)

  const measures = new Array<number | null>(MEASURES.length)
  const unread: Array<Rejection> = []
  let blank = true
  for (let index = 0; index < MEASURES.length; index++) {
    const raw = READ[index]!(columns)
    const measure = measureOf(raw)
    if (measure === undefined) {
      unread.push({ reason: "NotANumber", detail: `${MEASURES[index]} is ${show(raw)}` })
      measures[index] = null
    } else {
      measures[index] = measure
      if (measure !== null && (index === 0 || index >= FIRST_FILIERE)) blank = false
    }
  }
  return Result.succeed(
    blank
      ? { _tag: "Blank", unread }
      : { _tag: "Observed", observation: { region, nature, instant, measures }, unread }
  )
}

const reject = (reason: Reason, detail: string) => Result.fail<Rejection>({ reason, detail })

/** Columns by their own names and not by one that changes: V8 then knows where they stand, and decoding takes a fifth less. */
const COLUMN: { readonly [M in Measure]: (fields: Columns) => unknown } = {
  consommation: ({ consommation }) => consommation,
  ech_physiques: ({ ech_physiques }) => ech_physiques,
  nucleaire: ({ nucleaire }) => nucleaire,
  thermique: ({ thermique }) => thermique,
  eolien: ({ eolien }) => eolien,
  solaire: ({ solaire }) => solaire,
  hydraulique: ({ hydraulique }) => hydraulique,
  pompage: ({ pompage }) => pompage,
  bioenergies: ({ bioenergies }) => bioenergies,
  stockage_batterie: ({ stockage_batterie }) => stockage_batterie,
  destockage_batterie: ({ destockage_batterie }) => destockage_batterie
}
const READ = MEASURES.map((measure) => COLUMN[measure])

/** A value as it stood, short enough for a log line. */
const show = (value: unknown): string => {
  if (value === undefined) return "absent"
  // Not `JSON.stringify` of what is nested: it may be deeper than the stack.
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object"
  const text = typeof value === "number" ? String(value) : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** Our own text in place of the record's: the same one each time, which is compared and looked up at once. */
const regions = new Map<unknown, Region>(REGIONS.flatMap((region) => [[region, region], [Number(region), region]]))
const natures = new Map<unknown, Nature>(NATURES.map((nature) => [nature, nature]))

const regionOf = (raw: unknown): Region | undefined => regions.get(raw)

const natureOf = (raw: unknown): Nature | undefined => natures.get(raw)

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

const EARLIEST = Date.UTC(Day.FIRST_YEAR, 0, 1)
const LATEST = Date.UTC(Day.LAST_YEAR + 1, 0, 1)

/** What was read already: the same mark comes once for each region. Emptied when a month of marks is in it. */
const instants = new Map<string, number | undefined>()
const MOST_INSTANTS = 31 * 100
/** Characters of the longest text that `INSTANT` takes. */
const LONGEST_INSTANT = 35

const instantOf = (raw: unknown): number | undefined => {
  if (typeof raw !== "string" || raw.length > LONGEST_INSTANT) return undefined
  let instant = instants.get(raw)
  if (instant === undefined && !instants.has(raw)) {
    if (instants.size >= MOST_INSTANTS) instants.clear()
    instant = parseInstant(raw)
    instants.set(raw, instant)
  }
  return instant
}

const parseInstant = (raw: string): number | undefined => {
  const parts = INSTANT.exec(raw)
  // `Date.parse` takes the 30th of February for the 2nd of March.
  if (parts === null || Number(parts[3]) > new Date(Date.UTC(Number(parts[1]), Number(parts[2]), 0)).getUTCDate()) {
    return undefined
  }
  const instant = Date.parse(raw)
  return instant >= EARLIEST && instant < LATEST && instant % Day.QUARTER === 0 ? instant : undefined
}

/** MW; a hundred times what all of France has. What is beyond is no measure, and would make sums lose their last megawatt. */
const MOST = 1e7

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/** A finite number, null for the ways the source says there is none, undefined for what is neither. */
const measureOf = (raw: unknown): number | null | undefined => {
  if (raw === null || raw === undefined) return null
  let value: number
  if (typeof raw === "number") value = raw
  else if (typeof raw === "string") {
    const text = raw.trim()
    if (text === "" || text === "-" || text === "ND") return null
    if (!NUMBER.test(text)) return undefined
    value = Number(text)
  } else return undefined
  // A minus zero is a zero: it must not read as news.
  return Math.abs(value) <= MOST ? value + 0 : undefined
}
