/** Requests as bytes, and what comes back of them: a client of our own would send none of the wrong ones. */
import { assert } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { connect } from "node:net"
import { among, anyText, listOf, mostly, oneOf, textOf } from "./inputs.ts"

/** An answer as it came; status 0 where the connection was closed without any. */
export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

class Unended extends Data.TaggedError("Unended")<{ readonly message: string }> {}

/** In milliseconds: nothing that is asked here takes a tenth of it. */
const PATIENCE = 10_000

/** After so many milliseconds without an answer no more is sent: who promised a body that never comes would wait for long. */
const PROMISED = 250

/** Sends a request on a connection of its own, and reads to its end, or to the head of an answer that never ends. */
export const send = (origin: string, request: Request) =>
  Effect.map(sendBytes(origin, bytesOf(request), patienceWith(request)), (answer) => {
    if (request.headers.length === 0) assert.notStrictEqual(answer.status, 0, "it was hung up on without a word")
    return answer
  })

/** Headers that say of what follows something else than what does. */
const PROMISES = new Set(["content-length", "transfer-encoding", "upgrade", "expect"])

const patienceWith = ({ headers }: Request) => headers.some(([name]) => PROMISES.has(name)) ? PROMISED : undefined

/** The same with bytes that may be no request, or only its beginning: after `patience` in milliseconds no more is sent. */
export const sendBytes = (origin: string, bytes: Buffer, patience: number | undefined) =>
  Effect.callback<Answer, Unended>((resume) => {
    const { hostname, port } = new URL(origin)
    const socket = connect(Number(port), hostname)
    const pieces: Array<Buffer> = []
    const timers = [
      setTimeout(() => {
        socket.destroy()
        const said = Buffer.concat(pieces).toString().slice(0, 400)
        resume(Effect.fail(new Unended({ message: `no end after ${PATIENCE} ms: ${said}` })))
      }, PATIENCE),
      ...patience === undefined ? [] : [setTimeout(() => socket.end(), patience)]
    ]
    const stop = () => {
      timers.forEach(clearTimeout)
      socket.destroy()
    }
    const done = () => {
      stop()
      resume(Effect.succeed(answerOf(Buffer.concat(pieces).toString())))
    }
    socket.on("data", (piece) => {
      pieces.push(piece)
      if (/^HTTP\/1\.1 200[^]*\r\ncontent-type: text\/event-stream/i.test(piece.toString())) done()
    })
    socket.on("close", done).on("error", done)
    socket.write(bytes)
    return Effect.sync(stop)
  })

const answerOf = (text: string): Answer => {
  // What is said while the answer is awaited is none.
  const said = text.replace(/^(?:HTTP\/1\.1 1\d\d [^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, "")
  const end = said.indexOf("\r\n\r\n")
  const head = said.slice(0, Math.max(0, end))
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    type: /\r\ncontent-type: ([^\r;]*)/i.exec(head)?.[1] ?? "",
    body: said.slice(end + 4)
  }
}

export interface Request {
  readonly method: string
  readonly target: string
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: string
}

/** As HTTP has it, whatever stands in it: a line break in a value is one on the wire. */
const bytesOf = ({ body, headers, method, target }: Request): Buffer => {
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted)
  const all = [
    ...has("host") ? [] : [["host", "127.0.0.1"]],
    ...headers,
    ...has("content-length") || has("transfer-encoding") || body === ""
      ? []
      : [["content-length", String(Buffer.byteLength(body))]],
    ["connection", "close"]
  ]
  const head = [`${method} ${target} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`)].join("\r\n")
  return Buffer.from(`${head}\r\n\r\n${body}`)
}

/** A text as an address may have it, or as it may not. */
const written = (text: string): string => encodeURIComponent(text.toWellFormed())
export const inAddress = (text: Arbitrary.Arbitrary<string>) =>
  mostly(Arbitrary.map(text, written), 8, Arbitrary.map(text, (one) => one.replaceAll(/[\s#]/g, "")))

export const query = (pairs: Arbitrary.Arbitrary<ReadonlyArray<readonly [string, string]>>) =>
  Arbitrary.map(
    pairs,
    (pairs) => pairs.length === 0 ? "" : `?${pairs.map(([name, value]) => `${name}=${value}`).join("&")}`
  )

const headerValue = oneOf(
  among([
    "0",
    "-1",
    "1e3",
    "99999999999",
    "chunked",
    "gzip",
    "*/*",
    "text/csv;q=0.1, */*",
    "application/json; charset=utf-7",
    "null"
  ]),
  Arbitrary.map(anyText, (text) => text.replaceAll(/[\r\n\0]/g, " ")),
  textOf(["text/", "csv", ",", ";q=", "1", "application/json", "fr", "-"], 8)
)

/** Headers that a server heeds, with values that it may not expect. */
export const headers = listOf(
  Arbitrary.all([
    among([
      "accept",
      "accept-language",
      "accept-encoding",
      "authorization",
      "content-type",
      "origin",
      "host",
      "expect",
      "content-length",
      "transfer-encoding",
      "upgrade",
      "range",
      "if-none-match",
      "if-modified-since",
      "cookie",
      "traceparent",
      "tracestate",
      "b3",
      "x-b3-traceid",
      "x-forwarded-for",
      "x-forwarded-host",
      "x-http-method-override",
      "te"
    ]),
    headerValue
  ]),
  3
)

/** No answer is the server's fault, whatever was asked. */
export const isNoFault = ({ body, status }: Answer) => {
  assert.notInclude(body, "node_modules")
  assert.isBelow(status, 500, body.slice(0, 400))
}
