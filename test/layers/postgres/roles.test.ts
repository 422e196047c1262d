/** The roles that are shipped: each can do its work, on a real server, and is refused everything else. */
import * as PostgresArchive from "#layers/postgres/PostgresArchive"
import * as PostgresLedger from "#layers/postgres/PostgresLedger"
import * as PostgresQuery from "#layers/postgres/PostgresQuery"
import * as PostgresSink from "#layers/postgres/PostgresSink"
import { Archive } from "#ports/Archive"
import { Ledger } from "#ports/Ledger"
import { Query } from "#ports/Query"
import { Sink } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as LedgerContract from "../../contract/LedgerContract.ts"
import * as SinkContract from "../../contract/SinkContract.ts"
import { member } from "../../support/Crew.ts"
import { within } from "../../support/Daemon.ts"
import * as FerretDb from "../../support/FerretDb.ts"
import * as Program from "../../support/Program.ts"
import { RUN } from "../../support/revisions.ts"
import { bare, clientAs, layer, type Role, Server } from "../../support/Roles.ts"

const asWriter = clientAs("writer").pipe(Layer.provide(layer))

SinkContract.suite("PostgreSQL as eco2mixd_writer", PostgresSink.layer.pipe(Layer.provide(asWriter)))
LedgerContract.suite("PostgreSQL as eco2mixd_writer", PostgresLedger.layer.pipe(Layer.provide(asWriter)))

const refused = (role: Role, statement: string, why: RegExp) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const error = yield* Effect.flip(sql.unsafe(statement))
    assert.match(String(error.reason.cause), why, `${role}: ${statement}`)
  }).pipe(Effect.provide(clientAs(role)))

