/**
 * The lead as one line in PostgreSQL, by the server's clock alone. Its questions have connections of their own, so that
 * they wait behind no run, and each is answered or given up within seconds, so that a server that is cut off is noticed.
 */
import { type Candidate, type Leader, Leadership, LeadershipError, LEASE } from "#ports/Leadership"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import type { SqlError } from "effect/sql/SqlError"
import { aside, failed } from "./PostgresClient.ts"

/** In milliseconds: short enough for a leader that is cut off to ask twice more before its lease is over. */
const PATIENCE = 4_000

/** The second one is for whoever asks while the first is stuck: the client needs seconds to be rid of it. */
const CONNECTIONS = 2

interface Line {
  readonly candidate: string
  readonly name: string
  readonly since: Date
}

export const layer = Layer.effect(
  Leadership,
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const scope = yield* Effect.scope

    /**
     * Gives up in time. The client, when it is told to stop, would first wait for a server that may never answer again. An
     * answer that is read too late, by a process that was frozen meanwhile, says how it was and is none either.
     */
    const inTime = (during: string) =>
      Effect.fnUntraced(function*<A>(asked: Effect.Effect<A, SqlError>) {
        const since = yield* Clock.currentTimeMillis
        const silent = new LeadershipError({
          reason: "Unreachable",
          during,
          detail: `PostgreSQL: no answer within ${
            PATIENCE / 1_000
          } s: see whether it is up, and can be reached from here.`
        })
        const answer = yield* Effect.acquireUseRelease(
          Effect.forkIn(Effect.interruptible(asked), scope),
          Fiber.join,
          (fiber) => Effect.sync(() => fiber.interruptUnsafe())
        ).pipe(
          Effect.mapError(failed(LeadershipError, during)),
          Effect.timeoutOrElse({ duration: PATIENCE, orElse: () => Effect.fail(silent) })
        )
        if ((yield* Clock.currentTimeMillis) - since > PATIENCE) return yield* silent
        return answer
      })

    /**
     * Always an update where the line is there, so that it answers with the line as it is and not as it was when it asked;
     * `now()` is one instant throughout. The same candidate goes on reigning, even when it comes late, if nobody came before.
     */
    const claim = ({ id, name }: Candidate) => {
      const own = sql`held.candidate = excluded.candidate`
      const free = sql`held.expires_at <= excluded.since`
      return sql<Line>`
        insert into leadership as held (candidate, name, since, expires_at)
        values (${id}, ${name}, now(), now() + ${LEASE}::integer * interval '1 millisecond')
        on conflict (one) do update set
          candidate = case when ${own} or ${free} then excluded.candidate else held.candidate end,
          name = case when ${own} or ${free} then excluded.name else held.name end,
          since = case when ${free} and not ${own} then excluded.since else held.since end,
          expires_at = case when ${own} or ${free} then excluded.expires_at else held.expires_at end
        returning candidate, name, since`
    }

    return Leadership.of({
      claim: Effect.fn("PostgresLeadership.claim")((candidate) =>
        Effect.map(inTime("PostgresLeadership.claim")(claim(candidate)), ([line]) => leaderOf(line!))
      ),
      resign: Effect.fn("PostgresLeadership.resign")((candidate) =>
        Effect.asVoid(
          inTime("PostgresLeadership.resign")(sql`delete from leadership where candidate = ${candidate.id}`)
        )
      ),
      leader: sql<Line>`select candidate, name, since from leadership where expires_at > now()`.pipe(
        inTime("PostgresLeadership.leader"),
        Effect.map(([line]) => line === undefined ? null : leaderOf(line)),
        Effect.withSpan("PostgresLeadership.leader")
      )
    })
  })
).pipe(Layer.provide(aside({ maxConnections: CONNECTIONS, connectTimeout: PATIENCE })))

const leaderOf = ({ candidate, name, since }: Line): Leader => ({ id: candidate, name, since: since.getTime() })
