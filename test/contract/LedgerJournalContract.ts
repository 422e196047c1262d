/** What every ledger promises of its journal: a part of its contract. */
import type { Act } from "#domain/Act"
import type { Outcome } from "#domain/Run"
import { newRun, NOTHING } from "#domain/Run"
import { Ledger } from "#ports/Ledger"
import { assert, type Vitest } from "@effect/vitest"
import * as Effect from "effect/Effect"

const FAILED: Outcome = { _tag: "Failed", code: "Ingest.Refused", message: "said no", remedy: "none" }

/** Who does something, here: with what no statement should take for a part of itself. */
const BY = "api '; drop table journal; --@\u{1F50C}"

const run = () =>
  newRun({
    trigger: "backfill",
    window: { from: "2020-05-01", to: "2020-05-31" },
    datasets: ["eco2mix-regional-tr"],
    requestedBy: BY
  })

type Said = Pick<Act, "became" | "by" | "deed" | "details">

/** What it has of one thing, oldest first, in short. */
const of = Effect.fnUntraced(function*(subject: string) {
  const { journal } = yield* Ledger
  const lines = yield* journal({ limit: 10_000 })
  return lines.filter((line) => line.subject === subject).toReversed().map(
    ({ became, by, deed, details }): Said => ({ became, by, deed, details })
  )
})

export const tests = (it: Vitest.MethodsNonLive<Ledger>) => {
  it.effect("has in its journal who began a run, from its opening on, and how it ended", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      const begun: Said = {
        became: "begun",
        by: BY,
        deed: "start",
        details: { trigger: "backfill", from: "2020-05-01", to: "2020-05-31", datasets: ["eco2mix-regional-tr"] }
      }
      const one = run()
      yield* Effect.scoped(Effect.gen(function*() {
        yield* ledger.open(one)
        assert.deepStrictEqual(yield* of(one.id), [begun])
        yield* ledger.close(one, FAILED, NOTHING, {})
      }))
      const failed: Said = { became: "failed", by: BY, deed: "start", details: { code: "Ingest.Refused" } }
      assert.deepStrictEqual(yield* of(one.id), [begun, failed])
      const dead = run()
      yield* Effect.scoped(ledger.open(dead))
      yield* Effect.scoped(ledger.open(run()))
      assert.deepStrictEqual((yield* of(dead.id)).map(({ became, by }) => [became, by]), [
        ["begun", BY],
        ["interrupted", BY]
      ])
    }))

  it.effect("has in its journal who dealt with entries of the quarantine, and of those that were not there nothing", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      const entry = { dataset: "eco2mix-regional-tr", reason: "NotJson", detail: "it is none", bytes: 4 } as const
      yield* ledger.quarantine(run(), [{ ...entry, text: "one!" }, { ...entry, text: "two!" }])
      const [two, one] = yield* ledger.quarantined({ limit: 2 })
      const before = (yield* ledger.journal({ limit: 10_000 })).length
      yield* ledger.resolve([one!.id], "dropped", BY)
      yield* ledger.resolve([one!.id, "999999"], "retried", BY)
      yield* ledger.resolve([two!.id], "retried", BY)
      const said = yield* ledger.journal({ limit: 2 })
      assert.deepStrictEqual(said.map(({ became, by, deed, subject }) => [deed, subject, became, by]), [
        ["retry", two!.id, "done", BY],
        ["drop", one!.id, "done", BY]
      ])
      assert.strictEqual((yield* ledger.journal({ limit: 10_000 })).length, before + 2)
    }))

  it.effect("has in its journal what it was told, page by page", () =>
    Effect.gen(function*() {
      const { journal, note } = yield* Ledger
      const began = Date.now() - 1
      const details = { why: "'; --", $ne: null, nested: { ["__proto__"]: 1 } }
      const act: Act = { deed: "cancel", by: BY, subject: null, details, became: "asked" }
      yield* note(act)
      yield* note({ ...act, became: "refused" })
      const [refused, asked] = yield* journal({ limit: 2 })
      assert.deepInclude(asked, act)
      assert.deepInclude(refused, { ...act, became: "refused" })
      assert.isAtLeast(asked!.at, began)
      assert.deepStrictEqual(yield* journal({ limit: 1, before: refused!.id }), [asked!])
      assert.deepStrictEqual(yield* journal({ limit: 1, before: "x" }), [])
    }))
}
