/** Drift between source, lake and table, brought in on purpose: on a real PostgreSQL, whose rows can be changed by hand. */
import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { newRun } from "#domain/Run"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as PostgresLake from "#layers/postgres/PostgresLake"
import * as PostgresLedger from "#layers/postgres/PostgresLedger"
import * as PostgresQuery from "#layers/postgres/PostgresQuery"
import * as PostgresSink from "#layers/postgres/PostgresSink"
import * as StreamTransform from "#layers/streaming/StreamTransform"
import { agrees, audit } from "#pipelines/audit"
import { daily } from "#pipelines/daily"
import { explain } from "#pipelines/explain"
import { Lake } from "#ports/Lake"
import { Transform } from "#ports/Transform"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as EmbeddedStores from "../support/EmbeddedStores.ts"
import { revision } from "../support/revisions.ts"
import { tampering } from "../support/tampering.ts"

const TR: Dataset = "eco2mix-regional-tr"
const CONS: Dataset = "eco2mix-regional-cons-def"

const stores = Layer.mergeAll(PostgresLake.layer, PostgresSink.layer, PostgresLedger.layer, PostgresQuery.layer)

const all = StreamTransform.layer.pipe(
  Layer.provideMerge(stores),
  Layer.provideMerge(EmbeddedStores.layer),
  Layer.merge(MemoryIngest.layer)
)

const record = (day: Day.Day, quarter: number, fields: object = {}): string =>
  JSON.stringify({
    code_insee_region: "93",
    nature: "Données temps réel",
    date_heure: new Date(Day.start(day) + quarter * Day.QUARTER).toISOString(),
    consommation: 3000 + quarter,
    thermique: 100,
    solaire: quarter % 2 === 0 ? quarter / 7 : null,
    ech_physiques: -5,
    ...fields
  })

const whole = (day: Day.Day) => Array.from({ length: 96 }, (_, quarter) => record(day, quarter))

const readAgain = (from: Day.Day, to = from, datasets: ReadonlyArray<Dataset> = [TR]) =>
  daily(newRun({ trigger: "manual", window: { from, to }, datasets, requestedBy: "test" }))

const audited = (from: Day.Day, to = from) => Stream.runCollect(audit({ from, to }, [TR, CONS]))

const say = (...lines: ReadonlyArray<string>) =>
  Effect.flatMap(MemoryIngest.MemorySource, (source) => source.say(TR, lines))

