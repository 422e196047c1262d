/** The runs over HTTP: listed, found, begun and held, and told of as they go. */
import { newRun, NOTHING, type Outcome } from "#domain/Run"
import { events } from "#layers/http/RunEvents"
import { MemoryWork } from "#layers/memory/MemoryRuns"
import { Ledger } from "#ports/Ledger"
import { Listening } from "#ports/Listening"
import { Runs } from "#ports/Runs"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { get } from "node:http"
import { ask, authorized, change, doubles, type Json, layer, server } from "./Serving.ts"

const WINDOW = { from: "2026-09-01", to: "2026-09-03" } as const

/** A run that was, of another process. */
const past = (outcome: Outcome, trigger: "schedule" | "manual" = "schedule") =>
  Effect.scoped(Effect.gen(function*() {
    const ledger = yield* Ledger
    const run = newRun({ trigger, window: WINDOW, datasets: ["eco2mix-regional-tr"], requestedBy: "schedule" })
    yield* ledger.open(run)
    yield* ledger.close(run, outcome, { ...NOTHING, records: 7, rows: 3 }, { "eco2mix-regional-tr": 49_000 })
    return run.id
  }))

const failed: Outcome = {
  _tag: "Failed",
  code: "Sink.Unreachable",
  message: "PostgreSQL is away.",
  remedy: "Start it."
}

const begin = (body: object = {}) =>
  Effect.map(change("/api/v1/runs", { kind: "backfill", ...WINDOW, ...body }), ({ json }) => json.run_id as string)

/** What a listener hears, line by line; gone with the scope. */
const listening = Effect.gen(function*() {
  const { url } = yield* Listening
  const lines = yield* Queue.unbounded<string>()
  let ended = false
  yield* Effect.acquireRelease(
    Effect.callback<ReturnType<typeof get>>((resume) => {
      const asked = get(`${url}/api/v1/events`, (response) => {
        response.setEncoding("utf8").on("data", (text: string) => {
          for (const line of text.split("\n")) if (line !== "") Queue.offerUnsafe(lines, line)
        }).on("error", () => {}).on("close", () => {
          ended = true
        })
        resume(Effect.succeed(asked))
      })
      asked.on("error", () => {})
    }),
    (asked) => Effect.sync(() => asked.destroy())
  )
  const next = Effect.gen(function*() {
    for (;;) {
      const line = yield* Queue.take(lines)
      if (line.startsWith("data: ")) return JSON.parse(line.slice("data: ".length))
    }
  })
  return { next, ended: () => ended }
})

describe("Runs over HTTP", () => {
  it.live("lists them newest first, by pages and filters, as they ended", () =>
    Effect.gen(function*() {
      const ids: Array<string> = []
      for (const outcome of [{ _tag: "Succeeded" }, failed, { _tag: "Interrupted" }] as const) {
        ids.push(yield* past(outcome))
      }
      ids.push(yield* past({ _tag: "Cancelled" }, "manual"))
      const newest = ids.toReversed()
      const all = (yield* ask("/api/v1/runs")).json
      assert.deepStrictEqual(all.runs.map((run: Json) => run.run_id), newest)
      assert.isNull(all.next)
      const first = (yield* ask("/api/v1/runs?limit=3")).json
      assert.deepStrictEqual([first.runs.length, first.next], [3, newest[2]])
      const rest = (yield* ask(`/api/v1/runs?limit=3&before=${first.next}`)).json
      assert.deepStrictEqual([...first.runs, ...rest.runs], all.runs)
      assert.isNull(rest.next)
      const some = (yield* ask("/api/v1/runs?outcome=failed&trigger=schedule")).json
      assert.deepStrictEqual(some.runs.map((run: Json) => run.run_id), [ids[1]])
      assert.deepInclude(some.runs[0], {
        outcome: "failed",
        error: { code: "Sink.Unreachable", message: "PostgreSQL is away.", remedy: "Start it." },
        counts: { ...NOTHING, records: 7, rows: 3 },
        quota_remaining: { "eco2mix-regional-tr": 49_000 },
        window_from: "2026-09-01",
        waits: null
      })
      assert.deepStrictEqual((yield* ask(`/api/v1/runs/${ids[1]}`)).json, some.runs[0])
    }).pipe(Effect.provide(layer)))

  it.live("begins one, says where it is and who asked, and lets it wait, go on and end", () =>
    Effect.gen(function*() {
      const work = yield* MemoryWork
      const begun = yield* change("/api/v1/runs", { kind: "backfill", ...WINDOW, oldest_first: true })
      assert.strictEqual(begun.status, 202)
      const path = `/api/v1/runs/${begun.json.run_id}`
      assert.strictEqual(begun.headers.location, path)
      assert.deepInclude(begun.json, {
        trigger: "backfill",
        requested_by: "api 127.0.0.1",
        oldest_first: true,
        outcome: "running",
        datasets: ["eco2mix-regional-tr", "eco2mix-regional-cons-def"],
        ended_at: null
      })
      yield* work.step(begun.json.run_id, { doing: "Reading", done: 1, total: 6, ahead: null }, { records: 96 })
      assert.deepInclude((yield* ask(path)).json, { progress: { doing: "Reading", done: 1, total: 6 } })
      const busy = yield* change("/api/v1/runs", { kind: "backfill", ...WINDOW })
      assert.deepStrictEqual([busy.status, busy.json.code], [409, "Runs.Busy"])
      assert.strictEqual((yield* change(`${path}/pause`)).status, 204)
      assert.strictEqual((yield* ask("/api/v1/runs")).json.runs[0].waits, "asked")
      assert.strictEqual((yield* change(`${path}/resume`)).status, 204)
      assert.isNull((yield* ask(path)).json.waits)
      assert.strictEqual((yield* change(`${path}/cancel`)).status, 204)
      const ended = (yield* ask(path)).json
      assert.deepInclude(ended, { outcome: "cancelled", waits: null })
      assert.strictEqual(ended.counts.records, 96)
      const again = yield* change(`${path}/cancel`)
      assert.deepStrictEqual([again.status, again.json.code], [404, "Runs.NotRunning"])
      const manual = yield* begin({ kind: "manual" })
      const paused = yield* change(`/api/v1/runs/${manual}/pause`)
      assert.deepStrictEqual([paused.status, paused.json.code], [409, "Runs.NotPausable"])
    }).pipe(Effect.provide(layer)))

  it.live("refuses what makes no sense, naming it, and where it does not lead", () =>
    Effect.gen(function*() {
      const cases: ReadonlyArray<readonly [object, string]> = [
        [{ from: "2026-09-04" }, "from 2026-09-04 is after to 2026-09-03"],
        [{ from: "2026-02-29" }, "body from: expected a day"],
        [{ kind: "schedule" }, "body kind: expected \"manual\" | \"backfill\" | \"replay\""],
        [{ datasets: [] }, "body datasets: expected at least one dataset"],
        [{ datasets: ["other"] }, "body datasets.0: expected"],
        [{ form: "2026-09-01" }, "body form: there is no such thing"]
      ]
      for (const [body, said] of cases) {
        const answer = yield* change("/api/v1/runs", { kind: "manual", ...WINDOW, ...body })
        assert.strictEqual(answer.status, 400, said)
        assert.include(answer.json.detail, said)
      }
      yield* (yield* MemoryWork).stand({ leads: false, leader: { id: "x", name: "other:8080", since: 0 } })
      const answer = yield* change("/api/v1/runs", { kind: "manual", ...WINDOW })
      assert.deepStrictEqual([answer.status, answer.json.code], [409, "Runs.StandsBy"])
      assert.include(answer.json.detail, "other:8080")
    }).pipe(Effect.provide(layer)))
})

