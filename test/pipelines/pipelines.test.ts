import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { newRun, type Run, type Step } from "#domain/Run"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as MemoryLake from "#layers/memory/MemoryLake"
import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as MemorySink from "#layers/memory/MemorySink"
import * as StreamTransform from "#layers/streaming/StreamTransform"
import { backfill } from "#pipelines/backfill"
import { daily, lookBack } from "#pipelines/daily"
import { Progress } from "#pipelines/Progress"
import { recorded } from "#pipelines/recorded"
import { replay } from "#pipelines/replay"
import { IngestError } from "#ports/Ingest"
import { Lake } from "#ports/Lake"
import { Ledger, LedgerError } from "#ports/Ledger"
import { remedyOf } from "#ports/remedy"
import { Sink, SinkError } from "#ports/Sink"
import { Transform } from "#ports/Transform"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"

const TR: Dataset = "eco2mix-regional-tr"
const CONS: Dataset = "eco2mix-regional-cons-def"

const memory = Layer.provideMerge(
  StreamTransform.layer,
  Layer.mergeAll(MemoryIngest.layer, MemoryLake.layer, MemorySink.layer, MemoryLedger.layer)
)

const runOf = (from: Day.Day, to: Day.Day, datasets: ReadonlyArray<Dataset> = [TR]): Run =>
  newRun({ trigger: "manual", window: { from, to }, datasets, requestedBy: "test" })

/** A published row of one region; the consumption may be changed by quarter. */
const line = (day: Day.Day, quarter: number, fields: object = {}): string =>
  JSON.stringify({
    code_insee_region: "93",
    nature: "Données temps réel",
    date_heure: new Date(Day.start(day) + quarter * Day.QUARTER).toISOString(),
    consommation: 3000 + quarter,
    thermique: 100,
    ech_physiques: -5,
    ...fields
  })

const lines = (day: Day.Day, fields: object = {}) =>
  Array.from({ length: 96 }, (_, quarter) => line(day, quarter, fields))

const rows = Effect.flatMap(MemorySink.MemoryTable, ({ rows }) => rows)

const outage = new IngestError({ reason: "Unreachable", during: "test", detail: "the source is away" })

