/** What a check-up says of the way to a collector. */
import { checks } from "#layers/otlp/checks"
import { assert, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { createServer } from "node:net"
import { networkInterfaces } from "node:os"

const outside = Object.values(networkInterfaces()).flat().find((one) =>
  one?.internal === false && one.family === "IPv4"
)
const why = outside === undefined ? "skipped: this machine is in no network" : ""

it.live.skipIf(outside === undefined)(
  `a collector beyond this machine that is told in plain is named ${why}`,
  () =>
    Effect.gen(function*() {
      const server = yield* Effect.acquireRelease(
        Effect.promise(async () => {
          const server = createServer((socket) => socket.destroy()).listen(0, "0.0.0.0")
          await once(server, "listening")
          return server
        }),
        (server) => Effect.sync(() => server.close())
      )
      const { port } = server.address() as { readonly port: number }
      const look = (url: string) =>
        checks[0]!.look.pipe(
          Effect.provideService(
            ConfigProvider.ConfigProvider,
            ConfigProvider.fromEnv({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: url } })
          )
        )
      const host = outside!.address
      const plain = yield* look(`http://${host}:${port}`)
      assert.strictEqual(plain.status, "warning")
      assert.match(
        plain.said,
        new RegExp(`listens at ${host.replaceAll(".", "\\.")}:${port}, and what goes there is plain`)
      )
      assert.match(plain.mend!, /https:/)
      for (const near of [`https://${host}:${port}`, `http://127.0.0.1:${port}`]) {
        assert.strictEqual((yield* look(near)).status, "ok", near)
      }
    }).pipe(Effect.scoped)
)
