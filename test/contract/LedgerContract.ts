/** What every ledger promises, tried on the one that is handed in. */
import * as Day from "#domain/Day"
import { type Counts, newRun, NOTHING, type Outcome, type Run, type RunRecord, type Step } from "#domain/Run"
import { Ledger } from "#ports/Ledger"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Tracer from "effect/Tracer"
import * as LedgerGoingOnContract from "./LedgerGoingOnContract.ts"
import * as LedgerJournalContract from "./LedgerJournalContract.ts"
import * as LedgerPagesContract from "./LedgerPagesContract.ts"

const COUNTS: Counts = { ...NOTHING, records: 1, blank: 2, unchanged: 7, days: 8, rows: 20_804 }

const FAILED: Outcome = { _tag: "Failed", code: "Ingest.Unreachable", message: "no answer", remedy: "wait" }

/** All tests write into one ledger: each has days of its own, and finds its own runs by them. */
let month = 0
const someDays = (days = 31): Day.DayRange => {
  const from = Day.plus("2020-01-01", 31 * month++)
  return { from, to: Day.plus(from, days - 1) }
}

const run = (more: Partial<Run> = {}): Run =>
  newRun({
    trigger: "manual",
    window: someDays(),
    datasets: ["eco2mix-regional-tr", "eco2mix-regional-cons-def"],
    requestedBy: "test",
    ...more
  })

const step = (ahead: Day.DayRange | null): Step => ({ doing: "Reading", done: 3, total: 62, ahead })

/** A run from its opening to its end, with a step where it comes to one. */
const lived = Effect.fnUntraced(function*(run: Run, outcome: Outcome | "dies", step?: Step) {
  const { close, open, progress } = yield* Ledger
  yield* Effect.scoped(Effect.gen(function*() {
    yield* open(run)
    if (step !== undefined) yield* progress(run, step, COUNTS)
    if (outcome !== "dies") yield* close(run, outcome, COUNTS, {})
  }))
  return run
})

const outcomeOf = (id: string) =>
  Effect.gen(function*() {
    const ledger = yield* Ledger
    return (yield* ledger.run(id))?.outcome._tag
  })

const idsOf = (records: ReadonlyArray<RunRecord>) => records.map(({ run }) => run.id)

