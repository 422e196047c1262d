/** What every ledger promises of the quarantine and of findings: a part of its contract. */
import * as Day from "#domain/Day"
import { CHECKS, type Finding } from "#domain/Finding"
import type { Judged } from "#domain/Judged"
import type { Quarantined } from "#domain/Quarantined"
import { newRun } from "#domain/Run"
import { type FindingEntry, type FindingFilter, Ledger, type QuarantineEntry } from "#ports/Ledger"
import { assert, type Vitest } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Struct from "effect/Struct"

const run = () =>
  newRun({
    trigger: "manual",
    window: { from: "2020-05-01", to: "2020-05-31" },
    datasets: ["eco2mix-regional-tr"],
    requestedBy: "test"
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

/** Without what the ledger adds. */
const quarantinedOf = Struct.omit<QuarantineEntry, ["id", "firstSeenAt", "runId", "resolution"]>([
  "id",
  "firstSeenAt",
  "runId",
  "resolution"
])
const foundOf = Struct.omit<FindingEntry, ["id", "firstSeenAt", "endedAt", "runId"]>([
  "id",
  "firstSeenAt",
  "endedAt",
  "runId"
])

const NONE: Judged = { natures: [], parts: [] }

/** All that may be found of a region's day under one nature. */
const dayOf = ({ instant, nature, region }: Finding): Judged => {
  const day = Day.of(instant)
  return { natures: [nature], parts: CHECKS.map((check) => ({ check, region, day, since: Day.start(day) })) }
}

/** Oldest first. */
const findingsOf = Effect.fnUntraced(function*(region: Finding["region"], filter: Partial<FindingFilter> = {}) {
  const { findings } = yield* Ledger
  const all = yield* findings({ limit: 10_000, ...filter })
  return all.filter((finding) => finding.region === region).toReversed()
})

/** Who does something, here: with what no statement should take for a part of itself. */
const BY = "command '; drop table journal; --@here"

export const tests = (it: Vitest.MethodsNonLive<Ledger>) => {
  it.effect("has an entry of the quarantine once, whatever its text", () =>
    Effect.gen(function*() {
      const { quarantine, quarantined } = yield* Ledger
      const entries = [
        broken,
        { ...broken, reason: "NotANumber", detail: "eolien is \"abc\"" } as const,
        { ...broken, reason: "NotANumber", detail: "solaire is \"abc\"" } as const,
        { ...broken, text: "'; drop table quarantine; -- \u{1F50C}" },
        { ...broken, text: "\uFEFF{\"a\": \"\uFFFD\"" }
      ]
      const first = run()
      const before = Date.now() - 1
      yield* quarantine(first, [...entries, { ...broken, text: "\0" }])
      yield* quarantine(run(), [...entries, ...entries, { ...broken, text: "\0" }])
      const found = (yield* quarantined({ limit: 10 })).toReversed()
      assert.deepStrictEqual(found.slice(0, entries.length).map(quarantinedOf), entries)
      assert.strictEqual(found.length, entries.length + 1)
      for (const { firstSeenAt, resolution, runId } of found) {
        assert.deepStrictEqual([runId, resolution], [first.id, null])
        assert.isAtLeast(firstSeenAt, before)
      }
    }))

  it.effect("has what a person did with an entry, and what still waits for one", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      const some = [1, 2, 3, 4, 5].map((number) => ({ ...broken, text: `entry ${number}` }))
      const before = yield* ledger.waiting
      yield* ledger.quarantine(run(), some)
      assert.strictEqual(yield* ledger.waiting, before + 5)
      const newest = yield* ledger.quarantined({ limit: 5 })
      assert.deepStrictEqual(newest.map(({ text }) => text), some.map(({ text }) => text).toReversed())
      const [, four, , two] = newest
      const pages = [
        yield* ledger.quarantined({ limit: 2 }),
        yield* ledger.quarantined({ limit: 3, before: four!.id })
      ]
      assert.deepStrictEqual(pages.flat(), newest)

      assert.strictEqual(yield* ledger.resolve([four!.id, two!.id], "dropped", BY), 2)
      assert.strictEqual(yield* ledger.resolve([four!.id, newest[0]!.id, "999999999", "x", "", "\0"], "retried", BY), 1)
      assert.strictEqual(yield* ledger.resolve([], "retried", BY), 0)
      assert.strictEqual(yield* ledger.waiting, before + 2)
      yield* ledger.quarantine(run(), some)
      assert.strictEqual(yield* ledger.waiting, before + 2)
      const texts = (yield* ledger.quarantined({ limit: 2 })).map(({ text }) => text)
      assert.deepStrictEqual(texts, ["entry 3", "entry 1"])
      const all = yield* ledger.quarantined({ limit: 5, resolved: true })
      assert.deepStrictEqual(all.map(({ resolution }) => resolution), ["retried", "dropped", null, "dropped", null])
      assert.deepStrictEqual(yield* ledger.quarantined({ limit: 5, before: "x" }), [])
    }))

  it.effect("has a finding as it was reported, once, and says which are new", () =>
    Effect.gen(function*() {
      const { report } = yield* Ledger
      const whole = findingOf("53")
      const other: Finding = { ...whole, check: "completeness", severity: "info", measure: null, values: {} }
      const second = run()
      assert.deepStrictEqual(yield* report(run(), NONE, []), [])
      assert.deepStrictEqual(yield* report(run(), NONE, [whole, whole]), [whole])
      assert.deepStrictEqual(yield* report(second, NONE, [whole, other]), [other])
      assert.deepStrictEqual(yield* report(run(), NONE, [other, whole]), [])
      const found = yield* findingsOf("53")
      assert.deepStrictEqual(found.map(foundOf), [whole, other])
      assert.strictEqual(found[1]?.runId, second.id)
    }))

  it.effect("answers with findings by gravity and by day, in pages", () =>
    Effect.gen(function*() {
      const { findings, report } = yield* Ledger
      const at = (severity: Finding["severity"], instant: number) => ({ ...findingOf("44"), severity, instant })
      const [monday, tuesday] = [Date.UTC(2018, 0, 1), Date.UTC(2018, 0, 1, 23)]
      const reported = [at("info", monday), at("error", tuesday - 1), at("warning", tuesday), at("info", tuesday)]
      yield* report(run(), NONE, reported)
      const found = Effect.fnUntraced(function*(filter: Partial<FindingFilter>) {
        const all = yield* findingsOf("44", filter)
        return all.map((entry) =>
          reported.findIndex((one) => one.severity === entry.severity && one.instant === entry.instant)
        )
      })
      assert.deepStrictEqual(yield* found({}), [0, 1, 2, 3])
      assert.deepStrictEqual(yield* found({ severity: "info" }), [0, 1, 2, 3])
      assert.deepStrictEqual(yield* found({ severity: "warning" }), [1, 2])
      assert.deepStrictEqual(yield* found({ severity: "error" }), [1])
      assert.deepStrictEqual(yield* found({ days: { from: "2018-01-01", to: "2018-01-01" } }), [0, 1])
      assert.deepStrictEqual(yield* found({ days: { from: "2018-01-02", to: "2018-01-09" } }), [2, 3])
      const newest = yield* findings({ limit: 4 })
      const pages = [yield* findings({ limit: 1 }), yield* findings({ limit: 3, before: newest[0]!.id })]
      assert.deepStrictEqual(pages.flat(), newest)
      assert.deepStrictEqual(yield* findings({ limit: 3, before: "x" }), [])
    }))

  it.effect("has a finding anew where it reads differently, and not where it is only worded differently", () =>
    Effect.gen(function*() {
      const { report } = yield* Ledger
      const first = findingOf("52")
      yield* report(run(), NONE, [first])
      const grown: ReadonlyArray<Finding> = [
        { ...first, values: { ...first.values, marks: 96 } },
        { ...first, last: first.last + 1 },
        { ...first, severity: "warning" },
        { ...first, nature: "Données consolidées" },
        { ...first, instant: first.first, granularity: "instant" }
      ]
      assert.deepStrictEqual(yield* report(run(), NONE, grown), grown)
      const { consumption, filieres, marks } = first.values as { [name: string]: number }
      const same = { ...first, text: "in other words", values: { filieres, consumption, marks } as Finding["values"] }
      assert.deepStrictEqual(yield* report(run(), NONE, [same]), [])
      assert.strictEqual((yield* findingsOf("52")).length, 1 + grown.length)
    }))

  it.effect("ends a finding that is not found again where it was looked for, and only there", () =>
    Effect.gen(function*() {
      const { report, standing } = yield* Ledger
      const a = findingOf("27")
      const b: Finding = { ...a, values: { ...a.values, marks: 3 } }
      const others: ReadonlyArray<Finding> = [
        { ...a, instant: Day.start(Day.plus(Day.of(a.instant), 1)) },
        { ...a, instant: a.instant - 1, granularity: "instant" },
        { ...a, nature: "Données consolidées" },
        { ...a, check: "jump" }
      ]
      const judged = dayOf(a)
      const before = yield* standing
      const mine = Effect.map(findingsOf("27"), (all) => all.map(foundOf))
      yield* report(run(), NONE, [a, ...others, { ...a, region: "28" }])
      const unsure = judged.parts.map((part) => ({ ...part, since: a.first + (part.check === "jump" ? 1 : 0) }))
      assert.deepStrictEqual(yield* report(run(), { ...judged, parts: unsure }, [a]), [])
      assert.deepStrictEqual(yield* mine, [a, ...others])
      assert.deepStrictEqual(yield* report(run(), { ...judged, natures: [] }, []), [])
      assert.deepStrictEqual(yield* mine, [a, ...others])

      // From one reading to another and back, and repaired at last.
      assert.deepStrictEqual(yield* report(run(), judged, [b, others[3]!]), [b])
      assert.deepStrictEqual(yield* mine, [...others, b])
      assert.deepStrictEqual(yield* report(run(), judged, [a, others[3]!]), [a])
      assert.deepStrictEqual(yield* mine, [...others, a])
      assert.deepStrictEqual(yield* report(run(), judged, []), [])
      assert.deepStrictEqual(yield* mine, others.slice(0, 3))
      assert.deepStrictEqual(yield* standing, { ...before, error: before.error + 4 })
      const all = yield* findingsOf("27", { ended: true })
      assert.deepStrictEqual(all.map(foundOf), [a, ...others, b, a])
      for (const [at, { endedAt, firstSeenAt }] of all.entries()) {
        if ([1, 2, 3].includes(at)) assert.isNull(endedAt)
        else assert.isAtLeast(endedAt!, firstSeenAt)
      }
      assert.deepStrictEqual(yield* report(run(), judged, [a]), [a])
      assert.strictEqual((yield* findingsOf("28")).length, 1)
    }))

  it.effect("has a finding once and new to one of them, when several report it at a time", () =>
    Effect.gen(function*() {
      const { report } = yield* Ledger
      const many = Array.from({ length: 150 }, (_, marks): Finding => ({ ...findingOf("75"), values: { marks } }))
      const fresh = yield* Effect.forEach([1, 2, 3], () => report(run(), NONE, many), { concurrency: "unbounded" })
      assert.strictEqual(fresh.flat().length, many.length)
      assert.strictEqual((yield* findingsOf("75")).length, many.length)
    }))
}
