import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { newRun } from "#domain/Run"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import { backfill } from "#pipelines/backfill"
import { daily } from "#pipelines/daily"
import * as vitals from "#pipelines/vitals"
import { Ingest, IngestError } from "#ports/Ingest"
import { Lake } from "#ports/Lake"
import { Leadership } from "#ports/Leadership"
import { Sink, SinkError } from "#ports/Sink"
import * as Metrics from "#telemetry/Metrics"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as TestClock from "effect/testing/TestClock"
import * as Numbers from "../support/Numbers.ts"
import { revision } from "../support/revisions.ts"
import { begin, jumpingClock, setTime, stores, until } from "./Daemons.ts"

const TR: Dataset = "eco2mix-regional-tr"
const DAYS = { from: "2020-05-01", to: "2020-05-02" } as const

const runOf = (trigger: "manual" | "backfill" = "manual") =>
  newRun({ trigger, window: DAYS, datasets: [TR], requestedBy: "test" })

const lines = (thermique: (mark: number) => number) =>
  Day.list(DAYS).flatMap((day) =>
    Array.from({ length: 96 }, (_, mark) =>
      JSON.stringify({
        code_insee_region: "93",
        nature: "Données temps réel",
        date_heure: new Date(Day.start(day) + mark * Day.QUARTER).toISOString(),
        consommation: 3000,
        thermique: thermique(mark),
        ech_physiques: 2900
      }))
  )

const outage = new IngestError({ reason: "Unreachable", during: "test", detail: "the source is away" })

/** A source that gives nothing while it is shut. */
const slow = Effect.gen(function*() {
  const real = yield* Ingest
  const door = yield* Latch.make(false)
  const source = Ingest.of({ ...real, fetch: (dataset, days) => Latch.whenOpen(door, real.fetch(dataset, days)) })
  return { door, source }
})

describe("the numbers of a run", () => {
  it.effect("are what it did, by what it was", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, lines(() => 100))
      yield* daily(runOf())
      const first = yield* Numbers.told
      assert.deepInclude(first, {
        "eco2mixd_records_total{outcome=\"records\"}": 192,
        "eco2mixd_records_total{outcome=\"revisions\"}": 192,
        "eco2mixd_revisions_total{nature=\"Données temps réel\",news=\"first\"}": 192,
        eco2mixd_rows_total: 388,
        [Metrics.daysPublished.id]: 2,
        "eco2mixd_runs_total{outcome=\"succeeded\",trigger=\"manual\"}": 1,
        "eco2mixd_run_duration_seconds{outcome=\"succeeded\",trigger=\"manual\"}": 1,
        "eco2mixd_open_runs{trigger=\"manual\"}": 0,
        // The last day is complete with the end of the stream alone.
        "eco2mixd_chunk_duration_seconds{stage=\"aggregate\"}": 2,
        "eco2mixd_chunk_duration_seconds{stage=\"append\"}": 2,
        "eco2mixd_chunk_duration_seconds{stage=\"decode\"}": 1,
        "eco2mixd_chunk_duration_seconds{stage=\"fetch\"}": 1,
        "eco2mixd_chunk_duration_seconds{stage=\"keep\"}": 1
      })
      yield* source.say(TR, lines((mark) => mark < 3 ? 200 : 100))
      yield* daily(runOf())
      assert.deepStrictEqual(yield* Numbers.of("eco2mixd_revisions_total"), {
        "{nature=\"Données temps réel\",news=\"first\"}": 192,
        "{nature=\"Données temps réel\",news=\"revised\"}": 6
      })
    }).pipe(Numbers.apart, Effect.provide(stores)))

  it.effect("count no revision that another writer was faster with", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const lake = yield* Lake
      yield* source.say(TR, lines(() => 100))
      const raced = Lake.of({
        ...lake,
        insert: (revisions) => Effect.andThen(lake.insert(revisions), lake.insert(revisions))
      })
      const counts = yield* daily(runOf()).pipe(Effect.provideService(Lake, raced))
      assert.deepInclude(counts, { revisions: 0, unchanged: 192 })
      assert.deepStrictEqual(yield* Numbers.of("eco2mixd_revisions_total"), {
        "{nature=\"Données temps réel\",news=\"first\"}": 0
      })
    }).pipe(Numbers.apart, Effect.provide(stores)))

  it.effect("tell those that fail from those that are called off, and how many go", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const source = yield* MemoryIngest.MemorySource
      yield* source.fail(TR, outage)
      yield* Effect.flip(daily(runOf()))
      yield* source.fail(TR, undefined)

      const { source: shut } = yield* slow
      yield* Layer.build(vitals.layer)
      const { runs, stop } = yield* begin("one", { catchUp: "none" }).pipe(Effect.provideService(Ingest, shut))
      const request = {
        window: DAYS,
        datasets: [TR],
        requestedBy: "api test",
        oldestFirst: false,
        anew: false
      } as const
      const { id } = yield* runs.start({ ...request, trigger: "manual" })
      yield* runs.start({ ...request, trigger: "backfill" })
      const going = yield* Numbers.of("eco2mixd_open_runs")
      assert.deepInclude(going, { "{trigger=\"manual\"}": 1, "{trigger=\"backfill\"}": 1, "{trigger=\"schedule\"}": 0 })
      yield* runs.cancel(id)
      yield* stop
      assert.isTrue(Object.values(yield* Numbers.of("eco2mixd_open_runs")).every((open) => open === 0))
      const ended = yield* Numbers.of("eco2mixd_runs_total")
      assert.deepStrictEqual(Object.entries(ended).filter(([, count]) => count > 0).toSorted(), [
        ["{outcome=\"cancelled\",trigger=\"manual\"}", 1],
        ["{outcome=\"failed\",trigger=\"manual\"}", 1],
        ["{outcome=\"interrupted\",trigger=\"backfill\"}", 1]
      ])
    }).pipe(Numbers.apart, Effect.provide(stores)))

  it.effect("have how long it took, in seconds", () =>
    Effect.gen(function*() {
      const { door, source } = yield* slow
      const fiber = yield* Effect.forkChild(backfill(runOf("backfill")).pipe(Effect.provideService(Ingest, source)))
      yield* TestClock.adjust("90 seconds")
      yield* Latch.open(door)
      yield* Fiber.join(fiber)
      const buckets = yield* bucketsOf(
        Metric.withAttributes(Metrics.runDuration, { trigger: "backfill", outcome: "succeeded" })
      )
      assert.deepStrictEqual(buckets, { above: 60, upTo: 120 })
      assert.deepStrictEqual(yield* bucketsOf(Metric.withAttributes(Metrics.chunks, { stage: "fetch" })), buckets)
    }).pipe(Numbers.apart, Effect.provide(stores)))
})

