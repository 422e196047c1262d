/**
 * The bundle, as the image runs it: in a folder of its own, with nothing installed beside it. It says what it is, what is wrong,
 * what is in it and by whom; and it comes up on real servers, with its page.
 */
import { assert, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { execFile, spawn } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { setTimeout } from "node:timers/promises"
import { promisify } from "node:util"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as FerretDb from "../support/FerretDb.ts"
import { exited, type Settings } from "../support/Program.ts"
import { servers } from "../support/Servers.ts"
import { root } from "./Compose.ts"
import { commandOf } from "./Dockerfiles.ts"

const TOKEN = "a-token-for-the-tests-of-this-project"

/** The folder of a bundle, built once. */
class Bundle extends Context.Service<Bundle, string>()("eco2mixd/test/stack/Bundle") {
  static readonly layer = Layer.effect(
    Bundle,
    Effect.gen(function*() {
      const folder = join(yield* temporaryFolder, "app")
      const bundler = join(root, "node_modules/rolldown/bin/cli.mjs")
      yield* Effect.promise(() =>
        promisify(execFile)(join(root, "node_modules/node/bin/node"), [
          bundler,
          "--config",
          join(root, ".rolldown.config.mjs"),
          "--dir",
          folder
        ])
      )
      return folder
    })
  )
}

/** As the image of this runtime has it, with what it may read under Deno. */
const argumentsOf = (folder: string): ReadonlyArray<string> =>
  commandOf("Deno" in globalThis ? "deno" : "node", "ENTRYPOINT").slice(1).map((one) => one.replaceAll("/app", folder))

const start = (folder: string, args: ReadonlyArray<string>, settings: Settings) =>
  spawn(process.execPath, [...argumentsOf(folder), ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], TMPDIR: process.env["TMPDIR"], ...settings },
    stdio: ["ignore", "pipe", "pipe"]
  })

const run = (args: ReadonlyArray<string>, settings: Settings = {}) =>
  Effect.flatMap(Bundle, (folder) =>
    Effect.promise(async () => {
      const child = start(folder, args, settings)
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), exited(child)])
      return { code: child.exitCode, stdout, stderr }
    }))

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

