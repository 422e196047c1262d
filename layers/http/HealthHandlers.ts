/** Answers whether the daemon is well. A dependency that does not answer in time counts as away. */
import { Api } from "#api/Api"
import type { Readiness } from "#api/HealthApi"
import { Exposition } from "#ports/Exposition"
import { Lake } from "#ports/Lake"
import { Leadership } from "#ports/Leadership"
import { Ledger } from "#ports/Ledger"
import { Runs } from "#ports/Runs"
import { instant } from "#ports/shapes"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"

const PATIENCE = "2 seconds"

const look = <A>(
  name: Readiness["dependencies"][number]["name"],
  ask: Effect.Effect<A, { readonly message: string }>
) =>
  ask.pipe(
    Effect.as(null),
    Effect.catch(({ message }) => Effect.succeed(message)),
    Effect.timeoutOrElse({ duration: PATIENCE, orElse: () => Effect.succeed(`no answer within ${PATIENCE}`) }),
    Effect.map((reason) => ({ name, status: reason === null ? "ok" as const : "failed" as const, reason }))
  )

export const layer = (version: string) =>
  HttpApiBuilder.group(
    Api,
    "health",
    Effect.fn(function*(handlers) {
      const ledger = yield* Ledger
      const lake = yield* Lake
      const leadership = yield* Leadership
      const runs = yield* Runs
      const exposition = yield* Exposition

      // Asked each few seconds, for ever: the server makes no span of it, and neither do those who are asked.
      const readyz = Effect.fnUntraced(function*() {
        const dependencies = yield* Effect.all([
          look("postgres", ledger.waiting),
          look("lake", lake.id),
          look("leadership", leadership.leader)
        ], { concurrency: "unbounded" })
        const { leader, leads } = yield* runs.standing
        const known = {
          leads,
          leader: leader === null ? null : { name: leader.name, since: instant(leader.since) },
          dependencies
        }
        return dependencies.every(({ status }) => status === "ok")
          ? { status: "ready" as const, ...known }
          : { status: "unready" as const, ...known }
      }, Effect.withTracerEnabled(false))

      return handlers.handleAll({
        healthz: () => Effect.succeed({ status: "ok" as const, version }),
        readyz,
        metrics: () => exposition.text
      })
    })
  )
