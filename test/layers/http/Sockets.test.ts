/** Whoever sends too slowly, or nothing more, is let go; and the daemon's own server has the limits that do it. */
import * as Sockets from "#layers/http/Sockets"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { createServer, type Server } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { ask, layer } from "./Serving.ts"

/** With the daemon's guard and limits, but for how long it is patient, in milliseconds. */
const impatient = Effect.acquireRelease(
  Effect.callback<{ readonly server: Server; readonly port: number }>((resume) => {
    const server = createServer(
      { ...Sockets.OPTIONS, headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 50 },
      (request, response) => void request.resume().on("end", () => response.end("ok"))
    )
    Sockets.guard(server)
    server.listen(
      0,
      "127.0.0.1",
      () => resume(Effect.succeed({ server, port: (server.address() as AddressInfo).port }))
    )
  }),
  ({ server }) =>
    Effect.sync(() => {
      server.closeAllConnections()
      server.close()
    })
)

/** Bytes one by one, for ever, and what is answered until the other side hangs up. */
const dripping = (port: number, begins: string, drop: string) =>
  Effect.callback<string>((resume) => {
    let said = ""
    const socket = connect(port, "127.0.0.1", () => socket.write(begins))
    const drip = setInterval(() => socket.writable && socket.write(drop), 20)
    socket.setEncoding("utf8").on("data", (part: string) => said += part).on("error", () => {})
    socket.on("close", () => {
      clearInterval(drip)
      resume(Effect.succeed(said))
    })
    return Effect.sync(() => {
      clearInterval(drip)
      socket.destroy()
    })
  })

const HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\n"

describe("Sockets", () => {
  it.live("lets go of who never ends its headers or its body, and says so", () =>
    Effect.gen(function*() {
      const { port } = yield* impatient
      const answers = yield* Effect.all([
        dripping(port, HEAD, "X"),
        dripping(port, `${HEAD}Content-Length: 100000\r\n\r\n`, "x"),
        dripping(port, `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, "1\r\nx\r\n")
      ], { concurrency: 3 })
      for (const said of answers) assert.match(said, /^HTTP\/1\.1 408 [^]*"code":"Request\.TooSlow"/)
    }).pipe(Effect.scoped), 10_000)

  it.live("are what the daemon listens with", () =>
    Effect.gen(function*() {
      const servers = new Set<Server>()
      const seen = (message: unknown) => void servers.add((message as { readonly server: Server }).server)
      yield* Effect.acquireRelease(
        Effect.sync(() => subscribe("http.server.request.start", seen)),
        () => Effect.sync(() => unsubscribe("http.server.request.start", seen))
      )
      yield* ask("/healthz")
      const [server] = servers
      assert.isAtMost(server!.headersTimeout, 10_000)
      assert.isAtMost(server!.requestTimeout, 30_000)
      assert.strictEqual(server!.timeout, 60_000)
      assert.strictEqual(server!.listenerCount("clientError"), 1)
    }).pipe(Effect.scoped, Effect.provide(layer)))
})
