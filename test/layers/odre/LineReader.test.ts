import { columnsOf, MAX_RECORD_BYTES, type SourceRecord } from "#domain/SourceRecord"
import { lineReader } from "#layers/odre/LineReader"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"

const read = (pieces: Iterable<Uint8Array>): ReadonlyArray<SourceRecord> => {
  const reader = lineReader()
  const records: Array<SourceRecord> = []
  for (const piece of pieces) records.push(...reader.push(piece))
  const rest = reader.end()
  return rest === undefined ? records : [...records, rest]
}

/** A body cut at some of its bytes; a cut may fall anywhere, also where another has. */
const cut = (body: Uint8Array, cuts: ReadonlyArray<number>): ReadonlyArray<Uint8Array> => {
  const places = [0, ...cuts.map((at) => at % (body.length + 1)), body.length].toSorted((a, b) => a - b)
  return places.slice(1).map((to, index) => body.subarray(places[index], to))
}

const texts = (body: string) => read([Buffer.from(body)]).map(({ text }) => text)

const MIB = 1024 * 1024

/** What bodies are made of, the nastier the better. */
const Part = Schema.Literals([
  "\n",
  "\r\n",
  "\r",
  "\uFEFF",
  " ",
  "{\"a\":1}",
  "{\"libelle_region\":\"Provence-Alpes-Côte d'Azur\"}",
  "{\"broken",
  "\"€🌬\"",
  "\u2028",
  "null"
])
const Body = Schema.Array(Part).check(Schema.isMaxLength(40))
const Cuts = Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4_000 }))).check(
  Schema.isMaxLength(40)
)

