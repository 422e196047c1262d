/** `notify test` and what `doctor` and `config` say of the webhook, through the program; and nowhere the secret of it. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import { once } from "node:events"
import { chmod, readFile, writeFile } from "node:fs/promises"
import { createServer } from "node:https"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { examine } from "../support/Doctor.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as Program from "../support/Program.ts"
import { bodyOf, KEY, PATH, SECRET, settingsOf, sink, verify } from "../support/Sink.ts"

const notify = (settings: Program.Settings) => Program.run(["notify", "test"], settings)

const isSilent = ({ stderr, stdout }: Program.Finished) => {
  for (const secret of ["hunter2", "hunter3", SECRET.slice(6)]) assert.notInclude(stdout + stderr, secret)
}

/** Why no certificate can be made; undefined where one can. */
const missing = (() => {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" })
    return undefined
  } catch {
    return "there is no openssl"
  }
})()

const certified = missing === undefined ? it.live : it.live.skip

/** A server at `localhost`, whose certificate an authority of its own has signed, and that authority's certificate. */
const secured = Effect.gen(function*() {
  const folder = yield* temporaryFolder
  const at = (name: string) => join(folder, name)
  const make = (name: string, ...rest: ReadonlyArray<string>) =>
    execFileSync("openssl", [
      ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj".split(" "),
      `/CN=${name}`,
      "-keyout",
      at(`${name}.key`),
      "-out",
      at(`${name}.pem`),
      ...rest
    ], { stdio: "ignore" })
  make("authority")
  const by = [
    "-CA",
    at("authority.pem"),
    "-CAkey",
    at("authority.key"),
    "-addext",
    "basicConstraints=critical,CA:FALSE"
  ]
  make("localhost", ...by, "-addext", "subjectAltName=DNS:localhost")
  const server = yield* Effect.acquireRelease(
    Effect.promise(async () => {
      const files = { key: await readFile(at("localhost.key")), cert: await readFile(at("localhost.pem")) }
      const server = createServer(files, (_, response) => void response.writeHead(202).end())
      server.listen(0, "127.0.0.1")
      await once(server, "listening")
      return server
    }),
    (server) =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
  )
  return { port: (server.address() as AddressInfo).port, authority: at("authority.pem") }
})

describe("notify test", () => {
  it.live("sends one notice that says it is a test, and says what was answered", () =>
    Effect.gen(function*() {
      const to = yield* sink(200)
      const done = yield* notify(settingsOf(to))
      assert.strictEqual(done.code, 0, done.stderr)
      assert.match(
        done.stdout,
        new RegExp(`^The test arrived: 127\\.0\\.0\\.1:${to.port} answered 200, after \\d+ ms\\.\n$`)
      )
      isSilent(done)
      assert.strictEqual(to.taken.length, 1)
      yield* Effect.promise(() => verify(to.taken[0]!, KEY))
      const { id, occurred_at, ...rest } = bodyOf(to.taken[0]!)
      assert.deepStrictEqual(rest, {
        version: 1,
        event: "test",
        text: "This is a test: notices of eco2mixd arrive here.",
        details: {}
      })
      assert.strictEqual(to.taken[0]!.headers["webhook-id"], id)
      assert.closeTo(Date.parse(occurred_at), Date.now(), 60_000)
    }))

  it.live("ends with 1 where it is refused, where nobody is there, and where it may not go", () =>
    Effect.gen(function*() {
      const to = yield* sink(404)
      const refused = yield* notify(settingsOf(to))
      assert.strictEqual(refused.code, 1)
      assert.match(refused.stderr, /^eco2mixd: Notices\.Refused: 127\.0\.0\.1:\d+ answered 404: see whether [^\n]+\n$/)
      const { port } = yield* Effect.scoped(sink())
      const away = yield* notify(settingsOf({ url: `http://127.0.0.1:${port}${PATH}` }))
      assert.strictEqual(away.code, 1)
      assert.match(away.stderr, /^eco2mixd: Notices\.Unreachable: .*ECONNREFUSED/)
      const forbidden = yield* notify({
        ECO2MIXD_WEBHOOK_URL: `https://localhost:${to.port}${PATH}`,
        ECO2MIXD_WEBHOOK_SECRET: SECRET
      })
      assert.strictEqual(forbidden.code, 1)
      assert.match(forbidden.stderr, /^eco2mixd: Notices\.Forbidden: localhost is .*ECO2MIXD_WEBHOOK_PRIVATE/)
      assert.strictEqual(to.taken.length, 1)
      for (const done of [refused, away, forbidden]) {
        assert.strictEqual(done.stdout, "")
        isSilent(done)
      }
    }))

  it.live(
    "ends with 78 where nobody is to be told, and where a setting is wrong, as a daemon does",
    () =>
      Effect.gen(function*() {
        const nobody = yield* notify({})
        assert.strictEqual(nobody.code, 78)
        assert.match(nobody.stderr, /^eco2mixd: ECO2MIXD_WEBHOOK_URL is not set[^\n]*\n$/)
        const unsigned = { ECO2MIXD_WEBHOOK_URL: `https://hooks.example.org${PATH}` }
        const literal = { ECO2MIXD_WEBHOOK_URL: `https://127.0.0.1${PATH}`, ECO2MIXD_WEBHOOK_SECRET: SECRET }
        for (
          const [settings, said] of [
            [unsigned, /ECO2MIXD_WEBHOOK_SECRET is not/],
            [literal, /127\.0\.0\.1 is a loopback address, and ECO2MIXD_WEBHOOK_PRIVATE/]
          ] as const
        ) {
          for (const command of [["notify", "test"], ["start"], ["config"]]) {
            const done = yield* Program.run(command, settings)
            assert.strictEqual(done.code, 78, command.join(" "))
            assert.match(done.stderr, said)
            isSilent(done)
          }
        }
      }),
    120_000
  )

  certified(
    `trusts no certificate that nobody vouches for${missing === undefined ? "" : ` (${missing})`}`,
    () =>
      Effect.gen(function*() {
        const { authority, port } = yield* secured
        const settings = settingsOf({ url: `https://localhost:${port}${PATH}` })
        const done = yield* notify(settings)
        assert.strictEqual(done.code, 1)
        assert.match(
          done.stderr,
          /^eco2mixd: Notices\.Unreachable: localhost:\d+ can't be reached: .*(certificate|UnknownIssuer)/
        )
        isSilent(done)
        const vouched = yield* notify({ ...settings, NODE_EXTRA_CA_CERTS: authority, DENO_CERT: authority })
        assert.strictEqual(vouched.code, 0, vouched.stderr)
        assert.match(vouched.stdout, /answered 202/)
        const other = yield* notify({
          ...settingsOf({ url: `https://127.0.0.1:${port}${PATH}` }),
          NODE_EXTRA_CA_CERTS: authority,
          DENO_CERT: authority
        })
        assert.strictEqual(other.code, 1, other.stdout)
      })
  )
})

