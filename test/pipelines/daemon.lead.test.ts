import type * as Day from "#domain/Day"
import { Ingest, IngestError } from "#ports/Ingest"
import { Leadership, LEASE } from "#ports/Leadership"
import { Ledger } from "#ports/Ledger"
import type { LiveRun, RunRequest } from "#ports/Runs"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { begin, history, jumpingClock, setTime, stores, until } from "./Daemons.ts"

const TR = "eco2mix-regional-tr"

const asked = (trigger: RunRequest["trigger"], from: Day.Day, to: Day.Day): RunRequest => ({
  trigger,
  window: { from, to },
  datasets: [TR],
  requestedBy: "api test",
  oldestFirst: false,
  anew: false
})

/** A source that gives nothing while it is shut, and the windows that were asked of it. */
const slowSource = Effect.gen(function*() {
  const real = yield* Ingest
  const door = yield* Latch.make(true)
  const asked: Array<string> = []
  const slow = Ingest.of({
    ...real,
    fetch: (dataset, days) =>
      Effect.andThen(Effect.sync(() => asked.push(days.from)), Latch.whenOpen(door, real.fetch(dataset, days)))
  })
  return { slow, door, asked }
})

const outcomes = Effect.map(history, (records) => records.map(({ outcome }) => outcome._tag))

describe("the lead", () => {
  it.effect("is with one of two, and with the other within 30 s when the one dies", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const leadership = yield* Leadership
      // Another process, which renews its lead and then does not any more.
      yield* leadership.claim({ id: "dying", name: "dying" })
      const { runs } = yield* begin("heir", { catchUp: "none" })
      assert.deepInclude(yield* runs.standing, { leads: false, next: null })
      const refusal = yield* Effect.flip(runs.start(asked("manual", "2026-05-01", "2026-05-01")))
      assert.strictEqual(refusal.reason, "StandsBy")
      assert.match(refusal.message, /ask dying/)
      yield* TestClock.adjust(LEASE - 1_000)
      assert.isFalse((yield* runs.standing).leads)
      yield* TestClock.adjust(30_000 - LEASE + 1_000)
      const { leader, leads } = yield* runs.standing
      assert.isTrue(leads)
      assert.strictEqual(leader!.name, "heir")
    }).pipe(Effect.provide(stores)))

  it.effect("is given back by a daemon that is told to stop", () =>
    Effect.gen(function*() {
      const one = yield* begin("one")
      const two = yield* begin("two")
      yield* TestClock.adjust("10 seconds")
      assert.isFalse((yield* two.runs.standing).leads)
      yield* one.stop
      yield* TestClock.adjust("3 seconds")
      assert.isTrue((yield* two.runs.standing).leads)
    }).pipe(Effect.provide(stores)))

  it.effect("is found lost before the next step by a leader that was frozen, and its backfill goes on elsewhere", () =>
    Effect.gen(function*() {
      const { clock, jump } = yield* jumpingClock
      yield* Effect.gen(function*() {
        yield* setTime("2026-05-04T12:00:00Z")
        const leadership = yield* Leadership
        const { asked: windows, door, slow } = yield* slowSource
        const frozen = yield* begin("frozen", { catchUp: "none" }).pipe(Effect.provideService(Ingest, slow))
        yield* Latch.close(door)
        const run = yield* frozen.runs.start(asked("backfill", "2026-02-01", "2026-03-31"))
        yield* until(Effect.sync(() => windows.length === 1))
        // While it sleeps another one has taken the lead; its own claims come too late.
        yield* jump("90 seconds")
        const other = { id: "other", name: "other" }
        assert.strictEqual((yield* leadership.claim(other)).name, "other")
        yield* Latch.open(door)
        yield* until(Effect.map(outcomes, (all) => all[0] !== "Running"))
        assert.strictEqual(windows.length, 1)
        const [record] = yield* history
        assert.deepInclude(record!.outcome, { _tag: "Failed", code: "Gate.LeadershipLost" })
        assert.isFalse((yield* frozen.runs.standing).leads)

        yield* leadership.resign(other)
        const heir = yield* begin("heir", { catchUp: "none" })
        yield* TestClock.adjust("30 seconds")
        assert.isTrue((yield* heir.runs.standing).leads)
        yield* until(Effect.map(outcomes, (all) => all[1] === "Succeeded"))
        const resumed = (yield* history)[1]!
        assert.strictEqual(resumed.run.resumes, run.id)
        assert.deepStrictEqual(resumed.run.window, run.window)
      }).pipe(Effect.provideService(Clock.Clock, clock))
    }).pipe(Effect.provide(stores)))
})

