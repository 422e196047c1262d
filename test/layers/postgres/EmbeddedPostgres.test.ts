/** Several commands on one folder, through the program: they share the server, and the last one leaves nothing running. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"
import * as Program from "../../support/Program.ts"

const settingsOf = (folder: string): Program.Settings => ({ ECO2MIXD_DATA_DIR: folder, ECO2MIXD_EMBEDDED_PORT: "0" })

const serverOf = async (folder: string): Promise<number | undefined> =>
  readFile(join(folder, "postgres/postmaster.pid"), "utf8").then((text) => Number(text.split("\n")[0]), () => undefined)

describe("EmbeddedPostgres", () => {
  it.live("three commands that begin at once on a new folder share one server, and stop it", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const question =
        "select pg_backend_pid() as pid, count(*) as tables from pg_tables where tablename = 'generations'"
      const answers = yield* Effect.forEach(
        [1, 2, 3],
        () => Program.ask<{ tables: number }>(question, settingsOf(folder)),
        {
          concurrency: "unbounded"
        }
      )
      assert.deepStrictEqual(answers.flat().map(({ tables }) => tables), [1, 1, 1])
      assert.isUndefined(yield* Effect.promise(() => serverOf(folder)))
    }).pipe(Effect.scoped))

  it.live("a server that a killed command left behind is used, and stopped in the end", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const settings = settingsOf(folder)
      yield* Effect.promise(async () => {
        const child = Program.start(["sql", "select pg_sleep(60)"], settings)
        while (await serverOf(folder) === undefined) await new Promise((resume) => setTimeout(resume, 50))
        child.kill("SIGKILL")
        await Program.exited(child)
      })
      const left = yield* Effect.promise(() => serverOf(folder))
      assert.isDefined(left)
      yield* Program.ask("select 1 as one", settings)
      assert.isUndefined(yield* Effect.promise(() => serverOf(folder)))
    }).pipe(Effect.scoped))

  it.live("below a closed folder, too, the password is for its owner alone and the server for this machine alone", () =>
    Effect.gen(function*() {
      const folder = join(yield* temporaryFolder, "deep/inside")
      const [setting] = yield* Program.ask<{ listen: string }>(
        "select current_setting('listen_addresses') as listen",
        settingsOf(folder)
      )
      assert.strictEqual(setting?.listen, "127.0.0.1")
      const rules = yield* Effect.promise(() => readFile(join(folder, "postgres/pg_hba.conf"), "utf8"))
      const methods = rules.split("\n").filter((line) => /^(local|host)/.test(line)).map((line) =>
        line.split(/\s+/).at(-1)
      )
      assert.deepStrictEqual([...new Set(methods)], ["scram-sha-256"])
      const { mode } = yield* Effect.promise(() => stat(join(folder, "postgres.password")))
      assert.strictEqual(mode & 0o777, 0o600)
      const log = yield* Effect.promise(() => readFile(join(folder, "postgres.log"), "utf8"))
      const password = yield* Effect.promise(() => readFile(join(folder, "postgres.password"), "utf8"))
      assert.isAbove(password.length, 40)
      assert.notInclude(log, password)
    }).pipe(Effect.scoped))
})
