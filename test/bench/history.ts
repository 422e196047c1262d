/**
 * The whole history once, eleven minutes: a backfill by the program, what the table then answers and how soon, and what is in the
 * lake, published by parts.
 */
import * as Day from "#domain/Day"
import * as Effect from "effect/Effect"
import * as Program from "../support/Program.ts"
import * as Data from "./Data.ts"
import { type Measured, run } from "./Measured.ts"
import * as Rig from "./Rig.ts"
import * as Table from "./Table.ts"

/** As many as the series has had since 2013. */
const DOCUMENTS = 2_860_000

const line = (
  name: string,
  figure: Table.Figure,
  bound: number | undefined,
  ours: Measured,
  reference?: Measured
): Table.Line => ({
  name,
  figure,
  bound,
  ours: [ours],
  reference: reference === undefined ? [] : [reference]
})

/** What dashboards and the API ask, and the milliseconds that they may wait for it: of a region, or of what is added up of all. */
const questions = (last: Day.Day) => {
  const week = { from: Day.plus(last, -6), to: last }
  const year = { from: Day.plus(last, -364), to: last }
  const begins = ({ from }: Day.DayRange) => new Date(Day.start(from)).toISOString()
  const ends = ({ to }: Day.DayRange) => new Date(Day.end(to)).toISOString()
  const within = (days: Day.DayRange) => `date_heure >= '${begins(days)}' and date_heure < '${ends(days)}'`
  const instants = `granularity = 'instant' and code_insee_region = '93' and ${within(week)}`
  const days = `granularity = 'day' and ${within(year)}`
  const filter = {
    regions: ["93"],
    filieres: [],
    nature: null,
    granularity: "day",
    days: year,
    asOf: null,
    after: null,
    limit: null
  }
  return [
    { name: "current, a region's week", bound: 20, text: `select * from regional_energy_current where ${instants}` },
    { name: "as_of, a region's week", bound: 50, text: `select * from regional_energy_as_of(now()) where ${instants}` },
    {
      name: "current, a region's year by day",
      bound: 50,
      text: `select * from regional_energy_current where ${days} and code_insee_region = '93'`
    },
    {
      name: "the dashboards' sum of all regions, a year by day",
      bound: 50,
      text: `select * from regional_energy_sum('${begins(year)}', '${ends(year)}')`
    },
    {
      name: "current, a year by day of all regions",
      bound: undefined,
      text: `select * from regional_energy_current where ${days}`
    },
    { name: "the API's rows, a region's week", bound: 20, filter: { ...filter, granularity: "instant", days: week } },
    { name: "the API's rows, a region's year by day", bound: 50, filter },
    { name: "the API's rows, a year by day of all regions", bound: undefined, filter: { ...filter, regions: [] } }
  ]
}

export const history = (keep: (line: unknown) => Promise<void>) =>
  Effect.gen(function*() {
    const range = Data.daysOf(Data.HISTORY, DOCUMENTS)
    const source = yield* Program.simulate("--seed", "7")
    const { database } = yield* Rig.postgres
    const mongo = yield* Rig.standIn()
    const dataset = Data.HISTORY.dataset
    const what = {
      lake: "mongo",
      dataset,
      mongo,
      source,
      lines: "",
      seen: { collection: "", projection: {}, batchSize: 0 }
    } as const
    const one = (script: string, days: Day.DayRange) =>
      Effect.scoped(Effect.gen(function*() {
        const result = yield* Effect.promise((signal) => run(script, { ...what, postgres: "", days }, signal))
        yield* Effect.promise(() => keep({ script, days, ...result }))
        return result
      }))
    const [backfill, answers] = yield* Effect.scoped(Effect.gen(function*() {
      const postgres = yield* database
      const filled = { ...what, postgres, days: range }
      const backfill = yield* Effect.promise((signal) => run("backfill", { ...filled, count: DOCUMENTS }, signal))
      yield* Effect.promise(() => keep({ script: "backfill", days: range, ...backfill }))
      yield* Effect.promise(() => Rig.vacuumed(postgres))
      return [
        backfill,
        yield* Effect.forEach(questions(range.to), ({ bound, name, ...question }) =>
          Effect.promise(async (signal) => {
            const answer = await run("answer", { ...filled, ...question }, signal)
            await keep({ script: "answer", name, ...answer })
            return line(name, Table.answer, bound, answer)
          }))
      ] as const
    }))
    const parts = Day.months(range)
    const upTo = (count: number) => one("publish", { from: range.from, to: parts[count - 1]!.to })
    const [one_, ten, hundred] = [yield* upTo(1), yield* upTo(10), yield* upTo(100)]
    return [
      line("backfill of the whole history, memory", Table.resident, 250, backfill),
      line("backfill of the whole history, p99 of the loop's delay", Table.delay, 50, backfill),
      ...answers,
      line("publish of 10 months of history to one of 1, a document", Table.growth, 1.1, ten, one_),
      line("publish of 100 months of history to one of 10, a document", Table.growth, 1.1, hundred, ten)
    ]
  })
