/** A part of a run, wherever it is done: what it waits for, when it gives up, and what it must know of other processes. */
import { type Counts, newRun, NOTHING, type Run } from "#domain/Run"
import * as Faults from "#layers/faulty/Faults"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import { daily } from "#pipelines/daily"
import { elsewhere } from "#pipelines/elsewhere"
import { part } from "#pipelines/part"
import { IngestError } from "#ports/Ingest"
import { Ingest } from "#ports/Ingest"
import { Ledger } from "#ports/Ledger"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { asked, lines, passing, slowSource, stores } from "./Crews.ts"
import { rows, say, TR } from "./Scene.ts"

const APRIL = { from: "2020-04-01", to: "2020-04-30" } as const

/** A backfill that goes somewhere. */
const going = Effect.fnUntraced(function*(trigger: "backfill" | "replay" = "backfill") {
  yield* say(lines)
  const run = newRun(asked(trigger))
  const ledger = yield* Ledger
  yield* ledger.open(run)
  return run
})

const DONE: Counts = { ...NOTHING, records: 7, quarantined: 1, revisions: 7, days: 3 }

const shown = ({ rows, ...counts }: Counts) => {
  assert.isAbove(rows, 0)
  return { ...counts, rows: 0 }
}

describe("a part of a run", () => {
  it.effect("reads and publishes its days and no others, and done again it finds nothing new", () =>
    Effect.gen(function*() {
      const run = yield* going()
      assert.deepStrictEqual(shown(yield* part(run, APRIL)), DONE)
      const table = yield* rows
      assert.deepStrictEqual([...new Set(table.map(({ runId }) => runId))], [run.id])
      const again = { ...NOTHING, records: 7, quarantined: 1, unchanged: 7 }
      assert.deepStrictEqual(yield* part(run, APRIL), again)
      assert.deepStrictEqual(yield* rows, table)
      const replay = yield* going("replay")
      assert.deepStrictEqual(yield* part(replay, APRIL), { ...NOTHING, days: 3 })
    }).pipe(Effect.provide(stores)))

  for (
    const [port, method, code] of [
      ["Lake", "insert", "Lake.Unreachable"],
      ["Sink", "append", "Sink.Unreachable"],
      ["Ledger", "quarantine", "Ledger.Unreachable"],
      ["Transform", "statistics", "Transform.LakeUnavailable"]
    ] as const
  ) {
    it.effect(`waits for a store that is away (${code}), gives up after some minutes, and says why`, () =>
      Effect.gen(function*() {
        const run = yield* going()
        const { plan, struck } = yield* Faults.Faults
        yield* plan({ port, method, call: 1, times: 3, how: "before" } as Faults.Fault)
        const { days } = yield* passing(part(run, APRIL))
        assert.strictEqual(days, 3)
        assert.isAtLeast((yield* struck).length, 3)

        const replay = yield* going(port === "Sink" || port === "Transform" ? "replay" : "backfill")
        yield* say({ ...lines, [TR]: lines[TR].map((line) => line.replace("\"eolien\":7", "\"eolien\":8")) })
        yield* plan({ port, method, call: 1, times: Infinity, how: "before" } as Faults.Fault)
        const began = yield* Clock.currentTimeMillis
        const error = yield* Effect.flip(passing(part(replay, APRIL)))
        assert.strictEqual(error.code, code)
        assert.match(error.message, /was to fail/)
        const minutes = ((yield* Clock.currentTimeMillis) - began) / 60_000
        assert.isTrue(minutes > 3 && minutes < 6, String(minutes))
      }).pipe(Effect.provide(stores)))
  }

  it.effect("does not wait for the source, nor for a store that refuses", () =>
    Effect.gen(function*() {
      const run = yield* going()
      const { fail } = yield* MemoryIngest.MemorySource
      yield* fail(TR, new IngestError({ reason: "Unreachable", during: "test", detail: "the source is away" }))
      const away = yield* Effect.flip(part(run, APRIL))
      assert.deepInclude(away, { code: "Ingest.Unreachable", detail: "the source is away" })
      yield* fail(TR, undefined)
      const { plan } = yield* Faults.Faults
      yield* plan({ port: "Sink", method: "append", call: 1, how: "before", reason: "Refused" })
      assert.strictEqual((yield* Effect.flip(part(run, APRIL))).code, "Sink.Refused")
      yield* plan({ port: "Lake", method: "documents", call: 1, how: "dies" })
      assert.deepInclude(yield* Effect.flip(part(run, APRIL)), { code: "Defect" })
      yield* plan()
      assert.strictEqual((yield* part(run, APRIL)).days, 3)
    }).pipe(Effect.provide(stores)))

  it.effect("waits at its next step while the run is paused, and ends there where it is called off", () =>
    Effect.gen(function*() {
      const run = yield* going()
      const { source, windows } = yield* slowSource
      const ledger = yield* Ledger
      yield* ledger.ask(run.id, "pause")
      const fiber = yield* Effect.forkChild(Effect.provideService(part(run, APRIL), Ingest, source))
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(windows, [])
      yield* ledger.ask(run.id, null)
      yield* TestClock.adjust("1 second")
      assert.isAbove(windows.length, 0)
      assert.strictEqual((yield* Fiber.join(fiber)).days, 3)

      yield* ledger.ask(run.id, "pause")
      const other = yield* Effect.forkChild(Effect.flip(part(run, APRIL)))
      yield* TestClock.adjust("1 minute")
      yield* ledger.ask(run.id, "cancel")
      yield* TestClock.adjust("1 second")
      const error = yield* Fiber.join(other)
      assert.strictEqual(error.code, "Gate.CalledOff")
      assert.include(error.message, run.id)
    }).pipe(Effect.provide(stores)))

  it.effect("leaves the rest of the quota to the mornings", () =>
    Effect.gen(function*() {
      const run = yield* going()
      const { source, windows } = yield* slowSource
      let remaining = 4_000
      const rationed = Ingest.of({
        ...source,
        quota: () => Effect.sync(() => ({ limit: 50_000, remaining, reset: Date.parse("2026-06-01T00:00:00Z") }))
      })
      const fiber = yield* Effect.forkChild(Effect.provideService(part(run, APRIL), Ingest, rationed))
      yield* TestClock.adjust("1 hour")
      assert.deepStrictEqual(windows, [])
      remaining = 50_000
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(fiber)).days, 3)
    }).pipe(Effect.provide(stores)))
})