describe("ingest, then publish", () => {
  it.effect("brings every record to the table, once", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, [...lines("2020-05-01"), ...lines("2020-05-02")])
      const first = yield* daily(runOf("2020-05-01", "2020-05-02"))
      assert.deepInclude(first, { records: 192, revisions: 192, unchanged: 0, days: 2, rows: 2 * (2 * 96 + 2) })
      const second = yield* daily(runOf("2020-05-01", "2020-05-02"))
      assert.deepInclude(second, { records: 192, revisions: 0, unchanged: 192, days: 0, rows: 0 })
      assert.strictEqual((yield* rows).length, first.rows)
    }).pipe(Effect.provide(memory)))

  it.effect("appends exactly the rows that a revision touches, and A, B, A is three of them", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const run = runOf("2020-05-01", "2020-05-02")
      const [a, b] = [100, 200]
      const counts = []
      for (const thermique of [a, b, a]) {
        yield* source.say(TR, [
          line("2020-05-01", 0, { thermique }),
          ...lines("2020-05-01").slice(1),
          ...lines("2020-05-02")
        ])
        counts.push(yield* daily({ ...run, id: crypto.randomUUID() }))
      }
      assert.deepStrictEqual(counts.map(({ revisions }) => revisions), [192, 1, 1])
      // Ensemble and thermique, of the instant and of its day.
      assert.deepStrictEqual(counts.map(({ days, rows }) => [days, rows]), [[2, 388], [1, 4], [1, 4]])
      const instants = (yield* rows).filter(({ filiere, granularity, start }) =>
        granularity === "instant" && filiere === "thermique" && start === Day.start("2020-05-01")
      )
      assert.deepStrictEqual(instants.map(({ production, version }) => [version, production]), [[1, a], [2, b], [3, a]])
      const days = (yield* rows).filter(({ filiere, granularity, start }) =>
        granularity === "day" && filiere === "ensemble" && start === Day.start("2020-05-01")
      )
      assert.deepStrictEqual(days.map(({ version }) => version), [96, 97, 98])
    }).pipe(Effect.provide(memory)))

  it.effect("takes another spelling of the same values for no news", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, [line("2020-05-01", 0, { pompage: 0 })])
      yield* daily(runOf("2020-05-01", "2020-05-01"))
      yield* source.say(TR, [line("2020-05-01", 0, { pompage: "0", column_68: null, brandNew: [1] })])
      assert.deepInclude(yield* daily(runOf("2020-05-01", "2020-05-01")), { revisions: 0, unchanged: 1, rows: 0 })
    }).pipe(Effect.provide(memory)))

  it.effect("sets aside what can't be read, once, and goes on with the rest", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const { quarantine } = yield* MemoryLedger.MemoryPages
      yield* source.say(TR, [
        line("2020-05-01", 0),
        "{\"consommation\": ",
        "{\"date_heure\": 7}",
        line("2020-05-01", 1, { code_insee_region: "94" }),
        line("2020-05-01", 2, { solaire: "abc" }),
        line("2020-05-01", 3, { consommation: null, thermique: null }),
        line("2020-05-01", 0, { thermique: null })
      ])
      for (let times = 0; times < 2; times++) {
        const counts = yield* daily(runOf("2020-05-01", "2020-05-01"))
        assert.deepInclude(counts, { records: 7, quarantined: 4, blank: 1, repeated: 1 })
      }
      assert.deepStrictEqual(
        (yield* quarantine).map(({ reason }) => reason),
        ["NotJson", "UnknownRegion", "UnknownRegion", "NotANumber"]
      )
      const consumptions = (yield* rows).filter(({ granularity }) => granularity === "instant")
      assert.deepStrictEqual([...new Set(consumptions.map(({ consumption }) => consumption))], [3000, 3002])
    }).pipe(Effect.provide(memory)))

  it.effect("says what is not as expected, once, and keeps and publishes it all the same", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const { findings } = yield* MemoryLedger.MemoryPages
      // The exchange makes up for what the region does not produce, but for two hours in which it is not there.
      const healthy = (quarter: number) => line("2020-05-01", quarter, { ech_physiques: 2900 + quarter })
      const broken = (quarter: number) =>
        line("2020-05-01", quarter, { consommation: 100, ech_physiques: quarter === 40 ? "-" : null })
      const said = Array.from(
        { length: 96 },
        (_, quarter) => quarter >= 40 && quarter < 48 ? broken(quarter) : healthy(quarter)
      )
      yield* source.say(TR, said)
      const first = yield* daily(runOf("2020-05-01", "2020-05-01"))
      assert.deepInclude(first, { records: 96, revisions: 96, quarantined: 0, rows: 194 })
      const once = yield* findings
      assert.deepStrictEqual(once.map(({ check, severity }) => [check, severity]), [["exchange", "error"], [
        "jump",
        "warning"
      ]])
      assert.deepStrictEqual(once[0]!.values, { marks: 8, consumption: 100, filieres: 100 })
      yield* daily(runOf("2020-05-01", "2020-05-01"))
      assert.deepStrictEqual(yield* findings, once)

      // A source that says nothing proves nothing; one that says it right has repaired it.
      const ledger = yield* Ledger
      yield* source.say(TR, [])
      yield* daily(runOf("2020-05-01", "2020-05-01"))
      assert.deepStrictEqual(yield* ledger.standing, { info: 0, warning: 1, error: 1 })
      yield* source.say(TR, Array.from({ length: 96 }, (_, quarter) => healthy(quarter)))
      yield* daily(runOf("2020-05-01", "2020-05-01"))
      assert.deepStrictEqual(yield* ledger.findings({ limit: 10 }), [])
    }).pipe(Effect.provide(memory)))

  it.effect("fails with a ledger that takes no findings, after the lake has taken the data", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const lake = yield* Lake
      const ledger = yield* Ledger
      const refusal = new LedgerError({ reason: "Unreachable", during: "test", detail: "the ledger is away" })
      const away = Layer.succeed(Ledger, { ...ledger, report: () => Effect.fail(refusal) })
      yield* source.say(TR, lines("2020-05-01"))
      const error = yield* Effect.flip(daily(runOf("2020-05-01", "2020-05-01")).pipe(Effect.provide(away)))
      assert.strictEqual(error, refusal)
      assert.deepStrictEqual([...(yield* lake.documents()).values()], [96])
    }).pipe(Effect.provide(memory)))

  it.effect("keeps a failed dataset from no other, and fails all the same", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const { runs } = yield* MemoryLedger.MemoryPages
      yield* source.say(TR, lines("2020-05-01"))
      yield* source.fail(CONS, outage)
      const error = yield* Effect.flip(daily(runOf("2020-05-01", "2020-05-01", [CONS, TR])))
      assert.strictEqual(error, outage)
      assert.strictEqual((yield* rows).length, 194)
      const [entry] = yield* runs
      assert.deepStrictEqual(entry?.ended?.outcome, {
        _tag: "Failed",
        code: "Ingest.Unreachable",
        message: "the source is away",
        remedy: remedyOf("Ingest.Unreachable")
      })
      assert.deepInclude(entry?.ended?.counts, { records: 96, rows: 194 })
    }).pipe(Effect.provide(memory)))

  it.effect("publishes in the next run what a failing sink did not take, though the lake has heard it all", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, [...lines("2020-05-01"), ...lines("2020-05-02"), ...lines("2020-05-03")])
      const run = runOf("2020-05-01", "2020-05-03")
      const error = yield* Effect.flip(daily(run).pipe(Effect.provide(failingOn("2020-05-02"))))
      assert.strictEqual(error._tag, "SinkError")
      const next = yield* daily(runOf("2020-05-03", "2020-05-03"))
      assert.deepInclude(next, { revisions: 0 })
      assert.strictEqual((yield* rows).length, 3 * 194)
    }).pipe(Effect.provide(memory)))

  it.effect("is the same for two at once as for one", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const lake = yield* Lake
      yield* source.say(TR, [...lines("2020-05-01"), ...lines("2020-05-02")])
      const both = yield* Effect.forEach([1, 2, 3], () => daily(runOf("2020-05-01", "2020-05-02")), {
        concurrency: "unbounded"
      })
      assert.strictEqual(both.reduce((sum, { revisions }) => sum + revisions, 0), 192)
      assert.deepStrictEqual([...(yield* lake.documents()).values()], [96, 96])
      assert.strictEqual((yield* rows).length, 2 * 194)
    }).pipe(Effect.provide(memory)))

  it.effect("gives up on a lake that refuses a number and shows nobody who has it", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, lines("2020-05-01"))
      const lake = yield* Lake
      const broken = Layer.succeed(Lake, { ...lake, insert: (revisions) => Effect.succeed(revisions) })
      const error = yield* Effect.flip(daily(runOf("2020-05-01", "2020-05-01")).pipe(Effect.provide(broken)))
      assert.deepInclude(error, { _tag: "LakeError", reason: "Corrupt" })
    }).pipe(Effect.provide(memory)))
})

