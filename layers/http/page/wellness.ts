/**
 * Whether all is well, from what the stores and the daemon say. Red is for what waits for a person; what mends itself is
 * only said.
 */
import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { Quota } from "#domain/Quota"
import { ALL as REGIONS, type Region } from "#domain/Region"
import type { Outcome, RunRecord } from "#domain/Run"
import type { Freshness } from "#ports/Query"
import type { Standing } from "#ports/Runs"

/** `watch`: not as usual, and nothing to do. `act`: it waits for a person. */
export type Level = "well" | "watch" | "act"

export interface DatasetQuota {
  readonly dataset: Dataset
  readonly remaining: number
  /** Null where the source has not been asked since the start: then `remaining` is from the last run. */
  readonly limit: number | null
  readonly reset: number | null
}

/** A store that did not answer. */
export interface Away {
  /** Stable, as `Query.Unreachable`. */
  readonly code: string
  readonly detail: string
}

export interface Signs {
  readonly now: number
  readonly away: ReadonlyArray<Away>
  /** Null where it is not known. */
  readonly freshness: ReadonlyArray<Freshness> | null
  /** Newest first; null where they are not known. */
  readonly runs: ReadonlyArray<RunRecord> | null
  readonly standing: Standing
  readonly quotas: ReadonlyArray<DatasetQuota>
  /** Entries of the quarantine that wait for a person; null where it is not known. */
  readonly waiting: number | null
}

type Failed = Extract<Outcome, { readonly _tag: "Failed" }>

export type Verdict =
  | { readonly _tag: "Away"; readonly away: Away }
  | { readonly _tag: "Failed"; readonly outcome: Failed }
  | { readonly _tag: "QuotaSpent"; readonly quota: DatasetQuota }
  | { readonly _tag: "Quarantine"; readonly waiting: number }
  | { readonly _tag: "Behind"; readonly regions: ReadonlyArray<Region>; readonly lag: number | null }
  | { readonly _tag: "Retried"; readonly outcome: Failed }
  | { readonly _tag: "NobodyLeads" }
  | { readonly _tag: "Empty" }
  | { readonly _tag: "UpToDate"; readonly regions: number; readonly latest: number }

export interface Wellness {
  readonly level: Level
  /** The gravest of what is to be said. */
  readonly verdict: Verdict
  /** Of the region that is furthest behind, in milliseconds; null where nothing is known. */
  readonly lag: number | null
  /** The newest measure of any region. */
  readonly latest: number | null
  /** The last run that has ended. */
  readonly lastRun: RunRecord | null
  /** Of each figure on its own. */
  readonly levels: { readonly lag: Level; readonly lastRun: Level; readonly quota: Level; readonly quarantine: Level }
}

/** A day between two mornings, half an hour that the source takes, and an hour and a half of retries. */
const LATE = 26 * Day.HOUR

/** Two mornings brought nothing: that is no hiccup. */
const TOO_LATE = 50 * Day.HOUR

/** Calls left in the month, of all, under which the quota is as good as spent. */
const SPENT = 0.01

/** Failures that pass by themselves, and are tried again. */
const PASSING: ReadonlySet<string> = new Set([
  "Ingest.Unreachable",
  "Ingest.Incomplete",
  "Lake.Busy",
  "Sink.Busy",
  "Ledger.Busy",
  "Gate.LeadershipLost",
  "Gate.QuotaReserved"
])

/** The newest measure of each region, of whatever nature. */
export const latestOf = (freshness: ReadonlyArray<Freshness>): ReadonlyMap<Region, number> => {
  const latest = new Map<Region, number>()
  for (const line of freshness) latest.set(line.region, Math.max(line.latest, latest.get(line.region) ?? -Infinity))
  return latest
}

/** What the source last said of each quota; where it has not been asked yet, what the last run that knew it was told. */
export const quotasOf = (
  datasets: ReadonlyArray<Dataset>,
  asked: ReadonlyMap<Dataset, Quota>,
  runs: ReadonlyArray<RunRecord>
): ReadonlyArray<DatasetQuota> =>
  datasets.flatMap((dataset): ReadonlyArray<DatasetQuota> => {
    const quota = asked.get(dataset)
    if (quota !== undefined) return [{ dataset, ...quota }]
    const remaining = runs.find((record) => record.quota[dataset] !== undefined)?.quota[dataset]
    return remaining === undefined ? [] : [{ dataset, remaining, limit: null, reset: null }]
  })

export const isSpent = ({ limit, remaining }: DatasetQuota): boolean =>
  limit === null ? remaining === 0 : remaining < limit * SPENT

export const lagLevel = (lag: number | null): Level =>
  lag === null ? "watch" : lag > TOO_LATE ? "act" : lag > LATE ? "watch" : "well"

const worst = (levels: ReadonlyArray<Level>): Level =>
  levels.includes("act") ? "act" : levels.includes("watch") ? "watch" : "well"

/** Of the runs that read what is new, the last that ended as it should or failed: others say nothing of the mornings. */
const lastWord = (runs: ReadonlyArray<RunRecord>): RunRecord | undefined =>
  runs.find(({ outcome }) => outcome._tag === "Succeeded" || outcome._tag === "Failed")

export const wellness = (signs: Signs): Wellness => {
  const { away, freshness, now, quotas, runs, standing, waiting } = signs
  const latest = freshness === null ? null : latestOf(freshness)
  const instants = latest === null ? [] : [...latest.values()]
  const lag = instants.length === 0 ? null : now - Math.min(...instants)
  const newest = instants.length === 0 ? null : Math.max(...instants)
  const word = lastWord(runs ?? [])
  const failed = word?.outcome._tag === "Failed" ? word.outcome : null
  const spent = quotas.find(isSpent)
  const behind = latest === null
    ? []
    : REGIONS.filter((region) => now - (latest.get(region) ?? -Infinity) > LATE)
  const isEmpty = latest !== null && latest.size === 0

  const levels: Wellness["levels"] = {
    lag: latest === null || isEmpty ? "watch" : worst([lagLevel(lag), behind.length > 0 ? "watch" : "well"]),
    lastRun: failed === null ? "well" : PASSING.has(failed.code) ? "watch" : "act",
    quota: spent === undefined ? "well" : "act",
    quarantine: (waiting ?? 0) > 0 ? "act" : "well"
  }

  const verdicts: ReadonlyArray<readonly [Level, Verdict | false]> = [
    ["act", away[0] !== undefined && { _tag: "Away", away: away[0] }],
    ["act", failed !== null && levels.lastRun === "act" && { _tag: "Failed", outcome: failed }],
    ["act", spent !== undefined && { _tag: "QuotaSpent", quota: spent }],
    ["act", levels.lag === "act" && { _tag: "Behind", regions: behind, lag }],
    ["act", waiting !== null && waiting > 0 && { _tag: "Quarantine", waiting }],
    ["watch", isEmpty && { _tag: "Empty" }],
    ["watch", failed !== null && { _tag: "Retried", outcome: failed }],
    ["watch", behind.length > 0 && { _tag: "Behind", regions: behind, lag }],
    ["watch", standing.leader === null && !standing.leads && { _tag: "NobodyLeads" }],
    ["well", { _tag: "UpToDate", regions: instants.length, latest: newest ?? now }]
  ]
  const [level, verdict] = verdicts.find((one): one is readonly [Level, Verdict] => one[1] !== false)!
  return {
    level,
    verdict,
    lag,
    latest: newest,
    lastRun: runs?.find(({ endedAt }) => endedAt !== null) ?? null,
    levels
  }
}
