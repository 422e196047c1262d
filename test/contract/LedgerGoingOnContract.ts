/** What every ledger promises of runs that go on elsewhere, and of what is wanted of them: a part of its contract. */
import { type Counts, newRun, NOTHING, type Outcome, type Run, type Step, type Wish } from "#domain/Run"
import { Ledger } from "#ports/Ledger"
import { assert, type Vitest } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"

const COUNTS: Counts = { ...NOTHING, records: 5, days: 31, rows: 70 }
const STEP: Step = { doing: "Reading", done: 31, total: 91, ahead: { from: "2020-02-01", to: "2020-03-31" } }

const run = (): Run =>
  newRun({
    trigger: "backfill",
    window: { from: "2020-01-01", to: "2020-03-31" },
    datasets: ["eco2mix-regional-tr"],
    requestedBy: "test"
  })

const became = Effect.fnUntraced(function*({ id }: Run) {
  const { journal } = yield* Ledger
  const lines = yield* journal({ limit: 10_000 })
  return lines.filter(({ subject }) => subject === id).map((line) => line.became).toReversed()
})

export const tests = (it: Vitest.MethodsNonLive<Ledger>) => {
  for (const outcome of ["running", "dead", { _tag: "Interrupted" }] as const) {
    const is = typeof outcome === "string" ? outcome : "interrupted"
    it.effect(`goes on with a run that is opened again and was ${is}, as it stands there`, () =>
      Effect.gen(function*() {
        const ledger = yield* Ledger
        const one = run()
        const begun = Effect.gen(function*() {
          yield* ledger.open(one)
          yield* ledger.progress(one, STEP, COUNTS)
          if (typeof outcome !== "string") yield* ledger.close(one, outcome, COUNTS, {})
        })
        yield* is === "dead" ? Effect.scoped(begun) : begun
        yield* ledger.ask(one.id, "pause")
        const before = yield* ledger.run(one.id)
        yield* ledger.open(one)
        assert.deepStrictEqual(yield* ledger.run(one.id), {
          ...before!,
          outcome: { _tag: "Running" },
          endedAt: null,
          step: STEP,
          counts: COUNTS,
          asked: "pause"
        })
        const lines = yield* became(one)
        assert.deepStrictEqual(lines, is === "running" ? ["begun", "begun"] : ["begun", "interrupted", "begun"])
        assert.strictEqual((yield* ledger.runs({ limit: 10_000 })).filter(({ run }) => run.id === one.id).length, 1)
        yield* ledger.close(one, { _tag: "Succeeded" }, { ...COUNTS, rows: 90 }, {})
        assert.deepInclude(yield* ledger.run(one.id), {
          outcome: { _tag: "Succeeded" },
          counts: { ...COUNTS, rows: 90 }
        })
        assert.strictEqual((yield* became(one)).at(-1), "succeeded")
      }))
  }

  it.effect("has a run that was opened again for one that lives, until whoever opened it last is dead", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      const one = run()
      const outcome = Effect.map(ledger.run(one.id), (record) => record?.outcome._tag)
      yield* Effect.scoped(Effect.gen(function*() {
        const first = yield* Scope.fork(yield* Effect.scope)
        yield* Scope.provide(ledger.open(one), first)
        yield* ledger.open(one)
        yield* Scope.close(first, Exit.void)
        yield* Effect.scoped(ledger.open(run()))
        assert.strictEqual(yield* outcome, "Running")
      }))
      assert.strictEqual(yield* outcome, "Interrupted")
    }))

  it.effect("has with a run what is wanted of it last, as long as it has not ended", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      const one = run()
      const other = run()
      yield* ledger.open(other)
      const asked = ({ id }: Run) => Effect.map(ledger.run(id), (record) => record?.asked)
      assert.isFalse(yield* ledger.ask(one.id, "pause"))
      yield* Effect.scoped(Effect.gen(function*() {
        yield* ledger.open(one)
        for (const wish of ["pause", null, "cancel", "pause"] satisfies ReadonlyArray<Wish>) {
          assert.isTrue(yield* ledger.ask(one.id, wish))
          assert.strictEqual(yield* asked(one), wish)
          yield* ledger.progress(one, STEP, COUNTS)
          assert.strictEqual(yield* asked(one), wish)
        }
      }))
      // Dead here, and to be gone on with elsewhere.
      assert.isTrue(yield* ledger.ask(one.id, "cancel"))
      assert.strictEqual(yield* asked(one), "cancel")
      assert.isNull(yield* asked(other))
    }))

  it.effect("does not take what is wanted of a run that has ended, or that is not there", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      const failed: Outcome = { _tag: "Failed", code: "Ingest.Refused", message: "said no", remedy: "none" }
      for (const outcome of [{ _tag: "Succeeded" }, failed, { _tag: "Cancelled" }] satisfies ReadonlyArray<Outcome>) {
        const one = run()
        yield* ledger.open(one)
        yield* ledger.close(one, outcome, COUNTS, {})
        for (const wish of ["pause", "cancel", null] as const) assert.isFalse(yield* ledger.ask(one.id, wish))
        assert.deepInclude(yield* ledger.run(one.id), { asked: null, outcome })
      }
      for (const id of [crypto.randomUUID(), "", "7", "'; drop table pipeline_runs; --", "\0"]) {
        assert.isFalse(yield* ledger.ask(id, "cancel"))
      }
    }))
}
