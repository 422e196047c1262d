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
import * as Fiber from "effect/Fiber"
import { isSqlError, type SqlError } from "effect/sql/SqlError"

/** How long one that is interrupted is waited for: the client gives up after 5 s what is in flight. */
const LAST_WORD = "6 seconds"

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
      Effect.catchDefect((defect) => isSqlError(defect) ? Effect.fail(defect) : Effect.die(defect)),
      leaving
    )
}

/**
 * A COMMIT or ROLLBACK can't be interrupted, and where the network is silent its answer may be hours away: whoever is told to
 * stop leaves it then to wait for that by itself. It holds up nobody: the server has given it up after `Silence`.
 */
const leaving = <A, E, R>(transaction: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(
      Effect.forkDetach(Effect.interruptible(transaction)),
      (fiber) =>
        Effect.onInterrupt(restore(Fiber.join(fiber)), () =>
          Effect.andThen(
            Effect.sync(() => fiber.interruptUnsafe()),
            Effect.timeoutOption(Effect.interruptible(Fiber.await(fiber)), LAST_WORD)
          ))
    )
  )
