/** A country's last weeks as the stores would hold them: days that are whole, corrected, begun, half there and lost, and the runs behind them. */
import * as Day from "#domain/Day"
import { ofExcerpts } from "#domain/Excerpts"
import type { Finding } from "#domain/Finding"
import { type Excerpt, keyOf } from "#domain/Revision"
import { newRun, NOTHING, type Outcome, type Run } from "#domain/Run"
import { jsonOf } from "#domain/SourceRecord"
import { type DayStatistics, rowsOf } from "#domain/Statistic"
import { type Held, MemoryAnswers } from "#layers/memory/MemoryQuery"
import { MemoryWork } from "#layers/memory/MemoryRuns"
import type { Grid } from "#layers/simulator/Grid"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { named } from "#layers/simulator/Zone"
import { Ledger } from "#ports/Ledger"
import { aggregate } from "#transform/aggregate"
import { decode } from "#transform/decode"
import { fingerprint } from "#transform/fingerprint"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"

const utc = named("UTC")!

/** Days of the past whose instants are kept too. */
const FINE_DAYS = 9

/** What the source says of a day at a moment, as the lake would keep it. */
const heard = (grid: Grid, day: Day.Day, moment: number, revision: number): ReadonlyArray<Excerpt> =>
  (["eco2mix-regional-tr", "eco2mix-regional-cons-def"] as const).flatMap((dataset) =>
    grid.blocks(dataset, { from: Day.start(day), to: Day.end(day) }, moment).flatMap((block) =>
      block.rows().flatMap((row) => {
        const text = row.text(utc)
        const decoded = decode({ text, json: jsonOf(text), bytes: text.length })
        if (!Result.isSuccess(decoded) || decoded.success._tag !== "Observed") return []
        const { instant, measures, nature, region } = decoded.success.observation
        if (instant > moment) return []
        return [{ region, nature, instant, revision, fingerprint: fingerprint(measures), record: null }]
      })
    )
  )

const published = (excerpts: ReadonlyArray<Excerpt>): DayStatistics | undefined => {
  const work = aggregate()
  return [...work.add(ofExcerpts(excerpts.toSorted((a, b) => a.instant - b.instant))), ...work.end()][0]
}

const held = ({ rows }: DayStatistics, processedAt: number, keep: (row: Held) => boolean): ReadonlyArray<Held> =>
  rowsOf(rows).map((row): Held => ({
    ...row,
    generation: 1,
    processedAt,
    runId: "00000000-0000-4000-8000-000000000001"
  })).filter(keep)

/** The rows of so many days up to `now`. */
export const rowsUpTo = (now: number, days: number): ReadonlyArray<Held> => {
  const today = Day.of(now)
  const grid = SimulatedGrid.make({ realTimeFrom: Day.plus(today, -35) })
  return Day.list({ from: Day.plus(today, 1 - days), to: today }).flatMap((day, index) => {
    const age = days - 1 - index
    // Lost on two days for all, on one for a region.
    if (age === 21 || age === 50) return []
    const fine = age < FINE_DAYS
    const keep = (row: Held) =>
      (fine || row.granularity === "day") && !(age === 12 && row.region === "53") &&
      !(age === 30 && row.region === "76")
    const firstHeard = Math.min(now, Day.end(day) + 6.5 * Day.HOUR)
    const first = heard(grid, day, firstHeard, 1).filter(({ instant }) =>
      // The source went away for an afternoon.
      age !== 4 || instant < Day.start(day) + 13 * Day.HOUR
    )
    const now1 = published(first)
    if (now1 === undefined) return []
    const once = held(now1, firstHeard, keep)
    if (age < 1 || age > 14 || age === 4 || age % 3 === 0) return once
    const known = new Map(first.map((excerpt) => [keyOf(excerpt), excerpt.fingerprint]))
    const news = heard(grid, day, now, 2).filter((excerpt) =>
      known.has(keyOf(excerpt)) && known.get(keyOf(excerpt)) !== excerpt.fingerprint
    )
    const again = published([...first, ...news])
    return again === undefined ? once : [...once, ...held(again, Math.min(now, firstHeard + 24 * Day.HOUR), keep)]
  })
}

/** Twenty to eleven in Paris, today: whenever a test runs, there is a morning behind it and a day to come. */
export const NOW = Day.start(Day.of(Date.now())) + 10 * Day.HOUR + 40 * 60_000

const stopped = (clock: Clock.Clock, moment: number): Clock.Clock =>
  Object.assign(Object.create(clock) as Clock.Clock, {
    currentTimeMillisUnsafe: () => moment,
    currentTimeMillis: Effect.succeed(moment)
  })

/** A clock that stands still at a moment, for what asks the time; who sleeps, sleeps as ever. */
export const clockAt = (moment: number) =>
  Layer.effect(Clock.Clock, Effect.clockWith((clock) => Effect.succeed(stopped(clock, moment))))

