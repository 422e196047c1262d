/** A person's question, in a transaction that may not write. */
import { type Answer, Query, QueryError, type Value } from "#ports/Query"
import * as PgClient from "@effect/sql-pg/PgClient"
import type { Result } from "@effect/sql-pg/PgConnection"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SqlError } from "effect/sql/SqlError"
import { explain } from "./PostgresClient.ts"

export const layer = Layer.effect(
  Query,
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const ask = (question: string) =>
      sql.withTransaction(
        Effect.andThen(sql`set transaction read only`, sql.unsafe(question).raw as Effect.Effect<Result, SqlError>)
      )
    return Query.of({
      ask: Effect.fn("PostgresQuery.ask")((question: string) =>
        ask(question).pipe(
          Effect.mapError((error) =>
            new QueryError({
              reason: error.reason._tag === "ConnectionError" ? "Unreachable" : "Invalid",
              detail: explain(error)
            })
          ),
          Effect.flatMap(answer)
        )
      )
    })
  })
)

const answer = ({ fields, rows }: Result): Effect.Effect<Answer, QueryError> => {
  const columns = fields.map(({ name }) => name)
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  // The client gives rows by name, and the second column would hide the first.
  if (twice !== undefined) {
    return Effect.fail(
      new QueryError({
        reason: "Invalid",
        detail: `Two columns are called "${twice}": give one of them another name with AS.`
      })
    )
  }
  const numeric = new Set(fields.filter(({ dataTypeId }) => dataTypeId === NUMERIC).map(({ name }) => name))
  return Effect.succeed({
    columns,
    rows: rows.map((row) => columns.map((name) => plain(row[name], numeric.has(name))))
  })
}

/** The type number of `numeric`, which comes as text and is shown as a number. */
const NUMERIC = 1700

const plain = (value: unknown, numeric: boolean): Value => {
  if (value === null || value === undefined) return null
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value)
  if (typeof value === "string") return numeric && Number.isFinite(Number(value)) ? Number(value) : value
  if (typeof value === "boolean") return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`
  if (Array.isArray(value)) return value.map((item) => plain(item, false))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, false)]))
}
