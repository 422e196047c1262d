/**
 * Whoever leads tells the receiver what has gone wrong and what is well again, as soon as the ledger shows it. Looking and
 * sending go beside the work: a receiver that hangs holds up no run, no lead, and an end by no more than `LAST_WORDS`.
 */
import type { Notice } from "#domain/Notice"
import { type Known, newsOf, presumed } from "#pipelines/news"
import { Ledger } from "#ports/Ledger"
import { Notices, type Receiver } from "#ports/Notices"
import { Query } from "#ports/Query"
import { Runs } from "#ports/Runs"
import * as Metrics from "#telemetry/Metrics"
import type * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"

/** How often it is looked at all by itself: a morning is given up, a measure is missed, without that a run ends here. */
const GLANCE = "1 minute"

/** Notices that wait for a receiver, more than a day brings; those beyond are dropped. */
const WAITING = 64

/** At the end, for what is being sent. */
const LAST_WORDS = "2 seconds"

/** Runs of each kind that are looked through: more than the times that a morning is tried in a day. */
const RECENT = 50

const signs = Effect.gen(function*() {
  const ledger = yield* Ledger
  const query = yield* Query
  const kinds = yield* Effect.forEach(
    [undefined, "schedule", "catch-up", "refresh"] as const,
    (trigger) => ledger.runs({ limit: RECENT, trigger })
  )
  const runs = new Map(kinds.flat().map((record) => [record.run.id, record]))
  // Of a table that is away nothing is told, but of the runs.
  const freshness = yield* Effect.catch(
    query.freshness,
    ({ message }) => Effect.as(Effect.logWarning(`Which measures are missed can't be seen now: ${message}`), [])
  )
  return { now: yield* Clock.currentTimeMillis, runs: [...runs.values()], freshness }
})

const make = Effect.fnUntraced(function*({ name, send }: Receiver) {
  const runs = yield* Runs
  const waiting = yield* Queue.dropping<Notice, Cause.Done>(WAITING)
  const ended = yield* Queue.sliding<void>(1)
  let known: Known | null = null

  const look = Effect.gen(function*() {
    const { leader, leads } = yield* runs.standing
    if (!leads || leader === null) return
    const seen = yield* signs
    const { known: now, notices } = newsOf(known?.since === leader.since ? known : presumed(seen, leader.since), seen)
    known = now
    for (const notice of notices) {
      if (!(yield* Queue.offer(waiting, notice))) yield* lost(notice, `${WAITING} wait for ${name} already`)
    }
  }).pipe(
    // The next one shows what this one could not.
    Effect.catch(({ message }) => Effect.logWarning(`What is to be told can't be seen now: ${message}`)),
    // Each a trace of its own, once a minute, of which there is nothing to see.
    Effect.withTracerEnabled(false)
  )

  const tell = (notice: Notice) =>
    send(notice).pipe(
      Effect.tap(() => count(notice, "delivered")),
      Effect.andThen((said) => Effect.annotateLogs(Effect.logInfo(`A notice arrived: ${said}.`), facts(notice))),
      Effect.catch(({ message }) => lost(notice, message))
    )

  yield* runs.changes.pipe(
    Stream.filter(({ endedAt }) => endedAt !== null),
    Stream.runForEach(() => Queue.offer(ended, undefined)),
    Effect.forkScoped
  )
  const pause = Effect.timeoutOption(Queue.take(ended), GLANCE)
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(look, pause)))

  const sending = yield* Stream.fromQueue(waiting).pipe(Stream.runForEach(tell), Effect.forkScoped)
  yield* Effect.addFinalizer(() =>
    Effect.andThen(
      Queue.end(waiting),
      Effect.interruptible(Fiber.await(sending)).pipe(Effect.timeoutOption(LAST_WORDS))
    )
  )
})

const count = ({ event }: Notice, outcome: "delivered" | "failed") =>
  Metric.update(Metric.withAttributes(Metrics.notices, { event, outcome }), 1)

const lost = (notice: Notice, why: string) =>
  Effect.andThen(count(notice, "failed"), Effect.logWarning(`A notice did not arrive: ${why}.`)).pipe(
    Effect.annotateLogs(facts(notice))
  )

const facts = ({ event, id }: Notice) => ({ "notice.event": event, "notice.id": id })

/** Beside a daemon's `Runs`, until its scope closes; nothing where nobody wants to be told. */
export const layer = Layer.effectDiscard(Effect.gen(function*() {
  const { receiver } = yield* Notices
  if (receiver !== null) yield* make(receiver)
}))