describe("what a run must know of other processes", () => {
  const morning = (slot: number): Run =>
    newRun({ ...asked("manual", APRIL), trigger: "schedule", requestedBy: "schedule", slot })

  it.effect("is what is wanted of it, and that it has ended", () =>
    Effect.gen(function*() {
      const run = yield* going()
      const other = yield* going()
      const ledger = yield* Ledger
      assert.isNull(yield* elsewhere(newRun(asked("backfill"))))
      for (const wish of ["pause", null, "cancel"] as const) {
        yield* ledger.ask(run.id, wish)
        assert.strictEqual(yield* elsewhere(run), wish)
        assert.isNull(yield* elsewhere(other))
      }
      yield* ledger.close(other, { _tag: "Succeeded" }, NOTHING, {})
      assert.strictEqual(yield* elsewhere(other), "cancel")
    }).pipe(Effect.provide(stores)))

  it.effect("is whether a morning goes that nobody has answered meanwhile", () =>
    Effect.gen(function*() {
      const run = yield* going()
      const ledger = yield* Ledger
      yield* daily(morning(1_000))
      assert.isNull(yield* elsewhere(run))
      const scope = yield* Scope.fork(yield* Effect.scope)
      const frozen = morning(2_000)
      yield* Scope.provide(ledger.open(frozen), scope)
      assert.strictEqual(yield* elsewhere(run), "morning")
      yield* ledger.ask(run.id, "pause")
      assert.strictEqual(yield* elsewhere(run), "pause")
      yield* ledger.ask(run.id, null)
      yield* daily(morning(2_000))
      assert.isNull(yield* elsewhere(run))
      assert.strictEqual((yield* ledger.run(frozen.id))?.outcome._tag, "Running")
    }).pipe(Effect.provide(stores)))

  it.effect("is nothing where the ledger can't be asked", () =>
    Effect.gen(function*() {
      const run = yield* going()
      const ledger = yield* Ledger
      const { plan } = yield* Faults.Faults
      yield* ledger.ask(run.id, "pause")
      for (const method of ["run", "answered", "runs"] as const) {
        if (method === "answered") yield* ledger.ask(run.id, null)
        yield* plan({ port: "Ledger", method, call: 1, how: "before" })
        assert.isNull(yield* elsewhere(run))
      }
    }).pipe(Effect.provide(stores)))
})
