/** Migrations are forward only: none that may have been released is changed, and each database is brought to the same schema. */
import { MIGRATIONS, type Table } from "#layers/postgres/Migrations"
import { migrateLake, migrateSink } from "#layers/postgres/PostgresClient"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import { readFileSync } from "node:fs"
import { catalog, rows } from "../../support/catalog.ts"
import { Databases, layer } from "../../support/Databases.ts"

const TABLES: ReadonlyArray<Table> = ["eco2mixd_migrations", "eco2mixd_lake_migrations"]

describe("Migrations", () => {
  it("have the text that they were written with: migrations.sha256 has a line for each, and none is ever changed", () => {
    const kept = readFileSync(new URL("migrations.sha256", import.meta.url), "utf8").trim().split("\n")
    const present = TABLES.flatMap((table) => MIGRATIONS[table].map(({ key, sha256 }) => `${sha256}  ${table}/${key}`))
    const changed = kept.filter((line) => !present.includes(line)).map((line) => line.split("  ")[1])
    assert.deepStrictEqual(changed, [], "these migrations were edited: put them back as they were, and write a new one")
    const missing = present.filter((line) => !kept.includes(line))
    assert.deepStrictEqual(missing, [], "these migrations are new: add their lines to migrations.sha256")
  })
})

/** The first so many, as a version that had no more did them: without their hashes. */
const first = (table: Table, count: number) =>
  Migrator.make({})({
    table,
    loader: Migrator.fromRecord(Object.fromEntries(
      MIGRATIONS[table].slice(0, count).map(({ key, statements }) => [
        key,
        Effect.flatMap(PgClient.PgClient, (sql) => Effect.forEach(statements, (statement) => sql.unsafe(statement)))
      ])
    ))
  })

/** Both names of a client, as its layer gives them. */
const from = (sql: PgClient.PgClient) =>
  Layer.merge(Layer.succeed(PgClient.PgClient, sql), Layer.succeed(SqlClient.SqlClient, sql))

const migrated = (sql: PgClient.PgClient) =>
  Effect.scoped(Layer.build(Layer.fresh(Layer.mergeAll(migrateSink, migrateLake)))).pipe(Effect.provide(from(sql)))

/** A line in each table that there is after so many migrations. */
const filled = (sql: PgClient.PgClient, count: number) =>
  Effect.forEach([
    `select ensure_statistics_partition(2026)`,
    `insert into generations (number, recipe, lake_id) values (1, 1, gen_random_uuid())`,
    `insert into regional_energy_stats (code_insee_region, libelle_region, filiere, nature, granularity, date_heure,
       avg_production, record_count, generation, version, run_id)
     select '53', 'Bretagne', unnest(enum_range(null::filiere)), 'Données temps réel', 'day', '2026-06-01 00:00+02', 1, 96,
       1, 1, gen_random_uuid()`,
    `insert into published_days (generation, day, documents, run_id) values (1, '2026-06-01', 96, gen_random_uuid())`,
    ...count < 3 ? [] : [
      `insert into pipeline_runs (run_id, trigger, window_from, window_to, datasets, outcome, ended_at
         ${count < 5 ? "" : ", requested_by"})
       select gen_random_uuid(), 'manual', '2026-06-01', '2026-06-01', '{eco2mix-regional-tr}', outcome, now()
         ${count < 5 ? "" : ", 'command'"}
       from unnest('{succeeded,failed,interrupted}'::text[]) as outcome`,
      `insert into quarantine (dataset, reason, detail, record, record_bytes, record_sha256, run_id)
       values ('eco2mix-regional-tr', 'NoRegion', 'none', '{}', 2, 'x', gen_random_uuid())`
    ],
    ...count < 4 ? [] : [
      `insert into findings (check_name, severity, code_insee_region, nature, granularity, date_heure, first_date_heure,
         last_date_heure, figures, detail, digest, run_id)
       values ('hole', 'warning', '53', 'Données temps réel', 'day', now(), now(), now(), '{}', 'one', 'x',
         gen_random_uuid())`
    ],
    ...count < 5 ? [] : [
      `insert into leadership (candidate, name, since, expires_at) values ('x', 'x', now(), now())`
    ],
    ...count < 11 ? [] : [`insert into journal (requested_by, deed, became) values ('test', 'start', 'begun')`],
    `insert into lake.revisions (instant, code_insee_region, nature, revision, day, fingerprint, recipe, record, fetched_at,
       run_id)
     values ('2026-06-01 00:00+02', '53', 'Données temps réel', 1, '2026-06-01', '1', 1, '{}', now(), gen_random_uuid())`
  ], (statement) =>
    sql.unsafe(statement), { discard: true })

