/** What can be wrong with a lake in PostgreSQL, and what can be asked of it without a change. */
import type { Day } from "#domain/Day"
import { type Check, failed, type LakeFacts, ok, skipped, type Verdict, warning } from "#ports/Checkup"
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import { explain } from "./PostgresClient.ts"
import { asking, type Reached } from "./Reached.ts"

/** Made by the migrations; without it each count of the days reads the whole lake. */
const INDEX = "lake.revisions_day"

export const lakeChecks = (reached: Reached): ReadonlyArray<Check> => [
  asking(reached, "lake", (sql) =>
    Effect.map(
      sql<{ readonly id: string; readonly made_at: Date }>`select id, made_at from lake.identity`,
      ([line]) =>
        line === undefined
          ? failed("the lake has lost its identity", "compare it with a backup before anything else is done")
          : ok(`lake ${line.id} in PostgreSQL, made on ${line.made_at.toISOString().slice(0, 10)}`)
    )),
  asking(reached, "lake indexes", (sql) =>
    Effect.map(
      sql<{ readonly valid: boolean | null }>`
        select (select indisvalid from pg_index where indexrelid = to_regclass(${INDEX})) as valid from lake.identity`,
      ([line]) => {
        if (line?.valid === true) return ok(`${INDEX} is there`)
        return line?.valid === false
          ? warning(`${INDEX} is broken`, `\`reindex index ${INDEX}\``)
          : warning(
            `${INDEX} is missing, so that each count of days reads the whole lake`,
            "`create index revisions_day on lake.revisions (day)`"
          )
      }
    ))
]

export const lakeFacts = ({ client }: Reached): LakeFacts => {
  const asked = <A>(ask: (sql: PgClient.PgClient) => Effect.Effect<A, SqlError>): Effect.Effect<A, Verdict> =>
    client.pipe(
      Effect.mapError(({ said }) => skipped(said)),
      Effect.flatMap((sql) =>
        Effect.mapError(ask(sql), (error) => skipped(`the lake can't be asked: ${explain(error)}`))
      )
    )
  return {
    id: asked((sql) =>
      Effect.map(sql<{ readonly id: string }>`select id from lake.identity`, ([line]) => line?.id ?? null)
    ),
    documents: asked((sql) =>
      Effect.map(
        sql<{ readonly day: Day; readonly documents: number }>`
          select day::text as day, count(*)::integer as documents from lake.revisions group by lake.revisions.day`,
        (lines) => new Map(lines.map(({ day, documents }) => [day, documents]))
      )
    ),
    fetchedBefore: (day, instant) =>
      asked((sql) =>
        Effect.map(
          sql<{ readonly documents: number }>`
            select count(*)::integer as documents from lake.revisions
            where day = ${day}::date and fetched_at < ${new Date(instant)}`,
          ([line]) => line!.documents
        )
      )
  }
}