withLayer(layer, { excludeTestServices: true })("The shipped roles", (it) => {
  it.effect("the writer adds versions, in a year of its own too, and can neither change nor empty what is there", () =>
    Effect.gen(function*() {
      const sink = yield* Sink
      const number = yield* sink.generation(1, crypto.randomUUID())
      yield* sink.append(number, RUN, SinkContract.dayOf("2031-05-01", 96))
      for (
        const statement of [
          "update regional_energy_stats set avg_production = 0",
          "delete from regional_energy_stats",
          "delete from regional_energy_stats_2031",
          "truncate regional_energy_stats",
          "truncate regional_energy_stats_2031",
          "update generations set recipe = 9",
          "update journal set requested_by = 'somebody else'",
          "delete from journal",
          "truncate journal",
          "delete from published_days",
          "delete from pipeline_runs",
          "truncate quarantine",
          "drop table findings",
          "create table public.mine (one integer)",
          "alter table regional_energy_stats disable trigger user",
          "insert into eco2mixd_migrations (migration_id, name) values (99, 'mine')",
          "create role mine"
        ]
      ) yield* refused("writer", statement, /permission denied|must be owner/)
    }).pipe(Effect.provide(Layer.provide(PostgresSink.layer, clientAs("writer")))))

  it.effect("the owner takes over what another database holds, and the writer says that it may not", () =>
    Effect.gen(function*() {
      const ready = Effect.flatMap(Archive, (archive) => archive.ready)
      const as = (role: Role) => Layer.provide(PostgresArchive.layer, clientAs(role))
      yield* Effect.provide(ready, as("migrator"))
      const error = yield* Effect.flip(Effect.provide(ready, as("writer")))
      assert.match(error.message, /^eco2mixd_writer may not number the lines of quarantine, .*eco2mixd_migrator/)
    }))

  it.effect("not even their owner changes or empties versions unawares, and is told why", () =>
    Effect.gen(function*() {
      const { admin } = yield* Server
      yield* admin`select ensure_statistics_partition(2031)`
      yield* admin`insert into regional_energy_stats (code_insee_region, libelle_region, filiere, nature, granularity,
        date_heure, record_count, generation, version, run_id)
        values ('53', 'Bretagne', 'ensemble', 'Données temps réel', 'day', '2031-06-01', 1, 1, 1, gen_random_uuid())`
      for (
        const statement of [
          "update regional_energy_stats set avg_production = 0",
          "delete from regional_energy_stats_2031",
          "truncate regional_energy_stats",
          "truncate regional_energy_stats_2031",
          "truncate generations"
        ]
      ) yield* refused("migrator", statement, /is only ever added to, as every version/)
    }))

  it.effect("the journal of who did what is added to by the writer, read by the reader, and changed by nobody", () =>
    Effect.gen(function*() {
      yield* Effect.gen(function*() {
        const ledger = yield* Ledger
        yield* ledger.note({ deed: "cancel", by: "api 192.0.2.1", subject: RUN, details: {}, became: "asked" })
      }).pipe(Effect.provide(PostgresLedger.layer.pipe(Layer.provide(clientAs("writer")))))
      const seen = yield* Effect.flatMap(
        PgClient.PgClient,
        (sql) => sql<{ readonly by: string }>`select requested_by as by from journal where deed = 'cancel'`
      ).pipe(
        Effect.provide(clientAs("reader"))
      )
      assert.deepStrictEqual(seen, [{ by: "api 192.0.2.1" }])
      const forged = "insert into journal (requested_by, deed, became) values ('me', 'start', 'begun')"
      yield* refused("reader", forged, /read-only|permission denied/)
      for (const statement of ["update journal set requested_by = 'me'", "delete from journal", "truncate journal"]) {
        yield* refused("writer", statement, /permission denied/)
        yield* refused("migrator", statement, /is only ever added to, as it says who did what/)
      }
    }))

  it.effect.skipIf(FerretDb.missing)(
    "the writer makes what a cluster keeps, in a schema that it does not own, and nothing beside it",
    () =>
      Effect.gen(function*() {
        const { admin, urlOf } = yield* Server
        const settings = {
          ECO2MIXD_STORES: "servers",
          ECO2MIXD_SOURCE_URL: "http://127.0.0.1:9",
          ECO2MIXD_CATCH_UP: "none",
          MONGO_URL: yield* FerretDb.url,
          DATABASE_URL: urlOf("writer")
        }
        const owners = (statement: string) =>
          Effect.map(admin.unsafe<{ readonly owner: string }>(statement), (lines) => lines.map(({ owner }) => owner))
        const tables = "select tableowner as owner from pg_tables where schemaname = 'eco2mixd_cluster'"
        assert.deepStrictEqual(yield* owners(tables), [])
        const one = yield* member(settings)
        yield* within(30, one.leads)
        assert.deepStrictEqual([...new Set(yield* owners(tables))], ["eco2mixd_writer"])
        const schema = "select nspowner::regrole::text as owner from pg_namespace where nspname = 'eco2mixd_cluster'"
        assert.deepStrictEqual(yield* owners(schema), ["eco2mixd_migrator"])
        for (const statement of ["drop schema eco2mixd_cluster cascade", "create schema mine"]) {
          yield* refused("writer", statement, /permission denied|must be owner/)
        }
        yield* refused("reader", "select * from eco2mixd_cluster.cluster_messages", /permission denied/)
        one.signal("SIGTERM")
        assert.strictEqual((yield* one.ended).code, 0)

        yield* admin`drop schema eco2mixd_cluster cascade`
        const without = yield* Program.run(["start"], { ...settings, ECO2MIXD_CLUSTER: "on", ECO2MIXD_HTTP_PORT: "0" })
        assert.strictEqual(without.code, 1)
        assert.match(
          without.stderr,
          /permission denied.*schema eco2mixd_cluster is made by its owner.*roles\/writer\.sql/
        )
      }).pipe(Effect.scoped),
    60_000
  )

  it.effect("a question changes nothing, not even that of who owns the tables", () =>
    Effect.gen(function*() {
      const query = yield* Query
      for (
        const change of [
          "create table mine (one integer)",
          "insert into generations (number, recipe, lake_id) values (7, 1, gen_random_uuid()) returning number",
          "with one as (insert into quarantine (reason) values ('x') returning 1) select * from one",
          "select setval(pg_get_serial_sequence('journal', 'id'), 1)"
        ]
      ) {
        const error = yield* Effect.flip(query.ask(change))
        assert.match(error.message, /read-only transaction/, change)
      }
    }).pipe(Effect.provide(Layer.provide(PostgresQuery.layer, clientAs("migrator")))))

  it.effect("the monitor sees the server's statistics and none of the data, and the reader the data alone", () =>
    Effect.gen(function*() {
      const { urlOf } = yield* Server
      assert.include(urlOf("monitor"), "eco2mixd_monitor")
      const ask = (role: Role, question: string) =>
        Effect.provide(
          Effect.flatMap(PgClient.PgClient, (sql) => sql.unsafe<{ readonly query: string }>(question)),
          clientAs(role)
        )
      const seen = yield* ask("monitor", "select query from pg_stat_activity where usename is not null")
      assert.isNotEmpty(seen.filter(({ query }) => query !== "<insufficient privilege>"))
      const hidden = yield* ask("reader", "select query from pg_stat_activity where usename <> current_user")
      assert.isEmpty(hidden.filter(({ query }) => query !== "<insufficient privilege>"))
      yield* refused("monitor", "select * from regional_energy_stats", /permission denied/)
      yield* refused(
        "reader",
        "insert into generations (number, recipe, lake_id) values (7, 1, gen_random_uuid())",
        /read-only|permission denied/
      )
    }))
})

withLayer(bare, { excludeTestServices: true })("A database without tables", (it) => {
  it.effect("is not made by a writer, who says who does", () =>
    Effect.gen(function*() {
      const { admin } = yield* Server
      yield* admin`create role eco2mixd_writer login password 'of-a-test-0123456789abcdef'`
      const error = yield* Effect.flip(Effect.scoped(Layer.build(clientAs("writer"))))
      assert.match(error.message, /permission denied.*`eco2mixd migrate`, as their owner/)
    }))
})