describe("the webhook elsewhere", () => {
  it.live("config hides the URL and the secret, and takes them from files", () =>
    Effect.gen(function*() {
      const to = yield* sink(200)
      const folder = yield* temporaryFolder
      const files = { url: join(folder, "url"), secret: join(folder, "secret") }
      yield* Effect.promise(async () => {
        for (const [file, text] of [[files.url, to.url], [files.secret, SECRET]] as const) {
          await writeFile(file, `${text}\n`)
          await chmod(file, 0o600)
        }
      })
      const settings = {
        ECO2MIXD_WEBHOOK_URL_FILE: files.url,
        ECO2MIXD_WEBHOOK_SECRET_FILE: files.secret,
        ECO2MIXD_WEBHOOK_PRIVATE: "allow"
      }
      const shown = yield* Program.run(["config"], settings)
      assert.strictEqual(shown.code, 0, shown.stderr)
      assert.match(shown.stdout, /^ECO2MIXD_WEBHOOK_URL +\(set, hidden\) +file /m)
      assert.match(shown.stdout, /^ECO2MIXD_WEBHOOK_SECRET +\(set, hidden\) +file /m)
      isSilent(shown)
      assert.strictEqual((yield* notify(settings)).code, 0)
      assert.strictEqual(to.taken[0]!.path, PATH)
    }))

  it.live("doctor looks where it leads, and sends nothing", () =>
    Effect.gen(function*() {
      const to = yield* sink(200)
      const folder = yield* temporaryFolder
      const base = { ECO2MIXD_DATA_DIR: folder, ECO2MIXD_SOURCE_URL: "http://127.0.0.1:1" }
      const look = (settings: Program.Settings) =>
        Effect.map(examine({ ...base, ...settings }), ({ of }) => of("webhook"))
      const unset = yield* look({})
      assert.deepInclude(unset, { status: "skipped" })
      assert.match(unset.said, /ECO2MIXD_WEBHOOK_URL is not set/)
      const well = yield* look(settingsOf({ url: `http://localhost:${to.port}${PATH}` }))
      assert.deepInclude(well, { status: "ok" })
      assert.match(well.said, /^localhost is (127\.0\.0\.1|::1)/)
      assert.strictEqual(to.connections(), 0)
      const forbidden = yield* look({
        ECO2MIXD_WEBHOOK_URL: `https://localhost${PATH}`,
        ECO2MIXD_WEBHOOK_SECRET: SECRET
      })
      assert.deepInclude(forbidden, { status: "failed" })
      assert.match(forbidden.said, /^localhost is .*a loopback address.*ECO2MIXD_WEBHOOK_PRIVATE/)
      const unknown = yield* look(settingsOf({ url: `https://no-such-host.invalid${PATH}` }))
      assert.deepInclude(unknown, { status: "failed" })
      assert.match(unknown.said, /^no-such-host\.invalid has no address/)
      const wrong = yield* look({ ECO2MIXD_WEBHOOK_URL: "hunter2" })
      assert.deepInclude(wrong, { status: "skipped", said: "its settings can't be read" })
    }), 180_000)
})
