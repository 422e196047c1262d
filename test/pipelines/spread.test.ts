/** The one that keeps a run of several: what it hands out, how far it says that the run has come, and how it ends. */
import * as Day from "#domain/Day"
import { type Counts, newRun, NOTHING, type Run, type Step } from "#domain/Run"
import { Gate, GateError } from "#pipelines/Gate"
import { Progress } from "#pipelines/Progress"
import { spread } from "#pipelines/spread"
import { PartError } from "#ports/Crew"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { asked, recordOf, stores } from "./Crews.ts"

const YEARS: Day.DayRange = { from: "2019-01-15", to: "2020-05-10" }

const runOf = (changes: Partial<Run> = {}): Run => newRun({ ...asked("backfill", YEARS), ...changes })

/** A run whose months are done when and as the test says, and what it tells. */
const handingOut = Effect.fnUntraced(function*(run: Run, ahead: Day.DayRange = run.window) {
  const handed: Array<string> = []
  const answers = new Map<string, Deferred.Deferred<Counts, PartError>>()
  const steps: Array<Step> = []
  const part = ({ from }: Day.DayRange) =>
    Effect.suspend(() => {
      handed.push(from)
      const answer = Deferred.makeUnsafe<Counts, PartError>()
      answers.set(from, answer)
      return Deferred.await(answer)
    })
  const fiber = yield* Effect.forkChild(
    spread(run, ahead, part).pipe(
      Effect.provideService(Progress, (step) => Effect.sync(() => steps.push(step)))
    )
  )
  /** Its first day is that of a month that was handed out. */
  const answer = Effect.fnUntraced(function*(from: Day.Day, exit: Exit.Exit<Counts, PartError>) {
    yield* Deferred.done(answers.get(from)!, exit)
    yield* TestClock.adjust(0)
  })
  yield* TestClock.adjust(0)
  return { handed, steps, fiber, answer, done: (from: Day.Day) => answer(from, Exit.succeed({ ...NOTHING, days: 1 })) }
})

const outcomeOf = (run: Run) => Effect.map(recordOf(run.id), ({ outcome }) => outcome)

describe("a run that is handed out", () => {
  for (const oldestFirst of [true, false]) {
    it.effect(`goes month by month, some at once, the ${oldestFirst ? "oldest" : "newest"} first, and sums up`, () =>
      Effect.gen(function*() {
        const run = runOf({ oldestFirst })
        const { done, fiber, handed } = yield* handingOut(run)
        const months = Day.months(YEARS).map(({ from }) => from)
        const wanted = oldestFirst ? months : months.toReversed()
        assert.deepStrictEqual(handed, wanted.slice(0, 12))
        yield* done(wanted[3]!)
        assert.deepStrictEqual(handed, wanted.slice(0, 13))
        for (const from of wanted) if (from !== wanted[3]) yield* done(from)
        assert.deepStrictEqual(handed, wanted)
        assert.deepStrictEqual(yield* Fiber.join(fiber), { ...NOTHING, days: 17 })
        const total = Day.count(YEARS)
        assert.deepInclude(yield* recordOf(run.id), {
          outcome: { _tag: "Succeeded" },
          counts: { ...NOTHING, days: 17 },
          step: { doing: "Done", done: total, total, ahead: null }
        })
      }).pipe(Effect.provide(stores)))
  }

  it.effect("says what is being done, and has all that is not done before it, in whatever order months end", () =>
    Effect.gen(function*() {
      const window: Day.DayRange = { from: "2020-02-10", to: "2020-06-05" }
      const run = runOf({ window })
      // Of a run that was begun before, the month of June is behind it.
      const { done, fiber, steps } = yield* handingOut(run, { from: "2020-02-10", to: "2020-05-31" })
      const now = () => steps.at(-1)!
      assert.deepStrictEqual(now(), {
        doing: "Handed out: 2020-05-01 to 2020-05-31, 2020-04-01 to 2020-04-30, 2020-03-01 to 2020-03-31, " +
          "2020-02-10 to 2020-02-29",
        done: 5,
        total: 117,
        ahead: { from: "2020-02-10", to: "2020-05-31" }
      })
      yield* done("2020-03-01")
      assert.deepInclude(now(), { done: 36, ahead: { from: "2020-02-10", to: "2020-05-31" } })
      assert.notInclude(now().doing, "2020-03")
      yield* done("2020-05-01")
      assert.deepInclude(now(), { done: 67, ahead: { from: "2020-02-10", to: "2020-04-30" } })
      assert.deepStrictEqual((yield* recordOf(run.id)).step, now())
      yield* done("2020-02-10")
      assert.deepInclude(now(), { done: 87, ahead: { from: "2020-04-01", to: "2020-04-30" } })
      yield* done("2020-04-01")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(now(), { doing: "Done", done: 117, total: 117, ahead: null })
    }).pipe(Effect.provide(stores)))

  it.effect("fails with the name and the words of the month that failed, and what was done before it", () =>
    Effect.gen(function*() {
      const run = runOf()
      const { answer, done, fiber, handed } = yield* handingOut(run)
      yield* done("2020-05-01")
      yield* answer(
        "2020-03-01",
        Exit.fail(new PartError({ reason: "Failed", code: "Sink.Refused", detail: "the table said no" }))
      )
      assert.isTrue(Exit.isFailure(yield* Fiber.await(fiber)))
      const { counts, outcome, step } = yield* recordOf(run.id)
      assert.deepInclude(outcome, { _tag: "Failed", code: "Sink.Refused", message: "the table said no" })
      assert.deepStrictEqual(counts, { ...NOTHING, days: 1 })
      assert.deepStrictEqual(step!.ahead, { from: "2019-01-15", to: "2020-04-30" })
      assert.strictEqual(handed.length, 13)
    }).pipe(Effect.provide(stores)))

  it.effect("ends as called off where a month hears of that first, and where no month does", () =>
    Effect.gen(function*() {
      for (const hears of [true, false]) {
        const run = runOf()
        let cancelled = false
        const { answer, fiber } = yield* handingOut(run).pipe(
          Effect.provideService(Gate, {
            pass: () => Effect.suspend(() => cancelled ? Effect.interrupt : Effect.void),
            cancelled: Effect.sync(() => cancelled),
            handsOn: Effect.sync(() => !cancelled),
            tell: () => Effect.void
          })
        )
        assert.strictEqual((yield* outcomeOf(run))._tag, "Running")
        cancelled = true
        const calledOff = new PartError({ reason: "Failed", code: "Gate.CalledOff", detail: "it is called off" })
        yield* hears ? answer("2020-05-01", Exit.fail(calledOff)) : TestClock.adjust("1 second")
        yield* Fiber.await(fiber)
        assert.deepStrictEqual(yield* outcomeOf(run), { _tag: "Cancelled" })
      }
    }).pipe(Effect.provide(stores)))

  it.effect("hands nothing more out where it may not go on", () =>
    Effect.gen(function*() {
      const run = runOf()
      const lost = new GateError({ reason: "LeadershipLost", during: "Gate.pass", detail: "another one leads" })
      const { fiber, handed } = yield* handingOut(run).pipe(
        Effect.provideService(Gate, {
          pass: () => Effect.fail(lost),
          cancelled: Effect.succeed(false),
          handsOn: Effect.succeed(false),
          tell: () => Effect.void
        })
      )
      yield* Fiber.await(fiber)
      assert.deepStrictEqual(handed, [])
      assert.deepInclude(yield* outcomeOf(run), { _tag: "Failed", code: "Gate.LeadershipLost" })
    }).pipe(Effect.provide(stores)))
})
