/** What a person asks of the published table. It reads and never writes. */
import type { Day } from "#domain/Day"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

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

export class Query extends Context.Service<Query, {
  /** The mean production of each region on a day, in MW: a line a region, a column a filière; no line where nothing is known. */
  readonly mix: (day: Day) => Effect.Effect<Answer, QueryError>
  /** The answer to a question in the database's own language. */
  readonly ask: (question: string) => Effect.Effect<Answer, QueryError>
}>()("eco2mixd/ports/Query") {}
