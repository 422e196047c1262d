/** What the stores and the daemon say for a question: each part by itself, so that one that is away takes no other along. */
import { lastDue } from "#domain/Concern"
import { type Dataset, DATASETS } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { ENSEMBLE } from "#domain/Filiere"
import { NATURES } from "#domain/Nature"
import type { Quota } from "#domain/Quota"
import { MORNINGS, type RunRecord } from "#domain/Run"
import type { Ingest } from "#ports/Ingest"
import type { FindingEntry, Ledger } from "#ports/Ledger"
import type { Coverage, Freshness, Query, Row, RowFilter } from "#ports/Query"
import type { LiveRun, Runs, Standing } from "#ports/Runs"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { type Mix, mixOf } from "./Mix.ts"
import type { Part, Question } from "./Question.ts"
import type { Away } from "./wellness.ts"
import { latestOf } from "./wellness.ts"

/** What is known of a part, or why it is not. */
export type Known<A> = Result.Result<A, Away>

/** A mix, and what of the question it answers. */
export interface GridFacts {
  readonly days: Day.DayRange
  readonly granularity: RowFilter["granularity"]
  /** The end of the last 24 hours; null where days were asked for. */
  readonly until: number | null
  readonly now: Mix
  /** The same as the table stood at the end of `Question.asOf`. */
  readonly past: Mix | null
}

export interface DayFacts {
  readonly day: Day.Day
  readonly coverage: Coverage | null
  /** The day's mean of each nature that is known of it. */
  readonly natures: ReadonlyArray<Row>
  readonly findings: Known<ReadonlyArray<FindingEntry>>
}

/** Null: not asked for. */
export interface Facts {
  readonly now: number
  readonly standing: Standing
  readonly freshness: Known<ReadonlyArray<Freshness>>
  readonly runs: Known<ReadonlyArray<RunRecord | LiveRun>>
  /** The last mornings, however many runs came since. */
  readonly mornings: Known<ReadonlyArray<RunRecord>>
  readonly quotas: ReadonlyMap<Dataset, Quota>
  readonly waiting: Known<number> | null
  readonly findings: Known<ReadonlyArray<FindingEntry>> | null
  readonly coverage: Known<ReadonlyArray<Coverage>> | null
  readonly grid: Known<GridFacts> | null
  readonly day: Known<DayFacts> | null
}

/** What is known, or null; that it is away is said elsewhere. */
export const orNull = <A>(known: Known<A> | null): A | null =>
  known !== null && Result.isSuccess(known) ? known.success : null

/** When real-time measures were last to be read. */
export const dueOf = ({ mornings, now, runs }: Facts): number | null =>
  lastDue([...orNull(mornings) ?? [], ...orNull(runs) ?? []], now)

export interface Ports {
  readonly query: Query["Service"]
  readonly ledger: Ledger["Service"]
  readonly runs: Runs["Service"]
  readonly ingest: Ingest["Service"]
}

/** Days of the calendar, today among them. */
export const CALENDAR_DAYS = 60

/** Days whose findings are counted, and how many of them are counted at most. */
export const FINDING_DAYS = 7
export const FINDINGS_COUNTED = 200

/** Runs that are looked through for one that made up for a failed morning. */
const RECENT = 50
/** More than the times that a morning is tried again in the hour in which that is nobody's concern. */
const MORNING_RUNS = 20
const DAY_FINDINGS = 200

/** A visitor waits no longer for a store. */
const PATIENCE = "5 seconds"

const asked = <A>(
  port: "Query" | "Ledger",
  effect: Effect.Effect<A, { readonly _tag: string; readonly reason: string; readonly message: string }>
): Effect.Effect<Known<A>> =>
  effect.pipe(
    Effect.mapError((error): Away => ({
      code: `${error._tag.replace(/Error$/, "")}.${error.reason}`,
      detail: error.message
    })),
    Effect.timeoutOrElse({
      duration: PATIENCE,
      orElse: () => Effect.fail({ code: `${port}.Unreachable`, detail: `There was no answer within ${PATIENCE}.` })
    }),
    Effect.result
  )

/** The days of a question, and how finely they can be shown. */
const scopeOf = ({ asOf, days: named, span }: Question, latest: number) => {
  const last = Day.of(latest)
  const days = named ?? { from: Day.plus(last, span === "1" ? -1 : 1 - Number(span)), to: last }
  const length = Day.count(days)
  // Instants and days alone have a past.
  const granularity = asOf === null
    ? length <= 3 ? "instant" : length <= 31 ? "hour" : length <= 400 ? "day" : "month"
    : length <= 7
    ? "instant"
    : "day"
  return { days, granularity, until: named === null && span === "1" ? latest : null } as const
}

