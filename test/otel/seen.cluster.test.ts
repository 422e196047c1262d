/** What an operator gets to see of daemons that share the work: two of them on servers, and a backfill that both do parts of. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import * as Metrics from "#telemetry/Metrics"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { expanded, targets } from "../grafana/Dashboards.ts"
import { ruleOf, RULES, selectorsOf } from "../grafana/Rules.ts"
import { member } from "../support/Crew.ts"
import { noMorningSoon, within } from "../support/Daemon.ts"
import * as FerretDb from "../support/FerretDb.ts"
import { textAt } from "../support/Process.ts"
import * as Prometheus from "../support/Prometheus.ts"
import { servers } from "../support/Servers.ts"

const missing = FerretDb.missing ?? Prometheus.missing

/** As the engine divides the work: each of them is one daemon's. */
const SHARDS = 300

const OF_CLUSTER = Metrics.ALL.filter(({ shown }) => shown === "cluster")

/** Labels that Prometheus and its formats add. */
const FOREIGN = new Set(["__name__", "job", "instance", "le"])

interface Run {
  readonly run_id: string
  readonly outcome: string
}

describe.skipIf(missing !== undefined)(`seen from outside, in a cluster ${missing ?? ""}`, () => {
  it.live("each daemon tells of the cluster, and every question about it has its answer", () =>
    Effect.gen(function*() {
      const source = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }) })
      const settings = { ...yield* servers(source.url), ...noMorningSoon(), ECO2MIXD_CATCH_UP: "none" }
      const [one, two] = yield* Effect.all([member(settings), member(settings)], { concurrency: 2 })
      const prometheus = yield* Prometheus.prometheus({
        jobs: { eco2mixd: [one.url, two.url].map((url) => new URL(url).host) }
      })
      yield* prometheus.waitFor(`sum(eco2mixd_cluster_shards) == ${SHARDS} and count(eco2mixd_cluster_shards > 0) == 2`)
      // Twice: of what is counted for the first time, no rate is known.
      for (const done of [2, 4]) {
        const { body } = yield* one.post<Run>("/api/v1/runs", {
          kind: "backfill",
          from: "2026-03-28",
          to: "2026-04-03"
        })
        const run = two.get<Run>(`/api/v1/runs/${body.run_id}`)
        yield* within(60, Effect.map(run, ({ outcome }) => outcome === "succeeded"))
        // By whoever did them, and none by two.
        const parts = "eco2mixd_part_duration_seconds_count{trigger=\"backfill\", outcome=\"succeeded\"}"
        yield* prometheus.waitFor(`sum(${parts}) == ${done}`)
      }
      for (const state of ["known", "healthy"]) {
        const seen = yield* prometheus.waitFor(`eco2mixd_cluster_runners{state="${state}"} == 2`)
        assert.strictEqual(seen.length, 2, `${state}, as each of them sees it`)
      }
      yield* prometheus.waitFor("count(eco2mixd_cluster_messages{state=\"done\"} > 3) == 2")
      yield* prometheus.waitFor("sum(eco2mixd_leader) == 1")

      assert.isAbove(OF_CLUSTER.length, 3)
      const told = `${yield* textAt(`${one.url}/metrics`)}${yield* textAt(`${two.url}/metrics`)}`
      for (const { help, kind, labels, name } of OF_CLUSTER) {
        const series = yield* prometheus.query(kind === "histogram" ? `${name}_bucket` : name)
        assert.isNotEmpty(series, name)
        for (const { metric } of series) {
          const own = Object.keys(metric).filter((label) => !FOREIGN.has(label))
          assert.deepStrictEqual(own.toSorted(), labels.toSorted(), name)
        }
        assert.include(told, `# HELP ${name} ${help}\n`)
      }

      const silent: Array<string> = []
      const asked = [
        ...targets.flatMap((target) =>
          target.kind === "promql" && target.dashboard === "cluster" && !/\bALERTS\b/.test(target.expr)
            ? [expanded(target.expr, target.variables)]
            : []
        ),
        ...RULES.flatMap(({ expr }) => selectorsOf(expr)).filter((selector) =>
          /eco2mixd_(cluster|part)_/.test(selector)
        )
      ]
      assert.isAbove(asked.length, 8)
      for (const expr of new Set(asked)) {
        const series = yield* Effect.result(Effect.timeout(prometheus.waitFor(expr), "20 seconds"))
        if (series._tag === "Failure") silent.push(expr)
      }
      assert.deepStrictEqual(silent, [])

      // One dies: the other is left with all of the work, and it is missed.
      for (const alert of ["MemberMissing", "ShardsUnowned"]) {
        assert.isEmpty(yield* prometheus.query(ruleOf(alert).expr))
      }
      two.signal("SIGKILL")
      const missed = yield* prometheus.waitFor(ruleOf("MemberMissing").expr)
      assert.deepStrictEqual(missed.map(({ value }) => value), [1])
      yield* prometheus.waitFor(`sum(eco2mixd_cluster_shards) == ${SHARDS} and count(eco2mixd_cluster_shards) == 1`)
    }).pipe(Effect.scoped), 240_000)
})
