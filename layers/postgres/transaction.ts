/**
 * All of the work, or nothing of it. The client takes it for a mistake in the program when it can't even roll back, as on a
 * connection that is lost: here the server has failed, as it has everywhere else.
 */
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import { isSqlError, type SqlError } from "effect/sql/SqlError"

export const transaction =
  (sql: PgClient.PgClient) => <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
    sql.withTransaction(work).pipe(
      Effect.catchDefect((defect) => isSqlError(defect) ? Effect.fail(defect) : Effect.die(defect))
    )
