/**
 * The store of every release, brought up to date by this version. A release adds a folder, made on its tag by
 * `node test/releases/make.ts test/releases/0.2.0`; nothing else is to be done for it, and no folder is ever changed.
 */
import { clientOf, DATABASE } from "#layers/postgres/EmbeddedPostgres"
import { MIGRATIONS, type Table } from "#layers/postgres/Migrations"
import { find } from "#layers/postgres/PostgresServer"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { rows } from "../support/catalog.ts"
import { examine } from "../support/Doctor.ts"
import * as Program from "../support/Program.ts"

const here = new URL(".", import.meta.url).pathname
const releases = readdirSync(here, { withFileTypes: true }).filter((one) => one.isDirectory()).map(({ name }) => name)

/** The day that make.ts records. */
const DAY = ["--from", "2026-03-01", "--to", "2026-03-01"]

const TABLES: ReadonlyArray<Table> = ["eco2mixd_migrations", "eco2mixd_lake_migrations"]

/** Statement by statement, as the client sends one at a time. */
const statementsOf = (sql: string): ReadonlyArray<string> =>
  sql.match(/(?:\$(\w*)\$[^]*?\$\1\$|'(?:[^']|'')*'|--.*|[^;'$-]|[$-])+;/g)!

const linesOf = (release: string): ReadonlyArray<string> =>
  readFileSync(join(here, release, "records.jsonl"), "utf8").trim().split("\n")

/** A store as the release left it, up, a client of it, and a source that says these lines. */
const restored = Effect.fnUntraced(function*(release: string, lines: ReadonlyArray<string>) {
  const { url } = yield* OdreServer.serve({ grid: RecordFiles.fromLines(lines) })
  const settings = yield* Program.embeddedUp(url)
  const server = yield* Effect.promise(() => find(settings["ECO2MIXD_DATA_DIR"]!))
  if (typeof server === "string") throw new Error(`the store is ${server}`)
  const clientTo = (database: string) =>
    Effect.map(Layer.build(Layer.fresh(PgClient.layer(clientOf(server, database)))), Context.get(PgClient.PgClient))
  yield* Effect.flatMap(clientTo("postgres"), (sql) => sql`create database ${sql(DATABASE)}`)
  const sql = yield* clientTo(DATABASE)
  for (const statement of statementsOf(readFileSync(join(here, release, "store.sql"), "utf8"))) {
    yield* sql.unsafe(statement)
  }
  return { settings, sql }
})

const isBehind = (of: { readonly done: number; readonly latest: number }): boolean => of.done < of.latest

describe("A store of", () => {
  for (const release of releases) {
    it.live(`${release} is brought up to date by the next run, and every row of it stays`, () =>
      Effect.gen(function*() {
        const { settings, sql } = yield* restored(release, linesOf(release))
        const before = yield* rows(sql)
        const done = yield* Effect.forEach(TABLES, (table) =>
          Effect.map(
            sql<{ readonly done: number }>`select max(migration_id) as done from ${sql(table)}`,
            ([line]) => ({ done: line!.done, latest: MIGRATIONS[table].at(-1)!.id })
          ))
        assert.strictEqual((yield* examine(settings)).of("migrations").status, done.some(isBehind) ? "warning" : "ok")

        const run = yield* Program.run(["run", ...DAY], settings)
        assert.strictEqual(run.code, 0, run.stderr)
        assert.match(run.stdout.replaceAll("\u00A0", " "), /\b0 new revisions, [1-9]\d* unchanged/)
        const after = yield* rows(sql, before)
        for (const [table, { rows }] of before) {
          if (table.endsWith("_migrations")) continue
          const stayed = table === "public.pipeline_runs"
            ? rows.filter((row) => after.get(table)!.rows.includes(row))
            : null
          assert.deepStrictEqual(stayed ?? after.get(table)!.rows, rows, table)
        }
        for (
          const table of ["public.regional_energy_stats", "lake.revisions", "public.quarantine", "public.findings"]
        ) {
          assert.isNotEmpty(before.get(table)!.rows, table)
        }

        const { failed, of } = yield* examine(settings)
        assert.deepStrictEqual(failed, [])
        for (const name of ["migrations", "lake and tables", "days published"]) {
          assert.strictEqual(of(name).status, "ok", of(name).said)
        }
        const status = yield* Program.run(["status", "--json"], settings)
        assert.include([0, 1], status.code, status.stderr)
        assert.isObject(JSON.parse(status.stdout))
      }).pipe(Effect.scoped))

    it.live(`${release} takes over what the source corrects after it`, () =>
      Effect.gen(function*() {
        const [record, ...rest] = linesOf(release)
        const { consommation, ...others } = JSON.parse(record!) as { readonly consommation: number }
        const corrected = JSON.stringify({ ...others, consommation: consommation + 1_000 })
        const { settings, sql } = yield* restored(release, [corrected, ...rest])
        const run = yield* Program.run(["run", ...DAY], settings)
        assert.strictEqual(run.code, 0, run.stderr)
        const [newest] = yield* sql<{ readonly avg_consumption: number; readonly version: number }>`
          select avg_consumption, version from regional_energy_stats
          where granularity = 'instant' and filiere = 'ensemble' order by processed_at desc, version desc limit 1`
        assert.strictEqual(newest!.avg_consumption, consommation + 1_000)
        assert.isAbove(newest!.version, 1)
      }).pipe(Effect.scoped))
  }
})
