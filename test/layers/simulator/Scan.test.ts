import { ALWAYS, type Block, type Row } from "#layers/simulator/Grid"
import { EVERYTHING, type Filter } from "#layers/simulator/Odsql"
import type { Query } from "#layers/simulator/Query"
import * as Scan from "#layers/simulator/Scan"
import * as Zone from "#layers/simulator/Zone"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"

const query: Query = {
  filter: EVERYTHING,
  columns: [],
  groupBy: [],
  orderBy: [],
  limit: Infinity,
  offset: 0,
  zone: Zone.UTC,
  text: "where="
}

const rowAt = (instant: number): Row => ({ instant, broken: false, field: () => null, text: () => String(instant) })

/** A thousand blocks of ten rows each, and how many of them were asked for their rows. */
const counted = () => {
  const made = { blocks: 0 }
  const blocks = Array.from({ length: 1_000 }, (_, nth): Block => ({
    first: nth * 10,
    last: nth * 10 + 9,
    size: 10,
    nature: undefined,
    rows: () => {
      made.blocks++
      return Array.from({ length: 10 }, (_, index) => rowAt(nth * 10 + index))
    }
  }))
  return { blocks, made }
}

describe("Scan", () => {
  it("holds one block at a time, however long the export", () => {
    const { blocks, made } = counted()
    let lines = 0
    for (const line of Scan.lines(blocks, query)) {
      lines++
      assert.isBelow(Number(line), made.blocks * 10)
      assert.strictEqual(made.blocks, Math.ceil(lines / 10))
    }
    assert.strictEqual(lines, 10_000)
  })

  it.effect("counts whole blocks without their rows", () =>
    Effect.gen(function*() {
      const { blocks, made } = counted()
      assert.strictEqual(yield* Scan.count(blocks, EVERYTHING), 10_000)
      assert.strictEqual(made.blocks, 0)
      const part: Filter = {
        test: ({ instant }) => instant >= 15 && instant < 50,
        interval: { from: 15, to: 50 },
        exact: true
      }
      assert.strictEqual(yield* Scan.count(blocks.slice(1, 5), part), 35)
      assert.strictEqual(made.blocks, 1)
      assert.strictEqual(yield* Scan.count(blocks, { test: () => false, interval: ALWAYS, exact: false }), 0)
      assert.strictEqual(made.blocks, 1_001)
    }))

  it.effect("stops at the page that was asked for", () =>
    Effect.gen(function*() {
      const { blocks, made } = counted()
      const ordered = { ...query, orderBy: [{ column: "date_heure", descending: true }], limit: 3, offset: 8 }
      assert.deepEqual(yield* Scan.page(blocks, ordered), ["9991", "9990", "9989"])
      assert.strictEqual(made.blocks, 2)
    }))
})
