/**
 * Every number that this daemon tells of itself, and where it is shown. Names are `eco2mixd_<noun>_<unit>[_total]`, units
 * the base units of Prometheus. A counter or gauge that nobody has touched yet is not told.
 */
import * as Metric from "effect/Metric"

/** The dashboard that shows it, by its file in `grafana/dashboards`. */
export type Shown = "energie" | "pipeline" | "lake" | "cluster"

/** What a person needs to know of a metric before looking at it. */
export interface Told {
  readonly name: string
  readonly kind: "counter" | "gauge" | "histogram"
  readonly help: string
  /** Names of its labels. */
  readonly labels: ReadonlyArray<string>
  readonly shown: Shown
}

const told: Array<Told> = []

/** All of them, in the order of this file. */
export const ALL: ReadonlyArray<Told> = told

type Line = readonly [name: string, help: string, labels: ReadonlyArray<string>, shown?: Shown]

const remember = (kind: Told["kind"], [name, help, labels, shown = "pipeline"]: Line) => {
  told.push({ name, kind, help, labels, shown })
  return name
}

const counter = (...one: Line) => Metric.counter(remember("counter", one), { description: one[1], incremental: true })

const gauge = (...one: Line) => Metric.gauge(remember("gauge", one), { description: one[1] })

/** In seconds, from a hundredth to ten minutes. */
const BOUNDARIES = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]

const histogram = (...one: Line) =>
  Metric.histogram(remember("histogram", one), { description: one[1], boundaries: BOUNDARIES })

// ── What came in ──

/** By `outcome`: the keys of `IngestCounts`. */
export const records = counter(
  "eco2mixd_records_total",
  "Records fetched from the source, by what became of them.",
  ["outcome"]
)
/** `news`: `first` heard of an observation, or `revised`. */
export const revisions = counter(
  "eco2mixd_revisions_total",
  "Revisions that the lake has taken, first ones and those that changed what was known.",
  ["nature", "news"]
)
export const sourceFailures = counter(
  "eco2mixd_source_failures_total",
  "Calls to the source that failed, by reason.",
  ["dataset", "reason"]
)
export const sourceRetries = counter(
  "eco2mixd_source_retries_total",
  "Calls to the source that were made again, by the reason why.",
  ["dataset", "reason"]
)
export const quotaRemaining = gauge(
  "eco2mixd_quota_remaining_calls",
  "Calls that the source still allows.",
  ["dataset"]
)
export const quotaLimit = gauge("eco2mixd_quota_limit_calls", "Calls that the source allows a month.", ["dataset"])
export const quotaReset = gauge(
  "eco2mixd_quota_reset_timestamp_seconds",
  "When the source begins to count calls anew, as Unix time.",
  ["dataset"]
)

// ── What went out ──

export const rows = counter("eco2mixd_rows_total", "Rows appended to regional_energy_stats.", [])
export const daysPublished = counter(
  "eco2mixd_publications_total",
  "Publications of a day: its rows were brought up to the lake's state.",
  []
)
export const daysUnpublished = gauge(
  "eco2mixd_publications_waiting",
  "Days of the lake that are not published as they stand there.",
  []
)
/** `stage`: fetch, decode, keep, aggregate, append. */
export const chunks = histogram(
  "eco2mixd_chunk_duration_seconds",
  "How long one chunk of work took: a window fetched, decoded or kept, a batch aggregated, a day appended.",
  ["stage"]
)

// ── Runs ──

/** `outcome`: the tags of `Outcome`, in lower case. */
export const runs = counter("eco2mixd_runs_total", "Runs that have ended, by how.", ["trigger", "outcome"])
export const runDuration = histogram(
  "eco2mixd_run_duration_seconds",
  "How long runs took.",
  ["trigger", "outcome"]
)
export const runsOpen = gauge("eco2mixd_open_runs", "Runs that go in this process.", ["trigger"])
export const lastSuccess = gauge(
  "eco2mixd_last_success_timestamp_seconds",
  "End of the last morning that succeeded, in any process, as Unix time.",
  []
)
export const failedInARow = gauge(
  "eco2mixd_failed_mornings",
  "Mornings that failed, in any process, since the last one that succeeded.",
  []
)
export const leader = gauge("eco2mixd_leader", "1 where this process leads, 0 where it stands by.", [])

