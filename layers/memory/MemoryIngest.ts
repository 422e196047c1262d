/** A source in this process: it says the lines that it was last handed, for every test above the ports. */
import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { jsonOf, type SourceRecord } from "#domain/SourceRecord"
import { Ingest, type IngestError } from "#ports/Ingest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"

/** What a `MemoryIngest` says, for tests to change. */
export class MemorySource extends Context.Service<MemorySource, {
  /** From now on these lines, in place of those before. */
  readonly say: (dataset: Dataset, lines: ReadonlyArray<string>) => Effect.Effect<void>
  /** From now on this failure, or none. */
  readonly fail: (dataset: Dataset, error: IngestError | undefined) => Effect.Effect<void>
}>()("eco2mixd/layers/memory/MemorySource") {}

/** Provides the `Ingest`, and the `MemorySource` behind it. */
export const layer = Layer.effectContext(Effect.sync(() => {
  const said = new Map<Dataset, ReadonlyArray<SourceRecord>>()
  const failures = new Map<Dataset, IngestError>()

  const within = (dataset: Dataset, days: Day.DayRange) =>
    Effect.suspend(() => {
      const failure = failures.get(dataset)
      if (failure !== undefined) return Effect.fail(failure)
      const [from, end] = [Day.start(days.from), Day.end(days.to)]
      return Effect.succeed((said.get(dataset) ?? []).filter(({ json }) => {
        const said = Predicate.hasProperty(json, "date_heure") ? json.date_heure : undefined
        const instant = typeof said === "string" ? Date.parse(said) : NaN
        return Number.isNaN(instant) || (instant >= from && instant < end)
      }))
    })

  const ingest = Ingest.of({
    fetch: Effect.fn("MemoryIngest.fetch")(function*(dataset, days) {
      return { records: yield* within(dataset, days), fetchedAt: yield* Clock.currentTimeMillis }
    }),
    count: (dataset, days) => Effect.map(within(dataset, days), (records) => records.length),
    quota: () => Effect.succeed(null),
    origin: (dataset, { from, to }) => `memory:${dataset}/${from}/${to}`
  })
  return Context.make(Ingest, ingest).pipe(
    Context.add(MemorySource, {
      say: (dataset, lines) => Effect.sync(() => void said.set(dataset, lines.map(recordOf))),
      fail: (dataset, error) =>
        Effect.sync(() => {
          if (error === undefined) failures.delete(dataset)
          else failures.set(dataset, error)
        })
    })
  )
}))

const recordOf = (text: string): SourceRecord => ({ text, json: jsonOf(text), bytes: Buffer.byteLength(text) })
