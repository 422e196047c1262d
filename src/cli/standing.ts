/** How things stand, read from the stores alone: whether a daemon is up makes no difference. */
import { paris } from "#cli/instant"
import { figure, span } from "#cli/text"
import * as Concern from "#domain/Concern"
import { type Dataset, DATASETS, isRealTime } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { SEVERITIES, type Severity } from "#domain/Finding"
import * as Region from "#domain/Region"
import { MORNINGS, type RunRecord } from "#domain/Run"
import { lastHour, nextHour } from "#pipelines/mornings"
import { type Leader, Leadership } from "#ports/Leadership"
import { Ledger } from "#ports/Ledger"
import { Plan } from "#ports/Plan"
import { type Freshness, Query } from "#ports/Query"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** The last days whose findings are counted, today included. */
const FINDING_DAYS = 7
/** Findings a page, and the pages that are counted. */
const PAGE = 1_000
const MOST_PAGES = 20
/** Runs that are looked through, and of them those that are told of. */
const RECENT = 50
export const TOLD_RUNS = 5

export interface Standing {
  readonly now: number
  readonly leader: Leader | null
  /** The next morning, in milliseconds since 1970 UTC: of whichever daemon leads then. */
  readonly next: number
  /** Newest first. */
  readonly runs: ReadonlyArray<RunRecord>
  readonly open: ReadonlyArray<RunRecord>
  /** The last morning that has ended; null before the first. */
  readonly morning: RunRecord | null
  /** The newest real-time measure of each region that has any. */
  readonly freshness: ReadonlyArray<Freshness>
  /** Calls left, as the newest run that knows it has left them. */
  readonly quota: ReadonlyArray<{ readonly dataset: Dataset; readonly remaining: number; readonly since: number }>
  readonly quarantine: number
  readonly findings: Readonly<Record<Severity, number>>
  /** Why a person should act, a line each. */
  readonly concerns: ReadonlyArray<string>
}

export const standing = Effect.gen(function*() {
  const ledger = yield* Ledger
  const query = yield* Query
  const leadership = yield* Leadership
  const plan = yield* Plan
  const now = yield* Clock.currentTimeMillis

  const seen = {
    now,
    leader: yield* leadership.leader,
    next: nextHour(plan.schedule, now),
    runs: yield* ledger.runs({ limit: RECENT }),
    open: yield* ledger.runs({ limit: RECENT, outcome: "Running" }),
    morning: yield* lastMorning,
    freshness: Concern.realTimeOf(yield* query.freshness),
    quarantine: yield* ledger.waiting,
    findings: yield* findingsSince(Day.plus(Day.of(now), 1 - FINDING_DAYS), Day.of(now))
  }
  const quota = quotaOf(seen.runs)
  const standing: Standing = { ...seen, quota, concerns: concernsOf({ ...seen, quota }, plan) }
  return standing
})

const lastMorning = Effect.gen(function*() {
  const ledger = yield* Ledger
  const mornings = yield* Effect.forEach(MORNINGS, (trigger) =>
    // The newest may be going now.
    ledger.runs({ limit: 2, trigger }))
  return Concern.lastMorning(mornings.flat())
})

const findingsSince = Effect.fnUntraced(function*(from: Day.Day, to: Day.Day) {
  const ledger = yield* Ledger
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>
  let before: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = yield* ledger.findings({ limit: PAGE, before, days: { from, to } })
    for (const { severity } of page) counts[severity]++
    if (page.length < PAGE) break
    before = page.at(-1)!.id
  }
  return counts
})

const quotaOf = (runs: ReadonlyArray<RunRecord>): Standing["quota"] =>
  DATASETS.flatMap((dataset) => {
    const run = runs.find(({ quota }) => quota[dataset] !== undefined)
    return run === undefined ? [] : [{ dataset, remaining: run.quota[dataset]!, since: run.endedAt ?? run.startedAt }]
  })

type Signs = Pick<Standing, "now" | "leader" | "runs" | "morning" | "freshness" | "quarantine" | "quota">

/** What a person should act on. */
export const concernsOf = (signs: Signs, plan: Plan["Service"]): ReadonlyArray<string> => {
  const { freshness, leader, morning, now, quarantine, quota, runs } = signs
  const waiting = quarantine === 0
    ? []
    : [`${figure(quarantine)} in quarantine wait for a decision: \`eco2mixd quarantine list\``]
  if (runs.length === 0 && freshness.length === 0) {
    return ["nothing is known yet: `eco2mixd start` reads each morning, `eco2mixd run` reads now", ...waiting]
  }
  const failure = Concern.failureOf(morning, runs)
  const failed = morning === null || failure === null || Concern.isRetried(morning, leader !== null, now)
    ? []
    : [`the morning of ${paris(morning.startedAt)} failed (${failure.code}: ${failure.message}). ${failure.remedy}`]
  const spent = quota.filter((one) => Concern.isSpent({ ...one, reset: null }, now)).map(({ dataset, remaining }) =>
    `the quota of ${dataset} is spent, ${
      figure(remaining)
    } calls are left this month: wait, or read from another address`
  )
  return [...failed, ...spent, ...plan.datasets.some(isRealTime) ? lagConcerns(freshness, plan, now) : [], ...waiting]
}

/** A plan that looks once a day does not miss what came since. */
const lagConcerns = (
  freshness: ReadonlyArray<Freshness>,
  plan: Plan["Service"],
  now: number
): ReadonlyArray<string> => {
  const looked = Math.max(
    lastHour(plan.schedule, now - Concern.GRACE),
    plan.refresh === null ? -Infinity : now - Concern.GRACE - plan.refresh
  )
  const { late, unknown } = Concern.missed(freshness, looked)
  const oldest = Math.min(...freshness.filter(({ region }) => late.includes(region)).map(({ latest }) => latest))
  return [
    ...unknown.length === 0 ? [] : [`no real-time measure is known of ${unknown.map(Region.nameOf).join(", ")}`],
    ...late.length === 0 ? [] : [
      `the newest real-time measure is missed of ${late.map(Region.nameOf).join(", ")}: the oldest lags by ${
        span(now - oldest)
      }, and was to be read at ${paris(looked)}. See whether a daemon runs, and \`eco2mixd doctor\``
    ]
  ]
}
