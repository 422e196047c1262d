import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { newRun } from "#domain/Run"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import { backfill } from "#pipelines/backfill"
import { daily } from "#pipelines/daily"
import { replay } from "#pipelines/replay"
import { Ingest, IngestError } from "#ports/Ingest"
import { Ledger } from "#ports/Ledger"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as References from "effect/References"
import * as TestClock from "effect/testing/TestClock"
import * as Spans from "../support/Spans.ts"
import { begin, setTime, stores, until } from "./Daemons.ts"

const TR: Dataset = "eco2mix-regional-tr"
const CONS: Dataset = "eco2mix-regional-cons-def"
const DAYS = { from: "2020-05-01", to: "2020-05-02" } as const

const runOf = (datasets: ReadonlyArray<Dataset> = [TR]) =>
  newRun({ trigger: "manual", window: DAYS, datasets, requestedBy: "api 127.0.0.1" })

/** So many marks of each of the days. */
const lines = (marks: number, thermique = 100) =>
  Day.list(DAYS).flatMap((day) =>
    Array.from({ length: marks }, (_, mark) =>
      JSON.stringify({
        code_insee_region: "93",
        nature: "Données temps réel",
        date_heure: new Date(Day.start(day) + mark * Day.QUARTER).toISOString(),
        consommation: 3000,
        thermique,
        ech_physiques: 2900
      }))
  )

const outage = new IngestError({ reason: "Unreachable", during: "test", detail: "the source is away" })

/** The spans of some work, and its result. */
const traced = Effect.fnUntraced(function*<A, E, R>(work: Effect.Effect<A, E, R>) {
  const spans = Spans.keep()
  const exit = yield* Effect.exit(work.pipe(Spans.into(spans)))
  return { spans, exit }
})

const WINDOW = [
  "  window",
  "    MemoryIngest.fetch",
  "    decode",
  "    keep",
  "      MemoryLake.latest",
  "      MemoryLake.insert",
  "    report",
  "      MemoryLedger.report"
]

describe("the trace of a run", () => {
  it.effect("is one tree, from the fetch to the rows, beside that of whoever asked", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const ledger = yield* Ledger
      yield* source.say(TR, lines(96))
      const run = runOf()
      const { spans } = yield* traced(Effect.withSpan(daily(run), "POST /v1/runs"))
      const [asking] = spans.named("POST /v1/runs")
      const [root, ...others] = spans.named("run")
      assert.lengthOf(others, 0)
      assert.deepStrictEqual(spans.tree(root!), [
        "run",
        "  MemoryLedger.open",
        "  MemoryLedger.progress",
        ...WINDOW,
        "  MemoryLedger.progress",
        "  publish",
        "    MemorySink.generation",
        "    MemoryLake.documents",
        "    MemorySink.published",
        "    aggregate",
        "    MemorySink.append",
        "    aggregate",
        "    MemorySink.append",
        "  MemoryLedger.close"
      ])
      assert.isTrue(Option.isNone(root!.parent))
      assert.deepStrictEqual(root!.links.map(({ span }) => span.spanId), [asking!.spanId])
      assert.notStrictEqual(root!.traceId, asking!.traceId)
      assert.deepStrictEqual(spans.tree(asking!), ["POST /v1/runs"])
      assert.isTrue(spans.all.every((span) => span === asking || span.traceId === root!.traceId))
      assert.strictEqual((yield* ledger.run(run.id))!.traceId, root!.traceId)

      assert.deepInclude(Spans.attributesOf(root!), {
        "run.id": run.id,
        "run.trigger": "manual",
        "run.requested_by": "api 127.0.0.1",
        "run.from": DAYS.from,
        "run.to": DAYS.to,
        "run.datasets": [TR],
        "run.outcome": "succeeded",
        "run.records": 192,
        "run.revisions": 192,
        "run.rows": 388
      })
      assert.deepInclude(Spans.attributesOf(spans.named("window")[0]!), { dataset: TR, ...DAYS, records: 192 })
      assert.isFalse(spans.all.some(Spans.hasFailed))
    }).pipe(Effect.provide(stores)))

  it.effect("says where it failed, and goes on with what could be had", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, lines(96))
      yield* source.fail(CONS, outage)
      const { spans } = yield* traced(daily(runOf([TR, CONS])))
      const [root] = spans.named("run")
      assert.deepStrictEqual(spans.tree(root!), [
        "run",
        "  MemoryLedger.open",
        "  MemoryLedger.progress",
        ...WINDOW,
        "  MemoryLedger.progress",
        "  window",
        "    MemoryIngest.fetch",
        "  MemoryLedger.progress",
        "  publish",
        "    MemorySink.generation",
        "    MemoryLake.documents",
        "    MemorySink.published",
        "    aggregate",
        "    MemorySink.append",
        "    aggregate",
        "    MemorySink.append",
        "  MemoryLedger.close"
      ])
      assert.deepStrictEqual(root!.links, [])
      assert.deepInclude(Spans.attributesOf(root!), {
        "run.outcome": "failed",
        "error.type": "Ingest.Unreachable",
        "run.rows": 388
      })
      assert.deepStrictEqual(spans.all.filter(Spans.hasFailed).map(({ name }) => name), [
        "run",
        "window",
        "MemoryIngest.fetch"
      ])
    }).pipe(Effect.provide(stores)))

  it.effect("is no longer for more records", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const counts: Array<number> = []
      for (const marks of [48, 96]) {
        // Other values each time, so that each time all is news.
        yield* source.say(TR, lines(marks, marks))
        counts.push((yield* traced(daily(runOf()))).spans.all.length)
      }
      assert.strictEqual(counts[0], counts[1])
      assert.isAbove(counts[0]!, 10)
    }).pipe(Effect.provide(stores)))

  it.effect("is as deep for a backfill, a window a month, and for a replay, which reads nothing", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, lines(96))
      const window = { from: "2020-04-24", to: "2020-05-02" } as const
      const filled = yield* traced(backfill(newRun({ ...runOf(), trigger: "backfill", window })))
      const top = (spans: Spans.Kept) => spans.tree(spans.named("run")[0]!).filter((line) => /^ {2}[a-z]/.test(line))
      assert.deepStrictEqual(top(filled.spans), ["  window", "  publish", "  window", "  publish"])
      const again = yield* traced(replay(newRun({ ...runOf(), trigger: "replay" })))
      assert.deepStrictEqual(top(again.spans), ["  publish"])
    }).pipe(Effect.provide(stores)))
})

