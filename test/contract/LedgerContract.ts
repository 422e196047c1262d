/** What every ledger promises, tried on the one that is handed in. */
import type { Quarantined } from "#domain/Quarantined"
import { NOTHING, type Run } from "#domain/Run"
import { Ledger } from "#ports/Ledger"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"

/** How a test looks into the ledger that it was handed. */
export class Pages extends Context.Service<Pages, {
  /** `outcome` in lower case, `running` before there is one. */
  readonly run: (
    id: string
  ) => Effect.Effect<{ readonly outcome: string; readonly code: string | null; readonly rows: number }>
  readonly quarantine: Effect.Effect<ReadonlyArray<Pick<Quarantined, "reason" | "detail" | "text">>>
}>()("test/Pages") {}

const run = (): Run => ({
  id: crypto.randomUUID(),
  trigger: "manual",
  window: { from: "2020-05-01", to: "2020-05-31" },
  datasets: ["eco2mix-regional-tr", "eco2mix-regional-cons-def"]
})

const broken: Quarantined = {
  dataset: "eco2mix-regional-tr",
  reason: "NotJson",
  detail: "the line is no JSON",
  text: "{\"consommation\": 3458, ",
  bytes: 23
}

export const suite = <E>(name: string, ledger: Layer.Layer<Ledger | Pages, E>) =>
  withLayer(ledger, { excludeTestServices: true })(`Ledger (${name})`, (it) => {
    it.effect("has a run from before its work to after its end", () =>
      Effect.gen(function*() {
        const { close, open } = yield* Ledger
        const pages = yield* Pages
        const one = run()
        yield* open(one)
        assert.strictEqual((yield* pages.run(one.id)).outcome, "running")
        yield* close(one, { _tag: "Succeeded" }, { ...NOTHING, rows: 20_804 })
        assert.deepStrictEqual(yield* pages.run(one.id), { outcome: "succeeded", code: null, rows: 20_804 })
      }))

    it.effect("takes a run for interrupted when it is dead, and never while it lives", () =>
      Effect.gen(function*() {
        const { open } = yield* Ledger
        const pages = yield* Pages
        const [dead, living, next] = [run(), run(), run()]
        yield* Effect.scoped(open(dead))
        yield* Effect.scoped(Effect.gen(function*() {
          yield* open(living)
          yield* Effect.scoped(open(next))
          assert.strictEqual((yield* pages.run(dead.id)).outcome, "interrupted")
          assert.strictEqual((yield* pages.run(living.id)).outcome, "running")
        }))
      }))

    it.effect("has the reason of a failure", () =>
      Effect.gen(function*() {
        const { close, open } = yield* Ledger
        const pages = yield* Pages
        const one = run()
        yield* open(one)
        yield* close(one, { _tag: "Failed", code: "Ingest.Unreachable", message: "no answer" }, NOTHING)
        assert.deepStrictEqual(yield* pages.run(one.id), { outcome: "failed", code: "Ingest.Unreachable", rows: 0 })
      }))

    it.effect("has an entry of the quarantine once, whatever its text", () =>
      Effect.gen(function*() {
        const { quarantine } = yield* Ledger
        const pages = yield* Pages
        const entries = [
          broken,
          { ...broken, reason: "NotANumber", detail: "eolien is \"abc\"" } as const,
          { ...broken, reason: "NotANumber", detail: "solaire is \"abc\"" } as const,
          { ...broken, text: "\0 '; drop table quarantine; -- \u{1F50C}" }
        ]
        yield* quarantine(run(), entries)
        yield* quarantine(run(), [...entries, ...entries])
        assert.strictEqual((yield* pages.quarantine).length, entries.length)
      }))
  })
