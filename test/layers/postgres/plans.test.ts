/**
 * How the table is read: what decides between milliseconds and minutes on decades of rows can be seen on a few days of them,
 * by the parts of the table that a question is let at and the rows that it is looked at with.
 */
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"

interface Node {
  readonly "Node Type": string
  readonly "Relation Name"?: string
  readonly "Index Name"?: string
  readonly "Actual Loops": number
  readonly "Actual Rows": number
  readonly "Index Searches"?: number
  readonly "Rows Removed by Filter"?: number
  readonly "Rows Removed by Index Recheck"?: number
  readonly Plans?: ReadonlyArray<Node>
}

const flat = (node: Node): ReadonlyArray<Node> => [node, ...(node.Plans ?? []).flatMap(flat)]

/** What was done, node by node; what was planned and never begun is left out. */
const done = (question: string) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const [line] = yield* sql.unsafe<{ readonly "QUERY PLAN": ReadonlyArray<{ readonly Plan: Node }> }>(
      `explain (analyze, timing off, format json) ${question}`
    )
    return flat(line!["QUERY PLAN"][0]!.Plan).filter((node) => node["Actual Loops"] > 0)
  })

/** The years whose partitions were read. */
const years = (nodes: ReadonlyArray<Node>) =>
  [...new Set(nodes.flatMap((node) => node["Relation Name"] ?? []))].map((name) => name.slice(-4)).toSorted()

/** Rows that were looked at, and not only those that were wanted. */
const looked = (nodes: ReadonlyArray<Node>): number =>
  nodes.filter((node) => node["Relation Name"] !== undefined).reduce((sum, node) =>
    sum + node["Actual Loops"] *
      (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0)), 0)

/** A fortnight of each of five years, four regions, four filières: quarters, and days of which half have two versions. */
const fill = Effect.gen(function*() {
  const sql = yield* PgClient.PgClient
  for (let year = 2022; year <= 2026; year++) yield* sql`select ensure_statistics_partition(${year}::integer)`
  const insert = (granularity: string, step: string, version: string) =>
    sql.unsafe(`
      insert into regional_energy_stats
      select region, region, filiere::filiere, 'Données temps réel', '${granularity}', at, 1, 1, 1, 1, 1, ${version}, now(),
        gen_random_uuid()
      from generate_series(2022, 2026) as year
      cross join lateral generate_series(make_timestamptz(year, 6, 1, 0, 0, 0, 'Europe/Paris'),
        make_timestamptz(year, 6, 14, 23, 59, 0, 'Europe/Paris'), interval '${step}') as at
      cross join unnest('{11,53,84,93}'::text[]) as region
      cross join unnest('{nucleaire,eolien,solaire,ensemble}'::text[]) as filiere
      order by at, region, filiere`)
  yield* insert("instant", "15 minutes", "1")
  yield* insert("day", "1 day", "96")
  yield* insert("day", "2 days", "97")
  // As it is after a while: each partition is known, the whole is not.
  for (let year = 2022; year <= 2026; year++) yield* sql.unsafe(`vacuum analyze regional_energy_stats_${year}`)
})

const WEEK = "date_heure >= '2026-06-04 00:00+02' and date_heure < '2026-06-11 00:00+02'"
const WEEK_ROWS = 7 * 96 * 4

withLayer(Layer.tap(EmbeddedStores.layer, (context) => Effect.provideContext(fill, context)), {
  excludeTestServices: true,
  timeout: 60_000
})("plans of the table", (it) => {
  for (
    const [name, source] of [
      ["as it is", "regional_energy_current"],
      ["as it was", "regional_energy_as_of('2100-01-01')"]
    ] as const
  ) {
    it.effect(`a region's week ${name} is looked up in one year, by its key, and once a period`, () =>
      Effect.gen(function*() {
        const nodes = yield* done(
          `select * from ${source} where code_insee_region = '93' and granularity = 'instant' and ${WEEK}`
        )
        assert.strictEqual(nodes[0]!["Actual Rows"], WEEK_ROWS)
        assert.deepStrictEqual(years(nodes), ["2026"])
        assert.deepStrictEqual(nodes.filter((node) => node["Node Type"] === "Seq Scan"), [])
        assert.isAtMost(looked(nodes), WEEK_ROWS * 1.5)
        // For each period its rows, a later version of it, and each of two better natures: not for each row.
        const searches = nodes.reduce((sum, node) => sum + (node["Index Searches"] ?? 0), 0)
        assert.isAtMost(searches, (WEEK_ROWS / 4) * 4 + 20)
        // Which periods, versions and natures there are is known without a row.
        assert.lengthOf(nodes.filter((node) => node["Node Type"] === "Index Only Scan"), 3)
      }))
  }

  it.effect("a week whose end is the present is no dearer", () =>
    Effect.gen(function*() {
      const nodes = yield* done(`select * from regional_energy_current where code_insee_region = '93'
        and granularity = 'instant' and date_heure >= '2026-06-08 00:00+02'::timestamptz + (now() - now())`)
      assert.strictEqual(nodes[0]!["Actual Rows"], WEEK_ROWS)
      assert.deepStrictEqual(years(nodes), ["2026"])
      assert.isAtMost(looked(nodes), WEEK_ROWS * 1.5)
    }))

  it.effect("the newest days are found without the older years", () =>
    Effect.gen(function*() {
      const nodes = yield* done(`select * from regional_energy_current where granularity = 'day'
        order by date_heure desc, libelle_region, filiere limit 20`)
      assert.strictEqual(nodes[0]!["Actual Rows"], 20)
      assert.deepStrictEqual(years(nodes), ["2026"])
      assert.isAtMost(looked(nodes), 300)
    }))

  it.effect("a region's week by the hour leaves the pages of other weeks alone", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const nodes = yield* sql.withTransaction(Effect.andThen(
        // Too small a table for it to be worth an index: whether there is one that fits is asked.
        sql`set local enable_seqscan = off`,
        done(`select * from regional_energy_hourly where ${WEEK}`)
      ))
      assert.strictEqual(nodes[0]!["Actual Rows"], 7 * 24 * 4 * 4)
      assert.isNotEmpty(nodes.filter((node) => node["Index Name"]?.includes("date_bin")))
    }))

  it.effect("what a lake's days hold is counted without reading them", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* sql`
        insert into lake.revisions
        select at, '53', 'Données temps réel', 1, at::date, '1', 1, repeat('x', 500), now(), gen_random_uuid()
        from generate_series('2026-01-01'::timestamptz, '2026-03-01', interval '15 minutes') as at`
      yield* sql`vacuum analyze lake.revisions`
      const nodes = yield* done("select day, count(*) from lake.revisions group by day")
      const scan = nodes.find((node) => node["Relation Name"] === "revisions")
      assert.strictEqual(scan?.["Node Type"], "Index Only Scan")
    }))

  it.effect("a partition to come is looked after as those that are there", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* sql`select ensure_statistics_partition(2031)`
      const [first, ...others] = yield* sql<{ readonly options: ReadonlyArray<string> }>`
        select reloptions as options from pg_inherits join pg_class on pg_class.oid = inhrelid
        where inhparent = 'regional_energy_stats'::regclass`
      assert.include(first!.options, "autovacuum_vacuum_insert_threshold=25000")
      for (const { options } of others) assert.deepStrictEqual(options, first!.options)
    }))
})
