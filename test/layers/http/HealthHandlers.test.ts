/** Whether the daemon is well, as machines ask: alive, ready or not and why, and its numbers. */
import { MemoryWork } from "#layers/memory/MemoryRuns"
import { Lake, LakeError } from "#ports/Lake"
import { Leadership, LeadershipError } from "#ports/Leadership"
import { Ledger, LedgerError } from "#ports/Ledger"
import * as Metrics from "#telemetry/Metrics"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { ask, doubles, type Json, layer, server } from "./Serving.ts"

/** The doubles, but for a port that is replaced. */
const over = <A, E>(broken: Layer.Layer<A, E, Lake | Leadership | Ledger>) =>
  server().pipe(Layer.provide(broken), Layer.provideMerge(doubles))

describe("Health over HTTP", () => {
  it.live("is alive, and ready where all that it needs answers", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual((yield* ask("/healthz")).json, { status: "ok", version: "0.0.0" })
      const ready = yield* ask("/readyz")
      assert.strictEqual(ready.status, 200)
      assert.deepStrictEqual(ready.json, {
        status: "ready",
        leads: true,
        leader: { name: "memory", since: "1970-01-01T00:00:00.000Z" },
        dependencies: ["postgres", "lake", "leadership"].map((name) => ({ name, status: "ok", reason: null }))
      })
      yield* (yield* MemoryWork).stand({ leads: false, leader: null })
      const standby = yield* ask("/readyz")
      assert.deepInclude([standby.status, standby.json.leads, standby.json.leader], 200)
      assert.deepInclude(standby.json, { status: "ready", leads: false, leader: null })
    }).pipe(Effect.provide(layer)))

  it.live("says of each thing that is away why, and stays alive", () =>
    Effect.gen(function*() {
      const { json, status } = yield* ask("/readyz")
      assert.strictEqual(status, 503)
      assert.strictEqual(json.status, "unready")
      assert.deepStrictEqual(json.dependencies, [
        { name: "postgres", status: "failed", reason: "PostgreSQL is away." },
        { name: "lake", status: "failed", reason: "The lake is away." },
        { name: "leadership", status: "failed", reason: "Nobody knows." }
      ])
      assert.strictEqual((yield* ask("/healthz")).status, 200)
      const runs = yield* ask("/api/v1/runs")
      assert.deepStrictEqual([runs.status, runs.json.code], [503, "Ledger.Unreachable"])
      assert.notInclude(runs.text, "PostgreSQL is away")
    }).pipe(Effect.provide(over(Layer.mergeAll(
      Layer.effect(
        Ledger,
        Effect.map(Ledger, (ledger) => {
          const error = new LedgerError({ reason: "Unreachable", during: "test", detail: "PostgreSQL is away." })
          return { ...ledger, waiting: Effect.fail(error), runs: () => Effect.fail(error) }
        })
      ),
      Layer.effect(
        Lake,
        Effect.map(Lake, (lake) => ({
          ...lake,
          id: Effect.fail(new LakeError({ reason: "Unreachable", during: "test", detail: "The lake is away." }))
        }))
      ),
      Layer.effect(
        Leadership,
        Effect.map(Leadership, (leadership) => ({
          ...leadership,
          leader: Effect.fail(new LeadershipError({ reason: "Busy", during: "test", detail: "Nobody knows." }))
        }))
      )
    )))))

  it.live("waits two seconds for what does not answer, for all of them at once", () =>
    Effect.gen(function*() {
      const begun = yield* Clock.currentTimeMillis
      const { json, status } = yield* ask("/readyz")
      assert.strictEqual(status, 503)
      assert.deepStrictEqual(json.dependencies.map((one: Json) => one.reason), [
        "no answer within 2 seconds",
        "no answer within 2 seconds",
        null
      ])
      assert.isBelow((yield* Clock.currentTimeMillis) - begun, 3_500)
    }).pipe(Effect.provide(over(Layer.mergeAll(
      Layer.effect(Ledger, Effect.map(Ledger, (ledger) => ({ ...ledger, waiting: Effect.never }))),
      Layer.effect(Lake, Effect.map(Lake, (lake) => ({ ...lake, id: Effect.never })))
    )))))

  it.live("a mistake of the program's own is a problem that tells nothing of it", () =>
    Effect.gen(function*() {
      const { json, status, text } = yield* ask("/api/v1/quarantine")
      assert.deepStrictEqual([status, json.code], [500, "Defect"])
      assert.notInclude(text, "secret")
    }).pipe(Effect.provide(over(
      Layer.effect(
        Ledger,
        Effect.map(Ledger, (ledger) => ({ ...ledger, quarantined: () => Effect.die(new Error("select secret")) }))
      )
    ))))

  it.live("tells its numbers as Prometheus reads them", () =>
    Effect.gen(function*() {
      yield* Metric.update(Metric.withAttributes(Metrics.quotaRemaining, { dataset: "eco2mix-regional-tr" }), 49_000)
      const { headers, status, text } = yield* ask("/metrics")
      assert.strictEqual(status, 200)
      assert.strictEqual(headers["content-type"], "text/plain; version=0.0.4; charset=utf-8")
      assert.match(text, /^# TYPE eco2mixd_quota_remaining_calls gauge$/m)
      assert.match(text, /^eco2mixd_quota_remaining_calls\{dataset="eco2mix-regional-tr"\} 49000$/m)
    }).pipe(Effect.provide(layer)))
})
