/**
 * Every secret is a canary, everything that can fail does, and the canary is heard nowhere: neither in what is printed or
 * logged, nor in what is traced, measured, answered, noticed or kept.
 */
import { clientOf, DATABASE } from "#layers/postgres/EmbeddedPostgres"
import { enter, leave } from "#layers/postgres/PostgresServer"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { daemon, within } from "../support/Daemon.ts"
import { ears } from "../support/Ears.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as Program from "../support/Program.ts"

/** Each a secret that nothing else contains; long enough for all that is asked of secrets. */
const CANARY = {
  postgres: "cnrypg7Qw3ErT9",
  mongo: "cnrymg5ZxCvBn4",
  token: "cnrytk8AsDfGh2",
  start: "cnryst1PoIuYt6",
  path: "cnryph6MnBvCx3",
  signature: "cnrysg2LkJhGf7aAqQ",
  header: "cnryhd9EdCrFv1",
  source: "cnrysr4TgByHn8"
}

/** As they are, and as credentials are coded on their way. */
const forms = Object.entries(CANARY).flatMap(([name, secret]) => [
  { name, form: secret },
  { name: `${name} in base64`, form: Buffer.from(`canary:${secret}`).toString("base64").slice(10, -4) },
  { name: `${name} in base64`, form: Buffer.from(secret).toString("base64").slice(0, -3) }
])

const heard = (where: string, text: string) => {
  assert.deepStrictEqual(
    forms.filter(({ form }) => text.includes(form)).map(({ name }) => `${name} in ${where}`),
    [],
    text.length < 20_000 ? text : where
  )
}

/** A PostgreSQL with an account of which the password is one, and its URL. */
const database = Effect.gen(function*() {
  const folder = yield* temporaryFolder
  const server = yield* Effect.acquireRelease(
    Effect.promise(() => enter(folder, 0)),
    () => Effect.promise(() => leave(folder))
  )
  const statements = (database: string, ...all: ReadonlyArray<string>) =>
    Effect.forEach(all, (statement) => Effect.flatMap(PgClient.PgClient, (sql) => sql.unsafe(statement))).pipe(
      Effect.provide(PgClient.layer(clientOf(server, database)))
    )
  yield* statements(
    "postgres",
    `create role canary login createrole password '${CANARY.postgres}'`,
    `create database ${DATABASE} owner canary`
  )
  return {
    url: `postgres://canary:${CANARY.postgres}@127.0.0.1:${server.port}/${DATABASE}`,
    broken: `postgres://nobody:${CANARY.postgres}@127.0.0.1:${server.port}/${DATABASE}`,
    away: `postgres://canary:${CANARY.postgres}@127.0.0.1:1/${DATABASE}`,
    tables: Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const names = yield* sql<{ readonly name: string }>`
        select tablename as name from pg_tables where schemaname = 'public'`
      assert.include(names.map(({ name }) => name), "journal")
      const lines = yield* Effect.forEach(
        names,
        ({ name }) => sql<{ readonly line: string }>`select t::text as line from ${sql(name)} as t`
      )
      return lines.flat().map(({ line }) => line).join("\n")
    }).pipe(Effect.provide(PgClient.layer(clientOf(server, DATABASE))))
  }
})

const DAY = "2026-09-10"
const WINDOW = ["--from", DAY, "--to", DAY, "--dataset", "eco2mix-regional-tr"]

/** A server that is away need not be waited for. */
const SOON = "serverSelectionTimeoutMS=300"

