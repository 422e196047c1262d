import { notBefore, quotaOf, timeOf } from "#layers/odre/quota"
import { assert, describe, it } from "@effect/vitest"
import * as shared from "../../support/shared.ts"

interface Case {
  readonly headers: Readonly<Record<string, string>>
  readonly expected: { readonly limit: number; readonly remaining: number; readonly reset: string | null } | null
}

const now = Date.parse("2026-09-20T10:00:00Z")
const RESET = Date.parse("2026-10-01T00:00:00Z")

describe("quota", () => {
  it("reads what the answers seen so far say", ({ skip }) => {
    if (shared.missing !== undefined) skip(shared.missing)
    const { cases } = shared.readCases<{ readonly cases: ReadonlyArray<Case | { readonly rule: string }> }>(
      "quota-headers.json"
    )
    const read = cases.filter((one): one is Case => "headers" in one)
    assert.isAtLeast(read.length, 5)
    for (const { expected, headers } of read) {
      const reset = typeof expected?.reset === "string" ? Date.parse(expected.reset) : null
      assert.deepStrictEqual(quotaOf(headers), expected === null ? null : { ...expected, reset })
    }
  })

  it("is that of the dataset, never the API's", () => {
    assert.isNull(quotaOf({ "x-ratelimit-limit": "10000000", "x-ratelimit-remaining": "9999959" }))
    assert.isNull(quotaOf({}))
  })

  it("is not said by what is no count", () => {
    for (const remaining of ["", "-1", "1.5", "1e3", "cinquante", "49 977", "NaN", "1".repeat(13)]) {
      const headers = { "x-ratelimit-dataset-limit": "50000", "x-ratelimit-dataset-remaining": remaining }
      assert.isNull(quotaOf(headers), remaining)
    }
  })

  it("reads a time with its offset, and nothing else as one", () => {
    const times = [
      "2026-10-01 00:00:00+00:00",
      "2026-10-01T00:00:00Z",
      "2026-10-01T00:00:00.000Z",
      "2026-10-01 02:00:00+02:00"
    ]
    for (const text of times) assert.strictEqual(timeOf(text), RESET, text)
    for (const text of ["pas une date", "", "2026", "2026-13-01 00:00:00+00:00", "1 October 2026", RESET, null, {}]) {
      assert.isNull(timeOf(text), String(text))
    }
  })

  it("reads a time without an offset as UTC, wherever this runs", () => {
    const { TZ } = process.env
    try {
      for (const zone of ["Europe/Paris", "America/New_York", "UTC"]) {
        process.env["TZ"] = zone
        assert.strictEqual(timeOf("2026-10-01 00:00:00"), RESET, zone)
      }
    } finally {
      if (TZ === undefined) delete process.env["TZ"]
      else process.env["TZ"] = TZ
    }
  })

  it("reads Retry-After in seconds and as a date", () => {
    assert.strictEqual(notBefore(now, "120", undefined), now + 120_000)
    assert.strictEqual(notBefore(now, " 0 ", undefined), now)
    assert.strictEqual(notBefore(now, "Sun, 20 Sep 2026 10:05:00 GMT", undefined), now + 300_000)
    for (const text of [undefined, "", "soon", "-5s"]) assert.isNull(notBefore(now, text, undefined), String(text))
  })

  it("takes a wait beyond all dates for one that never ends, which a date can still say", () => {
    for (const text of ["99999999999999", "9".repeat(400)]) {
      const time = notBefore(now, text, undefined)
      assert.strictEqual(new Date(time ?? NaN).getTime(), 8.64e15, text)
    }
  })

  it("reads reset_time from a refusal's body", () => {
    assert.strictEqual(notBefore(now, undefined, { errorcode: 10_002, reset_time: "2026-10-01T00:00:00Z" }), RESET)
    assert.strictEqual(notBefore(now, "soon", { reset_time: "2026-10-01 00:00:00+00:00" }), RESET)
    for (const body of [undefined, null, "2026-10-01T00:00:00Z", [], {}, { reset_time: 7 }, { reset_time: "demain" }]) {
      assert.isNull(notBefore(now, undefined, body), JSON.stringify(body))
    }
  })

  it("takes the later of the two", () => {
    assert.strictEqual(notBefore(now, "1", { reset_time: "2026-10-01T00:00:00Z" }), RESET)
    assert.strictEqual(notBefore(now, "120", { reset_time: "2026-09-20T10:00:01Z" }), now + 120_000)
  })
})
