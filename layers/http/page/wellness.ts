/**
 * Whether all is well, from what the stores and the daemon say. Red is for what waits for a person; what mends itself is
 * only said.
 */
import * as Concern from "#domain/Concern"
import type { Dataset } from "#domain/Dataset"
import type { Quota } from "#domain/Quota"
import type { Region } from "#domain/Region"
import type { RunRecord } from "#domain/Run"
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
  /** When it was said, in milliseconds since 1970 UTC. */
  readonly since: number
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
  /** The last mornings; null where they are not known. */
  readonly mornings: ReadonlyArray<RunRecord> | null
  /** When real-time measures were last to be read; null before the first time. */
  readonly due: number | null
  readonly standing: Standing
  readonly quotas: ReadonlyArray<DatasetQuota>
  /** Entries of the quarantine that wait for a person; null where it is not known. */
  readonly waiting: number | null
}

export type Verdict =
  | { readonly _tag: "Away"; readonly away: Away }
  | { readonly _tag: "Failed"; readonly outcome: Concern.Failed }
  | { readonly _tag: "QuotaSpent"; readonly quota: DatasetQuota }
  | { readonly _tag: "Quarantine"; readonly waiting: number }
  | { readonly _tag: "Behind"; readonly regions: ReadonlyArray<Region>; readonly lag: number | null }
  | { readonly _tag: "Retried"; readonly outcome: Concern.Failed }
  | { readonly _tag: "NobodyLeads" }
  | { readonly _tag: "Empty" }
  | { readonly _tag: "UpToDate"; readonly regions: number; readonly latest: number }

export interface Wellness {
  readonly level: Level
  /** The gravest of what is to be said. */
  readonly verdict: Verdict
  /** Of the region whose real-time measures are furthest behind, in milliseconds; null where none is known. */
  readonly lag: number | null
  /** The newest measure of any region. */
  readonly latest: number | null
  /** The last run that has ended. */
  readonly lastRun: RunRecord | null
  /** Of each figure on its own. */
  readonly levels: { readonly lag: Level; readonly lastRun: Level; readonly quota: Level; readonly quarantine: Level }
}

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
  runs: ReadonlyArray<RunRecord>,
  now: number
): ReadonlyArray<DatasetQuota> =>
  datasets.flatMap((dataset): ReadonlyArray<DatasetQuota> => {
    const quota = asked.get(dataset)
    if (quota !== undefined) return [{ dataset, ...quota, since: now }]
    const run = runs.find((record) => record.quota[dataset] !== undefined)
    return run === undefined
      ? []
      : [{ dataset, remaining: run.quota[dataset]!, limit: null, reset: null, since: run.endedAt ?? run.startedAt }]
  })

/** How far a region's real-time measures lag, in milliseconds, null where none is known; and whether that is a concern. */
export interface RegionLag {
  readonly lag: number | null
  readonly level: Level
}

export const lagsOf = (
  freshness: ReadonlyArray<Freshness>,
  due: number | null,
  now: number
): (region: Region) => RegionLag => {
  const known = latestOf(Concern.realTimeOf(freshness))
  return (region) => {
    const latest = known.get(region) ?? null
    return { lag: latest === null ? null : now - latest, level: Concern.isLate(latest, due) ? "act" : "well" }
  }
}

export const wellness = (signs: Signs): Wellness => {
  const { away, due, freshness, mornings, now, quotas, runs, standing, waiting } = signs
  const latest = freshness === null ? null : latestOf(freshness)
  const instants = latest === null ? [] : [...latest.values()]
  const realTime = Concern.realTimeOf(freshness ?? [])
  const lag = realTime.length === 0 ? null : now - Math.min(...latestOf(realTime).values())
  const newest = instants.length === 0 ? null : Math.max(...instants)
  const morning = Concern.lastMorning(mornings ?? [])
  const failed = Concern.failureOf(morning, [...mornings ?? [], ...runs ?? []])
  const isLed = standing.leads || standing.leader !== null
  const isRetried = morning !== null && Concern.isRetried(morning, isLed, now)
  const spent = quotas.find((quota) => Concern.isSpent(quota, now))
  const isEmpty = latest !== null && latest.size === 0
  const { late, unknown } = Concern.missed(freshness ?? [], freshness === null || isEmpty ? null : due)
  const behind = [...late, ...unknown]
  const lastRun = runs?.find(({ endedAt }) => endedAt !== null) ?? null

  const levels: Wellness["levels"] = {
    lag: latest === null || isEmpty ? "watch" : behind.length > 0 ? "act" : "well",
    // The figure tells of another run where one came since.
    lastRun: failed === null || lastRun?.run.id !== morning?.run.id ? "well" : isRetried ? "watch" : "act",
    quota: spent === undefined ? "well" : "act",
    quarantine: (waiting ?? 0) > 0 ? "act" : "well"
  }

  const verdicts: ReadonlyArray<readonly [Level, Verdict | false]> = [
    ["act", away[0] !== undefined && { _tag: "Away", away: away[0] }],
    ["act", failed !== null && !isRetried && { _tag: "Failed", outcome: failed }],
    ["act", spent !== undefined && { _tag: "QuotaSpent", quota: spent }],
    ["act", behind.length > 0 && { _tag: "Behind", regions: behind, lag }],
    ["act", waiting !== null && waiting > 0 && { _tag: "Quarantine", waiting }],
    ["watch", isEmpty && { _tag: "Empty" }],
    ["watch", failed !== null && { _tag: "Retried", outcome: failed }],
    ["watch", !isLed && { _tag: "NobodyLeads" }],
    ["well", { _tag: "UpToDate", regions: instants.length, latest: newest ?? now }]
  ]
  const [level, verdict] = verdicts.find((one): one is readonly [Level, Verdict] => one[1] !== false)!
  return {
    level,
    verdict,
    lag,
    latest: newest,
    lastRun,
    levels
  }
}
