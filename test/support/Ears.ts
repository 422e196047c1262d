/** A server that takes whatever it is sent, for ever: what came, and an answer that is always the same. */
import * as Effect from "effect/Effect"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

export interface Ears {
  readonly url: string
  readonly bodies: ReadonlyArray<Buffer>
}

/** Until the scope closes. */
export const ears = (status: number, said = "", type = "text/plain") =>
  Effect.acquireRelease(
    Effect.callback<Ears & { readonly close: () => void }>((resume) => {
      const bodies: Array<Buffer> = []
      const server = createServer((request, response) => {
        const parts: Array<Buffer> = []
        request.on("data", (part: Buffer) => parts.push(part)).on("end", () => {
          bodies.push(Buffer.concat(parts))
          response.writeHead(status, { "content-type": type }).end(said)
        })
      })
      server.listen(0, "127.0.0.1", () => {
        const { port } = server.address() as AddressInfo
        const close = () => {
          server.closeAllConnections()
          server.close()
        }
        resume(Effect.succeed({ url: `http://127.0.0.1:${port}`, bodies, close }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )
