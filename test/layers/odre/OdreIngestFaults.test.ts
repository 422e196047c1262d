/** What the adapter makes of a source that fails for ever, of one whose records are bad, and of one that changes its mind. */
import type { SourceRecord } from "#domain/SourceRecord"
import { sort } from "#pipelines/ingest"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { faults } from "../simulator/Asking.ts"
import { TR } from "./FakeOdre.ts"
import { held, impatiently, meeting, ROWS, texts } from "./Meeting.ts"

/** What becomes of the records of a day, by what they are. */
const sorted = (records: ReadonlyArray<SourceRecord>) => {
  const { blank, ghost, heard, quarantined } = sort(TR, records)
  return { heard: heard.length, blank, ghost, quarantined: quarantined.map(({ reason }) => reason).toSorted() }
}

const observed = (records: ReadonlyArray<SourceRecord>) =>
  sort(TR, records).heard.map(({ observation }) => observation).toSorted((a, b) =>
    a.instant - b.instant || Number(a.region) - Number(b.region)
  )

describe("OdreIngest of a faulty source", { concurrent: true }, () => {
  for (
    const [fault, reason, detail] of [
      ["500", "Unreachable", /^500: An unexpected error/],
      ["502", "Unreachable", /^502: .*Bad Gateway/],
      ["504", "Unreachable", /^504: .*Gateway Time-out/],
      ["429-untimed", "QuotaExhausted", /^429: Too many requests\.$/],
      ["html", "Unreadable", /text\/html/],
      // What follows what was promised is seen at once, or only by whoever reads the next answer.
      ["length", /^(Incomplete|Unreachable)$/, /in the middle of a line|connection failed/],
      ["length:150%", "Unreachable", /connection failed/],
      ["unended", "Unreachable", /connection failed/],
      ["reset", "Unreachable", /connection failed/],
      ["gzip", "Unreadable", /encoded, as gzip/],
      ["gzip:100%", "Unreadable", /encoded, as gzip/],
      ["in-band-json", "Incomplete", /ended with an error: .*ExportError/]
    ] as const
  ) {
    it.live(`fails of ${fault} for ever, after six attempts`, () =>
      Effect.gen(function*() {
        const { fetch, server } = yield* meeting({}, fault)
        const error = yield* Effect.flip(impatiently(fetch()))
        assert.match(error.reason, typeof reason === "string" ? new RegExp(`^${reason}$`) : reason)
        assert.match(error.detail, detail)
        const first = /^\d{3}|html/.test(fault) ? "/records" : "/exports/jsonl"
        // What came after the body's end may spoil one call more.
        if (fault !== "length") assert.strictEqual(server.calls(first).count, 6)
      }))
  }

  it.live("sees that no call is left while it is still answered, and gives up at once when it is not", () =>
    Effect.gen(function*() {
      const { fetch, quota, server } = yield* meeting({ quota: 2 })
      assert.lengthOf((yield* fetch()).records, ROWS)
      assert.deepInclude(yield* quota, { limit: 2, remaining: 0 })
      const error = yield* Effect.flip(fetch())
      assert.strictEqual(error.reason, "QuotaExhausted")
      assert.match(error.detail, /not before \d{4}-\d\d-01T00:00:00/)
      assert.strictEqual(server.calls().count, 3)
    }))

  it.live("believes what each answer says of the quota", () =>
    Effect.gen(function*() {
      const { count, quota } = yield* meeting({}, "spent:60m:1")
      assert.strictEqual(yield* count, ROWS)
      const spent = yield* quota
      assert.strictEqual(spent?.remaining, 0)
      assert.closeTo((spent?.reset ?? 0) - Date.now(), 60 * 60_000, 10_000)
      assert.strictEqual(yield* count, ROWS)
      assert.deepInclude(yield* quota, { remaining: 49_998 })
    }))

  for (
    const [fault, found] of [
      ["bom", { heard: ROWS, quarantined: [] }],
      ["shuffled", { heard: ROWS, quarantined: [] }],
      ["appear", { heard: ROWS, quarantined: [] }],
      ["vanish", { heard: ROWS, quarantined: [] }],
      ["retyped", { heard: ROWS, quarantined: [] }],
      ["garbled", { heard: ROWS - 1, quarantined: ["NotJson"] }],
      ["nan", { heard: ROWS - 1, quarantined: ["NotJson"] }],
      ["huge", { heard: ROWS - 1, quarantined: ["TooLarge"] }],
      ["nested", { heard: ROWS, quarantined: Array.from({ length: ROWS }, () => "NotANumber") }],
      ["poison", {
        heard: ROWS - 4,
        quarantined: ["BadInstant", "NotANumber", "NotJson", "UnknownNature", "UnknownRegion"]
      }]
    ] as const
  ) {
    it.live(`takes ${fault} at the first attempt, and ${found.heard} observations of it`, () =>
      Effect.gen(function*() {
        const { fetch, server } = yield* meeting({}, fault)
        const { heard, quarantined } = found
        assert.deepStrictEqual(sorted((yield* fetch()).records), {
          heard,
          quarantined: [...quarantined],
          blank: 0,
          ghost: 0
        })
        assert.strictEqual(server.calls("/exports/jsonl").count, 1)
      }), 30_000)
  }

  for (const fault of ["bom", "shuffled", "appear", "retyped"]) {
    it.live(`reads the same of ${fault} as of what is well`, () =>
      Effect.gen(function*() {
        const { fetch } = yield* meeting({}, `${fault}:1`)
        const spoilt = yield* fetch()
        assert.deepStrictEqual(observed(spoilt.records), observed((yield* fetch()).records))
      }))
  }

  it.live("takes a row that comes twice and counts twice, once it has said so again", () =>
    Effect.gen(function*() {
      const { fetch, server } = yield* meeting({}, "twice")
      const { records } = yield* impatiently(fetch())
      assert.lengthOf(records, ROWS + 1)
      assert.strictEqual(new Set(texts({ records })).size, ROWS)
      assert.strictEqual(server.calls("/exports/jsonl").count, 2)
    }))

  it.live("can't know of a row that is neither there nor counted, and has it the next time", () =>
    Effect.gen(function*() {
      const { fetch, server } = yield* meeting({}, "missing:1")
      assert.lengthOf((yield* fetch()).records, ROWS - 1)
      assert.deepStrictEqual(texts(yield* fetch()), yield* held(server))
    }))

  it.live("goes on with what is said next: revised, and back", () =>
    Effect.gen(function*() {
      const { fetch, server } = yield* meeting({})
      const sums: Array<number> = []
      for (const now of [[], ["revised"], []]) {
        server.setFaults(faults(...now))
        sums.push(observed((yield* fetch()).records).reduce((sum, { measures }) => sum + measures[0]!, 0))
      }
      assert.strictEqual(sums[1], sums[0]! + ROWS)
      assert.strictEqual(sums[2], sums[0])
    }))
})
