/**
 * Work that only the leader does. The lead is renewed while the work goes; whoever loses it, or can't know for the length of a
 * lease whether it is still held, stops working and asks for it again.
 */
import { codeOf } from "#ports/failure"
import { type Candidate, type Leader, Leadership, LEASE } from "#ports/Leadership"
import * as Metrics from "#telemetry/Metrics"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Ref from "effect/Ref"
import * as Scope from "effect/Scope"

/** Between two claims: three of them within a lease while leading, and often enough while standing by. */
const RENEW = "5 seconds"
const ASK = "3 seconds"

/** A lead that was confirmed within this time, in milliseconds, is not asked for again before each step. */
const FRESH = 1_000

export interface Lead {
  /** Whoever leads, as it was last heard; null where it is not known. */
  readonly leader: Effect.Effect<Leader | null>
  readonly leads: Effect.Effect<boolean>
  /** Asks anew whether this one leads, unless it was just heard: a process that was frozen does not know. */
  readonly confirm: Effect.Effect<boolean>
  /** The scope of what is done as leader, which closes when the lead is lost; null while it is not held. */
  readonly reign: Effect.Effect<Scope.Scope | null>
  /** Asks for the lead from now on; `work` goes while it is held. */
  readonly hold: <R>(work: Effect.Effect<void, never, R>) => Effect.Effect<void, never, Exclude<R, Scope.Scope>>
}

interface Heard {
  readonly leader: Leader | null
  /** When, by this machine's clock. */
  readonly at: number
}

const mistaken = (sentence: string, defect: unknown) =>
  Effect.logError(sentence, Cause.die(defect)).pipe(Effect.annotateLogs({ "error.type": "Defect" }))

/** Begun again after a mistake of ours: a leader that does nothing would keep the lead, and nobody else would work. */
const unending = <R>(work: Effect.Effect<void, never, R>): Effect.Effect<void, never, R> =>
  Effect.catchDefect(
    work,
    (defect) =>
      mistaken("What only the leader does has ended by a mistake in the program, and begins again.", defect).pipe(
        Effect.andThen(Effect.sleep(RENEW)),
        Effect.andThen(Effect.suspend(() => unending(work)))
      )
  )

export const make = Effect.fnUntraced(function*(candidate: Candidate) {
  const leadership = yield* Leadership
  const outer = yield* Effect.scope
  const heard = yield* Ref.make<Heard>({ leader: null, at: 0 })
  const reign = yield* Ref.make<Scope.Closeable | null>(null)

  const isMine = ({ at, leader }: Heard, now: number) => leader?.id === candidate.id && now >= at && now - at < LEASE

  const claim = Effect.gen(function*() {
    const asked = yield* Clock.currentTimeMillis
    const leader = yield* leadership.claim(candidate)
    // From when it was asked for: the answer may have been long on its way.
    yield* Ref.set(heard, { leader, at: asked })
  }).pipe(
    Effect.catch((error) =>
      Effect.logWarning(`Who leads can't be known now: ${error.message}`).pipe(
        Effect.annotateLogs({ "error.type": codeOf(error) })
      )
    ),
    // A mistake of ours counts as no answer too: nobody would ask again.
    Effect.catchDefect((defect) => mistaken("Who leads can't be known now, by a mistake in the program.", defect)),
    // As often as it is asked, and in whosever trace: it would hide the rest.
    Effect.withTracerEnabled(false)
  )

  const leads = Effect.gen(function*() {
    return isMine(yield* Ref.get(heard), yield* Clock.currentTimeMillis)
  })

  const said = (sentence: string, leader: Candidate | null) =>
    Effect.logInfo(sentence).pipe(
      Effect.annotateLogs({ candidate: candidate.name, ...leader === null ? {} : { leader: leader.name } })
    )

  const begin = Effect.fnUntraced(function*<R>(work: Effect.Effect<void, never, R>) {
    yield* Metric.update(Metrics.leader, 1)
    yield* said(`${candidate.name} leads.`, candidate)
    const scope = yield* Scope.fork(outer)
    yield* Ref.set(reign, scope)
    yield* Effect.forkIn(Scope.provide(unending(work), scope), scope)
  })

  const end = Effect.fnUntraced(function*(scope: Scope.Closeable) {
    const { leader } = yield* Ref.get(heard)
    yield* Metric.update(Metrics.leader, 0)
    const other = leader === null || leader.id === candidate.id ? null : leader
    yield* said(
      `${candidate.name} stands by: ${other === null ? "its lead could not be renewed" : `${other.name} leads`}.`,
      other
    )
    yield* Ref.set(reign, null)
    yield* Scope.close(scope, Exit.void)
  })

  const turn = Effect.fnUntraced(function*<R>(work: Effect.Effect<void, never, R>) {
    yield* claim
    const mine = yield* leads
    const scope = yield* Ref.get(reign)
    if (mine && scope === null) yield* begin(work)
    if (!mine && scope !== null) yield* end(scope)
    yield* Effect.sleep(mine ? RENEW : ASK)
  })

  yield* Metric.update(Metrics.leader, 0)
  yield* Effect.addFinalizer(() =>
    leadership.resign(candidate).pipe(
      // Whoever can't be told will see the lease end.
      Effect.catch((error) =>
        Effect.logWarning(`The lead was not given back: ${error.message}`).pipe(
          Effect.annotateLogs({ "error.type": codeOf(error) })
        )
      ),
      Effect.timeoutOption("2 seconds"),
      Effect.withTracerEnabled(false),
      Effect.andThen(Metric.update(Metrics.leader, 0))
    )
  )

  const lead: Lead = {
    leader: Effect.map(Ref.get(heard), ({ leader }) => leader),
    leads,
    confirm: Effect.gen(function*() {
      const { at } = yield* Ref.get(heard)
      const now = yield* Clock.currentTimeMillis
      if (now < at || now - at > FRESH) yield* claim
      return yield* leads
    }),
    reign: Ref.get(reign),
    // What goes on for ever makes no traces; the runs that it begins make their own.
    hold: (work) => Effect.asVoid(Effect.forkIn(Effect.withTracerEnabled(Effect.forever(turn(work)), false), outer))
  }
  return lead
})
