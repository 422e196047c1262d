/** `doctor`, through the program: each trouble is made for real, and told with what mends it. */
import { clientOf, DATABASE } from "#layers/postgres/EmbeddedPostgres"
import { find } from "#layers/postgres/PostgresServer"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { chmod, readdir, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { join } from "node:path"
import { examine } from "../support/Doctor.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as Program from "../support/Program.ts"

/** A source of its own, and some days of it in embedded stores that are up. */
const filled = Effect.gen(function*() {
  const settings = yield* Program.embeddedUp(yield* Program.simulate("--now", "2026-09-30T12:00:00Z"))
  const { code, stderr } = yield* Program.run(["run", "--from", "2026-09-28", "--to", "2026-09-29"], settings)
  assert.strictEqual(code, 0, stderr)
  return settings
})

/** What nobody but a hostile hand would do to the stores. */
const change = (settings: Program.Settings, ...statements: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const server = yield* Effect.promise(() => find(settings["ECO2MIXD_DATA_DIR"]!))
    if (typeof server === "string") throw new Error(`the store is ${server}`)
    yield* Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      for (const statement of statements) yield* sql.unsafe(statement)
    }).pipe(Effect.provide(PgClient.layer(clientOf(server, DATABASE))))
  })

/** A server that listens until the scope closes, and its port. */
const listening = (answer: object) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const server = createServer((_, response) => void response.end(JSON.stringify(answer))).listen(0, "127.0.0.1")
      await once(server, "listening")
      return server
    }),
    (server) => Effect.sync(() => server.close())
  ).pipe(Effect.map((server) => String((server.address() as { readonly port: number }).port)))

const nowhere = "http://127.0.0.1:1"

