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
        // The last row is refused: all before it, and the day's line, must go with it.
        const day = SinkContract.dayOf("2020-05-01", 96)
        day.rows.records[95] = 0
        const error = yield* Effect.flip(sink.append(number, RUN, day))
        assert.strictEqual(error.reason, "Refused")
        assert.match(error.detail, /regional_energy_stats_record_count_check/)
        const [count] = yield* sql`select (select count(*)::integer from regional_energy_stats) as rows,
          (select count(*)::integer from published_days) as days`
        assert.deepStrictEqual(count, { rows: 0, days: 0 })
      }))

    it.effect("leaves alone the rows of a day whose line was taken away", () =>
      Effect.gen(function*() {
        const sink = yield* Sink
        const sql = yield* PgClient.PgClient
        const number = yield* sink.generation(1, crypto.randomUUID())
        assert.strictEqual(yield* sink.append(number, RUN, SinkContract.dayOf("2020-05-02", 90)), 90)
        yield* sql`delete from published_days where generation = ${number}::integer`
        assert.strictEqual(yield* sink.append(number, RUN, SinkContract.dayOf("2020-05-02", 96)), 6)
        assert.deepStrictEqual([...yield* sink.published(number)], [["2020-05-02", 96]])
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