describe("the numbers of a daemon", () => {
  it.effect("that alerts stand on are there from the first moment", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      yield* Layer.build(vitals.layer)
      yield* begin("one", { catchUp: "none" })
      const runs = yield* Numbers.of("eco2mixd_runs_total")
      assert.lengthOf(Object.keys(runs), 12)
      assert.deepInclude(runs, { "{outcome=\"failed\",trigger=\"schedule\"}": 0 })
      assert.lengthOf(Object.keys(yield* Numbers.of("eco2mixd_revisions_total")), 6)
      assert.deepInclude(yield* Numbers.of("eco2mixd_findings_total"), { "{check=\"balance\",severity=\"error\"}": 0 })
      assert.deepInclude(yield* Numbers.told, { eco2mixd_leader: 1, eco2mixd_rows_total: 0 })
    }).pipe(Numbers.apart, Effect.provide(stores)))

  it.effect("say who leads, and how many days wait, which a standby does not know", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const source = yield* MemoryIngest.MemorySource
      const leadership = yield* Leadership
      yield* source.say(TR, lines(() => 100))
      const lost = Layer.effect(
        Sink,
        Effect.map(Sink, (sink) =>
          Sink.of({
            ...sink,
            append: () => Effect.fail(new SinkError({ reason: "Unreachable", during: "test", detail: "away" }))
          }))
      )
      yield* Effect.flip(daily(runOf()).pipe(Effect.provide(lost)))

      const other = { id: "other", name: "other" }
      yield* leadership.claim(other)
      const { runs } = yield* begin("one", { catchUp: "none" })
      const told = Effect.map(Numbers.told, (all) => [all[Metrics.leader.id], all[Metrics.daysUnpublished.id]])
      assert.deepStrictEqual(yield* told, [0, undefined])
      yield* leadership.resign(other)
      yield* TestClock.adjust("5 seconds")
      assert.deepStrictEqual(yield* told, [1, 2])

      const request = {
        window: DAYS,
        datasets: [TR],
        requestedBy: "api test",
        oldestFirst: false,
        anew: false
      } as const
      yield* runs.start({ ...request, trigger: "manual" })
      yield* until(Effect.map(told, ([, waiting]) => waiting === 0))
      assert.deepStrictEqual(yield* told, [1, 0])

      // What others have brought in meanwhile is seen within the hour.
      const lake = yield* Lake
      yield* lake.insert([revision("2021-01-01", 0)])
      yield* TestClock.adjust("59 minutes")
      assert.deepStrictEqual(yield* told, [1, 0])
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* told, [1, 1])
    }).pipe(Numbers.apart, Effect.provide(stores)))

  it.effect("say that it does not lead any more, and no longer how many days wait", () =>
    Effect.gen(function*() {
      const { clock, jump } = yield* jumpingClock
      yield* Effect.gen(function*() {
        yield* setTime("2026-05-04T12:00:00Z")
        const leadership = yield* Leadership
        yield* begin("frozen", { catchUp: "none" })
        const told = Effect.map(Numbers.told, (all) => [all[Metrics.leader.id], all[Metrics.daysUnpublished.id]])
        yield* until(Effect.map(told, ([, waiting]) => waiting === 0))
        assert.deepStrictEqual(yield* told, [1, 0])
        yield* jump("90 seconds")
        yield* leadership.claim({ id: "other", name: "other" })
        yield* TestClock.adjust("5 seconds")
        assert.deepStrictEqual(yield* told, [0, undefined])
      }).pipe(Effect.provideService(Clock.Clock, clock))
    }).pipe(Numbers.apart, Effect.provide(stores)))
})

/** Between which boundaries the one observation lies. */
const bucketsOf = (histogram: typeof Metrics.runDuration) =>
  Effect.map(Metric.value(histogram), ({ buckets, count }) => {
    assert.strictEqual(count, 1)
    const at = buckets.findIndex(([, number]) => number === 1)
    return { above: buckets[at - 1]![0], upTo: buckets[at]![0] }
  })
