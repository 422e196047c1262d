/** A receiver of notices on a port of its own: it answers as it is told to, and keeps what it was sent. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

/** Random, as such secrets are; its bytes are what signatures are made with. */
export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

/** What lets a sender in at many receivers, and must not be seen anywhere. */
export const PATH = "/hooks/hunter2?token=hunter3"

export interface Taken {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Answer = number | ((response: ServerResponse, request: IncomingMessage) => void)

/** The answers in turn, the last one again and again; 204 where none is given. */
export const sink = (...answers: ReadonlyArray<Answer>) =>
  Effect.gen(function*() {
    const taken: Array<Taken> = []
    let connections = 0
    const server = yield* Effect.acquireRelease(
      Effect.promise(async () => {
        const server = createServer((request, response) => {
          // A sender that goes in the middle of its own words has said nothing.
          void text(request).catch(() => null).then((body) => {
            if (body === null) return
            const { headers, method = "", url: path = "" } = request
            taken.push({ method, path, headers, body })
            const answer = answers[Math.min(taken.length, answers.length) - 1] ?? 204
            if (typeof answer === "function") answer(response, request)
            else response.writeHead(answer).end()
          })
        }).on("connection", () => connections++)
        server.listen(0, "127.0.0.1")
        await once(server, "listening")
        return server
      }),
      (server) =>
        Effect.promise(async () => {
          const closed = once(server.close(), "close")
          server.closeAllConnections()
          await closed
        })
    )
    const { port } = server.address() as AddressInfo
    return {
      taken,
      port,
      connections: () => connections,
      /** Where it is, with the secret part of it. */
      url: `http://127.0.0.1:${port}${PATH}`
    }
  })

/** Settings that lead to it. */
export const settingsOf = ({ url }: { readonly url: string }) => ({
  ECO2MIXD_WEBHOOK_URL: url,
  ECO2MIXD_WEBHOOK_SECRET: SECRET,
  ECO2MIXD_WEBHOOK_PRIVATE: "allow"
})

export const bodyOf = ({ body }: Taken) => JSON.parse(body) as ReturnType<typeof JSON.parse>

/** The signature as a receiver looks at it, which has the specification and no line of ours. */
export const verify = async ({ body, headers }: Taken, key: Uint8Array): Promise<void> => {
  const [version, signature = ""] = String(headers["webhook-signature"]).split(",")
  assert.strictEqual(version, "v1")
  const imported = await crypto.subtle.importKey("raw", new Uint8Array(key), { name: "HMAC", hash: "SHA-256" }, false, [
    "verify"
  ])
  const signed = new TextEncoder().encode(
    [headers["webhook-id"], headers["webhook-timestamp"], body].join(".")
  )
  const bytes = Uint8Array.from(atob(signature), (sign) => sign.charCodeAt(0))
  assert.isTrue(await crypto.subtle.verify("HMAC", imported, bytes, signed), "the signature is not right")
}

/** What `SECRET` stands for. */
export const KEY = Uint8Array.from(atob(SECRET.slice("whsec_".length)), (sign) => sign.charCodeAt(0))
