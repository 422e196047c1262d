/** What docker-compose.yml hands to pgAdmin: the saved queries, where it looks for them, and the reader's password, each time. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import { compose, type Mount, root, scriptOf } from "./Compose.ts"

const read = (file: string) => readFileSync(join(root, "layers/postgres/pgadmin", file), "utf8")

describe("pgAdmin of the stack", () => {
  it("its saved queries are mounted where its settings look for them, and opened first", () => {
    const [, name, path] = /^SHARED_STORAGE = \[\{"name": "(.*?)", "path": "(.*?)", "restricted_access": True\}\]$/m
      .exec(
        read("config_distro.py")
      )!
    const mounts = compose.services["pgadmin"]!.volumes as ReadonlyArray<Mount>
    assert.deepStrictEqual(mounts.filter(({ type }) => type === "bind"), [{
      type: "bind",
      source: "./layers/postgres/pgadmin/queries",
      target: path!,
      read_only: true,
      bind: { create_host_path: false }
    }])
    assert.deepStrictEqual(JSON.parse(read("preferences.json")).preferences, {
      "file_manager:options:last_storage": name,
      // It would look for an open file of a shared storage among the user's own, and fail every few seconds. Said as a text,
      // as pgAdmin 9.18 takes no other.
      "misc:user_interface:save_app_state": "false"
    })
  })

  it.live("whoever its user is finds the reader's password, and a changed one after the next start", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const secret = join(folder, "secret")
      const script = scriptOf("pgadmin").replaceAll("/run/secrets/pgadmin_passfile", secret)
        .replaceAll("/var/lib/pgadmin", folder)
      assert.isTrue(script.trimEnd().endsWith("exec /entrypoint.sh"))
      const passfile = join(folder, "storage/an.analyst_example.com/.pgpass")
      const env = { PATH: process.env["PATH"]!, PGADMIN_DEFAULT_EMAIL: "an.analyst@example.com" }
      for (const line of ["postgres:5432:*:reader:first", "postgres:5432:*:reader:second"]) {
        yield* Effect.promise(async () => {
          await writeFile(secret, line)
          await promisify(execFile)("sh", ["-euc", script.replace("exec /entrypoint.sh", "")], { env })
          assert.strictEqual(await readFile(passfile, "utf8"), line)
          // libpq reads no other.
          assert.strictEqual((await stat(passfile)).mode & 0o777, 0o600)
        })
      }
    }).pipe(Effect.scoped))
})
