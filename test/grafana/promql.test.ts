/** Each PromQL expression of a dashboard is one, by Prometheus's own grammar, and asks for what is told, as it is to be asked. */
import { ALL as TOLD } from "#telemetry/Metrics"
import { assert, describe, it } from "@effect/vitest"
import { expanded, targets } from "./Dashboards.ts"
import { familyOf, problems, selected } from "./Promql.ts"

/** Names in postgres_exporter, the same in Debian's 0.11.1 and in 0.17.1. */
const POSTGRES_EXPORTER = new Set([
  "pg_up",
  "pg_database_size_bytes",
  "pg_locks_count",
  "pg_settings_max_connections",
  "pg_stat_activity_count",
  "pg_stat_activity_max_tx_duration",
  "pg_stat_database_blks_hit",
  "pg_stat_database_blks_read",
  "pg_stat_database_deadlocks",
  "pg_stat_database_numbackends",
  "pg_stat_database_temp_bytes",
  "pg_stat_database_tup_deleted",
  "pg_stat_database_tup_fetched",
  "pg_stat_database_tup_inserted",
  "pg_stat_database_tup_returned",
  "pg_stat_database_tup_updated",
  "pg_stat_database_xact_commit",
  "pg_stat_database_xact_rollback"
])

/** What the collector makes of spans, with the labels of its configuration; and what Prometheus itself knows. */
const OTHERS: Readonly<Record<string, ReadonlyArray<string>>> = {
  traces_span_metrics_calls_total: ["service_name", "span_name", "span_kind", "status_code"],
  traces_span_metrics_duration_milliseconds: ["service_name", "span_name", "span_kind", "status_code"],
  up: ["job", "instance"],
  ALERTS: ["alertname", "alertstate", "severity"]
}

const asked = targets.flatMap((target) =>
  target.kind === "promql"
    ? selected(expanded(target.expr, target.variables)).map((one) => ({ ...target, ...one }))
    : []
)

const exprs = targets.flatMap((target) => target.kind === "promql" ? [target] : [])

describe("PromQL", () => {
  it("the grammar finds what is wrong, and where", () => {
    assert.deepStrictEqual(problems("sum by (region) (rate(eco2mixd_rows_total[5m]))"), [])
    assert.isNotEmpty(problems("sum by (region (rate(eco2mixd_rows_total[5m]))"))
    assert.isNotEmpty(problems("rate(eco2mixd_rows_total[5m)"))
  })

  it("each expression is one", () => {
    assert.isAbove(exprs.length, 60)
    const wrong = exprs.flatMap(({ dashboard, expr, panel, variables }) =>
      problems(expanded(expr, variables)).map((problem) => `${dashboard}, ${panel} ${problem}`)
    )
    assert.deepStrictEqual(wrong, [])
  })

  it("and is one still for a database with a name of its own", () => {
    for (const { expr, variables } of exprs) {
      assert.deepStrictEqual(problems(expanded(expr, variables, { base: "(eco2mixd|post\\\\.gres)" })), [])
    }
  })

  it("each metric is on the dashboard that its list says", () => {
    const shown = new Set(asked.map(({ dashboard, metric }) => `${dashboard} ${familyOf(metric)}`))
    assert.deepStrictEqual(
      TOLD.filter(({ name, shown: where }) => !shown.has(`${where} ${familyOf(name)}`)).map(({ name }) => name),
      []
    )
  })

  it("asks only for metrics that are told, by labels that they have", () => {
    const labelsOf = new Map([
      ...TOLD.map(({ labels, name }) => [name, labels] as const),
      ...Object.entries(OTHERS)
    ])
    assert.deepStrictEqual(
      asked.filter(({ labels, metric }) => {
        if (POSTGRES_EXPORTER.has(metric)) return false
        const known = labelsOf.get(metric) ?? labelsOf.get(familyOf(metric))
        return known === undefined || labels.some((label) => !known.includes(label) && label !== "instance")
      }).map(({ dashboard, metric, panel }) => `${dashboard}, ${panel}: ${metric}`),
      []
    )
  })

  it("counters are asked how fast they grow, gauges how much they are", () => {
    const kinds = new Map(TOLD.map(({ kind, name }) => [name, kind]))
    const isCounter = (metric: string) =>
      (kinds.get(metric) ?? kinds.get(familyOf(metric)) ??
        (/_total$|_bucket$|_xact_|_tup_|_blks_|_deadlocks$|_temp_/.test(metric)
          ? "counter"
          : "gauge")) !== "gauge"
    assert.deepStrictEqual(
      asked.filter(({ metric, within }) =>
        isCounter(metric) !== within.some((name) => name === "rate" || name === "increase")
      ).map(({ dashboard, metric, panel }) => `${dashboard}, ${panel}: ${metric}`),
      []
    )
  })
})
