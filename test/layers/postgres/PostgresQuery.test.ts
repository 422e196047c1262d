/** Questions to a table that the aggregate has made. */
import * as Day from "#domain/Day"
import { ENSEMBLE, FILIERES } from "#domain/Filiere"
import { NATURES } from "#domain/Nature"
import * as PostgresQuery from "#layers/postgres/PostgresQuery"
import * as PostgresSink from "#layers/postgres/PostgresSink"
import { GRANULARITIES, Query, type Row, type RowFilter } from "#ports/Query"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"
import { RUN } from "../../support/revisions.ts"
import { first, publish, second } from "./Published.ts"

const [realTime, consolidated, definitive] = NATURES
const SUBJECTS = [...FILIERES, ENSEMBLE]
const start = Day.start

const all: RowFilter = {
  regions: [],
  filieres: [],
  nature: null,
  granularity: "instant",
  days: { from: "2025-10-01", to: "2026-01-31" },
  asOf: null,
  after: null,
  limit: null
}

const rowsOf = (changes: Partial<RowFilter> = {}) =>
  Effect.flatMap(Query, ({ rows }) => Stream.runCollect(rows({ ...all, ...changes })))

/** The same from a view, as the README tells people to ask for it. */
const viewOf = (granularity: Row["granularity"], source: string) =>
  Effect.flatMap(PgClient.PgClient, (sql) =>
    Effect.map(
      sql.unsafe<Omit<Row, "start"> & { readonly start: Date }>(`
        select '${granularity}' as granularity, date_heure as start, code_insee_region as region, filiere, nature,
          avg_production as production, avg_consumption as consumption, avg_physical_exchange as exchange,
          record_count as records, ${source.includes("ly") ? "null::int" : "generation"} as generation,
          ${source.includes("ly") ? "null::int" : "version"} as version
        from ${source} order by date_heure, code_insee_region, filiere, nature`),
      (lines) => lines.map((line): Row => ({ ...line, start: line.start.getTime() }))
    ))

const stores = Layer.mergeAll(PostgresQuery.layer, PostgresSink.layer).pipe(Layer.provideMerge(EmbeddedStores.layer))

