/** Daemons that share the work: what they do together is what one of them would have done, whoever is asked and whoever leaves. */
import { newRun, NOTHING } from "#domain/Run"
import * as Faults from "#layers/faulty/Faults"
import { backfill } from "#pipelines/backfill"
import { replay } from "#pipelines/replay"
import { Crew } from "#ports/Crew"
import { Ingest } from "#ports/Ingest"
import { Ledger } from "#ports/Ledger"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as TestClock from "effect/testing/TestClock"
import {
  asked,
  begin,
  ended,
  lines,
  listening,
  NOON,
  passing,
  recordOf,
  seen,
  slowSource,
  stores,
  three,
  WINDOW,
  WINDOWS
} from "./Crews.ts"
import { history, setTime, shortly } from "./Daemons.ts"
import { byKey } from "./Naive.ts"
import { rows, say } from "./Scene.ts"

/** A run of three in whose middle the source gives nothing. */
const halfway = Effect.fnUntraced(function*(now = NOON) {
  yield* say(lines)
  const { door, source, windows } = yield* slowSource
  const crew = yield* three(now).pipe(Effect.provideService(Ingest, source))
  yield* Latch.close(door)
  const run = yield* passing(crew.members[0]!.runs.start(asked("backfill")))
  yield* seen(Effect.sync(() => windows.length === 3))
  return { ...crew, door, run, windows }
})