describe.skipIf(FerretDb.missing !== undefined)("secrets", () => {
  it.live("are heard nowhere, whatever fails", () =>
    Effect.gen(function*() {
      const postgres = yield* database
      const mongo = yield* FerretDb.url
      const collector = yield* ears(200, "{}", "application/json")
      const receiver = yield* ears(500, "not today")
      const grid = SimulatedGrid.make({ now: Date.parse("2026-09-12T10:07:00Z") })
      const source = (yield* OdreServer.serve({ grid })).url.replace("//", `//canary:${CANARY.source}@`)
      const refusing = (yield* ears(401, "{\"message\": \"who are you?\"}", "application/json")).url
        .replace("//", `//canary:${CANARY.source}@`)
      const folder = yield* temporaryFolder
      const file = join(folder, "database_url")
      yield* Effect.promise(() => writeFile(file, postgres.url, { mode: 0o600 }))
      const settings: Program.Settings = {
        ECO2MIXD_STORES: "servers",
        DATABASE_URL_FILE: file,
        MONGO_URL: mongo,
        ECO2MIXD_SOURCE_URL: source,
        ECO2MIXD_CATCH_UP: "none",
        ECO2MIXD_API_TOKEN: `${CANARY.token}-everything`,
        ECO2MIXD_API_START_TOKEN: `${CANARY.start}-beginning`,
        ECO2MIXD_WEBHOOK_URL: `${receiver.url}/hooks/${CANARY.path}?key=${CANARY.path}`,
        ECO2MIXD_WEBHOOK_SECRET: `whsec_${CANARY.signature.padEnd(44, "A")}`,
        ECO2MIXD_WEBHOOK_PRIVATE: "allow",
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${CANARY.header}`,
        OTEL_BSP_SCHEDULE_DELAY: "200",
        OTEL_BLRP_SCHEDULE_DELAY: "200"
      }

      const say = Effect.fnUntraced(function*(args: ReadonlyArray<string>, more: Program.Settings = {}) {
        const file: Program.Settings = more["DATABASE_URL"] === undefined ? {} : { DATABASE_URL_FILE: "" }
        const done = yield* Program.run(args, { ...settings, ...file, ...more })
        heard(`the output of ${args.join(" ")} ${JSON.stringify(Object.keys(more))}`, done.stdout + done.stderr)
        return done
      })

      // What works, first: there are runs, rows and documents then.
      assert.strictEqual((yield* say(["run", ...WINDOW])).code, 0)

      const one = yield* daemon({ ...settings, ECO2MIXD_SOURCE_URL: refusing })
      yield* within(20, one.leads)
      const asked = (path: string, init: RequestInit = {}) =>
        Effect.promise(async () => {
          const answer = await fetch(one.url + path, init)
          const text = `${JSON.stringify([...answer.headers])}\n${await answer.text()}`
          heard(`the answer to ${path}`, text)
          return { status: answer.status, text }
        })
      const change = (path: string, token: string, body: unknown) =>
        asked(path, {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body: JSON.stringify(body)
        })
      const run = { kind: "manual", from: DAY, to: DAY, datasets: ["eco2mix-regional-tr"] }
      for (const token of [`${CANARY.token}-wrong-by-a-word`, `${CANARY.start}x`, CANARY.path]) {
        assert.strictEqual((yield* change("/api/v1/runs", token, run)).status, 401)
      }
      assert.strictEqual((yield* change("/api/v1/runs", `${CANARY.start}-beginning`, run)).status, 202)
      yield* within(60, Effect.map(asked("/api/v1/runs"), ({ text }) => !text.includes("\"running\"")))
      const cancelled = yield* change(`/api/v1/runs/${crypto.randomUUID()}/cancel`, `${CANARY.token}-everything`, {})
      assert.strictEqual(cancelled.status, 404)
      assert.match((yield* asked("/api/v1/runs")).text, /Ingest\.Refused/)
      for (
        const path of ["/", "/docs", "/openapi.json", "/metrics", "/healthz", "/readyz", "/config", "/api/v1/config"]
      ) yield* asked(path)
      for (const path of ["stats", "coverage", "freshness", "quarantine", "findings", "journal", "nothing"]) {
        yield* asked(`/api/v1/${path}`)
      }
      yield* within(20, Effect.sync(() => receiver.bodies.length > 0))
      yield* within(20, Effect.sync(() => collector.bodies.length > 3))

      // What fails at its start, and what looks at what failed.
      const away = { DATABASE_URL: postgres.away }
      const outputs = yield* Effect.all([
        say(["config", "--json"]),
        say(["doctor"]),
        say(["journal", "--json"]),
        say(["notify", "test"]),
        say(["status"], away),
        say(["migrate"], { DATABASE_URL: postgres.broken }),
        say(["lake", "save", "-"], { MONGO_URL: `${mongo.replace("//", `//canary:${CANARY.mongo}@`)}?${SOON}` }),
        say(["doctor"], { ...away, MONGO_URL: `mongodb://canary:${CANARY.mongo}@127.0.0.1:1/x?${SOON}` }),
        say(["start"], { ECO2MIXD_API_START_TOKEN: `${CANARY.token}-everything` }),
        say(["config"], {
          DATABASE_URL: `postgres//${CANARY.postgres}`,
          MONGO_URL: `mongo:${CANARY.mongo}`,
          ECO2MIXD_API_TOKEN: CANARY.token.slice(0, 14),
          ECO2MIXD_WEBHOOK_SECRET: CANARY.signature,
          ECO2MIXD_WEBHOOK_URL: `ftp://${CANARY.path}`,
          OTEL_EXPORTER_OTLP_HEADERS: CANARY.header,
          ECO2MIXD_SOURCE_URL: `ftp://canary:${CANARY.source}@odre`
        }),
        say(["lake", "save", join(folder, "lake.gz")])
      ], { concurrency: 3 })
      // What a doctor thinks of a busy machine is another matter.
      outputs.splice(1, 1)
      assert.deepStrictEqual(outputs.map(({ code }) => code), [0, 0, 1, 1, 1, 1, 1, 78, 78, 0])

      one.signal("SIGTERM")
      yield* one.ended
      heard("the daemon's log", one.said())
      assert.match(one.said(), /Ingest\.Refused/)
      const traced = Buffer.concat([...collector.bodies]).toString("latin1")
      assert.include(traced, "run.requested_by")
      heard("traces and logs", traced)
      heard("notices", Buffer.concat([...receiver.bodies]).toString())
      heard("the database", yield* postgres.tables)
      const lake = gunzipSync(yield* Effect.promise(() => readFile(join(folder, "lake.gz")))).toString()
      assert.include(lake, "code_insee_region")
      heard("the lake", lake)
    }).pipe(Effect.scoped), 120_000)
})
