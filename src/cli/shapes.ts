/** What commands print for scripts: names as the tables' columns have them, instants as ISO 8601 in UTC. Kept stable. */
import { iso } from "#cli/instant"
import type { RunRecord } from "#domain/Run"
import type { QuarantineEntry } from "#ports/Ledger"

const instant = (at: number | null): string | null => at === null ? null : iso(at)

/** `now` is what the duration of a run that goes on is reckoned to. */
export const run = (record: RunRecord, now: number) => ({
  run_id: record.run.id,
  trigger: record.run.trigger,
  window_from: record.run.window.from,
  window_to: record.run.window.to,
  datasets: record.run.datasets,
  requested_by: record.run.requestedBy,
  oldest_first: record.run.oldestFirst,
  resumes: record.run.resumes,
  scheduled_for: instant(record.run.slot),
  started_at: iso(record.startedAt),
  ended_at: instant(record.endedAt),
  duration_seconds: ((record.endedAt ?? now) - record.startedAt) / 1_000,
  outcome: record.outcome._tag.toLowerCase(),
  counts: record.counts,
  progress: record.step === null
    ? null
    : { doing: record.step.doing, done: record.step.done, total: record.step.total },
  quota_remaining: record.quota,
  trace_id: record.traceId,
  error: record.outcome._tag === "Failed"
    ? { code: record.outcome.code, message: record.outcome.message, remedy: record.outcome.remedy }
    : null
})

export const quarantined = (entry: QuarantineEntry) => ({
  id: entry.id,
  dataset: entry.dataset,
  reason: entry.reason,
  detail: entry.detail,
  record: entry.text,
  record_bytes: entry.bytes,
  first_seen_at: iso(entry.firstSeenAt),
  run_id: entry.runId,
  resolution: entry.resolution
})

export const print = (value: unknown): string => JSON.stringify(value, null, 2)