describe("a run of several daemons", () => {
  for (const trigger of ["backfill", "replay"] as const) {
    it.effect(`does what a ${trigger} of one does, and says so`, () =>
      Effect.gen(function*() {
        const alone = yield* Effect.gen(function*() {
          yield* setTime(NOON)
          yield* say(lines)
          const run = newRun(asked("backfill"))
          yield* backfill(run)
          if (trigger === "backfill") return { counts: (yield* recordOf(run.id)).counts, table: byKey(yield* rows) }
          const again = newRun(asked("replay"))
          yield* replay(again)
          return { counts: (yield* recordOf(again.id)).counts, table: byKey(yield* rows) }
        }).pipe(Effect.provide(stores))
        yield* Effect.gen(function*() {
          yield* say(lines)
          const { members, othersThan } = yield* three()
          if (trigger === "replay") yield* ended((yield* passing(members[0]!.runs.start(asked("backfill")))).id)
          const heard = yield* listening(members)
          const run = yield* passing(members[1]!.runs.start(asked(trigger)))
          const record = yield* ended(run.id)
          assert.deepStrictEqual(record.outcome, { _tag: "Succeeded" })
          assert.deepStrictEqual(record.counts, alone.counts)
          assert.deepStrictEqual(byKey(yield* rows), alone.table)
          assert.isAbove(record.counts.days, 0)
          assert.deepStrictEqual(record.step, { doing: "Done", done: 52, total: 52, ahead: null })
          assert.deepStrictEqual(yield* Effect.forEach(members, ({ runs }) => runs.live), [[], [], []])
          assert.strictEqual(othersThan(run.id).length, 2)
          const steps = heard.flat().filter((one) => one.run.id === run.id && one.step !== null).map(({ step }) =>
            step!
          )
          const done = [...new Set(steps.map((step) => step.done))]
          assert.isAbove(done.length, 2)
          assert.deepStrictEqual(done, done.toSorted((a, b) => a - b))
          assert.include(steps.map(({ doing }) => doing).join("\n"), "Handed out: ")
        }).pipe(Effect.provide(stores))
      }))
  }

  it.effect("is refused while another long one goes, whoever is asked, and goes while a short one does", () =>
    Effect.gen(function*() {
      const { door, members, run } = yield* halfway()
      for (const { runs } of members) {
        for (const trigger of ["backfill", "replay"] as const) {
          const error = yield* Effect.flip(passing(runs.start(asked(trigger))))
          assert.strictEqual(error.reason, "Busy")
          assert.include(error.message, run.id)
        }
      }
      const days = { from: "2020-06-14", to: "2020-06-15" } as const
      const short = yield* passing(members[2]!.runs.start(asked("manual", days)))
      const error = yield* Effect.flip(passing(members[1]!.runs.start(asked("manual", days))))
      assert.deepInclude(error, { reason: "Busy" })
      assert.include(error.message, short.id)
      for (const { runs } of members) {
        assert.strictEqual((yield* Effect.flip(runs.pause(short.id))).reason, "NotPausable")
      }
      yield* Latch.open(door)
      assert.strictEqual((yield* ended(run.id)).outcome._tag, "Succeeded")
      assert.strictEqual((yield* ended(short.id)).outcome._tag, "Succeeded")
    }).pipe(Effect.provide(stores)))

  it.effect("is paused and resumed by members that it does not go in", () =>
    Effect.gen(function*() {
      const { door, members, othersThan, run, windows } = yield* halfway()
      const [one, two] = othersThan(run.id)
      const heard = yield* listening(members)
      yield* one!.runs.pause(run.id)
      yield* Latch.open(door)
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(windows.length, 3)
      for (const { runs } of members) {
        assert.deepStrictEqual((yield* runs.live).map((live) => [live.run.id, live.waits]), [[run.id, "asked"]])
      }
      yield* two!.runs.resume(run.id)
      assert.strictEqual((yield* ended(run.id)).outcome._tag, "Succeeded")
      assert.strictEqual(windows.length, WINDOWS)
      yield* TestClock.adjust("2 seconds")
      for (const changes of heard) {
        assert.isTrue(changes.some(({ waits }) => waits === "asked"))
        assert.isTrue(changes.slice(1).every(({ run: { id } }) => id === run.id))
        assert.deepInclude(changes.at(-1), { outcome: { _tag: "Succeeded" }, waits: null })
      }
    }).pipe(Effect.provide(stores)))

  it.effect("is called off by a member that it does not go in, also while it is paused, and its parts with it", () =>
    Effect.gen(function*() {
      const { door, members, othersThan, run, windows } = yield* halfway()
      const [one, two] = othersThan(run.id)
      yield* one!.runs.pause(run.id)
      yield* Latch.open(door)
      yield* TestClock.adjust("10 seconds")
      yield* passing(two!.runs.cancel(run.id))
      assert.deepStrictEqual((yield* recordOf(run.id)).outcome, { _tag: "Cancelled" })
      assert.deepStrictEqual(yield* Effect.forEach(members, ({ runs }) => runs.live), [[], [], []])
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(windows.length, 3)
      for (const act of [one!.runs.pause, one!.runs.resume, one!.runs.cancel]) {
        assert.strictEqual((yield* Effect.flip(act(run.id))).reason, "NotRunning")
        assert.strictEqual((yield* Effect.flip(act(crypto.randomUUID()))).reason, "NotRunning")
      }
      assert.strictEqual((yield* history).length, 1)
    }).pipe(Effect.provide(stores)))

  it.effect("goes on as the same run when its member stops, with what was done, and the others begin nothing else", () =>
    Effect.gen(function*() {
      const { door, holderOf, othersThan, run, windows } = yield* halfway()
      const { calls, plan } = yield* Faults.Faults
      const [first, others] = [holderOf(run.id), othersThan(run.id)]
      yield* plan()
      yield* first.stop
      yield* seen(Effect.map(recordOf(run.id), ({ outcome }) => outcome._tag === "Running"))
      assert.include(others, holderOf(run.id))
      assert.notInclude(yield* calls, "Ledger.close")
      assert.deepStrictEqual((yield* others[0]!.runs.live).map((live) => live.run.id), [run.id])
      yield* Latch.open(door)
      const { counts, outcome } = yield* ended(run.id)
      assert.strictEqual(outcome._tag, "Succeeded")
      // The window in which it stopped is asked for again.
      assert.deepStrictEqual([counts.records, windows.length], [20, WINDOWS + 1])
      assert.strictEqual((yield* history).length, 1)
      const { journal } = yield* Ledger
      const said = (yield* journal({ limit: 10 })).filter(({ subject }) => subject === run.id)
      assert.deepStrictEqual(said.map(({ became }) => became), ["succeeded", "begun", "interrupted", "begun"])
    }).pipe(Effect.provide(stores)))

  it.effect("is left to another run that has gone on with it while there was no crew", () =>
    Effect.gen(function*() {
      yield* say(lines)
      const { source, windows } = yield* slowSource
      const ledger = yield* Ledger
      const step = { doing: "Reading", done: 1, total: 52, ahead: WINDOW }
      const [first, heir] = [newRun(asked("backfill")), newRun(asked("backfill"))]
      for (const run of [first, { ...heir, resumes: first.id }]) {
        yield* Effect.scoped(Effect.andThen(ledger.open(run), ledger.progress(run, step, NOTHING)))
      }
      yield* three().pipe(Effect.provideService(Ingest, source))
      const { spread } = yield* Crew
      yield* spread(first, first.window)
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(windows, [])
      assert.strictEqual((yield* recordOf(first.id)).outcome._tag, "Interrupted")
      yield* spread(heir, heir.window)
      assert.strictEqual((yield* ended(heir.id)).outcome._tag, "Succeeded")
      assert.strictEqual(windows.length, WINDOWS)
    }).pipe(Effect.provide(stores)))

  it.effect("is not said to be called off where it died long ago, and nobody goes on with it", () =>
    Effect.gen(function*() {
      const { members } = yield* three()
      const ledger = yield* Ledger
      const run = newRun(asked("backfill"))
      yield* Effect.scoped(ledger.open(run))
      const error = yield* Effect.flip(passing(members[0]!.runs.cancel(run.id)))
      assert.strictEqual(error.reason, "NotRunning")
      assert.strictEqual((yield* recordOf(run.id)).outcome._tag, "Interrupted")
    }).pipe(Effect.provide(stores)))

  it.effect("lets a morning go first, which one of them answers", () =>
    Effect.gen(function*() {
      const { door, holderOf, run, windows } = yield* halfway("2020-06-16T04:28:00Z")
      yield* setTime("2020-06-16T04:30:00Z")
      yield* seen(Effect.map(history, (all) => all.length === 2))
      const [, morning] = yield* history
      yield* seen(Effect.map(holderOf(run.id).runs.live, (live) => live.some(({ waits }) => waits === "morning")))
      yield* Latch.open(door)
      yield* ended(morning!.run.id)
      const between = windows.filter((window) => window.split(" ")[1]! < "2020-06").length
      assert.strictEqual(between, 3)
      assert.strictEqual((yield* ended(run.id)).outcome._tag, "Succeeded")
      yield* TestClock.adjust("1 hour")
      assert.deepStrictEqual((yield* history).map(shortly).slice(1), [
        ["schedule", "2020-06-16T04:30", "2020-06-14", "Succeeded"]
      ])
    }).pipe(Effect.provide(stores)))
})

