/**
 * What stands in the ledger, as machines are told: by the API and by commands with `--json`. Names are those of the tables'
 * columns, instants are ISO 8601 in UTC. Kept stable.
 */
import type { RunRecord } from "#domain/Run"
import type { JournalEntry, QuarantineEntry } from "#ports/Ledger"

export const instant = (time: number): string => new Date(time).toISOString()

const instantOrNull = (time: number | null): string | null => time === null ? null : instant(time)

/** A run, as it ended or as it stands at `now`. */
export const runOf = ({ counts, endedAt, outcome, quota, run, startedAt, step, traceId }: RunRecord, now: number) => ({
  run_id: run.id,
  trigger: run.trigger,
  window_from: run.window.from,
  window_to: run.window.to,
  datasets: run.datasets,
  requested_by: run.requestedBy,
  oldest_first: run.oldestFirst,
  resumes: run.resumes,
  scheduled_for: instantOrNull(run.slot),
  started_at: instant(startedAt),
  ended_at: instantOrNull(endedAt),
  duration_seconds: Math.max(0, (endedAt ?? now) - startedAt) / 1_000,
  outcome: outcome._tag.toLowerCase() as Lowercase<RunRecord["outcome"]["_tag"]>,
  counts,
  progress: step === null ? null : { doing: step.doing, done: step.done, total: step.total },
  quota_remaining: quota as Readonly<Record<string, number>>,
  trace_id: traceId,
  error: outcome._tag === "Failed"
    ? { code: outcome.code, message: outcome.message, remedy: outcome.remedy }
    : null
})

export const quarantineOf = (entry: QuarantineEntry) => ({
  id: entry.id,
  dataset: entry.dataset,
  reason: entry.reason,
  detail: entry.detail,
  record: entry.text,
  record_bytes: entry.bytes,
  first_seen_at: instant(entry.firstSeenAt),
  run_id: entry.runId,
  resolution: entry.resolution
})

export const actOf = ({ at, became, by, deed, details, id, subject }: JournalEntry) => ({
  id,
  at: instant(at),
  requested_by: by,
  deed,
  subject,
  details,
  became
})