it.layer(Bundle.layer, { timeout: "2 minutes", excludeTestServices: true })("bundle", (it) => {
  it.effect("says its version, its commands and its settings", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* run(["--version"])).stdout, `eco2mixd v${version}\n`)
      assert.match((yield* run(["--help"])).stdout, /quickstart.*\n(?:.*\n)*.*simulate/)
      const config = yield* run(["config"])
      assert.strictEqual(config.code, 0, config.stderr)
      assert.match(config.stdout, /^ECO2MIXD_STORES +embedded/m)
    }))

  it.effect("doctor looks at everything, and says that there are no embedded stores in it", () =>
    Effect.gen(function*() {
      const settings = { ECO2MIXD_SOURCE_URL: "http://127.0.0.1:9", ECO2MIXD_DATA_DIR: yield* temporaryFolder }
      const doctor = yield* run(["doctor"], settings)
      assert.strictEqual(doctor.code, 1)
      assert.match(doctor.stdout, /✓ settings: 2 set, all readable/)
      assert.match(doctor.stdout, /\d+ checks: \d+ ok/)
      const once = yield* run(["run", "--from", "2026-01-01", "--to", "2026-01-01"], settings)
      assert.strictEqual(once.code, 1)
      // Under Deno it may not even look for them.
      assert.match(once.stderr, /The embedded PostgreSQL is not installed|can't hold the embedded PostgreSQL/)
    }))

  it.effect("without settings, as the image sets them, it does not start: 78, and all that is missing at once", () =>
    Effect.gen(function*() {
      const done = yield* run(["start"], { ECO2MIXD_STORES: "servers", ECO2MIXD_HTTP_HOST: "0.0.0.0" })
      assert.strictEqual(done.code, 78)
      const told = done.stderr.trim().split("\n").map((line) => /^eco2mixd: (\w+) /.exec(line)?.[1])
      assert.deepStrictEqual(told, ["DATABASE_URL", "MONGO_URL", "ECO2MIXD_HTTP_HOST"])
    }))

  it.effect("tells the licences of all that is in it, and the same to machines", () =>
    Effect.gen(function*() {
      const folder = yield* Bundle
      const licences = readFileSync(join(folder, "LICENSES.txt"), "utf8").split(`\n${"─".repeat(80)}\n`).map((one) =>
        one.trim()
      )
      const sbom = JSON.parse(readFileSync(join(folder, "sbom.json"), "utf8"))
      assert.deepStrictEqual([sbom.bomFormat, sbom.specVersion], ["CycloneDX", "1.6"])
      const components = sbom.components as ReadonlyArray<
        {
          readonly name: string
          readonly version: string
          readonly purl: string
          readonly licenses: ReadonlyArray<{ readonly license: { readonly id: string } }>
          readonly hashes: ReadonlyArray<{ readonly alg: string; readonly content: string }>
        }
      >
      assert.deepStrictEqual(
        components.map(({ licenses, name, version }) => `${name} ${version} (${licenses[0]!.license.id})`),
        licences.map((one) => one.split("\n")[0]!)
      )
      // Each with the text of its licence, and not its name alone.
      assert.deepStrictEqual(licences.filter((one) => one.length < 500).map((one) => one.split("\n")[0]), [])
      assert.isTrue(components.every(({ hashes }) => hashes[0]!.alg === "SHA-512" && hashes[0]!.content.length === 128))
      assert.includeMembers(components.map(({ name }) => name), [
        "effect",
        "mongodb",
        "bson",
        "undici",
        "uplot",
        "@effect/sql-pg"
      ])
      // What is there and was not told: nothing.
      const there = readdirSync(join(folder, "node_modules")).flatMap((name) =>
        name.startsWith("@") ? readdirSync(join(folder, "node_modules", name)).map((one) => `${name}/${one}`) : name
      )
      assert.includeMembers(components.map(({ name }) => name), there)
    }))

  if (FerretDb.missing !== undefined) it.skip(FerretDb.missing, () => {})
  else {
    it.effect("comes up on real servers with page and charts, and stops when it is told to", () =>
      Effect.gen(function*() {
        const settings: Settings = {
          ...yield* servers("http://127.0.0.1:9"),
          ECO2MIXD_API_TOKEN: TOKEN,
          ECO2MIXD_HTTP_PORT: "0",
          ECO2MIXD_CATCH_UP: "none"
        }
        const folder = yield* Bundle
        const child = yield* Effect.acquireRelease(
          Effect.sync(() => start(folder, ["start"], settings)),
          (child) =>
            Effect.promise(async () => {
              child.kill("SIGKILL")
              await exited(child)
            })
        )
        yield* Effect.promise(async () => {
          let said = ""
          for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => said += String(piece))
          let url: string | undefined
          for (let left = 600; left > 0 && url === undefined && child.exitCode === null; left--) {
            await setTimeout(50)
            url = /listens on (http:\/\/\S+:\d+)/.exec(said)?.[1]
          }
          assert.isDefined(url, said)
          const ready = await fetch(`${url}/readyz`)
          assert.strictEqual(ready.status, 200, await ready.text())
          const page = await (await fetch(`${url}/`, { headers: { accept: "text/html" } })).text()
          const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) =>
            path!.replaceAll("&amp;", "&")
          )
          assert.isAtLeast(files.length, 4)
          for (const file of files) assert.strictEqual((await fetch(url + file)).status, 200, file)
          assert.strictEqual((await fetch(`${url}/docs`)).status, 200)
          assert.match(await (await fetch(`${url}/metrics`)).text(), /^eco2mixd_build_info\{/m)
          process.kill(child.pid!, "SIGTERM")
          await exited(child)
          assert.strictEqual(child.exitCode, 0, said)
        })
      }).pipe(Effect.scoped))
  }
})
