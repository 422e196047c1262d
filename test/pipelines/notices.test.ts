/** What a receiver is told of a daemon's days, by the test's clock: once of what is wrong, once of its end, and no more. */
import type * as Day from "#domain/Day"
import * as Region from "#domain/Region"
import { newRun } from "#domain/Run"
import { type Held, MemoryAnswers } from "#layers/memory/MemoryQuery"
import { daily } from "#pipelines/daily"
import { Leadership } from "#ports/Leadership"
import { noticeOf } from "#ports/noticeOf"
import { QueryError } from "#ports/Query"
import { remedyOf } from "#ports/remedy"
import { runOf } from "#ports/shapes"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { history, setTime } from "./Daemons.ts"
import { all, arriving, asked, begin, events, failing, healed, letters, settled } from "./Telling.ts"

/** An instant of each region, as the table holds it. */
const measured = (at: string, regions: ReadonlyArray<Region.Region> = Region.ALL): ReadonlyArray<Held> =>
  regions.map((region) => ({
    region,
    filiere: "ensemble",
    nature: "Données temps réel",
    granularity: "instant",
    start: Date.parse(at),
    production: 1,
    consumption: 1,
    exchange: 0,
    records: 1,
    generation: 1,
    version: 1,
    processedAt: 0,
    runId: "test"
  }))

