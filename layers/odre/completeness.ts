/**
 * Whether a body is the whole of its window. ODRÉ ends a broken export with 200 as calmly as a good one, and may repeat a row
 * in the place of another, so rows are counted, and then the keys among them.
 */
import type { Dataset } from "#domain/Dataset"
import { stepOf } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { SourceRecord } from "#domain/SourceRecord"
import * as Predicate from "effect/Predicate"

const IN_BAND = /streaming interrupted due to the following error/i

/** The error that an export has written into its own body, if it has. */
export const inBandError = ({ json, text }: SourceRecord): string | undefined => {
  if (IN_BAND.test(text) && !isRow(json)) return text
  return Predicate.isReadonlyObject(json) && "error_code" in json && !isRow(json) ? text : undefined
}

const isRow = (json: unknown): boolean => Predicate.isReadonlyObject(json) && "date_heure" in json

/** What is missing, for a person; undefined where nothing is. `total` is the source's own count of the window's rows. */
export const shortfall = (
  dataset: Dataset,
  days: Day.DayRange,
  records: ReadonlyArray<SourceRecord>,
  total: number
): string | undefined => {
  if (records.length < total) return `${records.length} rows of ${total} came`
  const keys = new Set<string>()
  let unread = 0
  for (const { json } of records) {
    if (!Predicate.isReadonlyObject(json)) unread++
    else {
      const { code_insee_region, date, date_heure, heure, nature } = json as Readonly<Record<string, unknown>>
      // With the wall clock: March's hour that never was shares its instants with real rows, and is no repetition of them.
      keys.add(`${code_insee_region}|${nature}|${date_heure}|${date}|${heure}`)
    }
  }
  const distinct = keys.size + unread
  if (distinct >= total) return undefined
  const holes = holesIn(dataset, days, records)
  return holes === 0
    ? undefined
    : `${total} rows came, ${total - distinct} of them twice, while ${holes} marks of the grid are missing`
}

/** Marks of the grid that a region lacks, up to its last one: the hour that October has twice is published once. */
const holesIn = (dataset: Dataset, days: Day.DayRange, records: ReadonlyArray<SourceRecord>): number => {
  const seen = new Map<unknown, Set<number>>()
  for (const { json } of records) {
    if (!Predicate.isReadonlyObject(json)) continue
    const { code_insee_region, date_heure } = json as Readonly<Record<string, unknown>>
    const marks = seen.get(code_insee_region) ?? new Set()
    seen.set(code_insee_region, marks.add(Date.parse(String(date_heure))))
  }
  const step = stepOf(dataset) * 60_000
  let holes = 0
  for (const marks of seen.values()) {
    let last = -Infinity
    for (const mark of marks) last = Math.max(last, mark)
    for (let mark = Day.start(days.from); mark < last; mark += step) {
      if (!marks.has(mark) && !Day.comesAgain(mark)) holes++
    }
  }
  return holes
}
