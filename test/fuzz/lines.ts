/** Whatever bytes come, however they are cut: the same lines, each whole, and nothing between them. */
import { jsonOf, MAX_RECORD_BYTES, type SourceRecord } from "#domain/SourceRecord"
import { lineReader } from "#layers/odre/LineReader"
import { assert } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import { claim, type Claims } from "./Fuzz.ts"
import { among, anyText, listOf, oneOf, whole } from "./inputs.ts"

const bytesOf = (...bytes: ReadonlyArray<number>) => Buffer.from(bytes)

/** Halves of characters, what is no UTF-8 at all, and lines about as long as any that is read. */
const part: Arbitrary.Arbitrary<Buffer> = oneOf(
  Arbitrary.map(
    among([
      "\n",
      "\r\n",
      "\r",
      "\uFEFF",
      " ",
      "{\"a\":1}",
      "{\"a\":\"Côte\"}",
      "\"€🌬\"",
      "null",
      "\u0000",
      "{\"broken"
    ]),
    (text) => Buffer.from(text)
  ),
  among([
    bytesOf(0xC3),
    bytesOf(0xA9),
    bytesOf(0xE2, 0x82),
    bytesOf(0xF0, 0x9F, 0x8C),
    bytesOf(0xEF, 0xBB),
    bytesOf(0xEF, 0xBB, 0xBF),
    bytesOf(0xED, 0xA0, 0x80),
    bytesOf(0xC0, 0x8A),
    bytesOf(0xFF, 0xFE),
    bytesOf(0x80)
  ]),
  Arbitrary.map(anyText, (text) => Buffer.from(text)),
  Arbitrary.map(
    Arbitrary.all([among([1, 2, 3]), whole(-12, 12), among(["x", " ", "é", "\u0000", "\r"])]),
    ([times, more, filling]) => Buffer.alloc(MAX_RECORD_BYTES * times + more, filling)
  ),
  // JSON that is just as long as any that is read, or a little longer.
  Arbitrary.map(whole(-4, 4), (more) => Buffer.from(`"${"x".repeat(MAX_RECORD_BYTES - 2 + more)}"`))
)

const body = Arbitrary.map(listOf(part, 14), (parts) => Buffer.concat(parts))

/** Places as shares of the body, in thousandths, and a byte before or after. */
const cuts = listOf(Arbitrary.all([whole(0, 1_000), whole(-1, 1)]), 8)

const cut = (body: Buffer, cuts: ReadonlyArray<readonly [number, number]>): ReadonlyArray<Buffer> => {
  const places = cuts.map(([share, more]) => Math.floor((body.length * share) / 1_000) + more)
    .map((at) => Math.min(body.length, Math.max(0, at)))
  const all = [0, ...places, body.length].toSorted((a, b) => a - b)
  return all.slice(1).map((to, index) => body.subarray(all[index], to))
}

const read = (pieces: Iterable<Uint8Array>): ReadonlyArray<SourceRecord> => {
  const reader = lineReader()
  const records: Array<SourceRecord> = []
  for (const piece of pieces) records.push(...reader.push(piece))
  const rest = reader.end()
  return rest === undefined ? records : [...records, rest]
}

/** The same told line by line, with the whole body at hand. */
const expected = (body: Buffer): ReadonlyArray<SourceRecord> => {
  const lines: Array<Buffer> = []
  let from = 0
  for (let at = body.indexOf(10); at >= 0; at = body.indexOf(10, from)) {
    lines.push(body.subarray(from, at))
    from = at + 1
  }
  if (from < body.length) lines.push(body.subarray(from))
  return lines.flatMap((line, index) => {
    const bare = line.at(-1) === 13 ? line.subarray(0, -1) : line
    const isLong = bare.length > MAX_RECORD_BYTES
    const said = bare.subarray(0, MAX_RECORD_BYTES).toString("utf8")
    const text = index === 0 && said.startsWith("\uFEFF") ? said.slice(1) : said
    // Of a line so long nobody looks at its end.
    if (isLong) {
      return [{ text, json: undefined, bytes: line.length > MAX_RECORD_BYTES + 1 ? line.length : bare.length }]
    }
    return text.trim() === "" ? [] : [{ text, json: jsonOf(text), bytes: bare.length }]
  })
}

/** Long texts are compared whole, and told by their ends. */
const shown = ({ bytes, json, text }: SourceRecord) => ({
  bytes,
  json: json === undefined ? "none" : "some",
  begins: text.slice(0, 30),
  length: text.length
})

const same = (found: ReadonlyArray<SourceRecord>, wanted: ReadonlyArray<SourceRecord>) => {
  assert.deepStrictEqual(found.map(shown), wanted.map(shown))
  for (const [index, one] of found.entries()) assert.isTrue(one.text === wanted[index]!.text, `line ${index}`)
}

export const claims: Claims = Effect.succeed([
  claim(
    "a body is the same lines wherever it is cut",
    250,
    Arbitrary.all([body, cuts]),
    ([body, cuts]) => same(read(cut(body, cuts)), read([body]))
  ),
  claim("a body is its lines, each as it stands", 250, body, (body) => same(read([body]), expected(body))),
  claim(
    "a body may come byte by byte",
    20,
    Arbitrary.map(body, (body) => body.subarray(0, 20_000)),
    (body) => same(read(Array.from(body, (byte) => Buffer.of(byte))), expected(body))
  )
])