describe("LineReader", () => {
  it.prop("gives the same records wherever the body is cut", [Body, Cuts], ([parts, cuts]) => {
    const body = Buffer.from(parts.join(""))
    assert.deepStrictEqual(read(cut(body, cuts)), read([body]))
    assert.deepStrictEqual(read(Array.from(body, (byte) => Buffer.of(byte))), read([body]))
  })

  it.prop("gives every line that says something, as it stands", [Body], ([parts]) => {
    const body = parts.join("")
    const first = body.split("\n")[0] ?? ""
    const expected = [first.startsWith("\uFEFF") ? first.slice(1) : first, ...body.split("\n").slice(1)]
      .map((line) => line.endsWith("\r") ? line.slice(0, -1) : line)
      .filter((line) => line.trim() !== "")
    assert.deepStrictEqual(texts(body), expected)
  })

  it("reads the columns of JSON as they stand, and what is none as undefined", () => {
    const lines = ["{\"eolien\" : 1.0, \"tco_eolien\": 2}", "[1]", "null", "{\"a\":", "Streaming interrupted"]
    assert.deepStrictEqual(read([Buffer.from(lines.join("\n"))]).map(({ json }) => json), [
      columnsOf({ eolien: 1 }),
      [1],
      null,
      undefined,
      undefined
    ])
  })

  it("takes neither the mark of UTF-8 nor the carriage return for the record's", () => {
    const [first, second] = read([Buffer.from("\uFEFF{\"eolien\":1}\r\n{\"pompage\":2}\r\n")])
    assert.deepInclude(first, { text: "{\"eolien\":1}", json: columnsOf({ eolien: 1 }) })
    assert.deepStrictEqual(second, { text: "{\"pompage\":2}", json: columnsOf({ pompage: 2 }), bytes: 13 })
    assert.deepStrictEqual(texts("{}\n\uFEFF{}"), ["{}", "\uFEFF{}"])
    assert.deepStrictEqual(texts("a\rb\n"), ["a\rb"])
  })

  it("finds nothing in a body without any", () => {
    for (const body of ["", "\n", "\r\n\r\n", "  \n\t\n", "\uFEFF", "\uFEFF\n"]) {
      assert.deepStrictEqual(texts(body), [], JSON.stringify(body))
    }
  })

  it("gives a line when its end has come, and the last one without an end when asked", () => {
    const reader = lineReader()
    assert.deepStrictEqual(reader.push(Buffer.from("{\"a\":1}\n{\"pompage\"")).map(({ text }) => text), ["{\"a\":1}"])
    assert.deepStrictEqual(reader.push(Buffer.from(":2}")), [])
    assert.deepStrictEqual(reader.end(), { text: "{\"pompage\":2}", json: columnsOf({ pompage: 2 }), bytes: 13 })
    assert.isUndefined(reader.end())
  })

  it("counts bytes, not characters", () => {
    for (const text of ["{\"a\":\"é\"}", "{\"a\":\"€🌬\"}", "Côte d'Azur"]) {
      const body = Buffer.from(`${text}\n${text}`)
      for (const record of [...read([body]), ...read(cut(body, [7, 8, 9, 21]))]) {
        assert.strictEqual(record.text, text)
        assert.strictEqual(record.bytes, Buffer.byteLength(text))
        assert.isAbove(record.bytes, text.length)
      }
    }
  })

  it("keeps what it was given, though its memory is used again", () => {
    const reader = lineReader()
    const wire = Buffer.from("{\"nature\":\"être")
    assert.deepStrictEqual(reader.push(wire), [])
    wire.fill(0x20)
    assert.deepStrictEqual(reader.push(Buffer.from("\"}\n")).map(({ json }) => json), [
      columnsOf({ nature: "être" })
    ])
  })

  it("reads a line of just the longest length, and of one byte more its beginning alone", () => {
    const longest = `"${"x".repeat(MAX_RECORD_BYTES - 2)}"`
    const body = Buffer.from(`${longest}\n"y${longest.slice(1)}\n{}`)
    for (const records of [read([body]), read(cut(body, [1, 65_000, 65_536, 65_537, 70_000]))]) {
      assert.deepStrictEqual(records.map(({ bytes }) => bytes), [MAX_RECORD_BYTES, MAX_RECORD_BYTES + 1, 2])
      assert.strictEqual(records[0]?.json, longest.slice(1, -1))
      assert.isUndefined(records[1]?.json)
      assert.strictEqual(records[1]?.text, `"y${longest.slice(1, -1)}`)
    }
  })

  it("does not count the return of a line of just the longest length as its own", () => {
    const longest = `"${"x".repeat(MAX_RECORD_BYTES - 2)}"`
    for (const end of ["\r\n", "\r"]) {
      const body = Buffer.from(longest + end)
      for (const pieces of [[body], cut(body, [7]), cut(body, [MAX_RECORD_BYTES])]) {
        const [record] = read(pieces)
        assert.strictEqual(record?.bytes, MAX_RECORD_BYTES)
        assert.strictEqual(record?.json, longest.slice(1, -1))
      }
    }
    const [longer] = read([Buffer.from(`x${longest}\n`)])
    assert.deepInclude(longer, { json: undefined, bytes: MAX_RECORD_BYTES + 1 })
  })

  it("reads past a line of 10 MiB without holding it, and gives its neighbours", () => {
    const reader = lineReader()
    const piece = Buffer.alloc(MAX_RECORD_BYTES, "x")
    const records = [...reader.push(Buffer.from("{\"eolien\":1}\n"))]
    const before = process.memoryUsage().arrayBuffers
    for (let sent = 0; sent < 10 * MIB; sent += piece.length) records.push(...reader.push(piece))
    assert.isBelow(process.memoryUsage().arrayBuffers - before, MIB)
    records.push(...reader.push(Buffer.from("\n{\"pompage\":2}")))
    const last = reader.end()
    assert.deepStrictEqual([records[0]?.json, last?.json], [
      columnsOf({ eolien: 1 }),
      columnsOf({ pompage: 2 })
    ])
    assert.deepStrictEqual(records[1], {
      text: "x".repeat(MAX_RECORD_BYTES),
      json: undefined,
      bytes: 10 * MIB
    })
    assert.strictEqual(records.length, 2)
  })

  it("says of a last line that is too long that it is, in one piece too", () => {
    const [record] = read([Buffer.alloc(10 * MIB, "x")])
    assert.strictEqual(record?.bytes, 10 * MIB)
    assert.strictEqual(record?.text.length, MAX_RECORD_BYTES)
  })
})
