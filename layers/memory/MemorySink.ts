/** A table in this process, for every test above the ports. It keeps the whole promise, and forgets at the end. */
import * as Day from "#domain/Day"
import { type DayStatistics, rowAt, type StatisticsRow } from "#domain/Statistic"
import { Sink } from "#ports/Sink"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A row as the table holds it, for tests to look at. */
export type Row = StatisticsRow & {
  readonly generation: number
  readonly runId: string
}

/** The rows of a `MemorySink`, in the order in which they came. */
export class MemoryTable extends Context.Service<MemoryTable, {
  readonly rows: Effect.Effect<ReadonlyArray<Row>>
}>()("eco2mixd/layers/memory/MemoryTable") {}

/** Provides the `Sink`, and the `MemoryTable` behind it. */
export const layer = Layer.effectContext(Effect.sync(() => {
  const generations: Array<{ readonly recipe: number; readonly lakeId: string }> = []
  const published = new Map<
    string,
    { readonly generation: number; readonly day: Day.Day; readonly documents: number }
  >()
  const table = new Map<string, Row>()

  const generation = (recipe: number, lakeId: string): number => {
    const last = generations.at(-1)
    if (last?.recipe !== recipe || last.lakeId !== lakeId) generations.push({ recipe, lakeId })
    return generations.length
  }

  const publishedOf = (number: number, days?: Day.DayRange): ReadonlyMap<Day.Day, number> =>
    new Map(
      [...published.values()]
        .filter((line) => line.generation === number)
        .filter(({ day }) => days === undefined || (day >= days.from && day <= days.to))
        .map(({ day, documents }) => [day, documents])
    )

  const append = (number: number, runId: string, { day, documents, rows }: DayStatistics): number => {
    let added = 0
    for (let index = 0; index < rows.length; index++) {
      const row = rowAt(rows, index)
      const key = [row.region, row.filiere, row.nature, row.granularity, row.start, number, row.version].join("|")
      if (table.has(key)) continue
      table.set(key, { ...row, generation: number, runId })
      added++
    }
    published.set(`${number}|${day}`, { generation: number, day, documents })
    return added
  }

  const sink = Sink.of({
    generation: Effect.fn("MemorySink.generation")((recipe, lakeId) => Effect.sync(() => generation(recipe, lakeId))),
    lastGeneration: Effect.sync(() => {
      const last = generations.at(-1)
      return last === undefined ? null : { ...last, number: generations.length }
    }),
    published: Effect.fn("MemorySink.published")((number, days) => Effect.sync(() => publishedOf(number, days))),
    append: Effect.fn("MemorySink.append")((number, runId, day) => Effect.sync(() => append(number, runId, day)))
  })
  return Context.make(Sink, sink).pipe(
    Context.add(MemoryTable, { rows: Effect.sync(() => [...table.values()]) })
  )
}))