export const suite = <E>(name: string, ledger: Layer.Layer<Ledger, E>) =>
  withLayer(ledger, { excludeTestServices: true })(`Ledger (${name})`, (it) => {
    it.effect("has a run from before its work to after its end, with all that was asked, done and left", () =>
      Effect.gen(function*() {
        const ledger = yield* Ledger
        const before = Date.now() - 1
        const one = run({ trigger: "backfill", slot: before, oldestFirst: true, resumes: crypto.randomUUID() })
        yield* ledger.open(one)
        const opened = yield* ledger.run(one.id)
        assert.isAtLeast(opened!.startedAt, before)
        const { startedAt } = opened!
        const record: RunRecord = {
          run: one,
          startedAt,
          endedAt: null,
          outcome: { _tag: "Running" },
          counts: NOTHING,
          step: null,
          quota: {},
          traceId: null,
          asked: null
        }
        assert.deepStrictEqual(opened, record)

        const told = step({ from: "2020-01-02", to: "2020-01-31" })
        yield* ledger.progress(one, told, { ...NOTHING, records: 1 })
        const going = { ...record, counts: { ...NOTHING, records: 1 }, step: told }
        assert.deepStrictEqual(yield* ledger.run(one.id), going)
        yield* ledger.progress(one, { ...told, ahead: null }, COUNTS)
        const quota = { "eco2mix-regional-tr": 49_000 }
        yield* ledger.close(one, { _tag: "Succeeded" }, COUNTS, quota)
        const closed = yield* ledger.run(one.id)
        assert.isAtLeast(closed!.endedAt!, startedAt)
        assert.deepStrictEqual(closed, {
          ...record,
          endedAt: closed!.endedAt,
          outcome: { _tag: "Succeeded" },
          counts: COUNTS,
          step: { ...told, ahead: null },
          quota
        })
      }))

    it.effect("has the outcome as it was told", () =>
      Effect.gen(function*() {
        const ledger = yield* Ledger
        const outcomes: ReadonlyArray<Outcome> = [FAILED, { _tag: "Cancelled" }, { _tag: "Interrupted" }]
        for (const outcome of outcomes) {
          const { id } = yield* lived(run(), outcome)
          assert.deepStrictEqual((yield* ledger.run(id))?.outcome, outcome)
        }
      }))

    it.effect("has the trace of whoever opened it", () =>
      Effect.gen(function*() {
        const { open, run: find } = yield* Ledger
        const traceId = "0af7651916cd43dd8448eb211c80319c"
        for (const sampled of [true, false]) {
          const one = run()
          const parent = Tracer.externalSpan({ traceId, spanId: "b7ad6b7169203331", sampled })
          yield* open(one).pipe(Effect.withParentSpan(parent))
          assert.strictEqual((yield* find(one.id))?.traceId, sampled ? traceId : null)
        }
      }))

    it.effect("takes a run for interrupted as soon as it is dead, with what it had told, and never while it lives", () =>
      Effect.gen(function*() {
        const ledger = yield* Ledger
        const living = run()
        yield* ledger.open(living)
        const told = step({ from: "2020-01-02", to: "2020-01-31" })
        const dead = yield* lived(run(), "dies", told)
        const seen = yield* ledger.run(dead.id)
        assert.deepInclude(seen, { outcome: { _tag: "Interrupted" }, step: told, counts: COUNTS })
        assert.isAtLeast(seen!.endedAt!, seen!.startedAt)
        yield* Effect.scoped(ledger.open(run()))
        const buried = yield* ledger.run(dead.id)
        assert.deepInclude(buried, { outcome: { _tag: "Interrupted" }, step: told, counts: COUNTS })
        assert.strictEqual(yield* outcomeOf(living.id), "Running")
      }))

    it.effect("answers in pages, newest first, by trigger and by outcome", () =>
      Effect.gen(function*() {
        const { open, runs } = yield* Ledger
        const started = []
        for (const outcome of [FAILED, "dies", { _tag: "Succeeded" }, FAILED] as const) {
          started.push((yield* lived(run({ trigger: "replay" }), outcome)).id)
        }
        const going = run({ trigger: "replay" })
        yield* open(going)
        yield* lived(run(), FAILED)
        const newest = [...started, going.id].toReversed()
        const replays = { trigger: "replay", limit: 10 } as const
        assert.deepStrictEqual(idsOf(yield* runs(replays)), newest)
        assert.deepStrictEqual(idsOf(yield* runs({ ...replays, limit: 2 })), newest.slice(0, 2))
        assert.deepStrictEqual(idsOf(yield* runs({ ...replays, limit: 2, before: newest[1] })), newest.slice(2, 4))
        assert.deepStrictEqual(idsOf(yield* runs({ ...replays, before: newest[4] })), [])
        assert.deepStrictEqual(idsOf(yield* runs({ ...replays, outcome: "Failed" })), [started[3], started[0]])
        assert.deepStrictEqual(idsOf(yield* runs({ ...replays, outcome: "Interrupted" })), [started[1]])
        assert.deepStrictEqual(idsOf(yield* runs({ ...replays, outcome: "Running" })), [going.id])
        assert.deepStrictEqual(idsOf(yield* runs({ ...replays, outcome: "Cancelled" })), [])
        const [last, ...others] = idsOf(yield* runs({ limit: 10_000 }))
        assert.notStrictEqual(last, going.id)
        assert.strictEqual(others[0], going.id)
        assert.deepStrictEqual(idsOf(yield* runs({ ...replays, limit: 1, before: last })), [going.id])
      }))

    it.effect("knows nothing of an id that no run has", () =>
      Effect.gen(function*() {
        const ledger = yield* Ledger
        for (const id of [crypto.randomUUID(), "", "7", "'; drop table pipeline_runs; --", "\0"]) {
          assert.isNull(yield* ledger.run(id))
          assert.deepStrictEqual(yield* ledger.runs({ limit: 10, before: id }), [])
        }
      }))

    it.effect("says which hour of the schedule was answered last, by how many days were read", () =>
      Effect.gen(function*() {
        const { answered } = yield* Ledger
        const hour = (day: number) => Date.UTC(2020, 0, day, 4, 30)
        const morning = (day: number, days: number): Run =>
          run({ trigger: "schedule", slot: hour(day), window: someDays(days) })
        const answers = Effect.all([answered(1), answered(45), answered(400)])
        const least = Date.UTC(2000, 0, 1)
        yield* lived(run({ slot: least, window: someDays(400) }), { _tag: "Succeeded" })
        yield* lived(morning(3, 3), { _tag: "Succeeded" })
        yield* lived(morning(1, 44), { _tag: "Succeeded" })
        assert.deepStrictEqual((yield* answers).slice(1), [least, least])
        yield* lived(morning(2, 45), { _tag: "Succeeded" })
        yield* lived(run(), { _tag: "Succeeded" })
        for (const outcome of [FAILED, "dies", { _tag: "Cancelled" }, { _tag: "Interrupted" }] as const) {
          yield* lived(morning(9, 400), outcome)
        }
        assert.deepStrictEqual((yield* answers).slice(1), [hour(2), least])
      }))

    it.effect("finds what ended before its work did, and only what is asked for", () =>
      Effect.gen(function*() {
        const { open, unfinished } = yield* Ledger
        const ahead = step({ from: "2020-01-05", to: "2020-01-31" })
        for (const outcome of [FAILED, "dies", { _tag: "Interrupted" }] as const) {
          const like = run({ trigger: "backfill" })
          assert.isNull(yield* unfinished(like))
          yield* lived(like, outcome)
          assert.strictEqual((yield* unfinished(like))?.run.id, like.id)
          const later = yield* lived({ ...like, id: crypto.randomUUID() }, outcome, ahead)
          const found = yield* unfinished(like)
          assert.deepInclude(found, { run: later, step: ahead })
          const others: ReadonlyArray<Partial<Run>> = [
            { trigger: "replay" },
            { oldestFirst: true },
            { datasets: ["eco2mix-regional-tr"] },
            { datasets: like.datasets.toReversed() },
            { window: { ...like.window, from: Day.plus(like.window.from, 1) } },
            { window: { ...like.window, to: Day.plus(like.window.to, 1) } }
          ]
          for (const other of others) assert.isNull(yield* unfinished({ ...like, ...other }))
        }
        for (const outcome of [FAILED, { _tag: "Succeeded" }, { _tag: "Cancelled" }, "dies"] as const) {
          const like = run({ trigger: "backfill" })
          const done = outcome === "dies" || outcome._tag === "Failed"
          yield* lived(like, outcome, done ? step(null) : ahead)
          assert.isNull(yield* unfinished(like))
        }
        const going = run({ trigger: "backfill" })
        yield* open(going)
        assert.isNull(yield* unfinished(going))
      }))

    it.effect("leaves alone what another run goes on with, or has done since", () =>
      Effect.gen(function*() {
        const { open, progress, unfinished } = yield* Ledger
        const ahead = step({ from: "2020-01-05", to: "2020-01-31" })
        const first = yield* lived(run({ trigger: "backfill" }), "dies", ahead)
        const heir = (): Run => ({ ...first, id: crypto.randomUUID(), resumes: first.id })
        // One that dies before its first step has changed nothing, and the step of the first is still where to begin.
        yield* lived(heir(), "dies")
        assert.strictEqual((yield* unfinished(first))?.run.id, first.id)
        const second = heir()
        yield* Effect.scoped(Effect.gen(function*() {
          yield* open(second)
          assert.isNull(yield* unfinished(first))
          yield* progress(second, ahead, NOTHING)
          assert.isNull(yield* unfinished(first))
        }))
        assert.strictEqual((yield* unfinished(first))?.run.id, second.id)
        yield* lived({ ...heir(), resumes: second.id }, { _tag: "Cancelled" })
        assert.isNull(yield* unfinished(first))

        const old = yield* lived(run({ trigger: "backfill" }), FAILED, ahead)
        yield* lived({ ...old, id: crypto.randomUUID() }, { _tag: "Succeeded" })
        assert.isNull(yield* unfinished(old))
        const again = yield* lived({ ...old, id: crypto.randomUUID() }, FAILED, ahead)
        assert.strictEqual((yield* unfinished(old))?.run.id, again.id)
      }))

    LedgerGoingOnContract.tests(it)
    LedgerPagesContract.tests(it)
    LedgerJournalContract.tests(it)
  })