describe("what one of several does for all", () => {
  it.effect("is done by one that leads, and by another one when that stops", () =>
    Effect.gen(function*() {
      const { members } = yield* three()
      yield* seen(Effect.map(members[0]!.runs.standing, ({ leader }) => leader !== null))
      const [standing] = yield* Effect.forEach(members, ({ runs }) => runs.standing)
      const leader = standing!.leader!.name
      assert.deepStrictEqual(
        yield* Effect.forEach(members, ({ runs }) => Effect.map(runs.standing, ({ leads }) => leads)),
        members.map(({ name }) => name === leader)
      )
      yield* members.find(({ name }) => name === leader)!.stop
      const other = members.find(({ name }) => name !== leader)
      yield* seen(Effect.map(other!.runs.standing, (now) => ![null, leader].includes(now.leader?.name ?? null)))
      const now = yield* other!.runs.standing
      assert.strictEqual(now.next, Date.parse("2020-06-16T04:30:00Z"))
    }).pipe(Effect.provide(stores)))

  it.effect("a morning that passed while there was no crew is made up for once", () =>
    Effect.gen(function*() {
      yield* setTime(NOON)
      yield* Effect.forEach(["one", "two", "three"], (name) => begin(name, new Map(), { catchUp: "window" }))
      yield* seen(Effect.map(history, ([morning]) => morning?.outcome._tag === "Succeeded"))
      yield* TestClock.adjust("1 hour")
      assert.deepStrictEqual((yield* history).map(shortly), [
        ["catch-up", "2020-06-15T04:30", "2020-06-13", "Succeeded"]
      ])
    }).pipe(Effect.provide(stores)))
})
