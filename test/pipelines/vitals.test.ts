import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { newRun, NOTHING, type Outcome, type Trigger } from "#domain/Run"
import * as MemoryQuery from "#layers/memory/MemoryQuery"
import { vitals } from "#pipelines/vitals"
import { Lake, LakeError } from "#ports/Lake"
import { Ledger, LedgerError } from "#ports/Ledger"
import { Query, QueryError } from "#ports/Query"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as TestClock from "effect/testing/TestClock"
import * as Numbers from "../support/Numbers.ts"
import { observation, revision } from "../support/revisions.ts"
import { setTime, stores } from "./Daemons.ts"

const TR: Dataset = "eco2mix-regional-tr"
const DAY = "2026-05-03"

/** A row of the whole of a region, in one version. */
const held = (
  granularity: "instant" | "day",
  start: number,
  fields: Partial<MemoryQuery.Held> = {}
): MemoryQuery.Held => ({
  region: "93",
  nature: "Données temps réel",
  filiere: "ensemble",
  granularity,
  start,
  generation: 1,
  version: 1,
  production: 100,
  consumption: 3000,
  exchange: 2900,
  records: 1,
  processedAt: start,
  runId: "test",
  ...fields
})

const day = (day: Day.Day, records: number, fields: Partial<MemoryQuery.Held> = {}) =>
  held("day", Day.start(day), { records, ...fields })

const lag = Numbers.of("eco2mixd_lag_seconds")
const completeness = Numbers.of("eco2mixd_completeness_ratio")

const NICE = "{nature=\"Données temps réel\",region=\"93\"}"

/** What is said while some work goes on, oldest first. */
const listening = () => {
  const said: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => void said.push(`${logLevel}: ${String(message)}`))
  return { said, layer: Logger.layer([logger]) }
}

/** From now until the test ends; the first questions have been answered. */
const watched = Effect.andThen(Effect.forkScoped(vitals), TestClock.adjust(0))

/** A run that has ended so. */
const ran = Effect.fnUntraced(function*(trigger: Trigger, outcome: Outcome["_tag"]) {
  const ledger = yield* Ledger
  const run = newRun({ trigger, window: { from: DAY, to: DAY }, datasets: [TR], requestedBy: "test" })
  const ended: Outcome = outcome === "Failed"
    ? { _tag: outcome, code: "Ingest.Unreachable", message: "", remedy: "" }
    : { _tag: outcome }
  yield* TestClock.adjust("1 second")
  yield* Effect.scoped(Effect.andThen(ledger.open(run), ledger.close(run, ended, NOTHING, {})))
})

describe("vitals: how old the data is", () => {
  it.effect("is the age of the newest measure of each region and nature, and grows while nothing comes", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const { hold } = yield* MemoryQuery.MemoryAnswers
      const noon = Date.parse("2026-05-04T12:00:00Z")
      yield* hold([
        held("instant", noon - 2 * Day.HOUR),
        held("instant", noon - Day.HOUR),
        // It has been foreseen, and not measured.
        held("instant", noon - Day.QUARTER, { consumption: null, production: null }),
        held("instant", noon - 30 * 24 * Day.HOUR, { nature: "Données consolidées", region: "11" })
      ])
      yield* watched
      assert.deepStrictEqual(yield* lag, {
        [NICE]: 3_600,
        "{nature=\"Données consolidées\",region=\"11\"}": 30 * 86_400
      })
      yield* TestClock.adjust("10 minutes")
      assert.deepInclude(yield* lag, { [NICE]: 3_600 + 600 })
      yield* hold([held("instant", noon)])
      yield* TestClock.adjust("1 minute")
      assert.deepInclude(yield* lag, { [NICE]: 660 })
    }).pipe(Numbers.apart, Effect.provide(stores)))

  it.effect("goes on growing while the database does not answer, or never does, and this is said once", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const { said, layer } = listening()
      const { fail, hold } = yield* MemoryQuery.MemoryAnswers
      yield* hold([held("instant", Date.parse("2026-05-04T11:00:00Z"))])
      const real = yield* Query
      let hangs = false
      const query = Query.of({ ...real, freshness: Effect.suspend(() => hangs ? Effect.never : real.freshness) })
      yield* watched.pipe(Effect.provideService(Query, query), Effect.provide(layer))
      yield* fail(new QueryError({ reason: "Unreachable", detail: "the database is away" }))
      for (let minutes = 1; minutes <= 30; minutes++) {
        yield* TestClock.adjust("1 minute")
        assert.deepStrictEqual(yield* lag, { [NICE]: 3_600 + minutes * 60 })
      }
      yield* fail(undefined)
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(said, [
        "Warn: How old the newest measures are can't be known now: the database is away",
        "Warn: How much of a week's days is there can't be known now: the database is away",
        "Info: How old the newest measures are is known again.",
        "Info: How much of a week's days is there is known again."
      ])
      hangs = true
      yield* TestClock.adjust("2 hours")
      assert.deepStrictEqual(yield* lag, { [NICE]: 3_600 + 31 * 60 + 7_200 })
    }).pipe(Numbers.apart, Effect.provide(stores)))
})

