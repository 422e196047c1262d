/** Entries that other rules than the present ones have set aside: seeded as such, read again, over the memory layers. */
import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { Reason } from "#domain/Quarantined"
import { newRun } from "#domain/Run"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as MemoryLake from "#layers/memory/MemoryLake"
import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as MemorySink from "#layers/memory/MemorySink"
import * as StreamTransform from "#layers/streaming/StreamTransform"
import { daily } from "#pipelines/daily"
import { reconsider } from "#pipelines/reconsider"
import { Lake } from "#ports/Lake"
import { Ledger } from "#ports/Ledger"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"

const TR: Dataset = "eco2mix-regional-tr"
const DAY: Day.Day = "2020-05-01"
const INSTANT = Day.start(DAY)

const memory = Layer.provideMerge(
  StreamTransform.layer,
  Layer.mergeAll(MemoryIngest.layer, MemoryLake.layer, MemorySink.layer, MemoryLedger.layer)
)

const morning = newRun({ trigger: "schedule", window: { from: DAY, to: DAY }, datasets: [TR], requestedBy: "test" })

const record = (fields: object = {}): string =>
  JSON.stringify({
    code_insee_region: "93",
    nature: "Données temps réel",
    date_heure: new Date(INSTANT).toISOString(),
    consommation: 3000,
    thermique: 100,
    ...fields
  })

/** Sets a record aside for a reason that held once. */
const aside = (
  text: string,
  reason: Reason = "UnknownRegion",
  detail = "code_insee_region is \"93\"",
  bytes?: number
) =>
  Effect.flatMap(
    Ledger,
    (ledger) =>
      ledger.quarantine(morning, [{ dataset: TR, reason, detail, text, bytes: bytes ?? Buffer.byteLength(text) }])
  )

const retryAll = Effect.gen(function*() {
  const ledger = yield* Ledger
  return yield* reconsider("command me@here", yield* ledger.quarantined({ limit: 100 }))
})

const history = Effect.flatMap(Lake, (lake) => lake.history("93", INSTANT))
const waiting = Effect.flatMap(Ledger, ({ waiting }) => waiting)