describe("what people ask of a daemon", () => {
  it.effect("begins, stands in the ledger at once, and tells of itself to its end", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const { runs } = yield* begin("one", { catchUp: "none" })
      const heard: Array<LiveRun> = []
      yield* Effect.forkScoped(Stream.runForEach(runs.changes, (change) => Effect.sync(() => heard.push(change))))
      yield* Effect.yieldNow
      const run = yield* runs.start(asked("manual", "2026-05-01", "2026-05-02"))
      const ledger = yield* Ledger
      assert.strictEqual((yield* ledger.run(run.id))!.run.requestedBy, "api test")
      yield* until(Effect.sync(() => heard.at(-1)?.endedAt !== null && heard.length > 0))
      assert.deepStrictEqual(heard.at(-1)!.outcome, { _tag: "Succeeded" })
      assert.isTrue(heard.some(({ step }) => step?.doing === "Publishing the days that differ"))
      assert.deepStrictEqual(yield* runs.live, [])
    }).pipe(Effect.provide(stores)))

  it.effect("is refused while one of its kind goes, and called off when someone says so", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const { asked: windows, door, slow } = yield* slowSource
      const { runs } = yield* begin("one", { catchUp: "none" }).pipe(Effect.provideService(Ingest, slow))
      yield* Latch.close(door)
      const run = yield* runs.start(asked("backfill", "2026-01-01", "2026-03-31"))
      const busy = yield* Effect.flip(runs.start(asked("replay", "2026-01-01", "2026-01-01")))
      assert.strictEqual(busy.reason, "Busy")
      assert.include(busy.message, run.id)
      const other = yield* runs.start(asked("manual", "2026-05-04", "2026-05-04"))
      assert.strictEqual((yield* Effect.flip(runs.pause(other.id))).reason, "NotPausable")
      assert.strictEqual((yield* Effect.flip(runs.cancel(crypto.randomUUID()))).reason, "NotRunning")
      yield* until(Effect.sync(() => windows.length === 2))
      yield* runs.cancel(run.id)
      assert.deepStrictEqual(yield* outcomes, ["Cancelled", "Running"])
      // And it is not gone on with by itself.
      yield* TestClock.adjust("5 minutes")
      assert.strictEqual((yield* history).length, 2)
    }).pipe(Effect.provide(stores)))

  it.effect("waits when it is paused, and goes on when it is resumed", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const { asked: windows, door, slow } = yield* slowSource
      const { runs } = yield* begin("one", { catchUp: "none" }).pipe(Effect.provideService(Ingest, slow))
      yield* Latch.close(door)
      const run = yield* runs.start(asked("backfill", "2026-01-01", "2026-01-31"))
      yield* until(Effect.sync(() => windows.length === 1))
      yield* runs.pause(run.id)
      yield* Latch.open(door)
      yield* until(Effect.map(runs.live, ([live]) => live?.waits === "asked"))
      assert.strictEqual(windows.length, 1)
      yield* runs.resume(run.id)
      yield* until(Effect.map(outcomes, ([outcome]) => outcome === "Succeeded"))
      assert.deepStrictEqual(windows, ["2026-01-01", "2026-01-09", "2026-01-17", "2026-01-25"])
    }).pipe(Effect.provide(stores)))

  it.effect("lets a morning go first, and leaves it its quota", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-05T04:29:00Z")
      const { asked: windows, door, slow } = yield* slowSource
      let remaining = 5_001
      const reset = Date.parse("2026-05-05T06:00:00Z")
      const rationed = Ingest.of({
        ...slow,
        quota: () => Effect.sync(() => ({ limit: 50_000, remaining, reset })),
        fetch: (dataset, days) => Effect.tap(slow.fetch(dataset, days), () => Effect.sync(() => remaining -= 2))
      })
      const { runs } = yield* begin("one", { catchUp: "none" }).pipe(Effect.provideService(Ingest, rationed))
      remaining = 5_003
      yield* Latch.close(door)
      yield* runs.start(asked("backfill", "2026-01-01", "2026-01-31"))
      yield* until(Effect.sync(() => windows.length === 1))
      yield* TestClock.adjust("1 minute")
      yield* until(Effect.map(runs.live, (live) => live.some(({ run }) => run.trigger === "schedule")))
      yield* Latch.open(door)
      yield* until(Effect.map(history, (all) =>
        all.some(({ outcome, run }) =>
          run.trigger === "schedule" && outcome._tag === "Succeeded"
        )))
      // Of 5 003 calls two were the backfill's and two the morning's: below 5 000 a backfill waits.
      yield* until(Effect.map(runs.live, ([live]) =>
        live?.waits === "quota"))
      assert.deepStrictEqual(windows.filter((from) => from.startsWith("2026-01")), ["2026-01-01"])
      yield* TestClock.adjust("2 hours")
      yield* until(Effect.map(runs.live, (live) => live.length === 0))
      assert.strictEqual(windows.filter((from) => from.startsWith("2026-01")).length, 4)
    }).pipe(Effect.provide(stores)))

  it.effect("goes on in its month when the same backfill is asked for again", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const { asked: windows, slow } = yield* slowSource
      const outage = new IngestError({ reason: "Unreachable", during: "test", detail: "the source is away" })
      let away = true
      const failing = Ingest.of({
        ...slow,
        fetch: (dataset, days) => away && days.from === "2026-02-09" ? Effect.fail(outage) : slow.fetch(dataset, days)
      })
      const { runs } = yield* begin("one", { catchUp: "none" }).pipe(Effect.provideService(Ingest, failing))
      const first = yield* runs.start(asked("backfill", "2026-01-01", "2026-03-31"))
      yield* until(Effect.map(outcomes, ([outcome]) => outcome === "Failed"))
      away = false
      const tried = windows.splice(0)
      assert.isTrue(tried.every((from) => from >= "2026-02-01"))
      const second = yield* runs.start(asked("backfill", "2026-01-01", "2026-03-31"))
      assert.strictEqual(second.resumes, first.id)
      yield* until(Effect.map(outcomes, (all) => all[1] === "Succeeded"))
      assert.isTrue(windows.every((from) => from < "2026-03-01") && windows.includes("2026-02-01"))
      const third = yield* runs.start({ ...asked("backfill", "2026-01-01", "2026-03-31"), anew: true })
      assert.isNull(third.resumes)
    }).pipe(Effect.provide(stores)))
})
