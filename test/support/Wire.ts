/** A network to a server on this machine, which can be cut: bytes then go nowhere, and nobody is told. */
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

export const wire = (port: number) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const sockets = new Set<Socket>()
      let cut = false
      const server = createServer((near) => {
        const far = connect(port, "127.0.0.1")
        for (const [from, to] of [[near, far], [far, near]] as const) {
          sockets.add(from)
          from.on("data", (bytes) => {
            if (!cut) to.write(bytes)
          })
          from.on("error", () => {})
          from.on("close", () => {
            sockets.delete(from)
            if (!cut) to.destroy()
          })
        }
      }).listen(0, "127.0.0.1")
      await once(server, "listening")
      return {
        port: (server.address() as AddressInfo).port,
        setCut: (value: boolean) => {
          cut = value
        },
        close: async () => {
          for (const socket of sockets) socket.destroy()
          server.close()
          await once(server, "close")
        }
      }
    }),
    ({ close }) => Effect.promise(close)
  )
