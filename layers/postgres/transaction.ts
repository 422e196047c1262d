/**
 * All of the work, or nothing of it. The client takes it for a mistake in the program when it can't even roll back, as on a
 * connection that is lost: here the server has failed, as it has everywhere else.
 *
 * Whoever is silent in it for too long is given up by the server: what a frozen process has locked would keep the one that took
 * over from the same days, for as long as it is frozen.
 */
import { Silence } from "#ports/Leadership"
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import { isSqlError, type SqlError } from "effect/sql/SqlError"

export const transaction = (
  sql: PgClient.PgClient
): <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.Effect<A, E | SqlError, R> => {
  // By the transaction itself and not by the connection: what stands between us and the server may not know of it.
  const impatient = Effect.flatMap(
    Silence,
    (silence) => sql`set local idle_in_transaction_session_timeout = ${sql.literal(String(silence))}`
  ).pipe(Effect.withTracerEnabled(false))
  return (work) =>
    sql.withTransaction(Effect.andThen(impatient, work)).pipe(
      Effect.catchDefect((defect) => isSqlError(defect) ? Effect.fail(defect) : Effect.die(defect))
    )
}