withLayer(all, { excludeTestServices: true, timeout: 60_000 })("audit and explain", (it) => {
  it.effect("says that all is one where it is, over many windows, days without anything and the clock change", () =>
    Effect.gen(function*() {
      yield* say(...whole("2020-03-28"), ...whole("2020-04-10"))
      yield* readAgain("2020-03-28", "2020-04-10")
      const days = yield* audited("2020-03-25", "2020-04-12")
      assert.lengthOf(days, 19)
      assert.deepStrictEqual(days.map(({ day }) => day), Day.list({ from: "2020-03-25", to: "2020-04-12" }))
      assert.isTrue(days.every(agrees))
      const busy = days.filter(({ documents }) => documents > 0)
      assert.deepStrictEqual(
        busy.map((
          { day, documents, published, rows, sources }
        ) => [day, documents, published, rows, sources[0]!.source]),
        // Ensemble and thermique each quarter, solaire each other one, and the three of the day.
        [["2020-03-28", 96, 96, 243, 96], ["2020-04-10", 96, 96, 243, 96]]
      )
    }))

  it.effect("finds a deleted row, an altered value, and one that nobody made", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const day: Day.Day = "2020-05-01"
      yield* say(...whole(day))
      yield* readAgain(day)
      const at = new Date(Day.start(day) + 8 * Day.QUARTER)
      yield* tampering(sql)
      yield* sql`delete from regional_energy_stats where granularity = 'instant' and filiere = 'solaire' and date_heure = ${at}`
      yield* sql`update regional_energy_stats set avg_consumption = 1 where granularity = 'day' and filiere = 'thermique'
        and date_heure = ${new Date(Day.start(day))}`
      yield* sql`insert into regional_energy_stats select (jsonb_populate_record(s, '{"filiere": "eolien"}')).*
        from regional_energy_stats s where granularity = 'instant' and filiere = 'thermique' and date_heure = ${at}`
      const [found] = yield* audited(day)
      assert.isFalse(agrees(found!))
      assert.deepStrictEqual(
        found!.drift.map((
          { columns, filiere, granularity, kind, start }
        ) => [kind, granularity, filiere, start, columns])
          .toSorted(),
        [
          ["different", "day", "thermique", Day.start(day), [{ column: "avg_consumption", table: 1, lake: 3047.5 }]],
          ["missing", "instant", "solaire", at.getTime(), []],
          ["unknown", "instant", "eolien", at.getTime(), []]
        ]
      )
      assert.deepStrictEqual([found!.documents, found!.published], [96, 96])
      assert.isTrue(found!.sources.every(({ drift }) => drift.length === 0))
    }))

  it.effect("finds a document that is not published, and the rows that are behind it", () =>
    Effect.gen(function*() {
      const lake = yield* Lake
      const day: Day.Day = "2020-05-03"
      yield* say(...whole(day))
      yield* readAgain(day)
      yield* lake.insert([revision(day, 3, { revision: 2, fingerprint: "7;;;100", record: record(day, 3) })])
      const [found] = yield* audited(day)
      assert.deepStrictEqual([found!.documents, found!.published], [97, 96])
      const outdated = found!.drift.filter(({ kind }) => kind === "outdated")
      // Of the instant, and of each of the day's rows.
      assert.strictEqual(outdated.filter(({ granularity }) => granularity === "day").length, 3)
      assert.deepStrictEqual<unknown>(
        outdated.filter(({ granularity }) => granularity === "instant").map((
          { columns, filiere }
        ) => [filiere, columns])
          .toSorted(),
        ["ensemble", "thermique"].map((filiere) => [filiere, [{ column: "version", table: 1, lake: 2 }]])
      )
      // The source says what the lake said before.
      const drift = found!.sources[0]!.drift
      assert.lengthOf(drift, 1)
      assert.deepInclude(drift[0]!.changed!, { measure: "consommation", before: 7, after: 3003 })
    }))

  it.effect("finds what the source has revised, what it has more, and what it no longer has", () =>
    Effect.gen(function*() {
      const day: Day.Day = "2020-05-05"
      yield* say(...whole(day).slice(1))
      yield* readAgain(day)
      yield* say(
        record(day, 0),
        ...whole(day).slice(1, 50),
        record(day, 50, { thermique: 120 }),
        ...whole(day).slice(51, 90)
      )
      const [found] = yield* audited(day)
      const [tr, cons] = found!.sources
      assert.deepInclude(tr, { dataset: TR, source: 90, lake: 95, gone: 6 })
      assert.deepInclude(cons, { dataset: CONS, source: 0, lake: 0, gone: 0 })
      assert.deepStrictEqual(tr!.drift.map(({ changed, instant }) => [instant, changed]), [
        [Day.start(day), null],
        [Day.start(day) + 50 * Day.QUARTER, [{ measure: "thermique", before: 100, after: 120 }]]
      ])
      assert.deepStrictEqual(found!.drift, [])
    }))

  it.effect("takes no day for published that other rules have published, and opens no generation", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const transform = yield* Transform
      const day: Day.Day = "2020-05-07"
      yield* say(...whole(day))
      yield* readAgain(day)
      const generations = sql`select * from generations`
      const before = yield* generations
      const mended = Layer.succeed(Transform, { ...transform, recipe: transform.recipe + 1 })
      const [found] = yield* audited(day).pipe(Effect.provide(mended))
      assert.isNull(found!.published)
      assert.isFalse(agrees(found!))
      assert.deepStrictEqual(yield* generations, before)
    }))

  it.effect("explains a number from the call to each version of its row", () =>
    Effect.gen(function*() {
      const source = yield* MemoryIngest.MemorySource
      const day: Day.Day = "2020-06-01"
      const instant = Day.start(day) + 2 * Day.QUARTER
      yield* say(...whole(day))
      yield* readAgain(day)
      yield* say(...whole(day).slice(0, 2), record(day, 2, { thermique: 111, solaire: null }), ...whole(day).slice(3))
      yield* readAgain(day)
      yield* source.say(CONS, [record(day, 2, { nature: "Données consolidées", thermique: 112 })])
      yield* readAgain(day, day, [TR, CONS])

      const found = yield* explain("93", "thermique", instant)
      assert.deepStrictEqual(found.origins.map(({ origin }) => origin), [
        `memory:${TR}/${day}/${day}`,
        `memory:${CONS}/${day}/${day}`
      ])
      assert.deepStrictEqual(
        found.revisions.map(({ changed, nature, revision, value }) => [nature, revision, value, changed]),
        [
          ["Données temps réel", 1, 100, []],
          ["Données temps réel", 2, 111, [
            { measure: "thermique", before: 100, after: 111 },
            { measure: "solaire", before: 2 / 7, after: null }
          ]],
          ["Données consolidées", 1, 112, []]
        ]
      )
      const instants = found.versions.filter(({ granularity }) => granularity === "instant")
      assert.deepStrictEqual(
        instants.map(({ current, nature, production, version }) => [nature, version, production, current]),
        [
          ["Données temps réel", 1, 100, false],
          ["Données temps réel", 2, 111, false],
          ["Données consolidées", 1, 112, true]
        ]
      )
      const days = found.versions.filter(({ granularity }) => granularity === "day")
      assert.deepStrictEqual(days.map(({ current, nature, version }) => [nature, version, current]), [
        ["Données temps réel", 96, false],
        ["Données temps réel", 97, false],
        ["Données consolidées", 1, true]
      ])
      assert.strictEqual(found.runs.length, 3)
      assert.isTrue(found.revisions.every(({ runId }) => found.runs.some(({ run }) => run.id === runId)))

      // A quarter beside the consolidated half-hour is not current, and says so by having no current row.
      const beside = yield* explain("93", "thermique", instant + Day.QUARTER)
      assert.isFalse(beside.versions.some(({ current, granularity }) => current && granularity === "instant"))

      const ensemble = yield* explain("93", "ensemble", instant)
      assert.deepStrictEqual(ensemble.revisions.map(({ value }) => value), [100 + 2 / 7, 111, 112 + 2 / 7])

      const nothing = yield* explain("11", "solaire", instant)
      assert.deepInclude(nothing, { revisions: [], versions: [], runs: [] })
    }))
})
