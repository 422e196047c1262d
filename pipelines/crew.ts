/**
 * The daemon as one of several that share the work: hours of the schedule, months of a backfill or a replay, and what one of
 * them does for all. What people ask of a run stands in the ledger, for whichever process it goes in.
 */
import type { DayRange } from "#domain/Day"
import { type Counts, isLong, isOver, type Run, type Wish } from "#domain/Run"
import { asked, busy, inTheWay } from "#pipelines/asked"
import { daily } from "#pipelines/daily"
import { elsewhere } from "#pipelines/elsewhere"
import * as going from "#pipelines/going"
import * as lead from "#pipelines/lead"
import { nextHour } from "#pipelines/mornings"
import { part } from "#pipelines/part"
import { refreshes } from "#pipelines/refreshes"
import * as remote from "#pipelines/remote"
import { spread } from "#pipelines/spread"
import { unpublished } from "#pipelines/unpublished"
import * as watch from "#pipelines/watch"
import { Crew, type PartError } from "#ports/Crew"
import { Ingest } from "#ports/Ingest"
import { Lake } from "#ports/Lake"
import { type Candidate, Leadership } from "#ports/Leadership"
import { Ledger } from "#ports/Ledger"
import { Plan, QuotaReserve } from "#ports/Plan"
import { type RunRequest, Runs, type RunsError } from "#ports/Runs"
import { Sink } from "#ports/Sink"
import { Transform } from "#ports/Transform"
import * as Metrics from "#telemetry/Metrics"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

/** What the work needs, and nothing of whoever hands it over: it has a trace and a log of its own. */
const forWork = Context.pick(Ingest, Lake, Leadership, Ledger, Plan, QuotaReserve, Sink, Transform)
type Ports = Ingest | Lake | Leadership | Ledger | Plan | QuotaReserve | Sink | Transform

/** Until a run that someone begins stands in the ledger: not as long as whoever asks waits for the member at the desk. */
const AT_ONCE = Schedule.spaced("200 millis").pipe(Schedule.upTo({ duration: "10 seconds" }))

/** Until a run that is called off has ended. */
const SHORTLY = Schedule.spaced("200 millis").pipe(Schedule.upTo({ duration: "30 seconds" }))

/** Between two tries to open or to close a run in a ledger that is away. */
const AWAY = "5 seconds"

/** Runs among which an heir is looked for: those before them are history. */
const LOOKED_AT = 50

