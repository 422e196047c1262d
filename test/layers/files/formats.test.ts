/** The bytes of each format: always the same, and what another reader takes them for. */
import * as FileExtract from "#layers/files/FileExtract"
import { COLUMNS, FORMATS } from "#ports/Extract"
import { DuckDBInstance } from "@duckdb/node-api"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { join } from "node:path"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"
import { read, rows, text, write } from "./Extracts.ts"

const cut = (size: number) =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size))

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

const ask = (sql: string) =>
  Effect.promise(async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect()
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  })

describe("formats", () => {
  it.live("writes the same bytes however the rows come, and under any runtime", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const sums: Array<string> = []
      for (const format of FORMATS) {
        const file = join(folder, `x.${format}`)
        const manifest = yield* write(file, format, [rows])
        const bytes = yield* read(file)
        assert.deepInclude(manifest, {
          file: `x.${format}`,
          bytes: bytes.length,
          rows: rows.length,
          sha256: sha256(bytes)
        })
        assert.deepStrictEqual(JSON.parse(yield* text(`${file}.manifest.json`)), manifest)
        for (const size of [7_919, 50_000]) {
          assert.deepStrictEqual(yield* write(file, format, cut(size), true), manifest)
        }
        sums.push(manifest.sha256)
      }
      // Other bytes for the same rows are a change that its users must be told of.
      assert.deepStrictEqual(sums, SUMS)
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))

  it.live("a line is what the columns say", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const [csv, jsonl] = [join(folder, "x.csv"), join(folder, "x.jsonl")]
      yield* write(csv, "csv", [rows.slice(0, 20)])
      yield* write(jsonl, "jsonl", [rows.slice(0, 20)])
      const lines = (yield* text(csv)).split("\n")
      assert.strictEqual(lines.length, 22)
      assert.strictEqual(lines[0], COLUMNS.join(","))
      assert.strictEqual(
        lines[1],
        "11,Île-de-France,eolien,Données temps réel,instant,2025-10-24T22:00:00.000Z,,0,,1,2,1"
      )
      assert.strictEqual(
        lines[14],
        "93,Provence-Alpes-Côte d'Azur,ensemble,Données temps réel,instant,2025-10-24T22:00:00.000Z," +
          "4.333333333333333,-0.0000013,,1,2,4"
      )
      const objects = (yield* text(jsonl)).trimEnd().split("\n").map((line) => JSON.parse(line))
      assert.deepStrictEqual(Object.keys(objects[13]), [...COLUMNS])
      assert.deepInclude(objects[13], { avg_production: 13 / 3, avg_consumption: -0.0000013, version: 4 })
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))

  it.live("DuckDB reads the same rows from all three, instants as instants", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      for (const format of FORMATS) yield* write(join(folder, `x.${format}`), format, cut(9_000))
      const [parquet, csv, jsonl] = [
        `read_parquet('${folder}/x.parquet')`,
        `read_csv('${folder}/x.csv', types = ${CSV_TYPES})`,
        `read_json('${folder}/x.jsonl', format = 'newline_delimited', columns = ${CSV_TYPES})`
      ]
      for (const other of [csv, jsonl]) {
        for (const [one, two] of [[parquet, other], [other, parquet]]) {
          assert.deepStrictEqual(
            yield* ask(`select count(*)::int as n from (from ${one} except all from ${two})`),
            [{ n: 0 }]
          )
        }
      }
      const [seen] = yield* ask(`
        select count(*)::int as n, epoch_ms(max(date_heure))::varchar as newest, sum(version)::int as versions,
          count(avg_production)::int as measured, count(avg_physical_exchange)::int as exchanges
        from ${parquet}`)
      assert.deepStrictEqual(seen, {
        n: rows.length,
        newest: String(rows.at(-1)!.start),
        versions: rows.reduce((sum, { version }) => sum + version!, 0),
        measured: rows.filter(({ production }) => production !== null).length,
        exchanges: 0
      })
      assert.deepStrictEqual(
        yield* ask(`select column_type as t from (describe from ${parquet}) where column_name in
          ('libelle_region', 'date_heure', 'avg_production', 'version')`),
        ["VARCHAR", "TIMESTAMP WITH TIME ZONE", "DOUBLE", "INTEGER"].map((t) => ({ t }))
      )
      assert.deepStrictEqual(
        yield* ask(`
          select row_group_num_rows::int as n, list(distinct compression) as codecs
          from parquet_metadata('${folder}/x.parquet') group by row_group_id, 1 order by row_group_id`),
        [50_000, 50_000, 20_001].map((n) => ({ n, codecs: ["SNAPPY"] }))
      )
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))

  it.live("a file without rows is a file", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      for (const format of FORMATS) yield* write(join(folder, `x.${format}`), format, [])
      assert.strictEqual(yield* text(join(folder, "x.csv")), `${COLUMNS.join(",")}\n`)
      assert.strictEqual(yield* text(join(folder, "x.jsonl")), "")
      assert.deepStrictEqual(yield* ask(`select count(*)::int as n from '${folder}/x.parquet'`), [{ n: 0 }])
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))
})

const CSV_TYPES = `{${
  COLUMNS.map((name) => {
    if (name === "date_heure") return `${name}: 'TIMESTAMPTZ'`
    if (name.startsWith("avg_")) return `${name}: 'DOUBLE'`
    return `${name}: '${
      name === "record_count" || name === "generation" || name === "version" ? "INTEGER" : "VARCHAR"
    }'`
  }).join(", ")
}}`

/** In the order of `FORMATS`. */
const SUMS = [
  "33288b47a0c5dc14802206815781503e4425e39fce991f304f27df4355385fe6",
  "8b82826174db812f69a22cbcdc3e5fb5bc3443c56f3ae68bf04556ea3e4a03c5",
  "7cfab28507f3baf7d891045405e52376d9f75e244027c8267499ef340847058e"
]