describe("reconsider", () => {
  it.effect("keeps and publishes what can be read now, in a run of its own", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      const { rows } = yield* MemorySink.MemoryTable
      yield* TestClock.setTime(INSTANT + Day.HOUR)
      yield* aside(record())
      yield* TestClock.adjust("10 days")
      const done = yield* retryAll
      assert.deepInclude(done.counts, { records: 1, revisions: 1, quarantined: 0, days: 1, rows: 4 })
      assert.deepStrictEqual(done.verdicts.map(({ verdict }) => verdict), ["read"])
      const [run] = yield* ledger.runs({ limit: 1 })
      assert.deepInclude(run?.run, {
        trigger: "manual",
        requestedBy: "command me@here",
        window: { from: DAY, to: DAY }
      })
      assert.strictEqual(run?.outcome._tag, "Succeeded")
      const [kept] = yield* history
      // It was fetched when it was first seen, whenever it was read.
      assert.deepInclude(kept!, { revision: 1, record: record(), runId: done.run!.id, fetchedAt: INSTANT + Day.HOUR })
      assert.isTrue((yield* rows).every(({ consumption }) => consumption === 3000))
      assert.strictEqual(yield* waiting, 0)
      const [entry] = yield* ledger.quarantined({ limit: 1, resolved: true })
      assert.strictEqual(entry?.resolution, "retried")
    }).pipe(Effect.provide(memory)))

  it.effect("leaves what still can't be read, with the present reason", () =>
    Effect.gen(function*() {
      yield* aside("{\"consommation\":", "NotAnObject", "what it was called once")
      yield* aside(record({ code_insee_region: "94" }))
      const { run, verdicts } = yield* retryAll
      assert.isNull(run)
      assert.deepStrictEqual(verdicts.map(({ said, verdict }) => [verdict, said]), [
        ["waits", "UnknownRegion: code_insee_region is \"94\""],
        ["waits", "NotJson: the line is no JSON"]
      ])
      assert.strictEqual(yield* waiting, 2)
      assert.deepStrictEqual(yield* history, [])
    }).pipe(Effect.provide(memory)))

  it.effect("takes a measure for read only where it is", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const broken = record({ solaire: "abc", eolien: "12" })
      yield* source.say(TR, [broken])
      yield* daily(morning)
      // The rules that could not read eolien are gone; solaire is no number by any.
      yield* aside(broken, "NotANumber", "eolien is \"12\"")
      const { run, verdicts } = yield* retryAll
      assert.deepStrictEqual(
        verdicts.map(({ entry, verdict }) => [entry.detail, verdict]).toSorted(),
        [["eolien is \"12\"", "read"], ["solaire is \"abc\"", "waits"]]
      )
      assert.isNotNull(run)
      assert.strictEqual(yield* waiting, 1)
      assert.lengthOf(yield* history, 1)
    }).pipe(Effect.provide(memory)))

  it.effect("sets aside what of a record it still can't read", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      yield* aside(record({ solaire: "abc" }))
      assert.deepInclude((yield* retryAll).counts, { revisions: 1, quarantined: 1 })
      const left = yield* ledger.quarantined({ limit: 9 })
      assert.deepStrictEqual(left.map(({ detail }) => detail), ["solaire is \"abc\""])
    }).pipe(Effect.provide(memory)))

  it.effect("never puts an old word over a later one", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      yield* aside(record({ thermique: 1 }))
      yield* TestClock.adjust("1 hour")
      yield* source.say(TR, [record({ thermique: 2 })])
      yield* daily(morning)
      const { counts, verdicts } = yield* retryAll
      assert.deepInclude(counts, { revisions: 0, rows: 0 })
      assert.match(verdicts[0]!.said, /later word/)
      assert.deepStrictEqual((yield* history).map(({ revision }) => revision), [1])
      assert.strictEqual(yield* waiting, 0)
    }).pipe(Effect.provide(memory)))

  it.effect("reads two words on one instant in the order in which they came", () =>
    Effect.gen(function*() {
      yield* aside(record({ thermique: 1 }))
      yield* TestClock.adjust("1 hour")
      yield* aside(record({ thermique: 2 }))
      assert.deepInclude((yield* retryAll).counts, { records: 2, revisions: 2, rows: 4 })
      assert.deepStrictEqual(
        (yield* history).map(({ record, revision }) => [revision, record]),
        [
          [1, record({ thermique: 1 })],
          [2, record({ thermique: 2 })]
        ]
      )
    }).pipe(Effect.provide(memory)))

  it.effect("does not read what was not kept whole", () =>
    Effect.gen(function*() {
      yield* aside(record(), "TooLarge", "a record of 70000 bytes", 70_000)
      const [verdict] = (yield* retryAll).verdicts
      assert.strictEqual(verdict?.verdict, "waits")
      assert.match(verdict!.said, /of 70000 bytes.*eco2mixd run/)
      assert.deepStrictEqual(yield* history, [])
    }).pipe(Effect.provide(memory)))

  it.effect("has done with a row that says nothing, and with one that was dealt with before", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      yield* aside(record({ consommation: null, thermique: null }))
      yield* aside(record({ thermique: 7 }))
      const [, dropped] = (yield* ledger.quarantined({ limit: 2 })).toReversed()
      yield* ledger.resolve([dropped!.id], "dropped", "command test")
      const { run, verdicts } = yield* reconsider("me", yield* ledger.quarantined({ limit: 2, resolved: true }))
      assert.isNull(run)
      assert.deepStrictEqual(verdicts.map(({ verdict }) => verdict).toSorted(), ["empty", "resolved"])
      assert.strictEqual(yield* waiting, 0)
      assert.deepStrictEqual(yield* history, [])
    }).pipe(Effect.provide(memory)))

  it.effect("asks nothing and writes nothing where nothing waits", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      assert.deepInclude(yield* retryAll, { run: null, verdicts: [] })
      assert.deepStrictEqual(yield* ledger.runs({ limit: 1 }), [])
    }).pipe(Effect.provide(memory)))
})
