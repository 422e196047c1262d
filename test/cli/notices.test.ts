/** What a daemon on real stores tells of a run that failed for real, to a receiver that is there, or hangs. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { faults } from "../layers/simulator/Asking.ts"
import { type Daemon, daemon, within } from "../support/Daemon.ts"
import * as Program from "../support/Program.ts"
import { bodyOf, KEY, SECRET, settingsOf, sink, verify } from "../support/Sink.ts"

const TR = "eco2mix-regional-tr"

const leading = Effect.fnUntraced(function*(settings: Program.Settings) {
  const one = yield* daemon(settings)
  yield* within(20, one.leads)
  return one
})

/** A source that refuses the first call for longer than anyone waits, and the settings of a daemon that reads it. */
const spoiled = Effect.fnUntraced(function*(settings: Program.Settings) {
  const grid = SimulatedGrid.make({ seed: 5 })
  const { url } = yield* OdreServer.serve({ grid, faults: faults("429:60m:1") })
  const stores = yield* Program.embeddedUp(url)
  return { ...stores, ECO2MIXD_CATCH_UP: "none", ...settings }
})

const yesterday = new Date(Date.now() - 24 * 60 * 60_000).toISOString().slice(0, 10)

/** Asks for a day, and answers with the run when it has ended. */
const asked = Effect.fnUntraced(function*({ get, post }: Daemon) {
  const { body } = yield* post<{ readonly run_id: string }>("/api/v1/runs", {
    kind: "manual",
    from: yesterday,
    to: yesterday,
    datasets: [TR]
  })
  const run = get<{ readonly run_id: string; readonly outcome: string }>(`/api/v1/runs/${body.run_id}`)
  yield* within(60, Effect.map(run, ({ outcome }) => outcome !== "running"))
  return yield* run
})

describe("a daemon with a receiver", () => {
  it.live("tells of a run that failed, and of the one that made up for it", () =>
    Effect.gen(function*() {
      const to = yield* sink(503, 204)
      const settings = yield* spoiled(settingsOf(to))
      const one = yield* leading(settings)
      const failed = yield* asked(one)
      assert.strictEqual(failed.outcome, "failed")
      // The second attempt arrives.
      yield* within(20, Effect.sync(() => to.taken.length === 2))
      const good = yield* asked(one)
      assert.strictEqual(good.outcome, "succeeded")
      yield* within(20, Effect.sync(() => to.taken.length === 3))
      const [first, again, last] = to.taken
      assert.strictEqual(first!.body, again!.body)
      for (const taken of to.taken) yield* Effect.promise(() => verify(taken, KEY))
      const [notice, recovered] = [bodyOf(again!), bodyOf(last!)]
      // As the API has it, which also knows of runs that wait.
      assert.deepStrictEqual({ ...notice.details.run, waits: null }, failed)
      assert.strictEqual(notice.event, "run.failed")
      assert.strictEqual(notice.details.run.error.code, "Ingest.QuotaExhausted")
      assert.deepInclude(recovered, { event: "run.recovered", version: 1 })
      assert.strictEqual(recovered.details.run.run_id, good.run_id)
      assert.strictEqual(recovered.details.failed.run_id, failed.run_id)
      const metrics = yield* Effect.promise(async () => (await fetch(`${one.url}/metrics`)).text())
      assert.match(metrics, /^eco2mixd_notices_total\{[^}]*event="run\.failed"[^}]*outcome="delivered"[^}]*\} 1/m)

      one.signal("SIGTERM")
      assert.strictEqual((yield* one.ended).code, 0)
      const two = yield* leading(settings)
      yield* asked(two)
      assert.strictEqual(to.taken.length, 3)
      for (const { said } of [one, two]) {
        for (const secret of ["hunter2", "hunter3", SECRET.slice(6)]) assert.notInclude(said(), secret)
      }
    }).pipe(Effect.scoped), 180_000)

  it.live("that hangs, works and stops as if it were not there", () =>
    Effect.gen(function*() {
      const to = yield* sink(() => {})
      const one = yield* leading(yield* spoiled(settingsOf(to)))
      assert.strictEqual((yield* asked(one)).outcome, "failed")
      yield* within(20, Effect.sync(() => to.taken.length === 1))
      assert.strictEqual((yield* asked(one)).outcome, "succeeded")
      assert.isTrue(yield* one.leads)
      one.signal("SIGTERM")
      const { code, took } = yield* one.ended
      assert.strictEqual(code, 0)
      assert.isBelow(took, 5_000)
    }).pipe(Effect.scoped), 120_000)
})