const make = Effect.fnUntraced(function*(candidate: Candidate) {
  const ports = forWork(yield* Effect.context<Ports>())
  const outer = yield* Effect.scope
  const crew = yield* Crew
  const leadership = yield* Leadership
  const ledger = yield* Ledger
  const plan = yield* Plan
  const runs = yield* going.make({
    confirm: Effect.succeed(true),
    elsewhere: (run) => Effect.provideContext(elsewhere(run), ports),
    handsOn: isLong
  })
  const mornings = yield* watch.make(runs)
  const changes = Stream.merge(runs.changes, Stream.provideContext(remote.changes(runs), ports))
  yield* Metric.update(Metrics.leader, 0)

  /** The runs of all members, as the ledger has them; of its own a member knows more. */
  const known = Effect.gen(function*() {
    const own = yield* runs.live
    const recorded = yield* Effect.provideService(remote.going, Ledger, ledger)
    const ids = new Set(own.map(({ run }) => run.id))
    return [...own, ...recorded.filter(({ run }) => !ids.has(run.id)).map(remote.liveOf)]
  })

  const begin = Effect.fnUntraced(function*(request: RunRequest) {
    // Of a ledger that can't be asked nothing is begun: it would begin later, unseen by whoever asked and beside others.
    const other = inTheWay(yield* Effect.mapError(known, notOpened), request)
    if (other !== undefined) return yield* busy(other.run)
    const { ahead, run } = yield* asked(request)
    if (!isLong(run)) {
      yield* Scope.provide(runs.begin(run, daily), outer)
      return run
    }
    yield* crew.spread(run, ahead).pipe(Effect.mapError(notOpened))
    // It is certain now, though the ledger be away meanwhile.
    yield* Effect.orElseSucceed(ledger.run(run.id), () => null).pipe(
      Effect.repeat({ until: (record) => record !== null, schedule: AT_ONCE })
    )
    return run
  })

  /** Whether it has ended, or another run goes on with it, as while no daemon was in a cluster. */
  const isDone = Effect.fnUntraced(function*({ id, trigger }: Run) {
    if (isOver(yield* ledger.run(id))) return true
    const others = yield* ledger.runs({ limit: LOOKED_AT, trigger })
    return others.some(({ run }) => run.resumes === id)
  })

  /** To its end in the ledger, which may be away when it begins, and when it ends. */
  const whole = Effect.fnUntraced(
    function*(run: Run, ahead: DayRange, share: (days: DayRange) => Effect.Effect<Counts, PartError>) {
      while (true) {
        const over = yield* Effect.option(isDone(run))
        if (Option.isSome(over) && over.value) return
        if (Option.isSome(over)) {
          yield* Effect.ignore(runs.complete(run, () => spread(run, ahead, share)))
          if (yield* Effect.orElseSucceed(isDone(run), () => false)) return
        }
        yield* Effect.sleep(AWAY)
      }
    },
    Effect.scoped
  )

  const oversee = Effect.gen(function*() {
    const leading = yield* lead.make(candidate)
    yield* leading.hold(
      Effect.all([unpublished({ changes }), refreshes(runs)], { concurrency: "unbounded", discard: true })
    )
    return yield* Effect.never
  })

  const wish = Effect.fnUntraced(function*(id: string, wanted: Wish) {
    const known = yield* Effect.mapError(ledger.ask(id, wanted), notOpened)
    if (!known) return yield* going.refusal("NotRunning", "Runs.find", `No run ${id} is going.`)
  })

  const hold = Effect.fnUntraced(function*(id: string, wanted: Wish) {
    const record = yield* Effect.mapError(ledger.run(id), notOpened)
    if (record !== null && !isLong(record.run)) return yield* going.notPausable
    yield* wish(id, wanted)
  })

  const cancel = Effect.fnUntraced(function*(id: string) {
    yield* wish(id, "cancel")
    const ended = Effect.map(Effect.mapError(ledger.run(id), notOpened), isOver)
    // Where it goes it ends with its present step, and is told of as ended then.
    yield* Effect.repeat(ended, { until: (is) => is, schedule: SHORTLY })
    if (yield* ended) return
    return yield* going.refusal(
      "NotRunning",
      "Runs.cancel",
      `Run ${id} goes nowhere now, and ends when it is gone on with.`
    )
  })

  yield* crew.join({
    schedule: plan.schedule,
    morning: Effect.scoped(Effect.provideContext(mornings.answer, ports)),
    begin: (request) => Effect.provideContext(begin(request), ports),
    whole: (run, ahead, share) => Effect.provideContext(whole(run, ahead, share), ports),
    part: (run, days) => Effect.provideContext(part(run, days), ports),
    oversee: Effect.provideContext(oversee, ports)
  })

  return Runs.of({
    start: crew.begin,
    pause: (id) => hold(id, "pause"),
    resume: (id) => hold(id, null),
    cancel,
    live: Effect.catch(known, () => runs.live),
    changes,
    standing: Effect.gen(function*() {
      const leader = yield* Effect.orElseSucceed(leadership.leader, () => null)
      return {
        leads: leader?.id === candidate.id,
        leader,
        next: nextHour(plan.schedule, yield* Clock.currentTimeMillis)
      }
    })
  })
})

const notOpened = ({ message }: { readonly message: string }): RunsError =>
  going.refusal("NotOpened", "Runs.start", message)

/** Shares the work under this name until its scope closes. */
export const layer = (candidate: Candidate) => Layer.effect(Runs, make(candidate))