describe("doctor", () => {
  it.live("on a machine without a store makes none, and starts none that is down", () =>
    Effect.gen(function*() {
      const url = yield* Program.simulate()
      const folder = yield* temporaryFolder
      const fresh = { ECO2MIXD_DATA_DIR: join(folder, "none"), ECO2MIXD_SOURCE_URL: url }
      const { checks, failed, of } = yield* examine(fresh)
      assert.deepStrictEqual(failed, [])
      assert.isAtLeast(checks.length, 15)
      assert.deepStrictEqual(yield* Effect.promise(() => readdir(folder)), [])
      assert.match(of("postgres").said, /no store yet in .*eco2mixd start/)
      assert.strictEqual(of("days published").status, "skipped")
      for (
        const name of ["source name", "source eco2mix-regional-tr", "source quota", "source clock", "runtime", "disk"]
      ) {
        assert.strictEqual(of(name).status, "ok", of(name).said)
      }

      const down = yield* Program.embedded(url)
      assert.strictEqual((yield* Program.run(["sql", "select 1"], down)).code, 0)
      const after = yield* examine(down)
      assert.match(after.of("postgres").said, /is down.*eco2mixd start/)
      assert.strictEqual(yield* Effect.promise(() => find(down["ECO2MIXD_DATA_DIR"]!)), "down")

      const text = yield* Program.run(["doctor"], fresh)
      assert.strictEqual(text.stdout.split("\n").filter((line) => /^[✓!✗-] /.test(line)).length, checks.length)
    }).pipe(Effect.scoped))

  it.live("finds nothing in healthy stores, and each trouble in others", () =>
    Effect.gen(function*() {
      const settings = yield* filled
      const healthy = yield* examine(settings)
      assert.deepStrictEqual(
        healthy.checks.filter(({ status }) => status !== "ok").map(({ name }) => name),
        ["leader", "webhook", "collector"]
      )
      assert.match(healthy.of("leader").mend!, /eco2mixd start/)
      assert.match(healthy.of("days published").said, /2 days in the lake, all published/)
      assert.match(healthy.of("postgres").said, /PostgreSQL 18/)

      // A day that waits is well until it is forgotten.
      const document = (quarter: number, fetched: string) => `
        insert into lake.revisions select instant + interval '3 days', code_insee_region, nature, revision, '2026-10-01',
          fingerprint, recipe, record, ${fetched}, run_id
        from lake.revisions order by instant, code_insee_region, nature limit 1 offset ${quarter}`
      yield* change(settings, document(0, "now()"))
      const waiting = (yield* examine(settings)).of("days published")
      assert.deepStrictEqual([waiting.status, waiting.said], [
        "ok",
        "1 days of 3 wait for the next run, all for less than a day"
      ])

      yield* change(
        settings,
        document(1, "now() - interval '25 hours'"),
        document(2, "now() - interval '25 hours'"),
        "drop index lake.revisions_day",
        "insert into leadership (candidate, name, since, expires_at) " +
          "values ('one', 'somewhere:8080', now(), now() + interval '1 hour')",
        "insert into pipeline_runs (run_id, trigger, requested_by, window_from, window_to, datasets) " +
          "values (gen_random_uuid(), 'manual', 'a test', '2026-09-28', '2026-09-28', '{}')",
        "insert into generations (number, recipe, lake_id) values (2, 1, gen_random_uuid())",
        "delete from eco2mixd_lake_migrations"
      )
      const { failed, of } = yield* examine(settings)
      assert.deepStrictEqual(failed, ["days published"])
      assert.strictEqual(
        of("days published").said,
        "2026-10-01 has waited for more than a day to be published"
      )
      assert.match(of("days published").mend!, /eco2mixd replay --from 2026-10-01 --to 2026-10-01/)
      assert.match(of("leader").said, /^somewhere:8080 leads since/)
      assert.match(of("open runs").said, /^1 of 1 stand as running/)
      assert.match(of("migrations").said, /eco2mixd_lake_migrations: 0 of \d+ done/)
      for (const name of ["lake and tables", "open runs", "migrations", "lake indexes"]) {
        assert.strictEqual(of(name).status, "warning", name)
      }

      yield* change(settings, "update eco2mixd_migrations set migration_id = 99 where migration_id = 1")
      const ahead = yield* examine(settings)
      assert.strictEqual(ahead.of("migrations").status, "failed")
      assert.match(ahead.of("migrations").said, /99 of \d+ done; a newer version/)
    }).pipe(Effect.scoped), 180_000)

  it.live("tells of a source that is away, that is none, and that lets us call no more", () =>
    Effect.gen(function*() {
      const { ECO2MIXD_DATA_DIR, ...embedded } = yield* Program.embedded(nowhere)
      const at = (url: string, more: Program.Settings = {}) =>
        examine({ ...embedded, ECO2MIXD_DATA_DIR: ECO2MIXD_DATA_DIR!, ECO2MIXD_SOURCE_URL: url, ...more })
      const away = yield* at(nowhere)
      assert.deepStrictEqual(away.failed, ["source eco2mix-regional-tr", "source eco2mix-regional-cons-def"])
      assert.match(away.of("source eco2mix-regional-tr").said, /ECONNREFUSED/)
      assert.match(away.of("source eco2mix-regional-tr").mend!, /curl -sSI http:\/\/127\.0\.0\.1:1/)
      assert.strictEqual(away.of("source quota").status, "skipped")

      const nameless = yield* at("https://nowhere.invalid")
      assert.include(nameless.failed, "source name")

      const page = yield* at(yield* Program.simulate("--fault", "html"))
      assert.match(page.of("source eco2mix-regional-tr").said, /text\/html/)

      const other = yield* at(`http://127.0.0.1:${yield* listening({ total_count: 1, results: [{ date: "2026" }] })}`)
      assert.strictEqual(other.of("source eco2mix-regional-tr").status, "failed")

      const one = { ECO2MIXD_DATASETS: "eco2mix-regional-tr" }
      const scarce = yield* Program.simulate("--quota", "10")
      const [first, second] = [yield* at(scarce, { ...one, ECO2MIXD_QUOTA_RESERVE: "90 %" }), yield* at(scarce, one)]
      assert.strictEqual(first.of("source quota").status, "warning")
      assert.match(first.of("source quota").said, /eco2mix-regional-tr 9 of 10 calls left until/)
      assert.strictEqual(second.of("source quota").status, "ok")
      assert.isFalse(first.checks.some(({ name }) => name === "source eco2mix-regional-cons-def"))
      const gone = yield* at(yield* Program.simulate("--quota", "0"), one)
      assert.include(gone.failed, "source quota")
    }).pipe(Effect.scoped), 180_000)

  it.live(
    "tells of ports that others have, of collectors, of open secrets, and of settings that are wrong",
    () =>
      Effect.gen(function*() {
        const settings = yield* Program.embedded(yield* Program.simulate())
        const [taken, ours] = [
          yield* listening({ hello: "world" }),
          yield* listening({ status: "ok", version: "0.1.0" })
        ]
        const theirs = yield* examine({
          ...settings,
          ECO2MIXD_HTTP_PORT: taken,
          ECO2MIXD_EMBEDDED_PORT: taken,
          OTEL_EXPORTER_OTLP_ENDPOINT: nowhere
        })
        assert.deepStrictEqual(theirs.failed, ["postgres port", "http port", "collector"])
        assert.match(theirs.of("http port").mend!, /ECO2MIXD_HTTP_PORT/)
        assert.match(theirs.of("postgres port").mend!, /ECO2MIXD_EMBEDDED_PORT/)
        const ready = yield* examine({
          ...settings,
          ECO2MIXD_HTTP_PORT: ours,
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${taken}`
        })
        assert.deepStrictEqual(ready.failed, [])
        assert.match(ready.of("http port").said, /a daemon of ours/)
        assert.strictEqual(ready.of("collector").status, "ok")

        const file = join(settings["ECO2MIXD_DATA_DIR"]!, "token")
        yield* Effect.promise(async () => {
          await writeFile(file, "hunter2hunter2hunter2")
          await chmod(file, 0o644)
        })
        const open = yield* examine({ ...settings, ECO2MIXD_API_TOKEN_FILE: file, ECO2MIXD_STROES: "servers" })
        assert.deepStrictEqual(open.failed, ["secret files"])
        assert.strictEqual(open.of("secret files").mend, `\`chmod 600 ${file}\``)
        assert.match(open.of("unknown settings").said, /ECO2MIXD_STROES.*ECO2MIXD_STORES/)

        const wrong = yield* examine({ ...settings, ECO2MIXD_STORES: "tape", ECO2MIXD_SOURCE_URL: "odre" })
        assert.deepStrictEqual(wrong.failed, ["settings"])
        assert.match(wrong.of("settings").said, /ECO2MIXD_STORES must be.*ECO2MIXD_SOURCE_URL must be/)
        assert.strictEqual(wrong.of("source").status, "skipped")
      }).pipe(Effect.scoped),
    180_000
  )
})
