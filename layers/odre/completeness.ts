/**
 * Whether a body is the whole of its window. ODRÉ ends a broken export with 200 as calmly as a good one, and may repeat a row
 * in the place of another, so rows are counted, and then the keys among them.
 */
import type { Dataset } from "#domain/Dataset"
import { stepOf } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { isRegion } from "#domain/Region"
import type { Columns, SourceRecord } from "#domain/SourceRecord"
import * as Predicate from "effect/Predicate"

/** Its words, or the fields of its errors, which may stand at the end of a row that was cut. */
const IN_BAND = /streaming interrupted due to the following error|"error(_?code)?"\s*:/i

/** The error that an export has written into its own body, if it has. */
export const inBandError = ({ json, text }: SourceRecord): string | undefined =>
  !isRow(json) && IN_BAND.test(text) ? text : undefined

/** Whether a line is a row, and not one of the API's own objects. */
const isRow = (json: unknown): json is Columns =>
  Predicate.isReadonlyObject(json) && (json as Partial<Columns>).date_heure !== undefined

/** The different lines, where they are fewer than the rows that should be: undefined says that the body is whole. */
export const repeated = (records: ReadonlyArray<SourceRecord>, total: number): ReadonlySet<string> | undefined => {
  if (differing(records) >= total) return undefined
  // By their text: a key that comes twice with other values is the source's own, and for whoever reads the rows to settle.
  const distinct = new Set(records.map(({ text }) => text))
  return distinct.size < total ? distinct : undefined
}

/** How many lines differ, at least: in what tells one row from another, which is found sooner than in all that they say. */
const differing = (records: ReadonlyArray<SourceRecord>): number => {
  const [regions, marks, natures] = [numbers(), numbers(), numbers()]
  const keys = new Set<number>()
  for (const { json } of records) {
    if (!isRow(json)) continue
    const { code_insee_region: region, date_heure: mark, nature } = json
    if (typeof mark === "string" && typeof region === "string" && typeof nature === "string") {
      keys.add((marks(mark) * records.length + regions(region)) * records.length + natures(nature))
    }
  }
  return keys.size
}

/** A number for each text, the same for the same one, below the number of texts. */
const numbers = () => {
  const known = new Map<string, number>()
  return (text: string): number => {
    let number = known.get(text)
    if (number === undefined) known.set(text, number = known.size)
    return number
  }
}

/** What is missing, for a person; undefined where nothing is. `total` is the source's own count of the window's rows. */
export const shortfall = (
  dataset: Dataset,
  days: Day.DayRange,
  records: ReadonlyArray<SourceRecord>,
  total: number
): string | undefined => {
  if (records.length < total) return `${records.length} rows of ${total} came`
  const distinct = repeated(records, total)
  if (distinct === undefined) return undefined
  const unread = records.filter(({ json }) => !isRow(json)).length
  // A line that could not be read may stand on any mark.
  const holes = holesIn(dataset, days, records) - unread
  return holes <= 0
    ? undefined
    : `${total} rows came, ${total - distinct.size} of them twice, while ${holes} marks of the grid are missing`
}

/**
 * Marks that a region lacks between the first and the last that any region has in the days. The hour that October has twice is
 * published once; March's hour that never was stands on the marks of another, and does not stand for them.
 */
const holesIn = (dataset: Dataset, days: Day.DayRange, records: ReadonlyArray<SourceRecord>): number => {
  const start = Day.start(days.from)
  const end = Day.end(days.to)
  const seen = new Map<string, Set<number>>()
  let first = Infinity
  let last = -Infinity
  for (const { json } of records) {
    if (!isRow(json) || !Day.saw(worded(json.date), worded(json.heure))) continue
    const region = worded(json.code_insee_region)
    const mark = Date.parse(worded(json.date_heure))
    // A row may hold anything: what is no mark of this grid (NaN compares false) must not stretch it.
    if (!isRegion(region) || !(mark >= start && mark < end)) continue
    const marks = seen.get(region) ?? new Set()
    seen.set(region, marks.add(mark))
    first = Math.min(first, mark)
    last = Math.max(last, mark)
  }
  const step = stepOf(dataset) * 60_000
  let holes = 0
  for (const marks of seen.values()) {
    for (let mark = start; mark <= last; mark += step) {
      if (mark >= first && !marks.has(mark) && !Day.comesAgain(mark)) holes++
    }
  }
  return holes
}

/** A row may hold anything, also what is no text and refuses to become any. */
const worded = (value: unknown): string => typeof value === "string" || typeof value === "number" ? String(value) : ""
