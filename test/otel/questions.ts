/** Every question of dashboards and alerts, put to the Prometheus of a real run: each finds something to show. */
import { assert, type Vitest } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { expanded, targets } from "../grafana/Dashboards.ts"
import { RULES, selectorsOf } from "../grafana/Rules.ts"
import { Seen } from "./Seen.ts"

/** What only trouble answers, and there was none of its kind: by what the question holds, with the reason. */
const QUIET: ReadonlyArray<readonly [part: RegExp, why: string]> = [
  [/eco2mixd_(?:cluster|part)_/, "this daemon works alone: seen.cluster.test.ts"],
  [/\bALERTS\b/, "no rule is loaded, and nothing is wrong"],
  [/eco2mixd_lake_operation_duration_seconds_count\{[^}]*outcome="failed"/, "the lake has refused nothing"],
  [/eco2mixd_telemetry_batches_total\{[^}]*outcome="failed"/, "the collector has taken all"]
]

const isQuiet = (text: string): boolean => QUIET.some(([part]) => part.test(text))

export const suite = (it: Vitest.MethodsNonLive<Seen>) => {
  it.effect("each PromQL expression of each dashboard answers with a series", () =>
    Effect.gen(function*() {
      const { prometheus } = yield* Seen
      const asked = new Map(
        targets.flatMap((target) =>
          target.kind === "promql"
            ? [[expanded(target.expr, target.variables), `${target.dashboard}, ${target.panel}`]]
            : []
        )
      )
      assert.isAbove(asked.size, 50)
      const silent: Array<string> = []
      for (const [expr, where] of asked) {
        if (isQuiet(expr)) continue
        const series = yield* Effect.result(Effect.timeout(prometheus.waitFor(expr), "20 seconds"))
        if (series._tag === "Failure") silent.push(`${where}: ${expr}`)
      }
      assert.deepStrictEqual(silent, [])
    }))

  it.effect("each series that an alert looks at is there", () =>
    Effect.gen(function*() {
      const { prometheus } = yield* Seen
      const looked = new Set(RULES.flatMap(({ expr }) => selectorsOf(expr)))
      assert.isAbove(looked.size, 25)
      const silent: Array<string> = []
      for (const selector of looked) {
        if (isQuiet(selector)) continue
        if ((yield* prometheus.query(selector)).length === 0) silent.push(selector)
      }
      assert.deepStrictEqual(silent, [])
    }))
}