describe("replay", () => {
  it.effect("asks the lake alone, and appends what is missing", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, [...lines("2020-05-01"), ...lines("2020-05-02")])
      yield* daily(runOf("2020-05-01", "2020-05-02"))
      yield* source.fail(TR, outage)
      assert.deepInclude(yield* replay(runOf("2020-05-01", "2020-05-31")), { records: 0, days: 2, rows: 0 })
    }).pipe(Effect.provide(memory)))

  it.effect("appends every row anew under mended rules", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, lines("2020-05-01"))
      yield* daily(runOf("2020-05-01", "2020-05-01"))
      const transform = yield* Transform
      const mended = Layer.succeed(Transform, { ...transform, recipe: transform.recipe + 1 })
      const counts = yield* replay(runOf("2020-05-01", "2020-05-01")).pipe(Effect.provide(mended))
      assert.strictEqual(counts.rows, 194)
      assert.deepStrictEqual([...new Set((yield* rows).map(({ generation }) => generation))], [1, 2])
    }).pipe(Effect.provide(memory)))
})

describe("backfill", () => {
  it.effect("goes month by month, newest first, and tells how far it has come", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, [...lines("2020-04-30"), ...lines("2020-05-01")])
      const steps = yield* Ref.make<ReadonlyArray<Step>>([])
      const counts = yield* backfill(runOf("2020-04-30", "2020-05-01")).pipe(
        Effect.provideService(Progress, (step) => Ref.update(steps, (before) => [...before, step]))
      )
      assert.deepInclude(counts, { records: 192, revisions: 192, days: 2, rows: 388 })
      assert.deepStrictEqual((yield* Ref.get(steps)).map(({ doing, done, total }) => [doing, done, total]), [
        [`Reading ${TR}, 2020-05-01 to 2020-05-01`, 0, 4],
        ["Publishing 2020-05-01 to 2020-05-01", 1, 4],
        ["Publishing 2020-05-01 to 2020-05-01", 2, 4],
        [`Reading ${TR}, 2020-04-30 to 2020-04-30`, 2, 4],
        ["Publishing 2020-04-30 to 2020-04-30", 3, 4],
        ["Publishing 2020-04-30 to 2020-04-30", 4, 4],
        ["Done", 4, 4]
      ])
    }).pipe(Effect.provide(memory)))

  it.effect("publishes its own days and no others", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, [...lines("2020-05-01"), ...lines("2020-05-02")])
      yield* Effect.flip(daily(runOf("2020-05-01", "2020-05-02")).pipe(Effect.provide(failingOn("2020-05-01"))))
      assert.deepInclude(yield* backfill(runOf("2020-05-02", "2020-05-02")), { revisions: 0 })
      const published = new Set((yield* rows).map(({ start }) => Day.of(start)))
      assert.isFalse(published.has("2020-05-01"))
    }).pipe(Effect.provide(memory)))
})

