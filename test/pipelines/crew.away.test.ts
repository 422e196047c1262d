/** A run of several daemons whose ledger is away when it is told something: it is waited for, and nothing is done twice. */
import { newRun } from "#domain/Run"
import * as Faults from "#layers/faulty/Faults"
import { Ingest } from "#ports/Ingest"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { asked, ended, lines, passing, slowSource, stores, three, WINDOWS } from "./Crews.ts"
import { history } from "./Daemons.ts"
import { say } from "./Scene.ts"

describe("a ledger that is away", () => {
  const disturbed = Effect.fnUntraced(function*(...faults: ReadonlyArray<Faults.Fault>) {
    yield* say(lines)
    const { source, windows } = yield* slowSource
    const { members } = yield* three().pipe(Effect.provideService(Ingest, source))
    const { plan, struck } = yield* Faults.Faults
    yield* plan(...faults)
    const run = yield* passing(members[0]!.runs.start(asked("backfill")))
    const record = yield* ended(run.id)
    assert.isAbove((yield* struck).length, 0)
    assert.deepStrictEqual(record.outcome, { _tag: "Succeeded" })
    assert.strictEqual(record.counts.records, 20)
    assert.deepInclude(record.step, { done: 52, total: 52, ahead: null })
    assert.strictEqual(windows.length, WINDOWS)
    assert.strictEqual((yield* history).length, 1)
  })

  for (const how of ["before", "after"] as const) {
    for (const method of ["open", "progress", "close"] as const) {
      it.effect(`when a run of several says it (${method}, ${how}) is waited for, and no part is done twice`, () =>
        disturbed({ port: "Ledger", method, call: 1, times: 3, how }).pipe(Effect.provide(stores)))
    }
  }

  it.effect("when it is looked at before each step keeps no part waiting", () =>
    disturbed({ port: "Ledger", method: "answered", call: 1, times: Infinity, how: "before" }).pipe(
      Effect.provide(stores)
    ))

  it.effect("when someone asks says so, and begins nothing, also later", () =>
    Effect.gen(function*() {
      const { members } = yield* three()
      const { plan } = yield* Faults.Faults
      const { cancel, live, pause, resume, start } = members[0]!.runs
      const run = newRun(asked("backfill"))
      yield* plan({ port: "Ledger", call: 1, times: Infinity, how: "before" })
      for (const act of [pause, resume, cancel]) {
        const error = yield* Effect.flip(act(run.id))
        assert.strictEqual(error.reason, "NotOpened")
        assert.match(error.message, /Ledger\.\w+ was to fail/)
      }
      for (
        const request of [asked("backfill"), { ...asked("backfill"), anew: true }, asked("replay"), asked("manual")]
      ) {
        const error = yield* Effect.flip(passing(start(request)))
        assert.strictEqual(error.reason, "NotOpened")
      }
      assert.deepStrictEqual(yield* live, [])
      yield* plan()
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* history, [])
    }).pipe(Effect.provide(stores)))

  it.effect("when a run has just been handed to the crew does not take it back", () =>
    Effect.gen(function*() {
      const { members } = yield* three()
      const { plan } = yield* Faults.Faults
      yield* plan({ port: "Ledger", method: "run", call: 1, times: 3, how: "before" })
      const run = yield* passing(members[0]!.runs.start(asked("replay")))
      assert.strictEqual((yield* ended(run.id)).outcome._tag, "Succeeded")
    }).pipe(Effect.provide(stores)))
})
