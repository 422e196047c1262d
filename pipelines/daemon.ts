/**
 * The daemon: while it leads, each morning is answered once, also one that passed while nobody looked; today is read again
 * between; and what people ask for is begun, held, and ended. While it stands by, it only says who leads.
 */
import type { Run } from "#domain/Run"
import { type Asked, asked, busy, inTheWay } from "#pipelines/asked"
import { backfill } from "#pipelines/backfill"
import { daily } from "#pipelines/daily"
import * as going from "#pipelines/going"
import * as lead from "#pipelines/lead"
import { refreshes } from "#pipelines/refreshes"
import { replay } from "#pipelines/replay"
import { resumptions } from "#pipelines/resumptions"
import { unpublished } from "#pipelines/unpublished"
import * as watch from "#pipelines/watch"
import { Ingest } from "#ports/Ingest"
import { Lake } from "#ports/Lake"
import type { Candidate } from "#ports/Leadership"
import { Ledger } from "#ports/Ledger"
import { QuotaReserve } from "#ports/Plan"
import { type RunRequest, Runs, type RunsError } from "#ports/Runs"
import { Sink } from "#ports/Sink"
import { Transform } from "#ports/Transform"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"

type Ports = Ingest | Lake | Ledger | QuotaReserve | Sink | Transform

/** What runs need, and nothing of whoever hands it to them: a run has a trace and a log of its own. */
const forRuns = Context.pick(Ingest, Lake, Ledger, QuotaReserve, Sink, Transform)

/** How a run of a request is done. */
const occasionOf = ({ ahead, run }: Asked) => {
  switch (run.trigger) {
    case "backfill":
      return (run: Run) => backfill(run, ahead)
    case "replay":
      return replay
    default:
      return daily
  }
}

const make = Effect.fnUntraced(function*(candidate: Candidate) {
  const ports = forRuns(yield* Effect.context<Ports>())
  const leading = yield* lead.make(candidate)
  const runs = yield* going.make(leading)
  const mornings = yield* watch.make(runs)
  // Two requests at the same moment must see one another.
  const oneByOne = yield* Semaphore.make(1)

  const begin = Effect.fnUntraced(function*(request: RunRequest) {
    const reign = yield* leading.reign
    if (reign === null) {
      const leader = yield* leading.leader
      return yield* going.refusal(
        "StandsBy",
        "Runs.start",
        `This daemon stands by; ${
          leader === null ? "no other one leads yet: try again in a moment" : `ask ${leader.name}`
        }.`
      )
    }
    const other = inTheWay(yield* runs.live, request)
    if (other !== undefined) return yield* busy(other.run)
    const begun = yield* asked(request)
    yield* Scope.provide(runs.begin(begun.run, occasionOf(begun)), reign)
    return begun.run
  })

  yield* leading.hold(
    Effect.all([unpublished(runs), mornings.keep, refreshes(runs), resumptions(runs, oneByOne)], {
      concurrency: "unbounded",
      discard: true
    })
  )

  const { cancel, changes, live, pause, resume } = runs
  return Runs.of({
    start: (request): Effect.Effect<Run, RunsError> =>
      Semaphore.withPermits(oneByOne, 1)(Effect.provideContext(begin(request), ports)),
    pause,
    resume,
    cancel,
    live,
    changes,
    standing: Effect.gen(function*() {
      const leads = yield* leading.leads
      return { leads, leader: yield* leading.leader, next: leads ? yield* mornings.next : null }
    })
  })
})

/** Leads or stands by under this name until its scope closes. */
export const layer = (candidate: Candidate) => Layer.effect(Runs, make(candidate))
