/** The runs that go in this process: what they tell, why they wait, and how they are paused and called off. */
import type { Dataset } from "#domain/Dataset"
import { begun, type Counts, isLong, type Run, type Wish } from "#domain/Run"
import { Gate, GateError, type News } from "#pipelines/Gate"
import type { Lead } from "#pipelines/lead"
import { reserved } from "#pipelines/reserve"
import { Ingest } from "#ports/Ingest"
import { QuotaReserve } from "#ports/Plan"
import { type LiveRun, RunsError } from "#ports/Runs"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"

/** Changes that wait for a slow listener; of more the oldest are dropped, as each says all there is to say. */
const WAITING_CHANGES = 256

/** How often a run that waits for the quota looks at it, and at whether it is paused meanwhile. */
const LOOK_AGAIN = "10 seconds"

/** How often it is asked whether a run still has to wait for what another process knows. */
const ASK_AGAIN = "1 second"

/** A run, and the handles on it. */
interface Entry {
  state: LiveRun
  readonly paused: Latch.Latch
  cancelled: boolean
  fiber: Fiber.Fiber<unknown, unknown> | undefined
}

export type Occasion<E, R> = (run: Run) => Effect.Effect<Counts, E, R>

/** What the runs of this process share with those of others. */
export interface Around extends Pick<Lead, "confirm"> {
  /** What is wanted of a run from elsewhere, and whether a morning goes there: looked at before each step. */
  readonly elsewhere?: (run: Run) => Effect.Effect<Wish | "morning">
  /** Whether another process goes on with a run that is interrupted here, which then does not end. */
  readonly handsOn?: (run: Run) => boolean
}

