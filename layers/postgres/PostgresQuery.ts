/** Questions to the published table, each in a transaction that may not write. */
import * as Day from "#domain/Day"
import { type Filiere, FILIERES } from "#domain/Filiere"
import { type Answer, Query, QueryError, type Value } from "#ports/Query"
import * as PgClient from "@effect/sql-pg/PgClient"
import type { Result } from "@effect/sql-pg/PgConnection"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SqlError } from "effect/sql/SqlError"
import type { Statement } from "effect/sql/Statement"
import { explain } from "./PostgresClient.ts"

export const layer = Layer.effect(
  Query,
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const ask = (question: Statement<object>) =>
      sql.withTransaction(
        Effect.andThen(sql`set transaction read only`, question.raw as Effect.Effect<Result, SqlError>)
      ).pipe(
        Effect.mapError((error) =>
          new QueryError({
            reason: error.reason._tag === "ConnectionError" ? "Unreachable" : "Invalid",
            detail: explain(error)
          })
        ),
        Effect.flatMap(answer)
      )

    const mix = (day: Day.Day) =>
      sql`
        select libelle_region as region, ${sql.csv(FILIERES.map(columnOf(sql)))},
          round(max(avg_consumption))::integer as consommation, round(max(avg_physical_exchange))::integer as echanges
        from regional_energy_current
        where granularity = 'day' and date_heure = ${new Date(Day.start(day))}
        group by code_insee_region, libelle_region order by code_insee_region`

    return Query.of({
      mix: Effect.fn("PostgresQuery.mix")((day: Day.Day) => ask(mix(day))),
      ask: Effect.fn("PostgresQuery.ask")((question: string) => ask(sql.unsafe(question)))
    })
  })
)

/** A filière's mean, in whole MW, as a column of its own name. */
const columnOf = (sql: PgClient.PgClient) => (filiere: Filiere) =>
  sql`round(max(avg_production) filter (where filiere = ${filiere}::filiere))::integer as ${sql(filiere)}`

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
