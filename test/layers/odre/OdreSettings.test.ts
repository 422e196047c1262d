/** Where the source may be: neither a setting nor a name has us ask what only this machine may, and no answer leads on. */
import * as OdreIngest from "#layers/odre/OdreIngest"
import { config } from "#layers/odre/OdreSettings"
import { placeOf } from "#ports/addresses"
import { Ingest } from "#ports/Ingest"
import { allowed, ForbiddenAddress } from "#ports/outward"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { lookup } from "node:dns/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { hostname } from "node:os"
import { TR } from "./FakeOdre.ts"

const settingsOf = (url: string, near?: "allow") =>
  ConfigProvider.fromEnv({
    env: { ECO2MIXD_SOURCE_URL: url, ...near === undefined ? {} : { ECO2MIXD_SOURCE_PRIVATE: near } }
  })

/** What is said against it; null where nothing is. */
const problemOf = (url: string, near?: "allow") =>
  Effect.map(
    Effect.exit(config.parse(settingsOf(url, near))),
    (exit) => Exit.isSuccess(exit) ? null : String(exit.cause)
  )

describe("ECO2MIXD_SOURCE_URL", () => {
  it.effect("is https beyond this machine, unless a network of one's own is meant", () =>
    Effect.gen(function*() {
      for (const url of ["http://odre.opendatasoft.com", "http://simulator:8765", "http://localhost.evil.example"]) {
        assert.match(
          String(yield* problemOf(url)),
          /begins with http:\/\/ and leads beyond this machine.*ECO2MIXD_SOURCE_PRIVATE/
        )
        assert.isNull(yield* problemOf(url, "allow"))
      }
      for (
        const url of ["https://odre.opendatasoft.com", "http://127.0.0.1:8765", "http://localhost:1", "http://[::1]:1"]
      ) {
        assert.isNull(yield* problemOf(url), url)
      }
    }))

  it.effect("names no address of a private network, however it is written, unless one is meant", () =>
    Effect.gen(function*() {
      for (
        const url of [
          "https://10.0.0.1",
          "https://192.168.1.1",
          "https://[fd00::1]",
          "https://[::ffff:10.0.0.1]",
          "https://0xa000001"
        ]
      ) {
        assert.match(String(yield* problemOf(url)), /a private address.*ECO2MIXD_SOURCE_PRIVATE.*allow/, url)
        assert.isNull(yield* problemOf(url, "allow"), url)
      }
    }))

  it.effect("never names where a cloud keeps a machine's keys", () =>
    Effect.gen(function*() {
      for (
        const url of ["https://169.254.169.254", "http://169.254.169.254", "https://[fe80::1]", "https://2852039166"]
      ) {
        assert.match(String(yield* problemOf(url, "allow")), /a link-local address, where no source is/, url)
      }
    }))

  it.effect("lets a name lead to the internet alone", () =>
    Effect.gen(function*() {
      const { bounds } = yield* config.parse(settingsOf("https://odre.opendatasoft.com"))
      const at = (address: string) => allowed("odre.opendatasoft.com", [{ address }], bounds)
      for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"]) {
        assert.instanceOf(at(address), ForbiddenAddress, address)
      }
      assert.deepStrictEqual(at("8.8.8.8"), [{ address: "8.8.8.8" }])
    }))
})

/** A server here that answers so, and how often it was asked. */
const answering = (status: number, headers: Readonly<Record<string, string>>) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly port: number; readonly asked: () => number; readonly close: () => void }>((resume) => {
      let asked = 0
      const server = createServer((_, response) => {
        asked++
        response.writeHead(status, headers).end("{}")
      })
      server.listen(0, "127.0.0.1", () => {
        const { port } = server.address() as AddressInfo
        resume(Effect.succeed({ port, asked: () => asked, close: () => void server.close() }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )

/** What counting a day of the source there fails with. */
const asking = (url: string, near?: "allow") =>
  Effect.flatMap(Ingest, (ingest) => Effect.flip(ingest.count(TR, { from: "2026-09-01", to: "2026-09-01" } as never)))
    .pipe(
      Effect.provide(OdreIngest.layer.pipe(Layer.provide(ConfigProvider.layer(settingsOf(url, near)))))
    )

/** A name that says nothing of where it leads, and leads to this machine or its network. */
const namedHere = Effect.promise(async () => {
  const found = await lookup(hostname()).catch(() => undefined)
  return found !== undefined && placeOf(found.address).kind === "private" ? hostname() : undefined
})

describe("OdreIngest", () => {
  // Deno looks when it has been answered, by TLS, which this one does not speak.
  it.live.skipIf("Deno" in globalThis)(
    "looks where a name leads when it is called, and does not call it there",
    () =>
      Effect.gen(function*() {
        const here = yield* answering(200, { "content-type": "application/json" })
        // Resolved here, as /etc/hosts or the resolver has this machine's own name: somewhere in its own network.
        const name = yield* namedHere
        if (name === undefined) {
          return yield* Effect.logWarning("No name of this machine leads to it: nothing is called.")
        }
        const error = yield* asking(`https://${name}:${here.port}`)
        assert.strictEqual(error.reason, "Refused")
        assert.match(error.message, /it is not called: .*ECO2MIXD_SOURCE_PRIVATE refuses those/)
        assert.strictEqual(here.asked(), 0)
      })
  )

  it.live("does not follow an answer that leads elsewhere", () =>
    Effect.gen(function*() {
      const secret = yield* answering(200, { "content-type": "application/json" })
      for (const status of [301, 302, 303, 307, 308]) {
        const source = yield* answering(status, { location: `http://127.0.0.1:${secret.port}/latest/meta-data` })
        const error = yield* asking(`http://127.0.0.1:${source.port}`)
        assert.match(error.message, new RegExp(`^${status}: it points to`))
        assert.strictEqual(source.asked(), 1)
      }
      assert.strictEqual(secret.asked(), 0)
    }).pipe(Effect.scoped))
})
