/** Who is let in, what is refused before anyone looks at it, and what every answer says to browsers. */
import { exitCode } from "#cli/ending"
import { isLoopback } from "#layers/http/HttpSettings"
import * as MemoryRuns from "#layers/memory/MemoryRuns"
import { Listening } from "#ports/Listening"
import { assert, describe, it, layer } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { connect, createServer } from "node:net"
import { ask, authorized, change, doubles, layer as serving, server, TOKEN } from "./Serving.ts"

const RUN = { kind: "manual", from: "2026-09-01", to: "2026-09-03" }

/** Bytes to the server as they are, the `rest` of them once it has said something, and all that it answers. */
const raw = (text: string, rest?: string) =>
  Effect.flatMap(Listening, ({ url }) =>
    Effect.callback<string>((resume) => {
      let said = ""
      const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(text))
      socket.setEncoding("utf8").on("data", (part: string) => said += part)
      if (rest !== undefined) socket.once("data", () => socket.write(rest))
      socket.on("close", () => resume(Effect.succeed(said))).on("error", () => {})
    }))

layer(serving, { excludeTestServices: true })("Guard", (it) => {
  it.effect("every change wants the token, and reading does not", () =>
    Effect.gen(function*() {
      const missing = yield* ask("/api/v1/runs", { method: "POST", body: RUN })
      assert.deepStrictEqual([missing.status, missing.json.code], [401, "Auth.Missing"])
      assert.strictEqual(missing.headers["www-authenticate"], "Bearer realm=\"eco2mixd\"")
      for (const wrong of [`Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, `Bearer ${TOKEN.toUpperCase()}`]) {
        const answer = yield* ask("/api/v1/runs", { method: "POST", body: RUN, headers: { authorization: wrong } })
        assert.deepStrictEqual([answer.status, answer.json.code], [401, "Auth.Wrong"])
        assert.notInclude(answer.text, TOKEN)
      }
      const basic = { authorization: `Basic ${Buffer.from(`x:${TOKEN}`).toString("base64")}` }
      for (const verb of ["pause", "resume", "cancel"]) {
        const path = `/api/v1/runs/${crypto.randomUUID()}/${verb}`
        assert.strictEqual((yield* ask(path, { method: "POST" })).status, 401)
        assert.strictEqual((yield* ask(path, { method: "POST", headers: basic })).status, 401)
        assert.strictEqual((yield* change(path)).status, 404)
      }
      assert.strictEqual((yield* ask("/api/v1/runs")).json.runs.length, 0)
      assert.strictEqual((yield* change("/api/v1/runs", RUN)).status, 202)
    }))

  it.effect("a page of another site may change nothing, with the token neither", () =>
    Effect.gen(function*() {
      const { url } = yield* Listening
      for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1", "not an origin", ""]) {
        const answer = yield* ask("/api/v1/runs", { method: "POST", body: RUN, headers: { ...authorized, origin } })
        assert.deepStrictEqual([answer.status, answer.json.code], [403, "Request.ForeignOrigin"], origin)
      }
      const own = { ...authorized, origin: url }
      assert.notStrictEqual((yield* ask("/api/v1/runs", { method: "POST", body: RUN, headers: own })).status, 403)
      const reading = yield* ask("/api/v1/runs", { headers: { origin: "https://evil.example" } })
      assert.strictEqual(reading.status, 200)
      assert.notProperty(reading.headers, "access-control-allow-origin")
    }))

  it.effect("a name of elsewhere that points here is refused, for reading too", () =>
    Effect.gen(function*() {
      for (
        const host of ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example"]
      ) {
        const answer = yield* ask("/api/v1/runs", { headers: { host } })
        assert.deepStrictEqual([answer.status, answer.json.code], [421, "Request.ForeignHost"], host)
      }
      for (const host of ["localhost", "LOCALHOST:8080", "127.0.0.1", "[::1]:8080", "eco2mixd.localhost"]) {
        assert.strictEqual((yield* ask("/healthz", { headers: { host } })).status, 200, host)
      }
      // The target's own authority goes before the header.
      const absolute = yield* raw(
        "GET http://evil.example/healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
      )
      assert.match(absolute, /^HTTP\/1.1 421 /)
      assert.match(yield* raw("GET /healthz HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"), /^HTTP\/1.1 421 /)
      assert.match(yield* raw("GET /healthz HTTP/1.0\r\n\r\n"), /^HTTP\/1.1 421 /)
    }))

  it.effect("a body is at most 64 KiB, whatever it says of its length", () =>
    Effect.gen(function*() {
      const large = yield* change("/api/v1/runs", "x".repeat(64 * 1024 + 1))
      assert.deepStrictEqual([large.status, large.json.code], [413, "Request.TooLarge"])
      const chunk = `${(70_000).toString(16)}\r\n${"x".repeat(70_000)}\r\n0\r\n\r\n`
      const chunked = yield* raw(
        `POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\nConnection: close\r\n` +
          `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`
      )
      assert.match(chunked, /^HTTP\/1.1 413 [\s\S]*"code":"Request.TooLarge"/)
      // Its length alone is enough: none of it is waited for.
      const announced = yield* raw(
        `POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\nConnection: close\r\n` +
          "Content-Type: application/json\r\nContent-Length: 70000\r\n\r\n"
      )
      assert.match(announced, /^HTTP\/1.1 413 [\s\S]*"code":"Request.TooLarge"/)
      const fits = yield* change("/api/v1/runs", JSON.stringify(RUN) + " ".repeat(60_000))
      assert.notStrictEqual(fits.status, 413)
    }))

  it.effect("whatever is wrong is told as a problem document, and what to do", () =>
    Effect.gen(function*() {
      const cases = [
        [yield* ask("/nothing"), 404, "NotFound"],
        [yield* ask("/api/v1/runs/%zz"), 404, "NotFound"],
        [yield* ask(`/api/v1/runs/${"x".repeat(200)}`), 404, "NotFound"],
        [yield* ask(`/api/v1/runs/${crypto.randomUUID()}`), 404, "NotFound"],
        [yield* ask("/api/v1/runs/abc"), 400, "Request.Invalid"],
        [yield* ask("/api/v1/runs", { method: "DELETE" }), 405, "MethodNotAllowed"],
        [yield* ask("/", { method: "POST" }), 405, "MethodNotAllowed"],
        [yield* change("/api/v1/runs", "{"), 400, "Request.Invalid"],
        [
          yield* ask("/api/v1/runs", {
            method: "POST",
            body: "a=1",
            headers: { ...authorized, "content-type": "text/plain" }
          }),
          415,
          "Request.NotJson"
        ]
      ] as const
      for (const [answer, status, code] of cases) {
        assert.strictEqual(answer.headers["content-type"], "application/problem+json")
        assert.deepInclude(answer.json, { status, code, type: "about:blank" })
        assert.strictEqual(answer.status, status)
        assert.isAbove(answer.json.detail.length, 10)
      }
      assert.strictEqual((yield* ask("/api/v1/runs", { method: "DELETE" })).headers.allow, "GET, HEAD, POST")
      assert.strictEqual((yield* ask("/metrics", { method: "POST" })).headers.allow, "GET, HEAD")
    }))

  it.effect("what is no HTTP, and headers beyond 16 KiB, are told so too", () =>
    Effect.gen(function*() {
      assert.match(yield* raw("nonsense\r\n\r\n"), /^HTTP\/1.1 400 [\s\S]*"code":"Request.Invalid"/)
      const headers = `X: ${"x".repeat(17_000)}\r\n`
      assert.match(
        yield* raw(`GET / HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`),
        /^HTTP\/1.1 431 [\s\S]*"code":"Request.HeadersTooLarge"/
      )
    }))

  it.effect("a body that breaks off once its request is answered has no second answer", () =>
    Effect.gen(function*() {
      const head = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
      assert.match(yield* raw(head, "no length\r\n"), /^HTTP\/1.1 200 /)
      assert.notInclude(yield* raw(head, "no length\r\n"), "400")
      // The next request of a connection is another matter.
      const asked = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
      assert.match(yield* raw(asked, "nonsense\r\n\r\n"), /^HTTP\/1.1 200 [\s\S]*HTTP\/1.1 400 /)
    }))

  it.effect("what a request expects beyond an answer is not heeded", () =>
    Effect.gen(function*() {
      for (const expect of ["wonders", "200-ok", " "]) {
        const head = `GET /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: ${expect}\r\nConnection: close\r\n\r\n`
        assert.match(yield* raw(head), /^HTTP\/1.1 200 /, expect)
      }
    }))

  it.effect("each answer says how little a browser may do with it", () =>
    Effect.gen(function*() {
      for (const path of ["/healthz", "/nothing", "/", "/docs", "/openapi.json", "/api/v1/stats?format=csv"]) {
        const { headers } = yield* ask(path)
        const policy = String(headers["content-security-policy"])
        assert.match(policy, /^default-src 'none'; /)
        assert.notInclude(/script-src [^;]*/.exec(policy)?.[0] ?? "unsafe", "unsafe")
        assert.deepInclude(headers, {
          "x-content-type-options": "nosniff",
          "x-frame-options": "DENY",
          "referrer-policy": "no-referrer",
          "cross-origin-resource-policy": "same-origin",
          "cache-control": "no-store"
        }, path)
      }
    }))

  it.effect("HEAD says what GET would, without the body", () =>
    Effect.gen(function*() {
      const head = yield* ask("/healthz", { method: "HEAD" })
      const get = yield* ask("/healthz")
      assert.deepStrictEqual([head.status, head.text], [200, ""])
      assert.strictEqual(head.headers["content-length"], get.headers["content-length"])
    }))
})

/** What becomes of a start with these settings: its exit code, and its line. */
const startOf = (env: Readonly<Record<string, string>>) =>
  Effect.gen(function*() {
    const exit = yield* Effect.exit(Effect.scoped(Layer.build(Layer.provide(server(env), doubles))))
    return { code: exitCode(exit, true), message: Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "" }
  })

describe("HttpServer at its start", () => {
  it.live("does not listen beyond this machine without a token", () =>
    Effect.gen(function*() {
      for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.org", "localhost.example.org"]) {
        const { code, message } = yield* startOf({ ECO2MIXD_HTTP_HOST: host })
        assert.strictEqual(code, 78, host)
        assert.include(message, "ECO2MIXD_HTTP_HOST")
        assert.include(message, "ECO2MIXD_API_TOKEN")
      }
      assert.strictEqual((yield* startOf({ ECO2MIXD_HTTP_HOST: "0.0.0.0", ECO2MIXD_API_TOKEN: TOKEN })).code, 0)
    }))

  it.live("refuses a token that can be guessed or not be sent, and never says it", () =>
    Effect.gen(function*() {
      for (const token of ["short", "fifteen-letters", "with a space in it somewhere", "éééééééééééééééééééé"]) {
        const { code, message } = yield* startOf({ ECO2MIXD_API_TOKEN: token })
        assert.strictEqual(code, 78)
        assert.include(message, "at least 16")
        assert.notInclude(message, token)
      }
    }))

  it.live("says of a port that is taken, or an address that is not ours, what to do", () =>
    Effect.gen(function*() {
      const taken = yield* Effect.acquireRelease(
        Effect.callback<ReturnType<typeof createServer>>((resume) => {
          const other = createServer().listen(0, "127.0.0.1", () => resume(Effect.succeed(other)))
        }),
        (other) => Effect.sync(() => other.close())
      )
      const { port } = taken.address() as { readonly port: number }
      const { code, message } = yield* startOf({ ECO2MIXD_HTTP_PORT: String(port) })
      assert.strictEqual(code, 1)
      assert.include(message, `Can't listen on 127.0.0.1, port ${port}: something else listens there`)
      const elsewhere = yield* startOf({ ECO2MIXD_HTTP_HOST: "192.0.2.1", ECO2MIXD_API_TOKEN: TOKEN })
      assert.include(elsewhere.message, "this machine has no such address")
    }).pipe(Effect.scoped))

  it.live("lets nobody change anything where no token is set, and says how to", () =>
    Effect.gen(function*() {
      const answer = yield* change("/api/v1/runs", RUN)
      assert.deepStrictEqual([answer.status, answer.json.code], [403, "Auth.NotSet"])
      assert.include(answer.json.detail, "ECO2MIXD_API_TOKEN")
      assert.deepStrictEqual(
        yield* Effect.flatMap(MemoryRuns.MemoryWork, () => Effect.map(ask("/api/v1/runs"), ({ json }) => json.runs)),
        []
      )
    }).pipe(Effect.provide(Layer.provideMerge(server({}), doubles))))

  it("knows which hosts are this machine", () => {
    for (const host of ["localhost", "127.0.0.1", "127.8.9.10", "::1", "[::1]", "a.localhost"]) {
      assert.isTrue(isLoopback(host))
    }
    for (const host of ["0.0.0.0", "::", "128.0.0.1", "127.0.0.1.example.org", "localhosts", "xlocalhost", ""]) {
      assert.isFalse(isLoopback(host), host)
    }
  })
})
