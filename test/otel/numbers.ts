/** The daemon's numbers and the collector's, as Prometheus has them after a run. */
import * as Metrics from "#telemetry/Metrics"
import { assert, type Vitest } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import { within } from "../support/Daemon.ts"
import { Seen, type Stores } from "./Seen.ts"

/** What only daemons that share the work tell of: looked at in seen.cluster.test.ts. */
const SHARED = Object.fromEntries(
  Metrics.ALL.filter(({ shown }) => shown === "cluster").map(({ name }) => [name, "this daemon works alone"])
)

/** Why a metric is not told there. */
const ABSENT: Readonly<Record<Stores, Readonly<Record<string, string>>>> = {
  embedded: { ...SHARED, eco2mixd_lake_connections: "the client of the embedded PostgreSQL tells nothing of its pool" },
  servers: SHARED
}

/** Labels that Prometheus and its formats add. */
const FOREIGN = new Set(["__name__", "job", "instance", "le"])

export const suite = (it: Vitest.MethodsNonLive<Seen>) => {
  it.effect("the daemon's numbers are as Prometheus wants them", () =>
    Effect.gen(function*() {
      const { metrics } = yield* Seen
      // Says on stdout and by its code what it does not like.
      assert.strictEqual(
        execFileSync("promtool", ["check", "metrics"], { input: yield* metrics, encoding: "utf8" }),
        ""
      )
    }))

  it.effect("each metric of the list is told, with its labels and its help, and no other", () =>
    Effect.gen(function*() {
      const { metrics, prometheus, stores } = yield* Seen
      yield* prometheus.waitFor("eco2mixd_runs_total{trigger=\"backfill\", outcome=\"failed\"} == 1")
      const known = new Set<string>()
      for (const { kind, labels, name } of Metrics.ALL) {
        for (const suffix of kind === "histogram" ? ["_bucket", "_sum", "_count"] : [""]) known.add(name + suffix)
        if (ABSENT[stores][name] !== undefined) continue
        const series = yield* prometheus.query(kind === "histogram" ? `${name}_bucket` : name)
        assert.isNotEmpty(series, name)
        for (const { metric } of series) {
          assert.deepStrictEqual(
            Object.keys(metric).filter((label) => !FOREIGN.has(label)).toSorted(),
            labels.toSorted(),
            name
          )
        }
      }
      for (const name of Object.keys(ABSENT[stores])) assert.isEmpty(yield* prometheus.query(name), name)
      const told = yield* prometheus.query("group by (__name__) ({__name__=~\"eco2mixd_.+\"})")
      assert.deepStrictEqual(told.map(({ metric }) => metric["__name__"]!).filter((name) => !known.has(name)), [])
      const text = yield* metrics
      for (const { help, name } of Metrics.ALL) {
        if (ABSENT[stores][name] === undefined) assert.include(text, `# HELP ${name} ${help}\n`)
      }
    }))

  it.effect("they are right", () =>
    Effect.gen(function*() {
      const { ill, morning, prometheus, well } = yield* Seen
      const one = (expr: string) => Effect.map(prometheus.query(expr), ([series]) => series?.value)
      assert.strictEqual(yield* one("sum(eco2mixd_rows_total)"), well.counts["rows"])
      assert.strictEqual(
        yield* one("eco2mixd_records_total{outcome=\"records\"}"),
        well.counts["records"]! + ill.counts["records"]!
      )
      assert.strictEqual(yield* one("sum(eco2mixd_revisions_total{news=\"first\"})"), well.counts["revisions"])
      assert.strictEqual(yield* one("sum(eco2mixd_runs_total)"), 2)
      assert.strictEqual(yield* one("sum(eco2mixd_open_runs)"), 0)
      assert.strictEqual(yield* one("eco2mixd_leader"), 1)
      assert.strictEqual(yield* one("eco2mixd_failed_mornings"), 0)
      assert.strictEqual(yield* one("sum(eco2mixd_source_retries_total)"), 1)
      const ended = Date.parse(morning.ended_at!) / 1_000
      assert.approximately((yield* one("eco2mixd_last_success_timestamp_seconds"))!, ended, 1)
      assert.strictEqual(yield* one("count(count by (region) (eco2mixd_lag_seconds))"), 12)
    }))

  it.effect("daemon, collector and what the collector says of itself answer", () =>
    Effect.gen(function*() {
      const { prometheus, stores } = yield* Seen
      const jobs = ["collector", "collector-self", "eco2mixd", ...stores === "servers" ? ["postgresql"] : []]
      // One that has just begun to be asked is neither up nor down.
      yield* within(30, Effect.map(prometheus.targets, (all) => all.every(({ health }) => health !== "unknown")))
      const targets = yield* prometheus.targets
      assert.deepStrictEqual(targets.map(({ labels }) => labels["job"]!).toSorted(), jobs)
      for (const { health, labels, lastError } of targets) {
        assert.strictEqual(health, "up", `${labels["job"]} ${lastError}`)
      }
      const sent = yield* prometheus.query("otelcol_exporter_sent_spans{exporter=\"otlp_grpc/tempo\"} > 0")
      assert.strictEqual(sent[0]?.metric["job"], "collector-self")
      assert.isNotEmpty(yield* prometheus.query("otelcol_exporter_sent_log_records{exporter=\"otlp_http/loki\"} > 0"))
      if (stores === "servers") {
        assert.strictEqual((yield* prometheus.query("pg_up"))[0]?.value, 1)
        assert.isNotEmpty(yield* prometheus.query("pg_stat_database_xact_commit{datname=\"postgres\"} > 0"))
      }
    }))

  it.effect("spans are counted and timed, under the collector's job, with the traces beside the numbers", () =>
    Effect.gen(function*() {
      const { prometheus, spans, stores, traceOf, well } = yield* Seen
      const calls = "traces_span_metrics_calls_total"
      const of = `service_name="eco2mixd", span_name="run", run_trigger="backfill"`
      const [good] = yield* prometheus.waitFor(`${calls}{${of}, status_code!="STATUS_CODE_ERROR"} == 1`)
      const [bad] = yield* prometheus.waitFor(`${calls}{${of}, status_code="STATUS_CODE_ERROR"} == 1`)
      assert.strictEqual(good?.metric["job"], "collector")
      assert.strictEqual(bad?.metric["error_type"], "Ingest.QuotaExhausted")
      const duration = "traces_span_metrics_duration_milliseconds"
      const quantile =
        `histogram_quantile(1, sum by (le) (${duration}_bucket{${of}, status_code!="STATUS_CODE_ERROR"}))`
      const [slowest] = yield* prometheus.query(quantile)
      const root = traceOf(well).find(({ name }) => name === "run")
      assert.isAtLeast(slowest!.value, root!.end - root!.start)
      const fetches = yield* prometheus.query(`sum by (dataset) (${calls}{span_name="OdreIngest.fetch"})`)
      assert.deepStrictEqual(fetches.map(({ metric }) => metric["dataset"]!).toSorted(), [
        "eco2mix-regional-cons-def",
        "eco2mix-regional-tr"
      ])
      const systems = yield* prometheus.query(`sum by (db_system_name) (${calls}{db_system_name!=""})`)
      assert.deepStrictEqual(
        systems.map(({ metric }) => metric["db_system_name"]!).toSorted(),
        stores === "servers" ? ["mongodb", "postgresql"] : ["postgresql"]
      )
      const [count] = yield* prometheus.query(`count(${calls})`)
      assert.isBelow(count!.value, 150)
      assert.isEmpty(yield* prometheus.query("{__name__=~\".+\", service_instance_id!=\"\", job=\"collector\"}"))

      const told = Effect.map(
        prometheus.exemplars(`${duration}_bucket{service_name="eco2mixd"}`),
        (series) => series.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels["trace_id"]!))
      )
      yield* within(30, Effect.map(told, (ids) => ids.includes(root!.traceId)))
      const exemplars = yield* told
      assert.include(exemplars, root!.traceId)
      const traces = new Set(spans.map(({ traceId }) => traceId))
      assert.isEmpty(exemplars.filter((id) => !traces.has(id)))
    }))
}
