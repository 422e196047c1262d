/** `config`, through the program: all that is wrong at once, the code that a script reads, and no secret anywhere. */
import type { SettingsReport } from "#ports/Settings"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { chmod, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as Program from "../support/Program.ts"

describe("config", () => {
  it.live("without settings everything has its default, and nothing is wrong", () =>
    Effect.gen(function*() {
      const done = yield* Program.run(["config"], {})
      assert.strictEqual(done.code, 0, done.stderr)
      assert.strictEqual(done.stderr, "")
      assert.match(done.stdout, /^ECO2MIXD_STORES +embedded +default +embedded$/m)
      assert.match(done.stdout, /^ECO2MIXD_SOURCE_URL +https:\/\/odre.opendatasoft.com +default/m)
      assert.match(done.stdout, /^DATABASE_URL +not used by these stores$/m)
      assert.match(done.stdout, /^ECO2MIXD_CLUSTER +off +default +off$/m)
      assert.match(done.stdout, /^ECO2MIXD_CLUSTER_ADDRESS +127\.0\.0\.1:34431 +default/m)
    }))

  it.live("all problems are told at once, and names that nobody reads beside them", () =>
    Effect.gen(function*() {
      const settings = {
        ECO2MIXD_STORES: "servers",
        DATABASE_URL: "hunter2",
        ECO2MIXD_HTTP_PORT: "high",
        ECO2MIXD_SCHEDULE: "at dawn",
        ECO2MIXD_SHCEDULE: "30 6 * * *"
      }
      const done = yield* Program.run(["config"], settings)
      assert.strictEqual(done.code, 78)
      const lines = done.stderr.trim().split("\n")
      assert.strictEqual(lines.length, 4, done.stderr)
      for (
        const [index, line] of [
          /DATABASE_URL must be a URL like postgres:\/\//,
          /MONGO_URL must be .* and is not set/,
          /ECO2MIXD_SCHEDULE must be a schedule/,
          /ECO2MIXD_HTTP_PORT must be/
        ].entries()
      ) assert.match(lines[index]!, line)
      assert.include(done.stdout, "! ECO2MIXD_SHCEDULE is no setting of this program; is it ECO2MIXD_SCHEDULE")
      assert.notInclude(done.stdout + done.stderr, "hunter2")

      const json = yield* Program.run(["config", "--json"], settings)
      assert.strictEqual(json.code, 78)
      const report = JSON.parse(json.stdout) as SettingsReport
      assert.strictEqual(report.problems.length, 4)
      assert.deepStrictEqual(report.unknown, [{ name: "ECO2MIXD_SHCEDULE", nearest: "ECO2MIXD_SCHEDULE" }])
      assert.notInclude(json.stdout, "hunter2")
    }))

  it.live("settings that are dangerous together are a problem", () =>
    Effect.gen(function*() {
      const open = { ECO2MIXD_HTTP_HOST: "0.0.0.0" }
      const done = yield* Program.run(["config"], open)
      assert.strictEqual(done.code, 78)
      assert.match(done.stderr, /ECO2MIXD_HTTP_HOST.*ECO2MIXD_API_TOKEN/)
      const token = "hunter2hunter2hunter2"
      const closed = yield* Program.run(["config"], { ...open, ECO2MIXD_API_TOKEN: token })
      assert.strictEqual(closed.code, 0, closed.stderr)
      assert.match(closed.stdout, /^ECO2MIXD_API_TOKEN +\(set, hidden\) +environment$/m)
      assert.notInclude(closed.stdout, token)
    }))

  it.live("a daemon does not start on a secret that everybody knows", () =>
    Effect.gen(function*() {
      const settings = {
        ECO2MIXD_STORES: "servers",
        DATABASE_URL: "postgres://eco2mixd:eco2mixd@127.0.0.1:9/x",
        MONGO_URL: "mongodb://root:example@127.0.0.1:9/x",
        ECO2MIXD_API_TOKEN: "changemechangeme"
      }
      const done = yield* Program.run(["start"], settings)
      assert.strictEqual(done.code, 78, done.stderr)
      const told = done.stderr.trim().split("\n").map((line) => /^eco2mixd: (\w+) holds a secret/.exec(line)?.[1])
      assert.deepStrictEqual(told, ["DATABASE_URL", "MONGO_URL", "ECO2MIXD_API_TOKEN"])
      const shown = yield* Program.run(["config"], settings)
      assert.strictEqual(shown.code, 78)
      assert.match(shown.stdout, /^DATABASE_URL +postgres:\/\/eco2mixd:\(hidden\)@127.0.0.1:9\/x +environment/m)
    }))

  it.live("a secret in a file is told with its file", () =>
    Effect.gen(function*() {
      const file = join(yield* temporaryFolder, "url")
      yield* Effect.promise(async () => {
        await writeFile(file, "postgres://me:hunter2@db:5432/x\n")
        await chmod(file, 0o600)
      })
      const done = yield* Program.run(["config"], {
        ECO2MIXD_STORES: "servers",
        DATABASE_URL_FILE: file,
        MONGO_URL: "mongodb://me:hunter2@lake/x?authSource=admin"
      })
      assert.strictEqual(done.code, 0, done.stderr)
      assert.include(done.stdout, `postgres://me:(hidden)@db:5432/x`)
      assert.include(done.stdout, `file ${file}`)
      assert.include(done.stdout, "mongodb://me:(hidden)@lake/x?(hidden)")
      assert.notInclude(done.stdout, "hunter2")
    }).pipe(Effect.scoped))
})
