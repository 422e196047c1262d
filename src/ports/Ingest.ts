/** Where records come from. It promises whole windows: what it gives is everything the source had, or an error. */
import type { Dataset } from "#domain/Dataset"
import type { DayRange } from "#domain/Day"
import type { Quota } from "#domain/Quota"
import type { SourceRecord } from "#domain/SourceRecord"
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/**
 * Why the source gave nothing. `Unreachable` (no answer, or a server's error), `Incomplete` (an answer with a part
 * missing) and `QuotaExhausted` pass with time, and have been retried already; `Refused` (the source says the request is
 * wrong) and `Unreadable` (an answer that is not the API's) want a person.
 */
export class IngestError extends Schema.TaggedError<IngestError>()(
  "IngestError",
  failure(["Unreachable", "Incomplete", "QuotaExhausted", "Refused", "Unreadable"])
) {
  override get message() {
    return this.detail
  }
}

/** A window of a dataset, whole. */
export interface Fetched {
  readonly records: ReadonlyArray<SourceRecord>
  /** When the last byte was there, in milliseconds since 1970 UTC. */
  readonly fetchedAt: number
}

export class Ingest extends Context.Service<Ingest, {
  /** All records of a dataset whose instants fall in the days, of all regions; never a part of them. */
  readonly fetch: (dataset: Dataset, days: DayRange) => Effect.Effect<Fetched, IngestError>
  /** How many records that would be. One call, no retry: says at once whether the source answers. */
  readonly count: (dataset: Dataset, days: DayRange) => Effect.Effect<number, IngestError>
  /** What the last answer of the dataset said of our quota; null before the first. */
  readonly quota: (dataset: Dataset) => Effect.Effect<Quota | null>
  /** Where `fetch` finds these records, for a person to look. */
  readonly origin: (dataset: Dataset, days: DayRange) => string
}>()("eco2mixd/ports/Ingest") {}