/** As if it were then. */
const at = (moment: number) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.clockWith((clock) => Effect.provideService(effect, Clock.Clock, stopped(clock, moment)))

interface Told {
  readonly run: Run
  readonly startedAt: number
  readonly seconds: number
  readonly outcome: Outcome
}

const done = { ...NOTHING, records: 3_456, blank: 62, unchanged: 2_711, revisions: 683, days: 4, rows: 5_120 }

/** A fortnight of runs: mornings, one that failed and was caught up, a backfill that was called off, one that was asked for. */
export const pastRuns = Effect.fnUntraced(function*(now: number) {
  const ledger = yield* Ledger
  const today = Day.of(now)
  const run = (changes: Partial<Run>) =>
    newRun({
      trigger: "schedule",
      window: { from: Day.plus(today, -2), to: today },
      datasets: ["eco2mix-regional-tr", "eco2mix-regional-cons-def"],
      requestedBy: "schedule",
      ...changes
    })
  const morning = (ago: number) => Day.start(Day.plus(today, -ago)) + 6.5 * Day.HOUR
  const mornings = Array.from({ length: 13 }, (_, index) => 13 - index).map((ago): Told => ({
    run: run({ window: { from: Day.plus(today, -ago - 2), to: Day.plus(today, -ago) }, slot: morning(ago) }),
    startedAt: morning(ago),
    seconds: 12 + ago * 2.5,
    outcome: ago === 3
      ? {
        _tag: "Failed",
        code: "Ingest.Unreachable",
        message: "eco2mix-regional-tr, 2026-11-19 to 2026-11-21: ODRÉ answered 503 Service Unavailable, six times",
        remedy: "Nothing: it is tried again."
      }
      : { _tag: "Succeeded" }
  }))
  const others: ReadonlyArray<Told> = [
    {
      run: run({
        trigger: "backfill",
        window: { from: "2024-01-01", to: "2025-12-31" },
        requestedBy: "command root@host"
      }),
      startedAt: morning(5) + 3 * Day.HOUR,
      seconds: 4_200,
      outcome: { _tag: "Cancelled" }
    },
    {
      run: run({ trigger: "manual", requestedBy: "api 127.0.0.1" }),
      startedAt: now - 2 * Day.HOUR,
      seconds: 9,
      outcome: { _tag: "Succeeded" }
    }
  ]
  for (const told of [...mornings, ...others].toSorted((a, b) => a.startedAt - b.startedAt)) {
    yield* at(told.startedAt)(Effect.scoped(Effect.gen(function*() {
      yield* ledger.open(told.run)
      yield* at(told.startedAt + told.seconds * 1000)(
        ledger.close(told.run, told.outcome, done, {
          "eco2mix-regional-tr": 48_913,
          "eco2mix-regional-cons-def": 49_805
        })
      )
    })))
  }
})

/** What a day that broke off, and one with a jump, would have been found for. */
export const findings = (now: number): ReadonlyArray<Finding> => {
  const today = Day.of(now)
  const gap = Day.start(Day.plus(today, -4))
  const jump = Day.start(Day.plus(today, -2)) + 19 * Day.HOUR
  return [
    {
      check: "completeness",
      severity: "error",
      region: "93",
      nature: "Données temps réel",
      granularity: "day",
      instant: gap,
      first: gap + 13 * Day.HOUR,
      last: gap + 23.75 * Day.HOUR,
      measure: null,
      values: { expected: 96, absent: 44, unmeasured: 0 },
      text: "44 of 96 marks have no consumption, from 13:00 to 23:45"
    },
    {
      check: "jump",
      severity: "warning",
      region: "93",
      nature: "Données temps réel",
      granularity: "instant",
      instant: jump,
      first: jump,
      last: jump,
      measure: "hydraulique",
      values: { marks: 1, from: 812, to: 2_104, limit: 900 },
      text: "hydraulique moves from 812 to 2104 MW within a quarter-hour"
    }
  ]
}

/** All of it in the doubles, and a daemon that leads and has a next morning. */
export const fill = (now: number, days: number) =>
  Effect.gen(function*() {
    const ledger = yield* Ledger
    const today = Day.of(now)
    yield* (yield* MemoryAnswers).hold(rowsUpTo(now, days))
    yield* pastRuns(now)
    const run = newRun({
      trigger: "manual",
      window: { from: today, to: today },
      datasets: ["eco2mix-regional-tr"],
      requestedBy: "api 127.0.0.1"
    })
    yield* Effect.scoped(Effect.gen(function*() {
      yield* ledger.open(run)
      yield* ledger.report(run, { natures: [], parts: [] }, findings(now))
      yield* ledger.close(run, { _tag: "Succeeded" }, done, { "eco2mix-regional-tr": 48_000 })
    }))
    yield* (yield* MemoryWork).stand({
      leader: { id: "a", name: "host:8080", since: now - 80 * Day.HOUR },
      next: Day.start(Day.plus(today, 1)) + 6.5 * Day.HOUR
    })
  })
