/** How things stand, read from the stores alone: whether a daemon is up makes no difference. */
import { paris } from "#cli/instant"
import { span } from "#cli/text"
import { type Dataset, DATASETS } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { SEVERITIES, type Severity } from "#domain/Finding"
import * as Region from "#domain/Region"
import type { RunRecord } from "#domain/Run"
import { lastHour, nextHour } from "#pipelines/mornings"
import { type Leader, Leadership } from "#ports/Leadership"
import { Ledger } from "#ports/Ledger"
import { Plan } from "#ports/Plan"
import { type Freshness, Query } from "#ports/Query"
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** The last days whose findings are counted, today included. */
const FINDING_DAYS = 7
/** Findings a page, and the pages that are counted. */
const PAGE = 1_000
const MOST_PAGES = 20
/** Runs that are looked through, and of them those that are told of. */
const RECENT = 50
export const TOLD_RUNS = 5

/** A morning may be tried again for so long before what it has not brought is missed, in milliseconds. */
const GRACE = Day.HOUR
/** A measure is published within the hour; so much older than when it was last looked for, it is missed. In milliseconds. */
const MOST_LAG = 6 * Day.HOUR

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
    freshness: (yield* query.freshness).filter(({ nature }) => nature === "Données temps réel"),
    quarantine: yield* ledger.waiting,
    findings: yield* findingsSince(Day.plus(Day.of(now), 1 - FINDING_DAYS), Day.of(now))
  }
  const standing: Standing = { ...seen, quota: quotaOf(seen.runs), concerns: concernsOf(seen, plan) }
  return standing
})

const lastMorning = Effect.gen(function*() {
  const ledger = yield* Ledger
  const mornings = yield* Effect.forEach(["schedule", "catch-up"] as const, (trigger) =>
    // The newest may be going now.
    ledger.runs({ limit: 2, trigger }))
  return mornings.flat().filter(({ endedAt }) => endedAt !== null).toSorted((a, b) => b.startedAt - a.startedAt)[0] ??
    null
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

/** What a person should act on. */
export const concernsOf = (
  { freshness, morning, now, runs }: Pick<Standing, "now" | "runs" | "morning" | "freshness">,
  plan: Context.Service.Shape<typeof Plan>
): ReadonlyArray<string> => {
  if (runs.length === 0 && freshness.length === 0) {
    return ["nothing is known yet: `eco2mixd start` reads each morning, `eco2mixd run` reads now"]
  }
  const concerns: Array<string> = []
  if (morning !== null && morning.outcome._tag === "Failed" && !isMended(morning, runs)) {
    const { code, message, remedy } = morning.outcome
    concerns.push(`the morning of ${paris(morning.startedAt)} failed (${code}: ${message}). ${remedy}`)
  }
  if (plan.datasets.includes("eco2mix-regional-tr")) concerns.push(...lagConcerns(freshness, plan, now))
  return concerns
}

/** Whether a later run has read, with success, all that this one should have. */
const isMended = (failed: RunRecord, runs: ReadonlyArray<RunRecord>): boolean =>
  runs.some(({ outcome, run, startedAt }) =>
    outcome._tag === "Succeeded" && run.trigger !== "replay" && startedAt > failed.startedAt &&
    run.window.from <= failed.run.window.from && run.window.to >= failed.run.window.to &&
    failed.run.datasets.every((dataset) => run.datasets.includes(dataset))
  )

/** A plan that looks once a day does not miss what came since. */
const lagConcerns = (
  freshness: ReadonlyArray<Freshness>,
  plan: Context.Service.Shape<typeof Plan>,
  now: number
): ReadonlyArray<string> => {
  const looked = Math.max(
    lastHour(plan.schedule, now - GRACE),
    plan.refresh === null ? -Infinity : now - GRACE - plan.refresh
  )
  const latest = new Map(freshness.map((one) => [one.region, one.latest]))
  const unknown = Region.ALL.filter((region) => !latest.has(region)).map(Region.nameOf)
  const late = Region.ALL.filter((region) => (latest.get(region) ?? Infinity) < looked - MOST_LAG)
  const oldest = Math.min(...late.map((region) => latest.get(region)!))
  return [
    ...unknown.length === 0 ? [] : [`no real-time measure is known of ${unknown.join(", ")}`],
    ...late.length === 0 ? [] : [
      `the newest real-time measure is missed of ${late.map(Region.nameOf).join(", ")}: the oldest lags by ${
        span(now - oldest)
      }, and was to be read at ${paris(looked)}. See whether a daemon runs, and \`eco2mixd doctor\``
    ]
  ]
}
