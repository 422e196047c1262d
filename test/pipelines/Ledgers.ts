/** Ledgers written by hand around one morning, and what is to be told of them. */
import * as Day from "#domain/Day"
import { begun, newRun, type Outcome, type Run, type RunRecord } from "#domain/Run"
import { type Known, newsOf, type Signs } from "#pipelines/news"
import type { Freshness } from "#ports/Query"

export const MINUTE = 60_000

/** The hour of a morning. */
export const T = Date.parse("2026-05-07T04:30:00Z")

export const failing = (code = "Ingest.Refused"): Outcome => ({
  _tag: "Failed",
  code,
  message: "as it was",
  remedy: "Do something."
})

export const SUCCEEDED: Outcome = { _tag: "Succeeded" }

/** A run of one minute, which began so many minutes after `T`. */
export const ran = (after: number, outcome: RunRecord["outcome"], run: Partial<Run> = {}): RunRecord => ({
  ...begun(
    newRun({
      trigger: "schedule",
      window: { from: "2026-05-05", to: "2026-05-07" },
      datasets: ["eco2mix-regional-tr"],
      requestedBy: "schedule",
      slot: run.trigger === undefined ? T : null,
      ...run
    }),
    T + after * MINUTE
  ),
  endedAt: outcome._tag === "Running" ? null : T + (after + 1) * MINUTE,
  outcome
})

export const NOTHING: Known = { since: T - Day.HOUR, failures: new Map(), stale: new Map() }

export const signs = (
  after: number,
  runs: ReadonlyArray<RunRecord>,
  freshness: ReadonlyArray<Freshness> = []
): Signs => ({
  now: T + after * MINUTE,
  runs: runs.filter(({ startedAt }) => startedAt <= T + after * MINUTE),
  freshness
})

/** What is told at each of these moments, of the runs that have ended by then. */
export const told = (runs: ReadonlyArray<RunRecord>, moments: ReadonlyArray<number>, known: Known = NOTHING) => {
  const all: Array<ReadonlyArray<string>> = []
  for (const moment of moments) {
    const news = newsOf(known, signs(moment, runs))
    known = news.known
    all.push(news.notices.map((notice) =>
      notice.event === "run.failed" || notice.event === "run.recovered"
        ? `${notice.event} ${notice.failed.last.outcome.code}`
        : notice.event
    ))
  }
  return all
}
