/** How long a connection may take for what, and what is said to one that does not speak HTTP. */
import { CONTENT_TYPE, problem } from "#api/Problem"
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from "node:http"
import type { Duplex } from "node:stream"

/** In milliseconds, but for the last, in bytes. */
export const OPTIONS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16_384
}

/** A reader that takes nothing for so long, in milliseconds, has gone; events say something more often. */
const SILENCE = 60_000

/** What is under way when the server stops may still end. */
const GRACE_MILLIS = 500
export const GRACE = `${GRACE_MILLIS} millis` as const

const PROBLEMS: Readonly<Record<string, ReturnType<typeof problem>>> = {
  HPE_HEADER_OVERFLOW: problem(
    431,
    "Request.HeadersTooLarge",
    `Headers are longer than ${OPTIONS.maxHeaderSize} bytes.`
  ),
  ERR_HTTP_REQUEST_TIMEOUT: problem(408, "Request.TooSlow", "The request did not come in time.")
}
const NOT_HTTP = problem(400, "Request.Invalid", "This is no HTTP request.")

export const guard = (server: Server): void => {
  server.setTimeout(SILENCE)
  // What else a request expects than to go on is not heeded, as RFC 9110 has it: Node would answer 417, and not in our words.
  server.on("checkExpectation", (request, response) => void server.emit("request", request, response))
  const asked = new WeakMap<Duplex, Asked>()
  server.on("request", (request, response) => void asked.set(request.socket, { request, response }))
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return socket.destroy()
    if (isAnswered(asked.get(socket))) return socket.end()
    const what = PROBLEMS[error.code ?? ""] ?? NOT_HTTP
    const body = JSON.stringify(what)
    socket.end(
      `HTTP/1.1 ${what.status} ${what.title}\r\nConnection: close\r\nContent-Type: ${CONTENT_TYPE}\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    )
  })
}

/** What was asked last on a connection. */
interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Whether a request that breaks off has its answer, or has begun to: another one would be taken for part of it, or for the next. */
const isAnswered = (asked: Asked | undefined): boolean =>
  asked !== undefined && asked.response.headersSent && !(asked.request.complete && asked.response.writableFinished)

/** Hangs up on everyone once the grace is over; the server itself takes nobody from the moment when it stops. */
export const hangUp = (server: Server): void => {
  setTimeout(() => server.closeAllConnections(), GRACE_MILLIS).unref()
}
