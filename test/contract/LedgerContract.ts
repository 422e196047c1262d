/** What every ledger promises, tried on the one that is handed in. */
import type { Finding } from "#domain/Finding"
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
  /** In the order in which they came. */
  readonly findings: Effect.Effect<ReadonlyArray<Finding>>
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

/** A region of its own for each case, as the findings of all stand in one ledger. */
const findingOf = (region: Finding["region"]): Finding => ({
  check: "exchange",
  severity: "error",
  region,
  nature: "Données temps réel",
  granularity: "day",
  instant: Date.UTC(2017, 8, 29, 22),
  first: Date.UTC(2017, 8, 29, 22, 15),
  last: Date.UTC(2017, 8, 30, 21, 45),
  measure: "ech_physiques",
  values: { marks: 95, consumption: 96, filieres: 96 },
  text: "A consumption without exchange; ' and \u{1F50C} are only text"
})

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

    it.effect("has a finding as it was reported, once, and says which are new", () =>
      Effect.gen(function*() {
        const { report } = yield* Ledger
        const { findings } = yield* Pages
        const whole = findingOf("53")
        const other: Finding = { ...whole, check: "completeness", severity: "info", measure: null, values: {} }
        assert.deepStrictEqual(yield* report(run(), []), [])
        assert.deepStrictEqual(yield* report(run(), [whole, whole]), [whole])
        assert.deepStrictEqual(yield* report(run(), [whole, other]), [other])
        assert.deepStrictEqual(yield* report(run(), [other, whole]), [])
        assert.deepStrictEqual((yield* findings).filter(({ region }) => region === "53"), [whole, other])
      }))

    it.effect("has a finding anew where it reads differently, and not where it is only worded differently", () =>
      Effect.gen(function*() {
        const { report } = yield* Ledger
        const { findings } = yield* Pages
        const first = findingOf("52")
        yield* report(run(), [first])
        const grown: ReadonlyArray<Finding> = [
          { ...first, values: { ...first.values, marks: 96 } },
          { ...first, last: first.last + 1 },
          { ...first, severity: "warning" },
          { ...first, nature: "Données consolidées" },
          { ...first, instant: first.first, granularity: "instant" }
        ]
        assert.deepStrictEqual(yield* report(run(), grown), grown)
        const { consumption, filieres, marks } = first.values as { [name: string]: number }
        const same = { ...first, text: "in other words", values: { filieres, consumption, marks } as Finding["values"] }
        assert.deepStrictEqual(yield* report(run(), [same]), [])
        assert.strictEqual((yield* findings).filter(({ region }) => region === "52").length, 1 + grown.length)
      }))

    it.effect("has a finding once and new to one of them, when several report it at a time", () =>
      Effect.gen(function*() {
        const { report } = yield* Ledger
        const { findings } = yield* Pages
        const many = Array.from({ length: 150 }, (_, marks): Finding => ({ ...findingOf("75"), values: { marks } }))
        const fresh = yield* Effect.forEach([1, 2, 3], () => report(run(), many), { concurrency: "unbounded" })
        assert.strictEqual(fresh.flat().length, many.length)
        assert.strictEqual((yield* findings).filter(({ region }) => region === "75").length, many.length)
      }))
  })
