/** A person's own question to the database, in its own language. It reads and never writes. */
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
  readonly ask: (question: string) => Effect.Effect<Answer, QueryError>
}>()("eco2mixd/ports/Query") {}
