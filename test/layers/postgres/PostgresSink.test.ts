import type { Finding } from "#domain/Finding"
import * as PostgresLedger from "#layers/postgres/PostgresLedger"
import * as PostgresSink from "#layers/postgres/PostgresSink"
import { Sink } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as LedgerContract from "../../contract/LedgerContract.ts"
import * as SinkContract from "../../contract/SinkContract.ts"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"
import { RUN } from "../../support/revisions.ts"

SinkContract.suite("PostgreSQL", PostgresSink.layer.pipe(Layer.provide(EmbeddedStores.layer)))

const pages = Layer.effect(
  LedgerContract.Pages,
  Effect.map(PgClient.PgClient, (sql) => ({
    run: (id) =>
      sql<{ readonly outcome: string; readonly code: string | null; readonly rows: number }>`
        select outcome, error_code as code, rows from pipeline_runs where run_id = ${id}::uuid`.pipe(
        Effect.map(([line]) => line!),
        Effect.orDie
      ),
    quarantine: Effect.orDie(
      sql<{ readonly reason: "NotJson"; readonly detail: string; readonly text: string }>`
        select reason, detail, record as text from quarantine`
    ),
    findings: Effect.orDie(
      sql<Finding>`
        select check_name as check, severity, code_insee_region as region, nature, granularity,
          (extract(epoch from date_heure) * 1000)::float8 as instant,
          (extract(epoch from first_date_heure) * 1000)::float8 as first,
          (extract(epoch from last_date_heure) * 1000)::float8 as last,
          measure, figures as values, detail as text
        from findings order by id`
    )
  }))
)

LedgerContract.suite(
  "PostgreSQL",
  Layer.merge(PostgresLedger.layer, pages).pipe(Layer.provide(EmbeddedStores.layer))
)

withLayer(PostgresSink.layer.pipe(Layer.provideMerge(EmbeddedStores.layer)), { excludeTestServices: true })(
  "PostgresSink",
  (it) => {
    it.effect("writes a day's rows and its number of documents, both or neither", () =>
      Effect.gen(function*() {
        const sink = yield* Sink
        const sql = yield* PgClient.PgClient
        const number = yield* sink.generation(1, crypto.randomUUID())
        // The line in published_days is written last, and refused: the rows must go with it.
        const day = { ...SinkContract.dayOf("2020-05-01", 96), documents: 0 }
        const error = yield* Effect.flip(sink.append(number, RUN, day))
        assert.strictEqual(error.reason, "Refused")
        assert.match(error.detail, /published_days_documents_check/)
        const [count] = yield* sql`select count(*)::integer as rows from regional_energy_stats`
        assert.strictEqual(count!["rows"], 0)
      }))

    it.effect("explains each table and column of the schema", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const silent = yield* sql`
          select c.relname, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace
          left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          where n.nspname in ('public', 'lake') and c.relkind in ('r', 'p', 'v') and not c.relispartition
            and c.relname not like '%migrations'
            and (obj_description(c.oid) is null or col_description(c.oid, a.attnum) is null)`
        assert.deepStrictEqual(silent, [])
      }))
  }
)
