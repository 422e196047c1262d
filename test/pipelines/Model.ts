/**
 * What the stores must hold, as a few maps that are told the same things: what the source says, what was heard of it, and which
 * rows follow from that. It knows no batch, no stream and no fault.
 */
import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { NATURES } from "#domain/Nature"
import type { StatisticsRow } from "#domain/Statistic"
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { documentsOf, type Fields, FILIERES, keyOf, numberOf, rowsOfDay, type Said } from "./Naive.ts"
import { WAYS } from "./Scene.ts"

const DAYS = ["2020-04-30", "2020-05-01", "2020-05-02"] as const
export const ALL: Day.DayRange = { from: DAYS[0], to: DAYS[2] }

/** Dataset, region, day and quarter of the places that the source speaks of: so few that its words meet again. */
const PLACES = [
  "eco2mix-regional-tr 93 2020-05-01 0",
  "eco2mix-regional-tr 93 2020-05-01 2",
  "eco2mix-regional-tr 84 2020-05-01 0",
  "eco2mix-regional-tr 93 2020-04-30 0",
  "eco2mix-regional-tr 93 2020-05-02 0",
  "eco2mix-regional-cons-def 93 2020-05-01 0",
  "eco2mix-regional-cons-def 84 2020-04-30 0"
] as const

const at = Schema.Literals(PLACES)

/** The source says this of a place from now on: a first value, another one, the same one otherwise written, none, or none that can be read. */
const Say = Schema.TaggedStruct("Say", {
  at,
  isDefinitive: Schema.Boolean,
  consommation: Schema.NullOr(Schema.Literals([1000, 2000, "2000"])),
  thermique: Schema.NullOr(Schema.Literals([10, 20, "20", "abc"]))
})

const Vanish = Schema.TaggedStruct("Vanish", { at })

/** It says a line more that is no observation. */
const Babble = Schema.TaggedStruct("Babble", { at, line: Schema.Literals(["no JSON", "no region"]) })

/** The rules are mended. */
const Mend = Schema.TaggedStruct("Mend", {})

const Run = Schema.TaggedStruct("Run", {
  kind: Schema.Literals(["daily", "backfill", "replay"]),
  from: Schema.Literals(DAYS),
  days: Schema.Literals([1, 2, 3]),
  fault: Schema.NullOr(
    Schema.Struct({ call: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 30 })), way: Schema.Literals(WAYS) })
  )
})

export type Run = typeof Run.Type

export type Command = (typeof Say | typeof Vanish | typeof Babble | typeof Mend | typeof Run)["Type"]

/** What is there more than once comes more often. */
const COMMANDS: ReadonlyArray<Arbitrary.Arbitrary<Command>> = [
  ...[Say, Say, Say, Say, Say].map((one) => Arbitrary.schema(one)),
  ...[Run, Run, Run].map((one) => Arbitrary.schema(one)),
  Arbitrary.schema(Vanish),
  Arbitrary.schema(Babble)
]
const MEND = Arbitrary.schema(Mend)

export const command: Arbitrary.Arbitrary<Command> = Arbitrary.flatMap(
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: COMMANDS.length }))),
  (place) => COMMANDS[place] ?? MEND
)

export const windowOf = ({ days, from }: Run): Day.DayRange => {
  const to = Day.plus(from, days - 1)
  return { from, to: to < ALL.to ? to : ALL.to }
}

/** Of a source, by place: the line, and the day that it is of; any day where it does not say one. */
type Source = Map<string, { readonly dataset: Dataset; readonly day: Day.Day | null; readonly line: string }>

export interface Model {
  readonly source: Source
  /** The lake, by region, nature and instant. */
  readonly said: Map<string, Said>
  /** Lines that were set aside. */
  readonly aside: Set<string>
  /** The recipe of each generation. */
  readonly generations: Array<number>
  recipe: number
  /** Documents of each day, as they were published last in a generation: `1 2020-05-01`. */
  readonly published: Map<string, number>
  readonly table: Map<string, StatisticsRow>
}

export const make = (): Model => ({
  source: new Map(),
  said: new Map(),
  aside: new Set(),
  generations: [],
  recipe: 1,
  published: new Map(),
  table: new Map()
})

export const tell = ({ source }: Model, command: Exclude<Command, { readonly _tag: "Run" | "Mend" }>): void => {
  const { at } = command
  const [dataset, region, day, quarter] = at.split(" ") as [Dataset, string, Day.Day, string]
  const instant = Day.start(day) + Number(quarter) * Day.QUARTER
  if (command._tag === "Vanish") return void source.delete(at)
  if (command._tag === "Babble") {
    const isJson = command.line === "no region"
    const line = isJson ? JSON.stringify({ date_heure: new Date(instant).toISOString() }) : `${at} is no JSON`
    return void source.set(`${at} ${command.line}`, { dataset, day: isJson ? day : null, line })
  }
  const nature = dataset === "eco2mix-regional-tr" ? 0 : command.isDefinitive ? 2 : 1
  const line = JSON.stringify({
    code_insee_region: region,
    nature: NATURES[nature],
    date_heure: new Date(instant).toISOString(),
    consommation: command.consommation,
    thermique: command.thermique,
    ech_physiques: -5
  })
  source.set(at, { dataset, day, line })
}

const MEASURES = ["consommation", "ech_physiques", ...FILIERES]

/** What a record measures. */
export const valuesOf = (fields: Fields): string => MEASURES.map((measure) => numberOf(fields[measure]) ?? "").join(";")

export const hear = ({ aside, said, source }: Model, { from, to }: Day.DayRange): void => {
  for (const { dataset, day, line } of source.values()) {
    if (day !== null && (day < from || day > to)) continue
    const fields = line.startsWith("{") ? JSON.parse(line) as Fields : {}
    if (fields.nature === undefined || fields.thermique === "abc") aside.add(`${dataset} ${line}`)
    if (fields.nature === undefined) continue
    if (numberOf(fields.consommation) === null && numberOf(fields.thermique) === null) continue
    const { code_insee_region: region, date_heure, nature } = fields as Record<string, never>
    const instant = Date.parse(String(date_heure))
    const key = [region, nature, instant].join(" ")
    const words = said.get(key)?.words ?? []
    if (words.length > 0 && valuesOf(words.at(-1)!) === valuesOf(fields)) continue
    said.set(key, { region: region!, nature: nature!, instant, words: [...words, fields] })
  }
}

/** The days that differ, or all of them, in the range or of all. */
export const publish = (model: Model, range: Day.DayRange | null, every: boolean): void => {
  if (model.generations.at(-1) !== model.recipe) model.generations.push(model.recipe)
  const generation = model.generations.length
  for (const [day, documents] of documentsOf([...model.said.values()])) {
    if (range !== null && (day < range.from || day > range.to)) continue
    if (!every && model.published.get(`${generation} ${day}`) === documents) continue
    for (const row of rowsOfDay([...model.said.values()], day)) {
      const key = keyOf({ ...row, generation })
      if (!model.table.has(key)) model.table.set(key, row)
    }
    model.published.set(`${generation} ${day}`, documents)
  }
}

/** What a run leaves that comes to its end. */
export const run = (model: Model, run: Run): void => {
  const window = windowOf(run)
  if (run.kind === "daily") {
    hear(model, window)
    publish(model, null, false)
  }
  if (run.kind === "replay") publish(model, window, true)
  if (run.kind === "backfill") {
    for (const month of Day.months(window).toReversed()) {
      hear(model, month)
      publish(model, month, false)
    }
  }
}
