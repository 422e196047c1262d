import * as Day from "#domain/Day"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import { IngestError } from "#ports/Ingest"
import { Ledger, LedgerError } from "#ports/Ledger"
import { Transform, TransformError } from "#ports/Transform"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { begin, history, jumpingClock, setTime, shortly, stores, watching } from "./Daemons.ts"

const TR = "eco2mix-regional-tr"
const outage = new IngestError({ reason: "Unreachable", during: "test", detail: "the source is away" })

describe("the mornings of a daemon", () => {
  it.effect("come once a day, over both changes of clocks", () =>
    Effect.gen(function*() {
      for (
        const [first, expected] of [
          ["2026-03-27T12:00:00Z", ["2026-03-28T05:30", "2026-03-29T04:30", "2026-03-30T04:30"]],
          ["2026-10-23T12:00:00Z", ["2026-10-24T04:30", "2026-10-25T05:30", "2026-10-26T05:30"]]
        ] as const
      ) {
        yield* setTime(first)
        const { stop } = yield* begin("one", { catchUp: "none" })
        yield* TestClock.adjust("3 days")
        yield* stop
        const slots = (yield* history).slice(-3).map(({ run }) => new Date(run.slot!).toISOString().slice(0, 16))
        assert.deepStrictEqual(slots, [...expected])
      }
      assert.strictEqual((yield* history).length, 6)
      assert.isTrue(
        (yield* history).every(({ outcome, run }) => run.trigger === "schedule" && outcome._tag === "Succeeded")
      )
    }).pipe(Effect.provide(stores)))

  it.effect(
    "of a year are 365, of them one each week reads 45 days and one each month 400",
    () =>
      Effect.gen(function*() {
        yield* setTime("2026-01-01T00:00:00Z")
        // The watch alone: a year of asking for the lead every five seconds would be all that this test does.
        yield* watching({ catchUp: "none" })
        yield* TestClock.adjust("365 days")
        const runs = (yield* history).filter(({ run }) => run.trigger === "schedule")
        assert.strictEqual(runs.length, 365)
        assert.strictEqual(new Set(runs.map(({ run }) => Day.of(run.slot!))).size, 365)
        const counts = new Map<number, number>()
        for (const { run } of runs) {
          const days = Day.count(run.window)
          counts.set(days, (counts.get(days) ?? 0) + 1)
        }
        // The first of the year is the first of all and short, so the second reads what January wants.
        const months = 12
        // 52 Mondays, of which those of February, June (the 1st) read 400 days already.
        assert.strictEqual(counts.get(400), months)
        assert.strictEqual(counts.get(45)! + counts.get(400)! + counts.get(3)!, 365)
        const weeks = new Set(
          runs.filter(({ run }) => Day.count(run.window) >= 45).map(({ run }) =>
            Math.floor((run.slot! / Day.HOUR / 24 + 3) / 7)
          )
        )
        assert.strictEqual(weeks.size, 53)
      }).pipe(Effect.provide(stores)),
    120_000
  )

  it.effect("that 40 days of downtime missed are made up for in one run, and tomorrow is an ordinary day", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const before = yield* begin("one")
      yield* TestClock.adjust("4 days")
      yield* before.stop
      const seen = (yield* history).length
      yield* TestClock.adjust("40 days")
      yield* begin("two")
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual((yield* history).slice(seen).map(shortly), [
        // June was never begun with 400 days.
        ["catch-up", "2026-06-17T04:30", "2025-05-14", "Succeeded"]
      ])
      yield* TestClock.adjust("1 day")
      assert.deepStrictEqual((yield* history).slice(seen + 1).map(shortly), [
        ["schedule", "2026-06-18T04:30", "2026-06-16", "Succeeded"]
      ])
    }).pipe(Effect.provide(stores)))

  it.effect("that were missed within a week are one window since the last success", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const before = yield* begin("one")
      yield* TestClock.adjust("1 day")
      yield* before.stop
      const seen = (yield* history).length
      yield* TestClock.adjust("4 days")
      yield* begin("two")
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual((yield* history).slice(seen).map(shortly), [
        ["catch-up", "2026-05-09T04:30", "2026-05-04", "Succeeded"]
      ])
    }).pipe(Effect.provide(stores)))

  for (const [policy, expected] of [["last", 1], ["none", 0]] as const) {
    it.effect(`that were missed are ${expected} with the policy ${policy}`, () =>
      Effect.gen(function*() {
        yield* setTime("2026-05-05T12:00:00Z")
        const before = yield* begin("one")
        yield* TestClock.adjust("2 days")
        yield* before.stop
        const seen = (yield* history).length
        yield* TestClock.adjust("3 days")
        yield* begin("two", { catchUp: policy })
        yield* TestClock.adjust("1 minute")
        const runs = (yield* history).slice(seen)
        assert.strictEqual(runs.length, expected)
        assert.isTrue(runs.every(({ run }) => run.window.from === "2026-05-08"))
      }).pipe(Effect.provide(stores)))
  }

  it.effect("are not run again by a clock that goes back, and none is skipped by one that jumps ahead", () =>
    Effect.gen(function*() {
      const { clock, jump } = yield* jumpingClock
      yield* Effect.gen(function*() {
        yield* setTime("2026-05-05T05:00:00Z")
        yield* begin("one")
        yield* TestClock.adjust("1 day")
        const first = (yield* history).length
        assert.strictEqual(first, 2)
        yield* jump("-3 hours")
        yield* TestClock.adjust("4 hours")
        assert.strictEqual((yield* history).length, first)
        // As after a suspension: no timer has gone meanwhile.
        yield* jump("72 hours")
        yield* TestClock.adjust("5 minutes")
        assert.deepStrictEqual((yield* history).slice(first).map(shortly), [
          ["catch-up", "2026-05-09T04:30", "2026-05-05", "Succeeded"]
        ])
      }).pipe(Effect.provideService(Clock.Clock, clock))
    }).pipe(Effect.provide(stores)))

  it.effect("are answered at once where they come while the one before is answered", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-05T04:29:00Z")
      const ledger = yield* Ledger
      let waits = true
      yield* Effect.provideService(watching({ catchUp: "none" }), Ledger, {
        ...ledger,
        open: (run) =>
          Effect.suspend(() => {
            const pause = waits ? Effect.sleep("1441 minutes") : Effect.void
            waits = false
            return Effect.andThen(pause, ledger.open(run))
          })
      })
      yield* TestClock.adjust("1442 minutes")
      assert.deepStrictEqual((yield* history).map((record) => shortly(record)[1]), [
        "2026-05-05T04:30",
        "2026-05-06T04:30"
      ])
    }).pipe(Effect.provide(stores)))

  it.effect("that fail are tried again later and later, and the next one covers them", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* setTime("2026-05-05T04:29:00Z")
      const { runs } = yield* begin("one", { catchUp: "last" })
      yield* TestClock.adjust("2 days")
      const seen = (yield* history).length
      yield* source.fail(TR, outage)
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* runs.standing).next, Date.parse("2026-05-07T04:30:30Z"))
      yield* TestClock.adjust("7 minutes")
      const tries = (yield* history).slice(seen)
      assert.deepStrictEqual(tries.map(({ startedAt }) => new Date(startedAt).toISOString().slice(11, 19)), [
        "04:30:00",
        "04:30:30",
        "04:31:30",
        "04:33:30"
      ])
      assert.deepStrictEqual(tries[0]!.outcome, {
        _tag: "Failed",
        code: "Ingest.Unreachable",
        message: "the source is away",
        remedy: (tries[0]!.outcome as { readonly remedy: string }).remedy
      })
      yield* TestClock.adjust("24 hours")
      yield* source.fail(TR, undefined)
      yield* TestClock.adjust("2 hours")
      assert.deepStrictEqual(shortly((yield* history).at(-1)!), [
        "schedule",
        "2026-05-08T04:30",
        "2026-05-05",
        "Succeeded"
      ])
    }).pipe(Effect.provide(stores)))

  it.effect("that fail of the lake while they publish are tried again at a store's pace", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* setTime("2026-05-05T04:29:00Z")
      const when = { nature: "Données temps réel", date_heure: "2026-05-04T10:00:00Z" }
      yield* source.say(TR, [JSON.stringify({ code_insee_region: "93", ...when, consommation: 3458, thermique: 137 })])
      const away = new TransformError({ reason: "LakeUnavailable", during: "test", detail: "the lake is away" })
      const { runs } = yield* Effect.provideService(begin("one", { catchUp: "none" }), Transform, {
        recipe: 1,
        statistics: () => Stream.fail(away)
      })
      yield* TestClock.adjust("1 minute")
      assert.deepInclude((yield* history).at(-1)!.outcome, { code: "Transform.LakeUnavailable" })
      assert.strictEqual((yield* runs.standing).next, Date.parse("2026-05-05T04:30:05Z"))
    }).pipe(Effect.provide(stores)))

  it.effect("that the ledger can't take for now are tried again at a store's pace", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-05T04:29:00Z")
      const ledger = yield* Ledger
      const readOnly = new LedgerError({ reason: "Unreachable", during: "test", detail: "only read for now" })
      const { runs } = yield* Effect.provideService(begin("one", { catchUp: "none" }), Ledger, {
        ...ledger,
        open: () => Effect.fail(readOnly)
      })
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* runs.standing).next, Date.parse("2026-05-05T04:30:05Z"))
    }).pipe(Effect.provide(stores)))

  it.effect("leave today to be read again between them, at even times", () =>
    Effect.gen(function*() {
      yield* setTime("2026-10-24T22:07:00Z")
      yield* begin("one", { refresh: 15 * 60_000, catchUp: "none" })
      // The night in which the clocks go back has 25 hours, and so 100 quarters.
      yield* TestClock.adjust("24 hours")
      const refreshes = (yield* history).filter(({ run }) => run.trigger === "refresh")
      assert.strictEqual(refreshes.length, 96)
      assert.strictEqual(new Date(refreshes[0]!.startedAt).toISOString(), "2026-10-24T22:15:00.000Z")
      assert.deepStrictEqual(refreshes[0]!.run.window, { from: "2026-10-25", to: "2026-10-25" })
    }).pipe(Effect.provide(stores)))
})
