/** What the ports know, in the words of the API: names as in the tables, instants as ISO 8601 in UTC. */
import type { OUTCOMES, Run } from "#api/RunsApi"
import * as Day from "#domain/Day"
import { nameOf, type Region } from "#domain/Region"
import type { RunRecord } from "#domain/Run"
import type { FindingEntry, QuarantineEntry } from "#ports/Ledger"
import type { Coverage, Freshness } from "#ports/Query"
import type { LiveRun } from "#ports/Runs"

export const instant = (time: number): string => new Date(time).toISOString()

const instantOrNull = (time: number | null): string | null => time === null ? null : instant(time)

const region = (code: Region) => ({ code_insee_region: code, libelle_region: nameOf(code) })

const seconds = (milliseconds: number): number => Math.max(0, milliseconds) / 1000

/** A run, as it ended or as it stands at `now`. */
export const runOf = (record: RunRecord | LiveRun, now: number): Run => {
  const { counts, endedAt, outcome, quota, run, startedAt, step, traceId } = record
  return {
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
    duration_seconds: seconds((endedAt ?? now) - startedAt),
    outcome: outcome._tag.toLowerCase() as (typeof OUTCOMES)[number],
    waits: "waits" in record ? record.waits : null,
    counts,
    progress: step === null ? null : { doing: step.doing, done: step.done, total: step.total },
    quota_remaining: quota as Readonly<Record<string, number>>,
    trace_id: traceId,
    error: outcome._tag === "Failed"
      ? { code: outcome.code, message: outcome.message, remedy: outcome.remedy }
      : null
  }
}

export const coverageOf = ({ region: code, ...rest }: Coverage) => ({ ...region(code), ...rest })

export const freshnessOf = ({ latest, nature, region: code }: Freshness, now: number) => ({
  ...region(code),
  nature,
  latest: instant(latest),
  lag_seconds: seconds(now - latest)
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

export const findingOf = (finding: FindingEntry) => ({
  id: finding.id,
  check: finding.check,
  severity: finding.severity,
  ...region(finding.region),
  nature: finding.nature,
  granularity: finding.granularity,
  date_heure: instant(finding.instant),
  first: instant(finding.first),
  last: instant(finding.last),
  measure: finding.measure,
  figures: finding.values,
  text: finding.text,
  first_seen_at: instant(finding.firstSeenAt),
  run_id: finding.runId
})

/** A list of one more than a page, as the page and where the next one begins. */
export const pageOf = <A>(found: ReadonlyArray<A>, limit: number, idOf: (one: A) => string) => {
  const entries = found.slice(0, limit)
  return { entries, next: found.length > limit ? idOf(entries.at(-1)!) : null }
}

/** Today in Paris, and so many days up to it. */
export const lastDays = (now: number, days: number): Day.DayRange => {
  const to = Day.of(now)
  return { from: Day.plus(to, 1 - days), to }
}