describe("notices of a daemon", () => {
  it.effect("tell of a morning that fails once, as soon as it has failed, and of the try that succeeds", () =>
    Effect.gen(function*() {
      yield* settled
      yield* failing("Refused")
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* events, ["run.failed"])
      yield* TestClock.adjust("1 hour")
      assert.isAbove((yield* history).filter(({ outcome }) => outcome._tag === "Failed").length, 5)
      assert.deepStrictEqual(yield* events, ["run.failed"])
      yield* healed
      yield* TestClock.adjust("1 hour")
      assert.deepStrictEqual(yield* events, ["run.failed", "run.recovered"])

      const [failed, recovered] = (yield* letters).map(noticeOf)
      const records = yield* history
      const first = records.find(({ outcome }) => outcome._tag === "Failed")!
      const last = records.findLast(({ outcome }) => outcome._tag === "Failed")!
      const by = records.at(-1)!
      assert.match(failed!.id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.strictEqual(failed!.occurred_at, "2026-05-07T04:30:00.000Z")
      assert.strictEqual(
        failed!.text,
        `The morning of 2026-05-07T04:30:00.000Z failed (Ingest.Refused: the source is away). ${
          remedyOf("Ingest.Refused")
        }`
      )
      assert.deepStrictEqual(failed!.details, {
        run: runOf(first, first.endedAt!),
        failing_since: "2026-05-07T04:30:00.000Z",
        failures: 1
      })
      assert.deepStrictEqual(recovered!.details, {
        run: runOf(by, by.endedAt!),
        failed: runOf(last, last.endedAt!),
        failing_since: "2026-05-07T04:30:00.000Z",
        failures: records.length - 2
      })
      assert.strictEqual(
        recovered!.text,
        "The morning of 2026-05-07T04:30:00.000Z succeeded, and makes up for what had failed since " +
          "2026-05-07T04:30:00.000Z (Ingest.Refused)."
      )
    }).pipe(Effect.provide(all)))

  it.effect("leave a morning whose failure passes by itself its hour", () =>
    Effect.gen(function*() {
      yield* settled
      yield* failing("Unreachable")
      yield* TestClock.adjust("60 minutes")
      assert.isAbove((yield* history).length, 5)
      assert.deepStrictEqual(yield* events, [])
      yield* TestClock.adjust("2 minutes")
      assert.deepStrictEqual(yield* events, ["run.failed"])
    }).pipe(Effect.provide(all)))

  it.effect("are not sent again by the next leader, who tells of the end", () =>
    Effect.gen(function*() {
      const one = yield* settled
      yield* failing("Refused")
      yield* TestClock.adjust("1 minute")
      yield* one.stop
      yield* TestClock.adjust("1 minute")
      const two = yield* begin("two")
      yield* TestClock.adjust("5 minutes")
      assert.isAbove((yield* history).filter(({ outcome }) => outcome._tag === "Failed").length, 2)
      yield* two.stop
      yield* begin("three")
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* events, ["run.failed"])
      yield* healed
      yield* TestClock.adjust("10 minutes")
      assert.deepStrictEqual(yield* events, ["run.failed", "run.recovered"])
    }).pipe(Effect.provide(all)))

  it.effect("come from whoever leads alone, of runs in any process", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-07T04:40:00Z")
      yield* (yield* Leadership).claim({ id: "dying", name: "dying" })
      yield* failing("Refused")
      yield* begin("heir", { catchUp: "none" })
      yield* begin("other", { catchUp: "none" })
      const elsewhere = (day: Day.Day) =>
        Effect.exit(daily(newRun({ ...asked(day), trigger: "manual", requestedBy: "command test" })))
      yield* elsewhere("2026-05-01")
      yield* TestClock.adjust("14 seconds")
      assert.deepStrictEqual(yield* events, [])
      // One of the two leads now: of what was before, the one that died has told, or so it is presumed.
      yield* TestClock.adjust("2 minutes")
      assert.deepStrictEqual(yield* events, [])
      yield* elsewhere("2026-05-02")
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(
        (yield* letters).map((notice) => notice.event === "run.failed" && notice.failed.last.run.window.from),
        ["2026-05-02"]
      )
    }).pipe(Effect.provide(all)))

  it.effect("tell at once of a run that someone asked for, and of the one that made up for it", () =>
    Effect.gen(function*() {
      const { runs } = yield* settled
      yield* failing("Unreachable")
      // Of the runs it is told all the same.
      yield* (yield* MemoryAnswers).fail(new QueryError({ reason: "Unreachable", detail: "the table is away" }))
      yield* runs.start(asked("2026-04-02", "2026-04-03"))
      assert.deepStrictEqual(yield* arriving(1), ["run.failed"])
      assert.match(noticeOf((yield* letters)[0]!).text, /^The run of 2026-04-02 to 2026-04-03 failed \(Ingest\.Unre/)
      yield* healed
      yield* TestClock.adjust("1 second")
      yield* runs.start(asked("2026-04-01", "2026-04-03"))
      assert.deepStrictEqual(yield* arriving(2), ["run.failed", "run.recovered"])
    }).pipe(Effect.provide(all)))

  it.effect("tell of all regions that are missed at once, when they were to be read, and of those that are back", () =>
    Effect.gen(function*() {
      const { fail, hold } = yield* MemoryAnswers
      const rest = measured("2026-05-07T04:15:00Z", Region.ALL.slice(3))
      yield* hold([...measured("2026-05-06T06:00:00Z", ["11", "24", "27"]), ...rest])
      yield* settled
      // The morning is at 04:30, and what it has not brought is missed from 05:30 on.
      yield* TestClock.adjust("60 minutes")
      assert.deepStrictEqual(yield* events, [])
      yield* TestClock.adjust("2 minutes")
      yield* fail(new QueryError({ reason: "Unreachable", detail: "away" }))
      yield* TestClock.adjust("5 minutes")
      yield* fail(undefined)
      yield* TestClock.adjust("5 minutes")
      const [stale] = (yield* letters).map(noticeOf)
      assert.deepStrictEqual(yield* events, ["regions.stale"])
      assert.strictEqual(
        stale!.text,
        "Real-time measures of Île-de-France, Centre-Val de Loire, Bourgogne-Franche-Comté are missed: when they were last " +
          "to be read, at 2026-05-07T04:30:00.000Z, the newest was hours older, if there was any. See whether ODRÉ " +
          "publishes them, and `eco2mixd status`."
      )
      yield* hold(measured("2026-05-07T05:00:00Z"))
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* events, ["regions.stale", "regions.fresh"])
    }).pipe(Effect.provide(all)))
})