describe("recorded", () => {
  it.effect("writes the run down before its work, and its interruption after it", () =>
    Effect.gen(function*() {
      const { runs } = yield* MemoryLedger.MemoryPages
      const began = yield* Deferred.make<void>()
      const fiber = yield* Effect.forkChild(
        recorded(runOf("2020-05-01", "2020-05-01"), (tally) =>
          tally({ records: 5 }).pipe(
            Effect.andThen(Deferred.succeed(began, undefined)),
            Effect.andThen(Effect.never)
          ))
      )
      yield* Deferred.await(began)
      assert.isNull((yield* runs)[0]?.ended)
      yield* Fiber.interrupt(fiber)
      assert.deepInclude((yield* runs)[0]?.ended?.outcome, { _tag: "Interrupted" })
      assert.deepInclude((yield* runs)[0]?.ended?.counts, { records: 5 })
    }).pipe(Effect.provide(memory)))

  it("looks back over three days in Paris, today included", () => {
    assert.deepStrictEqual(lookBack(Date.parse("2026-03-29T22:30:00Z")), { from: "2026-03-28", to: "2026-03-30" })
    assert.deepStrictEqual(lookBack(Date.parse("2026-10-25T22:30:00Z")), { from: "2026-10-23", to: "2026-10-25" })
  })
})

/** The sink at hand, which is away when it comes to this day. */
const failingOn = (unlucky: Day.Day) =>
  Layer.effect(
    Sink,
    Effect.map(Sink, (sink) => ({
      ...sink,
      append: (generation: number, runId: string, day: Parameters<typeof sink.append>[2]) =>
        day.day === unlucky
          ? Effect.fail(new SinkError({ reason: "Unreachable", during: "test", detail: "the sink is away" }))
          : sink.append(generation, runId, day)
    }))
  )