// ── Several daemons that share the work ──

/** `outcome`: succeeded, failed. */
export const partDuration = histogram(
  "eco2mixd_part_duration_seconds",
  "How long the parts of shared backfills and replays took that this process did.",
  ["trigger", "outcome"],
  "cluster"
)
/** `state`: known, healthy. */
export const clusterRunners = gauge(
  "eco2mixd_cluster_runners",
  "Daemons that share the work, as this one sees them.",
  ["state"],
  "cluster"
)
export const clusterShards = gauge(
  "eco2mixd_cluster_shards",
  "Shards of the work that this process holds.",
  [],
  "cluster"
)
/** `state`: waiting, done. */
export const clusterMessages = gauge(
  "eco2mixd_cluster_messages",
  "Messages between daemons that the database keeps, by whether they wait to be dealt with.",
  ["state"],
  "cluster"
)

// ── What the data is worth ──

export const lag = gauge(
  "eco2mixd_lag_seconds",
  "Age of the newest measure of a region and nature, whenever it was read.",
  ["region", "nature"]
)
export const completeness = gauge(
  "eco2mixd_completeness_ratio",
  "Part of a whole day's measures that are known, from 0 to 1, of yesterday and of the seven days before today.",
  ["region", "span"]
)
/** What is found again on reading the same days again is counted once. */
export const findings = counter(
  "eco2mixd_findings_total",
  "Findings that data is not as expected, when they were new.",
  ["check", "severity"]
)
export const findingsStanding = gauge(
  "eco2mixd_findings_standing",
  "Findings that still hold, as the ledger has them.",
  ["severity"]
)
export const quarantineWaiting = gauge(
  "eco2mixd_quarantine_records",
  "Records set aside that wait for a person.",
  []
)

// ── The lake, as its client sees it ──

export const lakeOperations = histogram(
  "eco2mixd_lake_operation_duration_seconds",
  "How long the lake took to answer, by operation and whether it did.",
  ["operation", "outcome"],
  "lake"
)
export const lakeDocuments = gauge("eco2mixd_lake_documents", "Documents in the lake.", [], "lake")
/** `part`: data, indexes. */
export const lakeBytes = gauge("eco2mixd_lake_bytes", "Room that the lake takes on its disk.", ["part"], "lake")
/** `state`: in_use, idle. */
export const lakeConnections = gauge(
  "eco2mixd_lake_connections",
  "Connections of this process to the lake.",
  ["state"],
  "lake"
)

// ── What people are told ──

/** `outcome`: delivered, failed. */
export const notices = counter("eco2mixd_notices_total", "Notices sent to the webhook, by whether they arrived.", [
  "event",
  "outcome"
])

/** `signal`: traces, logs; `outcome`: delivered, failed. */
export const batches = counter(
  "eco2mixd_telemetry_batches_total",
  "Batches of traces and logs sent to the collector, by whether they arrived.",
  ["signal", "outcome"]
)

// ── This process ──

export const buildInfo = gauge(
  "eco2mixd_build_info",
  "Always 1; which version runs, on what.",
  ["version", "runtime", "stores"]
)
/** `at`: p50, p99, max, since they were last told. */
export const eventLoopDelay = gauge(
  "eco2mixd_event_loop_delay_seconds",
  "How long the event loop kept others waiting, since it was last asked.",
  ["at"]
)
/** `kind`: resident, heap. */
export const memory = gauge("eco2mixd_memory_bytes", "Memory of this process.", ["kind"])
export const cpu = counter("eco2mixd_cpu_seconds_total", "Processor time of this process, user and system.", [])
/** `state`: free, size. */
export const disk = gauge(
  "eco2mixd_disk_bytes",
  "The disk under the data folder.",
  ["state"]
)
