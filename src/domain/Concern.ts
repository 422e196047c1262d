/** What a person should act on, judged alike wherever it is told: by the command line and by the page. */
import { isRealTime } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { Nature } from "#domain/Nature"
import * as Region from "#domain/Region"
import { MORNINGS, type Outcome, type RunRecord } from "#domain/Run"

/** A morning may be tried again for so long before what it has not brought is missed, in milliseconds. */
export const GRACE = Day.HOUR

/** A measure is published within the hour; so much older than when it was last looked for, it is missed. In milliseconds. */
const MOST_LAG = 6 * Day.HOUR

/**
 * Calls to a dataset that a morning may take: a count and an export for each eight days of a week's 45, with room to try
 * again. A month's 400 days take some hundred, and are made up for when calls are there again.
 */
const MORNING_CALLS = 50

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

/** The newest measure of a region in a nature, in milliseconds since 1970 UTC. */
export interface Latest {
  readonly region: Region.Region
  readonly nature: Nature
  readonly latest: number
}

export type Failed = Extract<Outcome, { readonly _tag: "Failed" }>

/** The last morning that has ended, of any runs. */
export const lastMorning = (runs: ReadonlyArray<RunRecord>): RunRecord | null =>
  runs.filter(({ endedAt, run }) => endedAt !== null && isMorning(run)).toSorted((a, b) =>
    b.startedAt - a.startedAt
  )[0] ??
    null

const isMorning = ({ trigger }: RunRecord["run"]): boolean => MORNINGS.some((morning) => morning === trigger)

/** Whether a later run has read, with success, all that this one should have: a replay reads nothing. */
export const isMended = (failed: RunRecord, runs: ReadonlyArray<RunRecord>): boolean =>
  runs.some(({ outcome, run, startedAt }) =>
    outcome._tag === "Succeeded" && run.trigger !== "replay" && startedAt > failed.startedAt &&
    run.window.from <= failed.run.window.from && run.window.to >= failed.run.window.to &&
    failed.run.datasets.every((dataset) => run.datasets.includes(dataset))
  )

/** How a morning failed, where no later run made up for it. */
export const failureOf = (morning: RunRecord | null, runs: ReadonlyArray<RunRecord>): Failed | null =>
  morning !== null && morning.outcome._tag === "Failed" && !isMended(morning, runs) ? morning.outcome : null

/** Whether a failed morning is still being tried again by who leads, and may mend itself. */
export const isRetried = ({ outcome, run, startedAt }: RunRecord, isLed: boolean, now: number): boolean =>
  isLed && outcome._tag === "Failed" && PASSING.has(outcome.code) && now - (run.slot ?? startedAt) < GRACE

/**
 * When real-time measures were last to be read, told by the runs alone: the last hour of the schedule that a morning answered,
 * or a refresh, that had time to be tried again. Null before the first.
 */
export const lastDue = (runs: ReadonlyArray<RunRecord>, now: number): number | null => {
  const due = runs.flatMap(({ endedAt, run, startedAt }) =>
    endedAt !== null && run.datasets.some(isRealTime) && (isMorning(run) || run.trigger === "refresh")
      ? [run.slot ?? startedAt]
      : []
  ).filter((instant) => instant <= now - GRACE)
  return due.length === 0 ? null : Math.max(...due)
}

/** Whether a region's newest measure, null where none is known, is missed, when it was last to be read at `due`. */
export const isLate = (latest: number | null, due: number | null): boolean =>
  due !== null && (latest === null || latest < due - MOST_LAG)

/** The lines that are expected within the hour. */
export const realTimeOf = <A extends Latest>(freshness: ReadonlyArray<A>): ReadonlyArray<A> =>
  freshness.filter(({ nature }) => nature === "Données temps réel")

/** The regions whose newest real-time measure is missed, and those of which none is known. */
export const missed = (
  freshness: ReadonlyArray<Latest>,
  due: number | null
): { readonly late: ReadonlyArray<Region.Region>; readonly unknown: ReadonlyArray<Region.Region> } => {
  const latest = new Map(realTimeOf(freshness).map((one) => [one.region, one.latest]))
  const all = Region.ALL.filter((region) => isLate(latest.get(region) ?? null, due))
  return {
    late: all.filter((region) => latest.has(region)),
    unknown: all.filter((region) => !latest.has(region))
  }
}

/**
 * Whether fewer calls are left than a morning needs, as said at `since`: the count starts anew with the month, or at `reset`
 * where that is known.
 */
export const isSpent = (
  { remaining, reset, since }: { readonly remaining: number; readonly since: number; readonly reset: number | null },
  now: number
): boolean =>
  remaining < MORNING_CALLS &&
  (reset === null ? Day.of(since).slice(0, 7) === Day.of(now).slice(0, 7) : reset > now)