withLayer(Layer.tap(stores, (context) => Effect.provideContext(publish, context)), { excludeTestServices: true })(
  "Query (PostgreSQL)",
  (it) => {
    it.effect("rows are those of the views, in their order", () =>
      Effect.gen(function*() {
        const views = {
          instant: "regional_energy_current where granularity = 'instant'",
          day: "regional_energy_current where granularity = 'day'",
          hour: "regional_energy_hourly",
          month: "regional_energy_monthly"
        }
        for (const granularity of GRANULARITIES) {
          const expected = yield* viewOf(granularity, views[granularity])
          assert.isAbove(expected.length, 10)
          assert.deepStrictEqual(yield* rowsOf({ granularity }), expected)
        }
        const [some] = yield* rowsOf({ filieres: [ENSEMBLE] })
        assert.deepInclude(some, {
          region: "11",
          filiere: ENSEMBLE,
          nature: definitive,
          start: start("2025-10-24"),
          version: 1
        })
      }))

    it.effect("pages go on where the last one ended, in every granularity", () =>
      Effect.gen(function*() {
        const { rows } = yield* Query
        for (const granularity of GRANULARITIES) {
          const days = { from: "2025-10-24", to: granularity === "month" ? "2026-01-31" : "2025-10-25" } as const
          const filter = { granularity, days, filieres: granularity === "day" ? [] : ["eolien", ENSEMBLE] as const }
          const whole = yield* rowsOf(filter)
          const pages: Array<Row> = []
          for (;;) {
            const page = yield* Stream.runCollect(rows({ ...all, ...filter, limit: 7, after: pages.at(-1) ?? null }))
            pages.push(...page)
            if (page.length < 7) break
          }
          assert.deepStrictEqual(pages, whole)
        }
      }))

    it.effect("windows leave nothing out and double nothing", () =>
      Effect.gen(function*() {
        // So many regions and filières that each window is a day or two.
        const whole = yield* rowsOf()
        const byDay: Array<Row> = []
        for (const day of Day.list(all.days)) byDay.push(...yield* rowsOf({ days: { from: day, to: day } }))
        assert.deepStrictEqual(byDay, whole)
        assert.deepStrictEqual(yield* rowsOf({ limit: 1_000 }), whole.slice(0, 1_000))
        assert.deepStrictEqual(yield* rowsOf({ limit: 0 }), [])
        assert.deepStrictEqual(yield* rowsOf({ days: { from: "2025-10-02", to: "2025-10-01" } }), [])
      }))

    it.effect("regions and filières are those that are named, and an hour's figures its ensemble's", () =>
      Effect.gen(function*() {
        const some = yield* rowsOf({ regions: ["53"], filieres: ["solaire"], granularity: "hour" })
        const whole = yield* rowsOf({ granularity: "hour" })
        assert.isAbove(some.length, 20)
        assert.deepStrictEqual(some, whole.filter(({ filiere, region }) => region === "53" && filiere === "solaire"))
        const mended = some.filter(({ consumption }) => consumption === 1999)
        assert.isAbove(some.filter(({ records }) => records === 4).length, 10)
        assert.deepStrictEqual(mended.filter(({ production }) => production === null), [])
      }))

    it.effect("a nature that is asked for comes whatever others know", () =>
      Effect.gen(function*() {
        const real = yield* rowsOf({ nature: realTime, filieres: [ENSEMBLE] })
        assert.strictEqual(real.length, first.filter(({ nature }) => nature === realTime).length)
        const later = yield* rowsOf({ nature: consolidated, granularity: "day", filieres: [ENSEMBLE] })
        assert.deepStrictEqual(later.map((row) => [row.start, row.records]), [
          [start("2025-10-25"), 48],
          // Without the first pass of October's hour, which is two half-hours.
          [start("2025-10-26"), 11]
        ])
      }))

    it.effect("the past is as it was, down to the millisecond that was asked for", () =>
      Effect.gen(function*() {
        const { versions } = yield* Query
        const { instant } = second[0]!
        const told = yield* versions("53", ENSEMBLE, instant)
        assert.deepStrictEqual(told.map(({ granularity, version }) => [granularity, version]), [
          ["instant", 1],
          ["instant", 2],
          ["day", 96],
          ["day", 106]
        ])
        assert.deepInclude(told[1], { consumption: 1999, production: 3, records: 1, nature: realTime, runId: RUN })
        const filter = { days: { from: Day.of(instant), to: Day.of(instant) }, regions: ["53"] as const }
        for (const asOf of [told[0]!.processedAt, told[1]!.processedAt]) {
          for (const granularity of ["instant", "day"] as const) {
            const at = `regional_energy_as_of('${new Date(asOf).toISOString()}'::timestamptz + interval '999 us')
              where granularity = '${granularity}' and code_insee_region = '53'
                and date_heure between '${new Date(start(Day.of(instant))).toISOString()}'
                and '${new Date(Day.end(Day.of(instant)) - 1).toISOString()}'`
            const then = yield* viewOf(granularity, at)
            assert.isAbove(then.length, 2)
            assert.deepStrictEqual(yield* rowsOf({ ...filter, granularity, asOf }), then)
          }
        }
        assert.deepStrictEqual(yield* rowsOf({ ...filter, asOf: told[0]!.processedAt - 60_000 }), [])
      }))

    it.effect("hours and months have no past, and say what to ask instead", () =>
      Effect.gen(function*() {
        for (const granularity of ["hour", "month"] as const) {
          const error = yield* Effect.flip(rowsOf({ granularity, asOf: 0 }))
          assert.strictEqual(error.reason, "Invalid")
          assert.match(error.message, new RegExp(`^${granularity} rows .*no past.*leave as_of out.*instants or days`))
        }
      }))

    it.effect("every version of a row, and none of another", () =>
      Effect.gen(function*() {
        const { versions } = yield* Query
        const noon = start("2025-10-25") + 12 * Day.HOUR
        const told = yield* versions("11", "eolien", noon)
        assert.deepStrictEqual(told.map((one) => [one.granularity, one.nature, one.version]), [
          ["instant", realTime, 1],
          ["instant", consolidated, 1],
          ["day", realTime, 96],
          ["day", consolidated, 48]
        ])
        assert.deepStrictEqual(yield* versions("11", "nucleaire", noon), [])
        assert.deepStrictEqual((yield* versions("11", "eolien", noon + 60_000)).map((one) => one.granularity), [
          "day",
          "day"
        ])
      }))

    it.effect("coverage tells each region's day, also the unknown ones and October's", () =>
      Effect.gen(function*() {
        const { coverage } = yield* Query
        const found = yield* coverage({ from: "2025-10-24", to: "2025-10-28" })
        assert.strictEqual(found.length, 5 * 12)
        assert.deepStrictEqual(
          found.filter(({ region }) => region === "11" || region === "53").map((one) => [
            one.day,
            one.region,
            one.state,
            one.nature,
            one.records,
            one.expected,
            one.revisions
          ]),
          [
            ["2025-10-24", "11", "revised", definitive, 48, 48, 48],
            ["2025-10-24", "53", "missing", null, 0, 96, 0],
            ["2025-10-25", "11", "revised", consolidated, 48, 48, 48],
            ["2025-10-25", "53", "complete", realTime, 96, 96, 96],
            ["2025-10-26", "11", "partial", consolidated, 11, 48, 11],
            ["2025-10-26", "53", "revised", realTime, 96, 96, 106],
            ["2025-10-27", "11", "complete", realTime, 96, 96, 96],
            ["2025-10-27", "53", "partial", realTime, 40, 96, 40],
            ["2025-10-28", "11", "missing", null, 0, 96, 0],
            ["2025-10-28", "53", "missing", null, 0, 96, 0]
          ]
        )
        assert.deepStrictEqual((yield* coverage({ from: "2026-03-29", to: "2026-03-29" }))[0]?.expected, 92)
        assert.deepStrictEqual(yield* coverage({ from: "2025-10-02", to: "2025-10-01" }), [])
      }))

    it.effect("freshness is the newest measure of each region and nature", () =>
      Effect.gen(function*() {
        const { freshness } = yield* Query
        assert.deepStrictEqual(yield* freshness, [
          { region: "11", nature: realTime, latest: start("2025-10-28") - Day.QUARTER },
          { region: "11", nature: consolidated, latest: start("2025-10-26") + 6 * Day.HOUR },
          { region: "11", nature: definitive, latest: start("2025-10-25") - 2 * Day.QUARTER },
          { region: "53", nature: realTime, latest: start("2026-01-02") - Day.QUARTER }
        ])
      }))

    it.effect("readers that stop keep nobody from asking", () =>
      Effect.gen(function*() {
        const { freshness, rows } = yield* Query
        const scope = yield* Scope.Scope
        // More than there are connections, each with a row in hand and more to come.
        for (let reader = 0; reader < 20; reader++) {
          const pull = yield* Scope.provide(Stream.toPull(rows(all)), scope)
          assert.isAbove((yield* pull).length, 0)
        }
        assert.isAbove((yield* freshness).length, 0)
      }).pipe(Effect.scoped))

    it.effect("a filière is in the order of its type, and that of the type is ours", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const [order] = yield* sql<{ readonly names: ReadonlyArray<string> }>`
          select enum_range(null::filiere)::text[] as names`
        assert.deepStrictEqual(order!.names, SUBJECTS)
      }))
  }
)