const gridFacts = Effect.fnUntraced(function*({ query }: Ports, question: Question, latest: number) {
  const scope = scopeOf(question, latest)
  const read = (asOf: number | null) =>
    query.rows({
      regions: [question.region],
      filieres: [],
      nature: question.nature,
      granularity: scope.granularity,
      days: scope.days,
      asOf,
      after: null,
      limit: null
    }).pipe(
      Stream.filter(({ start }) => scope.until === null || start > scope.until - 24 * Day.HOUR),
      Stream.runCollect,
      Effect.map(mixOf)
    )
  const [now, past] = yield* Effect.all([
    read(null),
    question.asOf === null ? Effect.succeed(null) : read(Day.end(question.asOf))
  ], { concurrency: 2 })
  return { ...scope, now, past } satisfies GridFacts
})

const dayFacts = Effect.fnUntraced(function*({ ledger, query }: Ports, { region }: Question, day: Day.Day) {
  const days = { from: day, to: day }
  const [coverage, natures, findings] = yield* Effect.all([
    query.coverage(days),
    Effect.forEach(NATURES, (nature) =>
      query.rows({
        regions: [region],
        filieres: [ENSEMBLE],
        nature,
        granularity: "day",
        days,
        asOf: null,
        after: null,
        limit: 1
      }).pipe(Stream.runCollect), { concurrency: 3 }),
    asked("Ledger", ledger.findings({ limit: DAY_FINDINGS, days }))
  ], { concurrency: 3 })
  return {
    day,
    coverage: coverage.find((line) => line.region === region) ?? null,
    natures: natures.flat(),
    findings: Result.map(findings, (entries) => entries.filter((entry) => entry.region === region))
  } satisfies DayFacts
})

/** The ledger's runs, with those that go here as they are now. */
const runFacts = ({ ledger, runs }: Ports) =>
  Effect.all([asked("Ledger", ledger.runs({ limit: RECENT })), runs.live], { concurrency: 2 }).pipe(
    Effect.map(([told, live]) => {
      const going = new Map(live.map((record) => [record.run.id, record]))
      return Result.map(told, (records) => {
        const known = new Set(records.map(({ run }) => run.id))
        return [
          ...live.filter(({ run }) => !known.has(run.id)),
          ...records.map((record) => going.get(record.run.id) ?? record)
        ]
      })
    })
  )

const morningFacts = ({ ledger }: Ports) =>
  asked(
    "Ledger",
    Effect.forEach(MORNINGS, (trigger) => ledger.runs({ limit: MORNING_RUNS, trigger }), {
      concurrency: 2
    })
  ).pipe(Effect.map(Result.map((mornings) => mornings.flat())))

const nothing = <A>(): Effect.Effect<Known<ReadonlyArray<A>>> => Effect.succeed(Result.succeed([]))

const when = <A>(wanted: boolean, effect: Effect.Effect<A>) => wanted ? effect : Effect.succeed(null)

const quotaFacts = ({ ingest }: Ports) =>
  Effect.forEach(DATASETS, (dataset) => Effect.map(ingest.quota(dataset), (quota) => [dataset, quota] as const)).pipe(
    Effect.map((quotas) => new Map(quotas.flatMap(([dataset, quota]) => quota === null ? [] : [[dataset, quota]])))
  )

export const factsOf = Effect.fn("StatusPage.facts")(function*(
  ports: Ports,
  question: Question
): Effect.fn.Return<Facts> {
  const now = yield* Clock.currentTimeMillis
  const today = Day.of(now)
  const wants = (...parts: ReadonlyArray<Part>) => parts.some((part) => question.parts.has(part))

  const freshness = asked("Query", ports.query.freshness)
  const fresh = yield* Effect.cached(freshness)
  const grid = Effect.flatMap(fresh, (known) =>
    Result.isFailure(known)
      ? Effect.succeed(Result.fail(known.failure))
      : asked("Query", gridFacts(ports, question, latestOf(known.success).get(question.region) ?? now)))
  const recent = { from: Day.plus(today, 1 - FINDING_DAYS), to: today }
  const { day } = question

  return yield* Effect.all({
    now: Effect.succeed(now),
    standing: ports.runs.standing,
    freshness: wants("well", "calendar", "grid") ? fresh : nothing<Freshness>(),
    runs: wants("well", "calendar", "runs") ? runFacts(ports) : nothing<RunRecord>(),
    mornings: wants("well", "calendar") ? morningFacts(ports) : nothing<RunRecord>(),
    quotas: quotaFacts(ports),
    waiting: when(wants("well"), asked("Ledger", ports.ledger.waiting)),
    findings: when(
      wants("well"),
      asked("Ledger", ports.ledger.findings({ limit: FINDINGS_COUNTED, severity: "warning", days: recent }))
    ),
    coverage: when(
      wants("calendar"),
      asked("Query", ports.query.coverage({ from: Day.plus(today, 1 - CALENDAR_DAYS), to: today }))
    ),
    grid: when(wants("grid"), grid),
    day: day === null ? Effect.succeed(null) : when(wants("day"), asked("Query", dayFacts(ports, question, day)))
  }, { concurrency: "unbounded" })
})