describe("vitals: how much of the data is there", () => {
  it.effect("is what is known of yesterday and of the week, by the best nature, and never more than all", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const { hold } = yield* MemoryQuery.MemoryAnswers
      yield* hold([
        day("2026-05-03", 48),
        // Today has only begun, and what lies a week behind is for nobody to hurry.
        day("2026-05-04", 20),
        day("2026-04-26", 96),
        day("2026-05-02", 96),
        // Twice as much as there should be makes up for no other day.
        day("2026-05-01", 192),
        // Of the real-time day 12 of 96 marks are known, of the consolidated one 24 of 48.
        day("2026-04-30", 12),
        day("2026-04-30", 24, { nature: "Données consolidées", version: 24 })
      ])
      yield* watched
      const told = yield* completeness
      // Both spans of twelve regions.
      assert.lengthOf(Object.keys(told), 24)
      assert.deepInclude(told, {
        "{region=\"93\",span=\"yesterday\"}": 0.5,
        "{region=\"93\",span=\"week\"}": (48 + 96 + 96 + 24) / (6 * 96 + 48),
        "{region=\"11\",span=\"yesterday\"}": 0,
        "{region=\"11\",span=\"week\"}": 0
      })
    }).pipe(Numbers.apart, Effect.provide(stores)))
})

describe("vitals: how the mornings end", () => {
  it.effect("is when the last one succeeded, and how many have failed since, whoever ran them", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      yield* watched
      const told = Effect.map(Numbers.told, (all) => [
        all["eco2mixd_failed_mornings"],
        all["eco2mixd_last_success_timestamp_seconds"]
      ])
      assert.deepStrictEqual(yield* told, [0, undefined])
      const steps: ReadonlyArray<readonly [Trigger, Outcome["_tag"], failed: number, succeeded: string | undefined]> = [
        ["schedule", "Failed", 1, undefined],
        ["schedule", "Failed", 2, undefined],
        ["catch-up", "Succeeded", 0, "2026-05-04T12:02:03Z"],
        ["catch-up", "Failed", 1, "2026-05-04T12:02:03Z"],
        // Neither is a morning that failed, nor one that succeeded.
        ["schedule", "Cancelled", 1, "2026-05-04T12:02:03Z"],
        ["manual", "Succeeded", 1, "2026-05-04T12:02:03Z"],
        ["refresh", "Failed", 1, "2026-05-04T12:02:03Z"],
        ["schedule", "Succeeded", 0, "2026-05-04T12:07:08Z"]
      ]
      for (const [trigger, outcome, failed, succeeded] of steps) {
        yield* ran(trigger, outcome)
        yield* TestClock.adjust("1 minute")
        const at = succeeded === undefined ? undefined : Date.parse(succeeded) / 1_000
        assert.deepStrictEqual(yield* told, [failed, at], `${trigger} ${outcome}`)
      }
    }).pipe(Numbers.apart, Effect.provide(stores)))
})

describe("vitals: what waits for a person, and how large the lake is", () => {
  it.effect("are told as they stand, and one that can't be known hides none of the others", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const { said, layer } = listening()
      const ledger = yield* Ledger
      const lake = yield* Lake
      const run = newRun({ trigger: "manual", window: { from: DAY, to: DAY }, datasets: [TR], requestedBy: "test" })
      yield* ledger.quarantine(run, [{ dataset: TR, text: "{", bytes: 1, reason: "NotJson", detail: "no JSON" }])
      const observed = observation(Day.start(DAY), { consommation: 100 })
      yield* ledger.report(run, { natures: [], parts: [] }, [{
        check: "balance",
        severity: "error",
        region: observed.region,
        nature: observed.nature,
        granularity: "instant",
        instant: observed.instant,
        first: observed.instant,
        last: observed.instant,
        measure: null,
        values: {},
        text: "it does not add up"
      }])
      yield* lake.insert([revision(DAY, 0), revision(DAY, 1)])
      const away = new LedgerError({ reason: "Unreachable", during: "test", detail: "the ledger is away" })
      const lost = new LakeError({ reason: "Unreachable", during: "test", detail: "the lake is away" })
      let isLost = false
      yield* watched.pipe(
        Effect.provideService(Ledger, {
          ...ledger,
          waiting: Effect.suspend(() => isLost ? Effect.fail(away) : ledger.waiting)
        }),
        // A mistake in the program.
        Effect.provideService(Lake, { ...lake, size: Effect.suspend(() => isLost ? Effect.die(lost) : lake.size) }),
        Effect.provide(layer)
      )
      const expected = {
        eco2mixd_quarantine_records: 1,
        "eco2mixd_findings_standing{severity=\"error\"}": 1,
        "eco2mixd_findings_standing{severity=\"warning\"}": 0,
        eco2mixd_lake_documents: 2,
        "eco2mixd_lake_bytes{part=\"data\"}": 0,
        "eco2mixd_lake_bytes{part=\"indexes\"}": 0
      }
      assert.deepInclude(yield* Numbers.told, expected)
      isLost = true
      yield* TestClock.adjust("5 minutes")
      assert.lengthOf(said, 2)
      assert.strictEqual(
        said.find((line) => line.includes("quarantine")),
        "Warn: How many records wait in the quarantine can't be known now: the ledger is away"
      )
      assert.match(said.find((line) => line.includes("lake"))!, /^Warn: How large the lake is can't be known now: /)
      isLost = false
      yield* lake.insert([revision(DAY, 2)])
      yield* TestClock.adjust("1 minute")
      assert.deepInclude(yield* Numbers.told, { ...expected, eco2mixd_lake_documents: 3 })
      assert.deepStrictEqual(said.slice(2).toSorted(), [
        "Info: How large the lake is is known again.",
        "Info: How many records wait in the quarantine is known again."
      ])
    }).pipe(Numbers.apart, Effect.provide(stores)))
})