export const make = Effect.fnUntraced(function*(around: Around) {
  const { confirm, elsewhere = () => Effect.succeed(null), handsOn = () => false } = around
  const entries = new Map<string, Entry>()
  const calledOff = new Map<string, LiveRun>()
  const changes = yield* PubSub.sliding<LiveRun>(WAITING_CHANGES)
  /** Open while no morning goes. */
  const mornings = yield* Latch.make(true)

  const change = (entry: Entry, fields: Partial<LiveRun>) =>
    Effect.suspend(() => {
      entry.state = { ...entry.state, ...fields }
      return PubSub.publish(changes, entry.state)
    })

  /** Why a run may take no step now; null where it may. */
  const reasonOf = Effect.fnUntraced(function*(
    entry: Entry,
    dataset: Dataset | null
  ): Effect.fn.Return<LiveRun["waits"], never, Ingest | QuotaReserve> {
    const { paused, state: { run } } = entry
    if (!Latch.isOpen(paused)) return "asked"
    const wanted = yield* elsewhere(run)
    if (wanted === "cancel") {
      entry.cancelled = true
      return yield* Effect.interrupt
    }
    if (!isLong(run)) return null
    if (wanted === "pause") return "asked"
    if (wanted === "morning" || !Latch.isOpen(mornings)) return "morning"
    return dataset !== null && (yield* reserved(dataset)) !== null ? "quota" : null
  })

  /** Until it is worth looking again. */
  const pause = Effect.fnUntraced(function*(entry: Entry, waits: NonNullable<LiveRun["waits"]>) {
    if (!Latch.isOpen(entry.paused)) return yield* Latch.await(entry.paused)
    if (waits === "morning" && !Latch.isOpen(mornings)) return yield* Latch.await(mornings)
    return yield* Effect.sleep(waits === "quota" ? LOOK_AGAIN : ASK_AGAIN)
  })

  const pass = Effect.fnUntraced(function*(entry: Entry, dataset: Dataset | null) {
    for (let waits = yield* reasonOf(entry, dataset); waits !== null; waits = yield* reasonOf(entry, dataset)) {
      if (entry.state.waits !== waits) yield* change(entry, { waits })
      yield* pause(entry, waits)
    }
    if (entry.state.waits !== null) yield* change(entry, { waits: null })
    if (!(yield* confirm)) {
      return yield* new GateError({
        reason: "LeadershipLost",
        during: "Gate.pass",
        detail: "This daemon does not lead any more."
      })
    }
  })

  const hear = (entry: Entry, opened: Deferred.Deferred<void, RunsError>, news: News) => {
    switch (news._tag) {
      case "Opened":
        return change(entry, { traceId: news.traceId }).pipe(
          Effect.andThen(Deferred.succeed(opened, undefined)),
          Effect.andThen(Effect.logInfo(`${nameOf(entry.state.run)} begins.`))
        )
      case "Moved":
        return change(entry, { step: news.step, counts: news.counts })
      case "Closed":
        return Effect.flatMap(Clock.currentTimeMillis, (endedAt) => {
          entries.delete(entry.state.run.id)
          const { counts, outcome, quota } = news
          return Effect.andThen(
            change(entry, { endedAt, outcome, counts, quota, waits: null }),
            ended(entry.state.run, news)
          )
        })
    }
  }

  /** Begins a run in the caller's scope; answers when it stands in the ledger, or when the ledger has refused it. */
  const begin = Effect.fnUntraced(
    function*<E extends { readonly message: string }, R>(run: Run, occasion: Occasion<E, R>) {
      const opened = yield* Deferred.make<void, RunsError>()
      const context = Context.pick(Ingest, QuotaReserve)(yield* Effect.context<Ingest | QuotaReserve>())
      const entry: Entry = {
        state: { ...begun(run, yield* Clock.currentTimeMillis), waits: null },
        paused: yield* Latch.make(true),
        cancelled: false,
        fiber: undefined
      }
      entries.set(run.id, entry)
      const fiber = yield* occasion(run).pipe(
        Effect.provideService(Gate, {
          pass: (dataset) => Effect.provideContext(pass(entry, dataset), context),
          cancelled: Effect.sync(() => entry.cancelled),
          handsOn: Effect.sync(() => !entry.cancelled && handsOn(run)),
          tell: (news) => Effect.asVoid(hear(entry, opened, news))
        }),
        Effect.onExit((exit) => {
          // Gone already, but for a run that the ledger did not take, or whose end it did not take.
          entries.delete(run.id)
          return Deferred.fail(opened, notOpened(run, exit))
        }),
        Effect.forkScoped
      )
      entry.fiber = fiber
      yield* Deferred.await(opened)
      return fiber
    }
  )

  /** Runs one to its end, and answers with how it ended. */
  const complete = Effect.fnUntraced(function*<E extends { readonly message: string }, R>(
    run: Run,
    occasion: Occasion<E, R>
  ) {
    return yield* Fiber.await(yield* begin(run, occasion))
  })

  const find = (id: string): Effect.Effect<Entry, RunsError> =>
    Effect.suspend(() => {
      const entry = entries.get(id)
      return entry === undefined
        ? Effect.fail(refusal("NotRunning", "Runs.find", `No run ${id} is going here.`))
        : Effect.succeed(entry)
    })

  const pausable = (id: string) =>
    find(id).pipe(
      Effect.filterOrFail(
        ({ state }) => isLong(state.run),
        () => notPausable
      )
    )

  return {
    begin,
    complete,
    pause: Effect.fnUntraced(function*(id: string) {
      const entry = yield* pausable(id)
      yield* Latch.close(entry.paused)
      if (entry.state.waits !== null) yield* change(entry, { waits: "asked" })
    }),
    resume: (id: string) => Effect.flatMap(pausable(id), (entry) => Effect.asVoid(Latch.open(entry.paused))),
    cancel: Effect.fnUntraced(function*(id: string) {
      const entry = yield* find(id)
      entry.cancelled = true
      if (entry.fiber === undefined) return
      yield* Fiber.interrupt(entry.fiber)
      const exit = yield* Fiber.await(entry.fiber)
      // The ledger did not take the end of it: it is told as soon as it can be.
      if (Exit.isFailure(exit) && !Cause.hasInterruptsOnly(exit.cause)) calledOff.set(id, entry.state)
    }),
    /** Runs that someone called off while the ledger was away, by their ids. */
    calledOff,
    live: Effect.sync(() => [...entries.values()].map(({ state }) => state)),
    changes: Stream.fromPubSub(changes),
    /** Long runs take no step while this work goes. */
    first: <A, E, R>(work: Effect.Effect<A, E, R>) =>
      Effect.acquireUseRelease(Latch.close(mornings), () => work, () => Latch.open(mornings))
  }
})

export type Going = Effect.Success<ReturnType<typeof make>>

export const refusal = (reason: RunsError["reason"], during: string, detail: string) =>
  new RunsError({ reason, during, detail })

export const notPausable = refusal(
  "NotPausable",
  "Runs.pause",
  "Only backfills and replays can wait; this run is short."
)

const nameOf = ({ id, trigger, window }: Run): string => `Run ${id} (${trigger}, ${window.from} to ${window.to})`

/** A person's next step is in the ledger; whoever tries the run again says so. */
const ended = (run: Run, { counts, outcome }: Extract<News, { readonly _tag: "Closed" }>) => {
  const { days, records, revisions, rows } = counts
  const did = `${records} records, ${revisions} revisions, ${rows} rows of ${days} days`
  if (outcome._tag !== "Failed") return Effect.logInfo(`${nameOf(run)} has ${WORDS[outcome._tag]}: ${did}.`)
  return Effect.logError(`${nameOf(run)} has failed: ${outcome.message}`).pipe(
    Effect.annotateLogs({ "error.type": outcome.code })
  )
}

const WORDS = { Succeeded: "succeeded", Interrupted: "been interrupted", Cancelled: "been called off" } as const

const notOpened = (run: Run, exit: Exit.Exit<unknown, { readonly message: string }>) =>
  refusal(
    "NotOpened",
    "Runs.start",
    Exit.isFailure(exit)
      ? Option.match(Cause.findErrorOption(exit.cause), {
        onNone: () => `Run ${run.id} was stopped before it began.`,
        onSome: ({ message }) => message
      })
      : `Run ${run.id} has ended.`
  )
