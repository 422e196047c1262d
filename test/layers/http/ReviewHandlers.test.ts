/** The quarantine and the findings over HTTP. */
import * as Day from "#domain/Day"
import type { Finding, Severity } from "#domain/Finding"
import { newRun } from "#domain/Run"
import { Ledger } from "#ports/Ledger"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { ask, type Json, layer } from "./Serving.ts"

const run = newRun({
  trigger: "manual",
  window: { from: "2026-09-01", to: "2026-09-03" },
  datasets: ["eco2mix-regional-tr"],
  requestedBy: "test"
})

const finding = (day: Day.Day, severity: Severity): Finding => ({
  check: "completeness",
  severity,
  region: "93",
  nature: "Données temps réel",
  granularity: "day",
  instant: Day.start(day),
  first: Day.start(day),
  last: Day.start(day) + Day.HOUR,
  measure: null,
  values: { missing: 5, expected: 96 },
  text: "5 of 96 marks are missing."
})

const filled = Effect.scoped(Effect.gen(function*() {
  const ledger = yield* Ledger
  yield* ledger.open(run)
  for (const text of ["{a", "{b", "{c"]) {
    yield* ledger.quarantine(run, [
      { dataset: "eco2mix-regional-tr", reason: "NotJson", detail: "no JSON", text, bytes: 2 }
    ])
  }
  for (const [day, severity] of [["2026-09-01", "info"], ["2026-09-02", "error"], ["2026-09-03", "warning"]] as const) {
    yield* ledger.report(run, { natures: [], parts: [] }, [finding(day, severity)])
  }
  return ledger
}))

describe("Review over HTTP", () => {
  it.live("shows what waits for a person, by pages, and on demand what no longer does", () =>
    Effect.gen(function*() {
      const ledger = yield* filled
      const first = (yield* ask("/api/v1/quarantine?limit=2")).json
      assert.deepStrictEqual(first.entries.map((entry: Json) => entry.record), ["{c", "{b"])
      assert.strictEqual(first.waiting, 3)
      assert.deepInclude(first.entries[0], {
        dataset: "eco2mix-regional-tr",
        reason: "NotJson",
        detail: "no JSON",
        record_bytes: 2,
        run_id: run.id,
        resolution: null
      })
      const rest = (yield* ask(`/api/v1/quarantine?limit=2&before=${first.next}`)).json
      assert.deepStrictEqual(rest.entries.map((entry: Json) => entry.record), ["{a"])
      assert.isNull(rest.next)
      yield* ledger.resolve([first.entries[0].id], "dropped", "command test")
      const waiting = (yield* ask("/api/v1/quarantine")).json
      assert.deepStrictEqual([waiting.waiting, waiting.entries.length], [2, 2])
      const all = (yield* ask("/api/v1/quarantine?resolved=true")).json
      assert.deepStrictEqual(all.entries.map((entry: Json) => entry.resolution), ["dropped", null, null])
    }).pipe(Effect.provide(layer)))

  it.live("shows findings by pages, gravity and days", () =>
    Effect.gen(function*() {
      yield* filled
      const daysOf = (query: string) =>
        Effect.map(ask(`/api/v1/findings?${query}`), ({ json }) =>
          json.findings.map((one: Json) => Day.of(Date.parse(one.date_heure))))
      assert.deepStrictEqual(yield* daysOf(""), ["2026-09-03", "2026-09-02", "2026-09-01"])
      assert.deepStrictEqual(yield* daysOf("severity=warning"), ["2026-09-03", "2026-09-02"])
      assert.deepStrictEqual(yield* daysOf("from=2026-09-02"), ["2026-09-03", "2026-09-02"])
      assert.deepStrictEqual(yield* daysOf("to=2026-09-01"), ["2026-09-01"])
      const page = (yield* ask("/api/v1/findings?limit=1")).json
      assert.deepStrictEqual(yield* daysOf(`limit=1&before=${page.next}`), ["2026-09-02"])
      assert.deepInclude(page.findings[0], {
        check: "completeness",
        severity: "warning",
        libelle_region: "Provence-Alpes-Côte d'Azur",
        figures: { missing: 5, expected: 96 },
        text: "5 of 96 marks are missing.",
        run_id: run.id
      })
    }).pipe(Effect.provide(layer)))

  it.live("names what can't be asked", () =>
    Effect.gen(function*() {
      for (
        const [path, said] of [
          ["quarantine?before=abc", "parameter before: expected the id of an entry"],
          ["quarantine?resolved=yes", "parameter resolved: expected \"true\" | \"false\""],
          ["findings?severity=bad", "parameter severity: expected \"info\" | \"warning\" | \"error\""],
          ["findings?from=2026-09-02&to=2026-09-01", "parameter from: 2026-09-02 is after to 2026-09-01"],
          ["findings?limit=201", "parameter limit: expected a whole number from 1 to 200"]
        ] as const
      ) {
        const { json, status } = yield* ask(`/api/v1/${path}`)
        assert.strictEqual(status, 400)
        assert.include(json.detail, said)
      }
    }).pipe(Effect.provide(layer)))
})
