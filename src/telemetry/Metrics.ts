/** Every number that this daemon tells of itself. Names are `eco2mixd_<noun>_<unit>[_total]`. */
import * as Metric from "effect/Metric"

const counter = (name: string, description: string) => Metric.counter(name, { description, incremental: true })

/** By attribute `outcome`: the keys of `IngestCounts`. */
export const records = counter("eco2mixd_records_total", "Records fetched from the source, by what became of them.")
export const rows = counter("eco2mixd_rows_total", "Rows appended to regional_energy_stats.")
export const daysPublished = counter(
  "eco2mixd_days_published_total",
  "Days whose rows were brought up to the lake's state."
)
/** By attributes `check` and `severity`. What is found again on reading the same days again is counted once. */
export const findings = counter("eco2mixd_findings_total", "Findings that data is not as expected, when they were new.")
/** By attribute `severity`. */
export const findingsStanding = Metric.gauge("eco2mixd_findings_standing", {
  description: "Findings that still hold, as the ledger has them."
})
/** By attributes `dataset` and `reason` (of `IngestError`). */
export const sourceFailures = counter("eco2mixd_source_failures_total", "Calls to the source that failed.")
/** By attribute `dataset`. */
export const quotaRemaining = Metric.gauge("eco2mixd_quota_remaining_calls", {
  description: "Calls that the source still allows this month."
})
