/** Lists of the same length as one set of rows: the cheapest way into PostgreSQL short of COPY, which the client has not. */
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as PgTypes from "@effect/sql-pg/PgTypes"
import * as Result from "effect/Result"
import type { Fragment } from "effect/sql/Statement"

type Type = "text" | "int4" | "float8" | "timestamptz"

/** A list as one value. */
export const list = (sql: PgClient.PgClient, values: ReadonlyArray<unknown>, type: Type): Fragment =>
  sql`${Result.getOrThrow(PgTypes.array(values, PgTypes.OID[type]))}::${sql.literal(type)}[]`

/** `unnest(…)` over the lists, to stand in a FROM. The values must fit their types: what does not is a mistake of ours. */
export const columns = (
  sql: PgClient.PgClient,
  lists: ReadonlyArray<readonly [values: ReadonlyArray<unknown>, type: Type]>
): Fragment => sql`unnest(${sql.csv(lists.map(([values, type]) => list(sql, values, type)))})`