withLayer(layer, { excludeTestServices: true })("A database", (it) => {
  it.effect("comes to the same schema from each version on the way, with all its rows", () =>
    Effect.gen(function*() {
      const { fresh } = yield* Databases
      const scratch = yield* fresh
      yield* migrated(scratch)
      yield* scratch`select ensure_statistics_partition(2026)`
      const expected = yield* catalog(scratch)
      assert.isAbove(expected.length, 300)
      for (let count = 1; count < MIGRATIONS.eco2mixd_migrations.length; count++) {
        const sql = yield* fresh
        yield* Effect.andThen(
          first("eco2mixd_migrations", count),
          first("eco2mixd_lake_migrations", Math.min(count, 2))
        )
          .pipe(Effect.provide(from(sql)))
        yield* filled(sql, count)
        const before = yield* rows(sql)
        yield* migrated(sql)
        assert.deepStrictEqual(yield* catalog(sql), expected, `from ${count}`)
        const after = yield* rows(sql, before)
        for (const [table, { rows }] of before) {
          if (table.endsWith("_migrations")) continue
          assert.isNotEmpty(rows, `${table} from ${count}`)
          assert.deepStrictEqual(after.get(table)!.rows, rows, `${table} from ${count}`)
        }
        yield* hashed(sql)
      }
    }), 60_000)

  it.effect("is made by one of those that begin at the same moment", () =>
    Effect.gen(function*() {
      const sql = yield* (yield* Databases).fresh
      yield* Effect.all(Array.from({ length: 6 }, () => migrated(sql)), { concurrency: "unbounded" })
      yield* hashed(sql)
    }))

  for (
    const { name, change, said } of [
      {
        name: "whose migration had another text",
        change: "update eco2mixd_migrations set sha256 = 'another' where migration_id = 3",
        said: /eco2mixd_migrations: 0003_ledger was done with another text: run the version that made/
      },
      {
        name: "whose lake had another",
        change: "update eco2mixd_lake_migrations set sha256 = 'another' where migration_id = 2",
        said: /eco2mixd_lake_migrations: 0002_append_only was done with another text/
      },
      {
        name: "that a newer version made",
        change: "insert into eco2mixd_migrations (migration_id, name) values (99, 'to_come')",
        said: /eco2mixd_migrations: 99 of \d+ done; a newer version of this program made them: run that version/
      },
      {
        name: "that lacks one on the way",
        change: "delete from eco2mixd_migrations where migration_id = 5",
        said: /0005_daemon was left out, though later ones are done/
      }
    ]
  ) {
    it.effect(`${name} is left as it is, and said why`, () =>
      Effect.gen(function*() {
        const sql = yield* (yield* Databases).fresh
        yield* migrated(sql)
        yield* sql.unsafe(change)
        const before = [yield* catalog(sql), yield* rows(sql)]
        const error = yield* Effect.flip(migrated(sql))
        assert.match(error.message, said)
        assert.strictEqual(error.reason, "Refused")
        assert.deepStrictEqual([yield* catalog(sql), yield* rows(sql)], before)
      }))
  }
})

/** What is remembered is what was done. */
const hashed = Effect.fnUntraced(function*(sql: PgClient.PgClient) {
  for (const table of TABLES) {
    const lines = yield* sql<{ readonly id: number; readonly sha256: string }>`
      select migration_id as id, sha256 from ${sql(table)} order by 1`
    assert.deepStrictEqual(lines, MIGRATIONS[table].map(({ id, sha256 }) => ({ id, sha256 })))
  }
})
