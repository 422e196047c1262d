/** The whole history once, half an hour: a backfill by the program, and what is in the lake then, published by parts. */
import * as Day from "#domain/Day"
import * as Effect from "effect/Effect"
import * as Program from "../support/Program.ts"
import * as Data from "./Data.ts"
import { type Measured, run } from "./Measured.ts"
import * as Rig from "./Rig.ts"
import * as Table from "./Table.ts"

/** As many as the series has had since 2013. */
const DOCUMENTS = 2_860_000

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
    const backfill = yield* Effect.scoped(
      Effect.flatMap(
        database,
        (postgres) =>
          Effect.promise((signal) => run("backfill", { ...what, postgres, days: range, count: DOCUMENTS }, signal))
      )
    )
    yield* Effect.promise(() => keep({ script: "backfill", days: range, ...backfill }))
    const parts = Day.months(range)
    const upTo = (count: number) => one("publish", { from: range.from, to: parts[count - 1]!.to })
    const [one_, ten, hundred] = [yield* upTo(1), yield* upTo(10), yield* upTo(100)]
    const line = (
      name: string,
      figure: Table.Figure,
      bound: number,
      ours: Measured,
      reference?: Measured
    ): Table.Line => ({
      name,
      figure,
      bound,
      ours: [ours],
      reference: reference === undefined ? [] : [reference]
    })
    return [
      line("backfill of the whole history, memory", Table.resident, 250, backfill),
      line("backfill of the whole history, p99 of the loop's delay", Table.delay, 50, backfill),
      line("publish of 10 months of history to one of 1, a document", Table.growth, 1.1, ten, one_),
      line("publish of 100 months of history to one of 10, a document", Table.growth, 1.1, hundred, ten)
    ]
  })