describe("the traces of a daemon", () => {
  it.effect("are its runs and nothing beside, however long it stays up", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T03:00:00Z")
      const spans = Spans.keep()
      yield* Effect.gen(function*() {
        const daemon = yield* begin("one", { refresh: Day.HOUR })
        yield* TestClock.adjust("3 hours")
        yield* daemon.stop
      }).pipe(Effect.withSpan("start"), Spans.into(spans))
      const roots = spans.all.filter(({ parent }) => Option.isNone(parent))
      const triggers = roots.map((root) => Spans.attributesOf(root)["run.trigger"])
      // A morning that had passed, one that came, and today read again between.
      assert.deepStrictEqual([roots[0]!.name, triggers[0], ...triggers.slice(1).toSorted()], [
        "start",
        undefined,
        "catch-up",
        "refresh",
        "refresh",
        "refresh",
        "schedule"
      ])
      assert.deepStrictEqual(spans.tree(roots[0]!), ["start"])
      assert.isTrue(roots.every(({ links }) => links.length === 0))
    }).pipe(Effect.provide(stores)))

  it.effect("link a run with the request that asked for it", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const spans = Spans.keep()
      yield* Effect.gen(function*() {
        const { runs } = yield* begin("one", { catchUp: "none" }).pipe(Effect.withSpan("start"))
        // So long ago was the lead confirmed that the run must ask for it.
        yield* TestClock.adjust("2 seconds")
        const request = { trigger: "manual", window: DAYS, datasets: [TR], requestedBy: "api test" } as const
        yield* runs.start({ ...request, oldestFirst: false, anew: false }).pipe(Effect.withSpan("POST /v1/runs"))
        yield* TestClock.adjust("1 minute")
      }).pipe(Spans.into(spans))
      const [root] = spans.named("run")
      assert.deepStrictEqual(root!.links.map(({ span }) => span.spanId), [spans.named("POST /v1/runs")[0]!.spanId])
      assert.include(spans.tree(root!), "  window")
      assert.deepStrictEqual(spans.named("MemoryLeadership.claim"), [])
      assert.deepStrictEqual(spans.tree(spans.named("start")[0]!), ["start"])
    }).pipe(Effect.provide(stores)))
})

describe("the log of a run", () => {
  it.effect("has its beginning and its end, where a daemon runs it", () =>
    Effect.gen(function*() {
      yield* setTime("2026-05-04T12:00:00Z")
      const source = yield* MemoryIngest.MemorySource
      yield* source.fail(TR, outage)
      const said: Array<Readonly<Record<string, unknown>>> = []
      const logger = Logger.make(({ fiber, logLevel, message }) => {
        said.push({ message: `${logLevel}: ${String(message)}`, ...fiber.getRef(References.CurrentLogAnnotations) })
      })
      yield* Effect.gen(function*() {
        const { runs } = yield* begin("one", { catchUp: "none" })
        const asked = { trigger: "manual", window: DAYS, datasets: [TR], requestedBy: "test" } as const
        const { id } = yield* runs.start({ ...asked, oldestFirst: false, anew: false })
        yield* until(Effect.map(runs.live, (live) => live.length === 0))
        const facts = { "run.id": id, "run.trigger": "manual" }
        const name = `Run ${id} (manual, 2020-05-01 to 2020-05-02)`
        assert.deepStrictEqual(said.filter((line) => "run.id" in line), [
          { message: `Info: ${name} begins.`, ...facts },
          { message: `Error: ${name} has failed: the source is away`, ...facts, "error.type": "Ingest.Unreachable" }
        ])
      }).pipe(Effect.provide(Logger.layer([logger])))
    }).pipe(Effect.provide(Layer.fresh(stores))))

  it.effect("carries the run on each line, and the window where there is one", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* source.say(TR, lines(1))
      const said: Array<Readonly<Record<string, unknown>>> = []
      const logger = Logger.make(({ fiber, message }) => {
        said.push({ message: String(message), ...fiber.getRef(References.CurrentLogAnnotations) })
      })
      const real = yield* Ingest
      const talking = Ingest.of({
        ...real,
        fetch: (dataset, days) => Effect.andThen(Effect.logInfo("asked"), real.fetch(dataset, days))
      })
      const run = runOf()
      yield* daily(run).pipe(Effect.provideService(Ingest, talking), Effect.provide(Logger.layer([logger])))
      const facts = { "run.id": run.id, "run.trigger": "manual" }
      assert.deepStrictEqual(said, [{ message: "asked", ...facts, dataset: TR, ...DAYS }])
    }).pipe(Effect.provide(Layer.fresh(stores))))
})
