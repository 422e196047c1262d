/**
 * Excerpts of the lake, ordered by instant, become the rows of each day as soon as the day is over: one pass for instants
 * and day, in memory bounded by one day. Of the revisions of a key the last one counts; all of them make the version.
 *
 * Sums are kept in typed arrays by (region, nature) slot instead of an object per group: this runs once per document.
 */
import * as Day from "#domain/Day"
import { ENSEMBLE, FILIERES, type Subject } from "#domain/Filiere"
import { NATURES, rankOf } from "#domain/Nature"
import { CONSUMPTION, EXCHANGE, FIRST_FILIERE, MEASURES, type Measures } from "#domain/Observation"
import { ALL as REGIONS } from "#domain/Region"
import type { Excerpt } from "#domain/Revision"
import { type DayStatistics, empty, type Granularity } from "#domain/Statistic"
import { reread } from "#transform/reread"

const SLOTS = REGIONS.length * NATURES.length
const REGION_INDEX = Object.fromEntries(REGIONS.map((region, index) => [region, index]))
/** A record's measures, and after them the sum of its filières. */
const WIDTH = MEASURES.length + 1
const TOTAL = MEASURES.length

export interface Aggregation {
  /** Takes a batch in; gives back the days that it has completed. Throws when the instants go backwards. */
  readonly add: (batch: ReadonlyArray<Excerpt>) => ReadonlyArray<DayStatistics>
  /** The last day, when there is nothing more to come. */
  readonly end: () => ReadonlyArray<DayStatistics>
}

export const aggregate = (): Aggregation => {
  let instant = -Infinity
  let dayEnd = -Infinity
  let day: Day.Day | undefined
  let documents = 0
  let rows = empty()

  // Of the present instant, by slot: its last revision, how many there were, and what that one says.
  const touched: Array<number> = []
  const revisions = new Int32Array(SLOTS)
  const versions = new Int32Array(SLOTS)
  const values = new Array<Measures | null>(SLOTS).fill(null)
  // Of the present day, by slot and measure.
  const sums = new Float64Array(SLOTS * WIDTH)
  const counts = new Int32Array(SLOTS * WIDTH)
  const dayRecords = new Int32Array(SLOTS)
  const dayVersions = new Int32Array(SLOTS)

  const row = (
    slot: number,
    filiere: Subject,
    granularity: Granularity,
    start: number,
    production: number | null,
    consumption: number | null,
    exchange: number | null,
    records: number,
    version: number
  ) => {
    rows.region.push(REGIONS[Math.floor(slot / NATURES.length)]!)
    rows.nature.push(NATURES[slot % NATURES.length]!)
    rows.filiere.push(filiere)
    rows.granularity.push(granularity)
    rows.start.push(start)
    rows.production.push(production)
    rows.consumption.push(consumption)
    rows.exchange.push(exchange)
    rows.records.push(records)
    rows.version.push(version)
  }

  const closeInstant = () => {
    touched.sort((a, b) => a - b)
    for (const slot of touched) {
      const measures = values[slot]!
      const version = versions[slot]!
      dayVersions[slot]! += version
      versions[slot] = 0
      revisions[slot] = 0
      values[slot] = null
      // Only other rules than those that kept it can take a document for no observation.
      if (measures === null) continue
      dayRecords[slot]! += 1
      const base = slot * WIDTH
      let total: number | null = null
      for (let index = 0; index < MEASURES.length; index++) {
        const measure = measures[index]!
        if (measure === null) continue
        sums[base + index]! += measure
        counts[base + index]! += 1
        if (index >= FIRST_FILIERE) total = (total ?? 0) + measure
      }
      if (total !== null) {
        sums[base + TOTAL]! += total
        counts[base + TOTAL]! += 1
      }
      const consumption = measures[CONSUMPTION]!
      const exchange = measures[EXCHANGE]!
      row(slot, ENSEMBLE, "instant", instant, total, consumption, exchange, 1, version)
      for (let index = FIRST_FILIERE; index < MEASURES.length; index++) {
        const production = measures[index]!
        if (production === null) continue
        row(
          slot,
          FILIERES[index - FIRST_FILIERE]!,
          "instant",
          instant,
          production,
          consumption,
          exchange,
          1,
          version
        )
      }
    }
    touched.length = 0
  }

  const closeDay = (): ReadonlyArray<DayStatistics> => {
    if (day === undefined) return []
    closeInstant()
    const start = Day.start(day)
    for (let slot = 0; slot < SLOTS; slot++) {
      const records = dayRecords[slot]!
      if (records === 0) continue
      const mean = (measure: number): number | null => {
        const count = counts[slot * WIDTH + measure]!
        return count === 0 ? null : sums[slot * WIDTH + measure]! / count
      }
      const consumption = mean(CONSUMPTION)
      const exchange = mean(EXCHANGE)
      const version = dayVersions[slot]!
      row(slot, ENSEMBLE, "day", start, mean(TOTAL), consumption, exchange, records, version)
      for (let index = FIRST_FILIERE; index < MEASURES.length; index++) {
        const production = mean(index)
        if (production === null) continue
        row(
          slot,
          FILIERES[index - FIRST_FILIERE]!,
          "day",
          start,
          production,
          consumption,
          exchange,
          records,
          version
        )
      }
    }
    const finished = { day, documents, rows }
    rows = empty()
    documents = 0
    sums.fill(0)
    counts.fill(0)
    dayRecords.fill(0)
    dayVersions.fill(0)
    return [finished]
  }

  const add = (batch: ReadonlyArray<Excerpt>): ReadonlyArray<DayStatistics> => {
    const finished: Array<DayStatistics> = []
    for (const excerpt of batch) {
      if (excerpt.instant !== instant) {
        if (excerpt.instant < instant) {
          throw new Error(
            `The lake's stream went back from ${new Date(instant).toISOString()} to ${
              new Date(excerpt.instant).toISOString()
            }.`
          )
        }
        if (excerpt.instant >= dayEnd) {
          finished.push(...closeDay())
          day = Day.of(excerpt.instant)
          dayEnd = Day.end(day)
        } else closeInstant()
        instant = excerpt.instant
      }
      documents++
      const slot = REGION_INDEX[excerpt.region]! * NATURES.length + rankOf(excerpt.nature)
      if (versions[slot] === 0) touched.push(slot)
      versions[slot]! += 1
      if (excerpt.revision > revisions[slot]!) {
        revisions[slot] = excerpt.revision
        values[slot] = reread(excerpt)
      }
    }
    return finished
  }

  return { add, end: closeDay }
}
