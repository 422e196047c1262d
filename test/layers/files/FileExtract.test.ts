/** Extracts in a folder of their own: the bytes of each format, and what stands there when it goes wrong. */
import * as Day from "#domain/Day"
import * as FileExtract from "#layers/files/FileExtract"
import { COLUMNS, Extract, FORMATS, type Question } from "#ports/Extract"
import type { Row } from "#ports/Query"
import { DuckDBInstance } from "@duckdb/node-api"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"

const question = (format: Question["format"]): Question => ({
  format,
  days: { from: "2025-10-25", to: "2025-10-27" },
  granularity: "instant",
  regions: [],
  asOf: null
})

/** More than two row groups, with what is hard to write: nulls, fractions, zero, names with an accent and an apostrophe. */
const rows: ReadonlyArray<Row> = Array.from({ length: 120_001 }, (_, index) => ({
  granularity: "instant",
  start: Day.start("2025-10-25") + Math.floor(index / 20) * Day.QUARTER,
  region: index % 20 < 10 ? "11" : "93",
  filiere: index % 2 === 0 ? "eolien" : "ensemble",
  nature: "Données temps réel",
  production: index % 7 === 0 ? null : index / 3,
  consumption: index % 11 === 0 ? 0 : -index / 1e7,
  exchange: null,
  records: 1,
  generation: 2,
  version: index % 5 + 1
}))

const write = Effect.fnUntraced(function*(
  file: string,
  format: Question["format"],
  batches: ReadonlyArray<ReadonlyArray<Row>>,
  replace = false
) {
  const { open } = yield* Extract
  return yield* Effect.scoped(Effect.gen(function*() {
    const { append, close } = yield* open(file, question(format), replace)
    for (const batch of batches) yield* append(batch)
    return yield* close
  }))
})

const cut = (size: number) =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size))

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")
const read = (file: string) => Effect.promise(() => readFile(file))
const text = (file: string) => Effect.map(read(file), String)
const list = (folder: string) => Effect.promise(async () => (await readdir(folder)).toSorted())

const ask = (sql: string) =>
  Effect.promise(async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect()
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  })

describe("FileExtract", () => {
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

  it.live("one that is left half-way leaves what was there, and nothing else", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const file = join(folder, "x.csv")
      const { open } = yield* Extract
      const half = (replace: boolean) =>
        Effect.scoped(Effect.gen(function*() {
          const { append } = yield* open(file, question("csv"), replace)
          yield* append(rows)
          assert.include(yield* list(folder), "x.csv.part")
        }))
      yield* half(false)
      assert.deepStrictEqual(yield* list(folder), [])
      yield* write(file, "csv", [rows.slice(0, 3)])
      const before = yield* text(file)
      yield* half(true)
      assert.deepStrictEqual(yield* list(folder), ["x.csv", "x.csv.manifest.json"])
      assert.strictEqual(yield* text(file), before)
      // What a killed one left behind stands in nobody's way.
      yield* Effect.promise(() => writeFile(`${file}.part`, "half"))
      yield* write(file, "csv", [rows.slice(0, 2)], true)
      assert.deepStrictEqual(yield* list(folder), ["x.csv", "x.csv.manifest.json"])
      assert.strictEqual((yield* text(file)).split("\n").length, 4)
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))

  it.live("what is there is not replaced unasked, not even when it came meanwhile", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const file = join(folder, "x.csv")
      yield* Effect.promise(() => writeFile(file, "mine"))
      const early = yield* Effect.flip(write(file, "csv", []))
      assert.strictEqual(early.reason, "Exists")
      assert.match(early.message, new RegExp(`^${file} is there already: .*--force`))
      const { open } = yield* Extract
      const other = join(folder, "y.csv")
      const late = yield* Effect.flip(Effect.scoped(Effect.gen(function*() {
        const { close } = yield* open(other, question("csv"), false)
        yield* Effect.promise(() => writeFile(other, "mine"))
        return yield* close
      })))
      assert.strictEqual(late.reason, "Exists")
      for (const name of [file, other]) assert.strictEqual(yield* text(name), "mine")
      assert.deepStrictEqual(yield* list(folder), ["x.csv", "y.csv"])
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))

  it.live("of two extracts to one file the later is whole, and the earlier says that there was another", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const file = join(folder, "x.csv")
      const { open } = yield* Extract
      const lost = yield* Effect.scoped(Effect.gen(function*() {
        const first = yield* open(file, question("csv"), false)
        yield* first.append(rows)
        const second = yield* open(file, question("csv"), false)
        yield* second.append(rows.slice(0, 5))
        const error = yield* Effect.flip(first.close)
        yield* second.close
        return error
      }))
      assert.strictEqual(lost.reason, "Busy")
      assert.match(lost.message, /another file/)
      assert.strictEqual((yield* text(file)).split("\n").length, 7)
      assert.deepStrictEqual(yield* list(folder), ["x.csv", "x.csv.manifest.json"])
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))

  it.live("where nothing can be written it says so, with the way out", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* Effect.promise(() => mkdir(join(folder, "sub")))
      const unwritable = [
        [join(folder, "none/x.csv"), "ENOENT"],
        ["/dev/null/x.csv", "ENOTDIR"],
        ["/proc/x.csv", "ENOENT"],
        [join(folder, "sub"), "is there and is no file"],
        ["/dev/null", "is there and is no file"]
      ] as const
      for (const [file, why] of unwritable) {
        const error = yield* Effect.flip(write(file, "csv", [], true))
        assert.strictEqual(error.reason, "Unwritable")
        assert.include(error.message, file)
        assert.include(error.message, why)
        assert.match(error.message, /name (another one|a file in a folder)/)
      }
      // Root may write everywhere.
      if (process.getuid?.() !== 0) {
        yield* Effect.promise(() => chmod(join(folder, "sub"), 0o500))
        const error = yield* Effect.flip(write(join(folder, "sub/x.csv"), "csv", []))
        assert.include(error.message, "EACCES")
      }
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

const SUMS = ["csv", "parquet", "jsonl"]