describe("Events", () => {
  it.live("tell what goes, then each change, to everyone who listens", () =>
    Effect.gen(function*() {
      const work = yield* MemoryWork
      const id = yield* begin()
      const [a, b] = [yield* listening, yield* listening]
      for (const { next } of [a, b]) assert.deepInclude(yield* next, { run_id: id, outcome: "running" })
      yield* work.step(id, { doing: "Reading", done: 2, total: 4, ahead: null })
      yield* change(`/api/v1/runs/${id}/pause`)
      yield* work.end(id, { _tag: "Succeeded" })
      for (const { next } of [a, b]) {
        assert.deepInclude(yield* next, { progress: { doing: "Reading", done: 2, total: 4 }, waits: null })
        assert.deepInclude(yield* next, { waits: "asked" })
        assert.deepInclude(yield* next, { run_id: id, outcome: "succeeded" })
      }
    }).pipe(Effect.scoped, Effect.provide(layer)))

  it.live("do not hold the server's end up: within a second everyone has been let go", () =>
    Effect.gen(function*() {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(Layer.provideMerge(server(), doubles), scope)
      const listeners = yield* Effect.forEach([1, 2, 3], () => listening).pipe(Effect.provideContext(context))
      // A request whose body never comes does not hold it up either.
      const { url } = Context.get(context, Listening)
      const stuck = yield* Effect.forkChild(
        Effect.tryPromise(() =>
          fetch(`${url}/api/v1/runs`, {
            method: "POST",
            headers: { ...authorized, "content-type": "application/json" },
            body: new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("{")) }),
            duplex: "half"
          } as RequestInit)
        ).pipe(Effect.exit)
      )
      yield* Effect.provideContext(ask("/healthz"), context)
      const begun = yield* Clock.currentTimeMillis
      yield* Scope.close(scope, Exit.void)
      assert.isBelow((yield* Clock.currentTimeMillis) - begun, 1_000)
      yield* Fiber.join(stuck)
      assert.isTrue(listeners.every(({ ended }) => ended()))
    }).pipe(Effect.scoped))

  it.effect("say something every 15 seconds, so that no proxy hangs up", () =>
    Effect.gen(function*() {
      const heard = yield* Queue.unbounded<string>()
      yield* Stream.runForEach(events, (text) => Queue.offer(heard, text)).pipe(Effect.forkScoped)
      assert.strictEqual(yield* Queue.take(heard), "retry: 2000\n\n")
      for (let times = 0; times < 3; times++) {
        yield* TestClock.adjust("14 seconds")
        assert.strictEqual(yield* Queue.size(heard), 0)
        yield* TestClock.adjust("1 second")
        assert.strictEqual(yield* Queue.take(heard), ": still here\n\n")
      }
    }).pipe(Effect.scoped, Effect.provide(doubles)))

  it.effect("tell a slow listener the last change, whatever it misses", () =>
    Effect.gen(function*() {
      const { step } = yield* MemoryWork
      const run = yield* (yield* Runs).start({
        trigger: "backfill",
        window: WINDOW,
        datasets: ["eco2mix-regional-tr"],
        requestedBy: "test",
        oldestFirst: false,
        anew: false
      })
      const pull = yield* Stream.toPull(events)
      yield* pull
      for (let done = 1; done <= 500; done++) yield* step(run.id, { doing: "Reading", done, total: 500, ahead: null })
      let last = ""
      while (!last.includes("\"done\":500")) last = (yield* pull).at(-1)!
      assert.include(last, run.id)
    }).pipe(Effect.scoped, Effect.provide(doubles)))
})
