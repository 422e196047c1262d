/** `init`, through the program: what it says, what its secrets are good for, and that a password is shown to a screen alone. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as Program from "../support/Program.ts"

const root = new URL("../..", import.meta.url).pathname

/** Runs a command on a terminal: of util-linux, and not on every machine. */
const hasScript = (() => {
  try {
    return execFileSync("script", ["--version"], { encoding: "utf8", stdio: "pipe" }).includes("util-linux")
  } catch {
    return false
  }
})()

describe("init", () => {
  it.live("makes what is missing and says what comes next; again, it makes nothing", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const first = yield* Program.run(["init", "--dir", folder], {})
      assert.strictEqual(first.code, 0, first.stderr)
      assert.match(first.stdout, /^made {3}\.env$/m)
      assert.match(first.stdout, /^20 made, 0 there already\. Next: `docker compose up -d`/m)
      const again = yield* Program.run(["init", "--dir", folder], {})
      assert.match(again.stdout, /^0 made, 20 there already/m)
      assert.notMatch(again.stdout, /^made|!/m)
    }).pipe(Effect.scoped))

  it.live("the daemon takes what it has made", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* Program.run(["init", "--dir", folder], {})
      const secret = (name: string) => join(folder, "secrets", name)
      for (
        const [database, mongo] of [["database_url", "mongo_url"], ["database_migrator_url", "mongo_migrator_url"]]
      ) {
        const done = yield* Program.run(["config"], {
          ECO2MIXD_STORES: "servers",
          ECO2MIXD_HTTP_HOST: "0.0.0.0",
          DATABASE_URL_FILE: secret(database!),
          MONGO_URL_FILE: secret(mongo!),
          ECO2MIXD_API_TOKEN_FILE: secret("api_token"),
          ECO2MIXD_WEBHOOK_URL: "https://example.org/hook",
          ECO2MIXD_WEBHOOK_SECRET_FILE: secret("webhook_secret")
        })
        assert.strictEqual(done.code, 0, done.stderr)
      }
    }).pipe(Effect.scoped))

  it.live("whoever does not look at a screen is told where the passwords are, and not what they are", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* Program.run(["init", "--dir", folder], {})
      const done = yield* Program.run(["init", "--show", "--dir", folder], {})
      assert.strictEqual(done.code, 0, done.stderr)
      assert.match(done.stdout, /^Grafana +http:\/\/127\.0\.0\.1:3000\/ +admin +secrets\/grafana_admin_password$/m)
      assert.notMatch(done.stdout + done.stderr, /[0-9a-f]{64}/)
    }).pipe(Effect.scoped))

  if (!hasScript) it.skip("skipped: there is no util-linux script here, and so no terminal", () => {})
  else if ("Deno" in globalThis) it.skip("skipped under Deno: the terminal is the shell's, and the same", () => {})
  else {
    it.live("on a terminal it shows the passwords", () =>
      Effect.gen(function*() {
        const folder = yield* temporaryFolder
        yield* Program.run(["init", "--dir", folder], {})
        const command = `'${process.execPath}' '${root}src/main.ts' init --show --dir '${folder}'`
        const shown = execFileSync("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "pipe"]
        })
        const password = readFileSync(join(folder, "secrets/grafana_admin_password"), "utf8")
        assert.match(shown, new RegExp(`^Grafana +http://127\\.0\\.0\\.1:3000/ +admin +${password}\\s*$`, "m"))
      }).pipe(Effect.scoped))
  }

  it.live("what can't be is one line, and no stack of a kind", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const shown = yield* Program.run(["init", "--show", "--dir", folder], {})
      assert.strictEqual(shown.code, 1)
      assert.match(shown.stderr, /^eco2mixd: Secrets\.Missing: .*\.env is not there yet: `eco2mixd init` makes it\.\n$/)
      const made = yield* Program.run(["init", "--dir", "/proc/eco2mixd"], {})
      assert.strictEqual(made.code, 1)
      assert.match(made.stderr, /^eco2mixd: Secrets\.Unwritable: \/proc\/eco2mixd can't be made \(\w+\): .*\n$/)
    }).pipe(Effect.scoped))
})
