/** Lines that are taken over: as they were to the last bit, once, and no further back than they stood there. */
import { ARCHIVED, OWN } from "#layers/postgres/archived"
import * as PostgresArchive from "#layers/postgres/PostgresArchive"
import { Archive } from "#ports/Archive"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"
import { RUN } from "../../support/revisions.ts"

const part = (table: string, year: number | null = null) => ({ table, year })
const YEAR = part("regional_energy_stats", 2031)

const powers = ["-0", "'NaN'", "'-Infinity'", "0.1 + 0.2", "5e-324", "1.7976931348623157e308", "null"]

withLayer(Layer.provideMerge(PostgresArchive.layer, EmbeddedStores.layer), { excludeTestServices: true })(
  "PostgresArchive",
  (it) => {
    it.effect("knows every table that the migrations make", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const made = yield* sql<{ readonly name: string }>`
          select relname as name from pg_class
          where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
            and relname not like 'eco2mixd%'`
        const known = [...ARCHIVED.map(({ table }) => table), ...OWN]
        assert.deepStrictEqual(made.map(({ name }) => name).toSorted(), known.toSorted())
      }))

    it.effect("keeps each column to the last bit, microsecond and null, and a line once", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const { count, lines, put, sum } = yield* Archive
        yield* sql`select ensure_statistics_partition(2031)`
        for (const [version, power] of powers.entries()) {
          yield* sql.unsafe(`
            insert into regional_energy_stats (code_insee_region, libelle_region, filiere, nature, granularity, date_heure,
              avg_production, record_count, generation, version, processed_at, run_id)
            values ('93', E'a "b", \\\\ (c\\nd', 'eolien', 'Données temps réel', 'day', '2031-05-01', ${power}, 1, 1,
              ${version + 1}, '2031-05-01 12:00:00.123457+02', '${RUN}')`)
        }
        const before = yield* sum(YEAR)
        const texts = yield* Stream.runCollect(lines(YEAR))
        assert.lengthOf(texts, powers.length)
        // Another database, as far as these lines go.
        yield* sql.unsafe("drop table regional_energy_stats_2031")
        assert.deepStrictEqual(yield* sum(YEAR), { lines: 0, digest: "0 0" })
        yield* sql`select ensure_statistics_partition(2031)`
        assert.strictEqual(yield* put(YEAR, texts), powers.length)
        assert.strictEqual(yield* put(YEAR, texts), 0)
        assert.deepStrictEqual(yield* sum(YEAR), before)
        assert.strictEqual(yield* count(YEAR), powers.length)
        assert.deepStrictEqual(yield* Stream.runCollect(lines(YEAR)), texts)
      }))

    it.effect("numbers what comes later behind what was taken, and brings lines forward and never back", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const { lines, put } = yield* Archive
        const quarantine = part("quarantine")
        const set = (sha: string) =>
          sql<{ readonly id: bigint }>`
            insert into quarantine (dataset, reason, detail, record, record_bytes, record_sha256, run_id)
            values ('d', 'NotJson', 'x', '{', 1, ${sha}, ${RUN}::uuid) returning id`
        yield* set("one")
        const waiting = yield* Stream.runCollect(lines(quarantine))
        yield* sql`update quarantine set resolution = 'dropped', resolved_at = now()`
        const dropped = yield* Stream.runCollect(lines(quarantine))
        assert.strictEqual(yield* put(quarantine, waiting), 0)
        assert.deepStrictEqual(yield* Stream.runCollect(lines(quarantine)), dropped)

        yield* sql`truncate quarantine restart identity`
        yield* put(quarantine, waiting.map((line) => line.replace("(1,", "(41,")))
        assert.strictEqual(yield* put(quarantine, dropped.map((line) => line.replace("(1,", "(41,"))), 1)
        assert.strictEqual((yield* set("two"))[0]!.id, 42n)
      }))
  }
)
