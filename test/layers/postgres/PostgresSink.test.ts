import * as PostgresSink from "#layers/postgres/PostgresSink"
import { Sink } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SinkContract from "../../contract/SinkContract.ts"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"
import { RUN } from "../../support/revisions.ts"

SinkContract.suite("PostgreSQL", PostgresSink.layer.pipe(Layer.provide(EmbeddedStores.layer)))

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
