/** Whatever a source answers, and in whatever pieces: its rows as they stand, or one sentence that says why not. */
import { MAX_RECORD_BYTES } from "#domain/SourceRecord"
import { IngestError } from "#ports/Ingest"
import { assert } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as FakeOdre from "../layers/odre/FakeOdre.ts"
import { claim, type Claims } from "./Fuzz.ts"
import { among, anyJson, anyText, jsonText, listOf, mostly, oneOf, whole } from "./inputs.ts"

const odd = Arbitrary.map(anyJson, jsonText)

const row = Arbitrary.map(
  Arbitrary.all([
    among(["00", "15", "30", "45"]),
    among(["11", "53", "93"]),
    listOf(
      Arbitrary.all([
        among(["date", "heure", "code_insee_region", "nature", "date_heure", "x"]),
        odd
      ]),
      2
    )
  ]),
  ([minute, region, fields]) =>
    `{"date_heure":"2026-09-07T00:${minute}:00+00:00","code_insee_region":"${region}","nature":"Données temps réel",` +
    `"date":"2026-09-07","heure":"02:${minute}"${fields.map(([name, value]) => `,"${name}":${value}`).join("")}}`
)

const line = mostly(
  row,
  4,
  oneOf(odd, anyText, among(["Streaming interrupted due to the following error: x", "{\"error\":1}"]))
)

const body = Arbitrary.map(
  Arbitrary.all([listOf(line, 10), among(["\n", "\r\n"]), among(["", "\n"])]),
  ([lines, end, last]) => lines.join(end) + last
)

/** Pieces of so many bytes, over and over. */
const piecesOf = (body: Buffer, sizes: ReadonlyArray<number>): ReadonlyArray<Buffer> => {
  const pieces: Array<Buffer> = []
  for (let at = 0, turn = 0; at < body.length; turn++) {
    const size = sizes.length === 0 ? body.length : sizes[turn % sizes.length]!
    pieces.push(body.subarray(at, at + size))
    at += size
  }
  return pieces
}

const headers = Arbitrary.map(
  listOf(
    Arbitrary.all([
      among([
        "retry-after",
        "x-ratelimit-dataset-limit",
        "x-ratelimit-dataset-remaining",
        "x-ratelimit-dataset-reset",
        "content-type",
        "location"
      ]),
      among([
        "0",
        "-1",
        "1e9",
        "99999999999999",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "never",
        "2026-10-01 00:00:00+00:00",
        "2026-13-01 00:00:00+99:99",
        "application/json",
        "text/html",
        "soon, soon"
      ])
    ]),
    3
  ),
  (pairs) => Object.fromEntries(pairs)
)

const status = mostly(among([200]), 5, among([400, 404, 408, 418, 425, 429, 301, 500, 503]))

const message = oneOf(
  Arbitrary.map(
    Arbitrary.all([among(["message", "error", "reset_time", "total_count", "results"]), odd]),
    ([name, value]) => `{"${name}":${value}}`
  ),
  odd,
  anyText
)

const answer = Arbitrary.map(
  Arbitrary.all([status, headers, message]),
  ([status, headers, body]) => ({ status, headers, body })
)

const asked = Arbitrary.all({
  body,
  sizes: listOf(whole(1, 60), 4),
  more: mostly(among([0]), 4, whole(-2, 3)),
  refused: listOf(answer, 2),
  headers: mostly(among([{}]), 4, headers)
})

/** A source that answers so, and what comes of asking it. */
const fetched = (count: ReadonlyArray<FakeOdre.Answer>, exported: ReadonlyArray<FakeOdre.Answer>) =>
  FakeOdre.fetched(FakeOdre.fakeOdre({ count, exported })).pipe(
    Effect.scoped,
    Effect.provide([TestClock.layer(), Logger.layer([])])
  )

/** As much of a line as is ever held. */
const beginning = (line: string): string => Buffer.from(line).toString("utf8", 0, MAX_RECORD_BYTES)

const inOneSentence = (error: unknown) => {
  assert.instanceOf(error, IngestError)
  const { message } = error as IngestError
  assert.isNotEmpty(message.trim())
  assert.isAtMost(message.length, 1_200)
}

export const claims: Claims = Effect.succeed([
  claim(
    "an export is all of its rows, or an error that says why",
    80,
    asked,
    ({ body, headers, more, refused, sizes }) =>
      Effect.gen(function*() {
        const lines = Buffer.from(body).toString().split("\n").map((one) => one.replace(/\r$/, "")).filter((one) =>
          one.trim() !== ""
        )
        const total = Math.max(0, lines.length + more)
        const whole = { headers, body: Stream.fromIterable(piecesOf(Buffer.from(body), sizes), { chunkSize: 1 }) }
        const before = refused.filter(({ status }) => status !== 200)
        const found = yield* fetched([...refused, FakeOdre.counted(total)], [...before, whole])
        if (Result.isFailure(found)) return inOneSentence(found.failure)
        assert.isAtLeast(found.success.records.length, total)
        assert.deepStrictEqual(
          found.success.records.map(({ text }) => text),
          lines.map((one, index) => index === 0 ? one.replace(/^\uFEFF/, "") : one).map(beginning).filter((one) =>
            one.trim() !== ""
          )
        )
      })
  ),
  claim(
    "any answer at all to a count is a number or an error that says why",
    80,
    answer,
    (answer) =>
      Effect.gen(function*() {
        const found = yield* fetched([answer], [FakeOdre.lines()])
        if (Result.isFailure(found)) inOneSentence(found.failure)
      })
  )
])
