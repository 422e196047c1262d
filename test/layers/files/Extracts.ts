/** Rows for extracts, and an extract of them. */
import * as Day from "#domain/Day"
import { Extract, type Question } from "#ports/Extract"
import type { Row } from "#ports/Query"
import * as Effect from "effect/Effect"
import { readFile } from "node:fs/promises"

export const question = (format: Question["format"]): Question => ({
  format,
  days: { from: "2025-10-25", to: "2025-10-27" },
  granularity: "instant",
  regions: [],
  asOf: null
})

/** More than two row groups, with what is hard to write: nulls, fractions, zero, names with an accent and an apostrophe. */
export const rows: ReadonlyArray<Row> = Array.from({ length: 120_001 }, (_, index) => ({
  granularity: "instant",
  start: Day.start("2025-10-25") + Math.floor(index / 20) * Day.QUARTER,
  region: index % 20 < 10 ? "11" : "93",
  filiere: index % 2 === 0 ? "eolien" : "ensemble",
  nature: "Données temps réel",
  production: index % 7 === 0 ? null : index / 3,
  consumption: index % 11 === 0 ? 0 : -index / 1e7,
  exchange: null,
  records: 1,
  generation: 2,
  version: index % 5 + 1
}))

export const write = Effect.fnUntraced(function*(
  file: string,
  format: Question["format"],
  batches: ReadonlyArray<ReadonlyArray<Row>>,
  replace = false
) {
  const { open } = yield* Extract
  return yield* Effect.scoped(Effect.gen(function*() {
    const { append, close } = yield* open(file, question(format), replace)
    for (const batch of batches) yield* append(batch)
    return yield* close
  }))
})

export const read = (file: string) => Effect.promise(() => readFile(file))
export const text = (file: string) => Effect.map(read(file), String)
