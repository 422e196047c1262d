/**
 * Questions to the published table. What people ask in SQL runs in a transaction that may not write; the others are
 * single statements of our own, that read and need none.
 */
import * as Day from "#domain/Day"
import { type Filiere, FILIERES } from "#domain/Filiere"
import { type Answer, Query, QueryError, type Value } from "#ports/Query"
import * as PgClient from "@effect/sql-pg/PgClient"
import type { Result } from "@effect/sql-pg/PgConnection"
import * as PgTypes from "@effect/sql-pg/PgTypes"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import type { Statement } from "effect/sql/Statement"
import * as Stream from "effect/Stream"
import { coverage, freshness } from "./PostgresCoverage.ts"
import { rows, versions } from "./PostgresRows.ts"
import { transaction } from "./transaction.ts"
import { unanswered } from "./unanswered.ts"

export const layer = Layer.effect(
  Query,
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    /** A superuser, as the embedded server's user is, could run programs even so: it asks as one who only reads. */
    const readOnly = Effect.gen(function*() {
      yield* sql`set transaction read only`
      const [role] = yield* sql<{ readonly rolsuper: boolean }>`
        select rolsuper from pg_roles where rolname = current_user`
      if (role?.rolsuper === true) yield* sql`set local role pg_read_all_data`
    })

    const asked = <E>(work: Effect.Effect<Result, SqlError | E>) =>
      transaction(sql)(Effect.andThen(readOnly, work)).pipe(
        Effect.catchIf(isSqlError, (error) => Effect.fail(unanswered(error))),
        // The client dies of what it has not got: COPY, a connection that ends itself.
        Effect.catchDefect((defect) =>
          Effect.fail(new QueryError({ reason: "Invalid", detail: `The answer can't be read: ${String(defect)}` }))
        ),
        Effect.flatMap(answer)
      )

    /** Enums come as their text; of the other types that the client does not know only the server makes text. */
    const enums = sql<{ readonly oid: number }>`select oid::integer as oid from pg_type where typtype = 'e'`.pipe(
      Effect.map((types) => new Set(types.map(({ oid }) => oid)))
    )

    /** The same question, with the columns that the client would misread as the server's own text. */
    const readable = Effect.fnUntraced(function*(question: string) {
      const inner = `(\n${question.trim().replace(/;+$/, "")}\n) as question`
      // A statement that can't stand in another one gives text anyway: EXPLAIN, SHOW.
      const { fields } = yield* run(sql.unsafe(`select * from ${inner} limit 0`)).pipe(
        sql.withTransaction,
        Effect.orElseSucceed(() => ({ fields: [] }))
      )
      const known = yield* enums
      const columns = fields.map(({ dataTypeId, name }) => {
        const column = `"${name.replaceAll("\"", "\"\"")}"`
        return READ.has(dataTypeId) || known.has(dataTypeId) ? column : `${column}::text as ${column}`
      })
      const same = columns.every((column) => !column.includes("::text as "))
      return yield* run(sql.unsafe(same ? question : `select ${columns.join(", ")} from ${inner}`))
    })

    const mix = (day: Day.Day) =>
      sql`
        select libelle_region as region, ${sql.csv(FILIERES.map(columnOf(sql)))},
          round(max(avg_consumption))::integer as consommation, round(max(avg_physical_exchange))::integer as echanges
        from regional_energy_current
        where granularity = 'day' and date_heure = ${new Date(Day.start(day))}
        group by code_insee_region, libelle_region order by code_insee_region`

    return Query.of({
      mix: Effect.fn("PostgresQuery.mix")((day: Day.Day) => asked(run(mix(day)))),
      ask: Effect.fn("PostgresQuery.ask")((question: string) => asked(readable(question))),
      coverage: Effect.fn("PostgresQuery.coverage")(coverage(sql), Effect.mapError(unanswered)),
      freshness: freshness(sql).pipe(Effect.mapError(unanswered), Effect.withSpan("PostgresQuery.freshness")),
      rows: (filter) => Stream.withSpan(rows(sql)(filter), "PostgresQuery.rows"),
      versions: Effect.fn("PostgresQuery.versions")(versions(sql), Effect.mapError(unanswered))
    })
  })
)

const run = (question: Statement<object>) => question.raw as Effect.Effect<Result, SqlError>

/** The types that the client reads as they are meant: PostgreSQL's numbers of them. */
const { OID } = PgTypes
const READ: ReadonlySet<number> = new Set([
  OID.bool,
  OID.bytea,
  OID.name,
  OID.int8,
  OID.int2,
  OID.int4,
  OID.text,
  OID.oid,
  OID.json,
  OID.float8,
  OID.bpchar,
  OID.varchar,
  OID.date,
  OID.timestamptz,
  OID.numeric,
  OID.uuid,
  OID.jsonb
])

/** A filière's mean, in whole MW, as a column of its own name. */
const columnOf = (sql: PgClient.PgClient) => (filiere: Filiere) =>
  sql`round(max(avg_production) filter (where filiere = ${filiere}::filiere))::integer as ${sql(filiere)}`

const answer = ({ fields, rows }: Result): Effect.Effect<Answer, QueryError> => {
  const columns = fields.map(({ name }) => name)
  if (columns.length === 0) {
    return Effect.fail(new QueryError({ reason: "Invalid", detail: "This asks for no rows: write a SELECT" }))
  }
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

/** Whether a number as JSON has it says the same: `1.50` does, one of twenty digits does not. */
const isExact = (text: string): boolean => {
  const [, sign, whole = "", part = ""] = /^(-?)(\d+)(?:\.(\d*?)0*)?$/.exec(text) ?? []
  const shortest = `${sign}${whole}${part === "" ? "" : `.${part}`}`
  return whole !== "" && String(Number(text)) === shortest
}

const plain = (value: unknown, numeric: boolean): Value => {
  if (value === null || value === undefined) return null
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value)
  if (typeof value === "string") return numeric && isExact(value) ? Number(value) : value
  if (typeof value === "boolean") return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "infinity" : value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`
  if (Array.isArray(value)) return value.map((item) => plain(item, false))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, false)]))
}
