/** Backfills that a daemon was asked for and could not finish, as it died or lost the lead: whoever leads goes on with them. */
import { isByApi, isLong, newRun, type RunRecord } from "#domain/Run"
import { backfill } from "#pipelines/backfill"
import type { Going } from "#pipelines/going"
import { codeOf } from "#ports/failure"
import { Ledger } from "#ports/Ledger"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Semaphore from "effect/Semaphore"

/** Of a leader that was frozen, the run ends only when it wakes up: so this is looked at again and again. */
const GLANCE = "15 seconds"

/** Backfills to look at: those before them are history. */
const LOOKED_AT = 20

const wasCutShort = ({ outcome }: RunRecord): boolean =>
  outcome._tag === "Interrupted" || (outcome._tag === "Failed" && outcome.code === "Gate.LeadershipLost")

/** It ended before its first step, and so left the run that it went on with where it was. */
const isStillborn = (record: RunRecord): boolean =>
  record.run.resumes !== null && record.step === null && wasCutShort(record)

/** The newest one that waits to be gone on with. */
export const waiting = (records: ReadonlyArray<RunRecord>): RunRecord | undefined => {
  const begun = records.filter((record) => !isStillborn(record))
  const resumed = new Set(begun.map(({ run }) => run.resumes))
  return begun.find((record) => isByApi(record.run) && wasCutShort(record) && !resumed.has(record.run.id))
}

/** The run that goes on with another one, and the days before it. */
export const goingOn = ({ run, step }: RunRecord, requestedBy: string) => ({
  run: newRun({ ...run, id: crypto.randomUUID(), requestedBy, resumes: run.id }),
  ahead: step?.ahead ?? run.window
})

/** Goes on for ever; `oneByOne` is held while one is begun. */
export const resumptions = Effect.fnUntraced(function*(going: Going, oneByOne: Semaphore.Semaphore) {
  const ledger = yield* Ledger
  const begin = Effect.gen(function*() {
    for (const [id, { counts, quota, run }] of going.calledOff) {
      yield* ledger.close(run, { _tag: "Cancelled" }, counts, quota)
      going.calledOff.delete(id)
    }
    const live = yield* going.live
    if (live.some(({ run }) => isLong(run))) return
    const left = waiting(yield* ledger.runs({ limit: LOOKED_AT, trigger: "backfill" }))
    if (left === undefined) return
    const { ahead, run } = goingOn(left, left.run.requestedBy)
    yield* Effect.logInfo(`Going on with backfill ${left.run.id}: ${ahead.from} to ${ahead.to} lie before it.`).pipe(
      Effect.annotateLogs({ "run.id": run.id, "run.resumes": left.run.id, ...ahead })
    )
    return yield* going.begin(run, () => backfill(run, ahead))
  })
  const once = Effect.gen(function*() {
    const begun = yield* Semaphore.withPermits(oneByOne, 1)(begin)
    if (begun !== undefined) yield* Fiber.await(begun)
  }).pipe(
    Effect.catch((error) =>
      Effect.logWarning(`No backfill was gone on with: ${error.message}`).pipe(
        Effect.annotateLogs({ "error.type": codeOf(error) })
      )
    )
  )

  return yield* Effect.forever(Effect.andThen(once, Effect.sleep(GLANCE)))
})
