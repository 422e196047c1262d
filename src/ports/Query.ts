/** What a person asks of the published table. It reads and never writes. */
import type { Day, DayRange } from "#domain/Day"
import type { Subject } from "#domain/Filiere"
import type { Nature } from "#domain/Nature"
import type { Region } from "#domain/Region"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"

/** Why there is no answer: `Invalid` says what is wrong with the question, in the database's words. */
export class QueryError extends Schema.TaggedError<QueryError>()("QueryError", {
  reason: Schema.Literals(["Unreachable", "Invalid"]),
  detail: Schema.String
}) {
  override get message() {
    return this.detail
  }
}

/** A value of an answer as JSON has it: instants as ISO 8601 in UTC, integers beyond 2^53 as text. */
export type Value = string | number | boolean | null | ReadonlyArray<Value> | { readonly [key: string]: Value }

export interface Answer {
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<Value>>
}

/** What the table knows of a region's day. */
export interface Coverage {
  readonly region: Region
  readonly day: Day
  /**
   * `missing`: nothing is known; `partial`: marks of the grid are missing; `complete`: none is; `revised`: none is, and
   * what was published first has changed since.
   */
  readonly state: "missing" | "partial" | "complete" | "revised"
  /** The best one that is known of the day. */
  readonly nature: Nature | null
  /** Observations of that nature, and how many marks its grid has on this day (October's hour is published once). */
  readonly records: number
  readonly expected: number
  /** Lake revisions of that nature behind the day. */
  readonly revisions: number
}

/** How old the newest measure of a region is. */
export interface Freshness {
  readonly region: Region
  readonly nature: Nature
  /** Instant of the newest observation with a measure, in milliseconds since 1970 UTC. */
  readonly latest: number
}

/** `hour` and `month` are means of the current instants and days. */
export const GRANULARITIES = ["instant", "hour", "day", "month"] as const

/** Where a page of rows ended: the next one begins after it. */
export interface RowKey {
  /** Start of the period, in milliseconds since 1970 UTC. */
  readonly start: number
  readonly region: Region
  readonly filiere: Subject
  readonly nature: Nature
}

export interface RowFilter {
  /** All where none is named. */
  readonly regions: ReadonlyArray<Region>
  readonly filieres: ReadonlyArray<Subject>
  /** Null for the best one of each period. */
  readonly nature: Nature | null
  readonly granularity: (typeof GRANULARITIES)[number]
  /** Periods that begin in these days. */
  readonly days: DayRange
  /** As the table stood at this instant, in milliseconds since 1970 UTC; null for now. Instants and days alone have a past. */
  readonly asOf: number | null
  readonly after: RowKey | null
  /** Null for all. */
  readonly limit: number | null
}

/** A row of the table, with its powers in MW (means over the period; exchange below zero is export). */
export interface Row extends RowKey {
  readonly granularity: RowFilter["granularity"]
  readonly production: number | null
  readonly consumption: number | null
  readonly exchange: number | null
  /** Observations behind it. */
  readonly records: number
  /** Null for hours and months, which are worked out when they are asked for. */
  readonly generation: number | null
  readonly version: number | null
}

/** A row in one of its versions. */
export interface Version {
  readonly granularity: "instant" | "day"
  readonly nature: Nature
  readonly generation: number
  readonly version: number
  readonly production: number | null
  readonly consumption: number | null
  readonly exchange: number | null
  readonly records: number
  readonly processedAt: number
  readonly runId: string
}

export class Query extends Context.Service<Query, {
  /** The mean production of each region on a day, in MW: a line a region, a column a filière; no line where nothing is known. */
  readonly mix: (day: Day) => Effect.Effect<Answer, QueryError>
  /** The answer to a question in the database's own language. */
  readonly ask: (question: string) => Effect.Effect<Answer, QueryError>
  /** Each region on each of the days, also where nothing is known, by day and region. */
  readonly coverage: (days: DayRange) => Effect.Effect<ReadonlyArray<Coverage>, QueryError>
  /** The newest measure of each region and nature that has any. */
  readonly freshness: Effect.Effect<ReadonlyArray<Freshness>, QueryError>
  /** Rows by start, region, filière and nature, as they come from the server, in memory that does not grow with them. */
  readonly rows: (filter: RowFilter) => Stream.Stream<Row, QueryError>
  /** Every version of the rows that hold an instant: its own, and its day's. */
  readonly versions: (
    region: Region,
    filiere: Subject,
    instant: number
  ) => Effect.Effect<ReadonlyArray<Version>, QueryError>
}>()("eco2mixd/ports/Query") {}
