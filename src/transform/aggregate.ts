/**
 * Excerpts of the lake, ordered by instant, become the rows of each day as soon as the day is over: one pass for instants
 * and day, in memory bounded by one day. Of the revisions of a key the last one counts; all of them make the version.
 *
 * This runs once per document. So sums and rows are numbers in typed arrays, by (region, nature) slot and by column, NaN
 * stands for what was not measured, and nothing is made per row or per document that the collector of garbage would have to
 * find again; whoever wants a row as an object calls `rowAt`.
 */
import * as Day from "#domain/Day"
import { excerptAt, type Excerpts } from "#domain/Excerpts"
import { ENSEMBLE, SUBJECTS } from "#domain/Filiere"
import { NATURES } from "#domain/Nature"
import { CONSUMPTION, EXCHANGE, FIRST_FILIERE, MEASURES } from "#domain/Observation"
import { ALL as REGIONS } from "#domain/Region"
import { type DayStatistics, filled, GRANULARITIES, type Room, room } from "#domain/Statistic"
import { readMeasures } from "#transform/fingerprint"
import { reread } from "#transform/reread"

const SLOTS = REGIONS.length * NATURES.length
/** A record's measures, and after them the sum of its filières, as the ensemble comes after the filières. */
const WIDTH = MEASURES.length + 1
const TOTAL = MEASURES.length

const TOGETHER = SUBJECTS.indexOf(ENSEMBLE)
const [INSTANT, DAY] = [GRANULARITIES.indexOf("instant"), GRANULARITIES.indexOf("day")]

/** Room for a day of all regions in one nature, October's long one too; a day that has more gets more. */
const ROOM = 101 * REGIONS.length * SUBJECTS.length

export interface Aggregation {
  /** Takes a batch in; gives back the days that it has completed. Throws when the instants go backwards. */
  readonly add: (batch: Excerpts) => ReadonlyArray<DayStatistics>
  /** The last day, when there is nothing more to come; asked for once. */
  readonly end: () => ReadonlyArray<DayStatistics>
}

/**
 * Rows are written into rooms of `spare`, and given back to it by those who have read them and by `end`: a day's are half a
 * megabyte outside of the heap, where garbage is let lie for long.
 */
export const aggregate = (spare: Array<Room> = []): Aggregation => {
  const empty = (): Room => {
    const rows = spare.pop() ?? room(ROOM)
    rows.length = 0
    return rows
  }

  let instant = -Infinity
  let dayEnd = -Infinity
  let day: Day.Day | undefined
  let documents = 0
  let rows = empty()

  // Of the present instant, by slot: its last revision, how many there were, whether that one is an observation, and of what.
  const revisions = new Int32Array(SLOTS)
  const versions = new Int32Array(SLOTS)
  const isObserved = new Uint8Array(SLOTS)
  const values = new Float64Array(SLOTS * WIDTH)
  // Of the present day, by slot and measure; at its end its means.
  const sums = new Float64Array(SLOTS * WIDTH)
  const counts = new Int32Array(SLOTS * WIDTH)
  const dayRecords = new Int32Array(SLOTS)
  const dayVersions = new Int32Array(SLOTS)

  const row = (
    slot: number,
    subject: number,
    granularity: number,
    start: number,
    means: Float64Array,
    records: number,
    version: number
  ) => {
    const at = rows.length++
    rows.region[at] = slot / NATURES.length
    rows.nature[at] = slot % NATURES.length
    rows.filiere[at] = subject
    rows.granularity[at] = granularity
    rows.start[at] = start
    rows.production[at] = means[slot * WIDTH + FIRST_FILIERE + subject]!
    rows.consumption[at] = means[slot * WIDTH + CONSUMPTION]!
    rows.exchange[at] = means[slot * WIDTH + EXCHANGE]!
    rows.records[at] = records
    rows.version[at] = version
  }

  /** What a slot has in a period: the ensemble always, and each filière that was measured. */
  const write = (
    slot: number,
    granularity: number,
    start: number,
    means: Float64Array,
    records: number,
    version: number
  ) => {
    if (rows.length + SUBJECTS.length > rows.start.length) rows = wider(rows)
    row(slot, TOGETHER, granularity, start, means, records, version)
    for (let subject = 0; subject < TOGETHER; subject++) {
      if (Number.isNaN(means[slot * WIDTH + FIRST_FILIERE + subject]!)) continue
      row(slot, subject, granularity, start, means, records, version)
    }
  }

  const closeInstant = () => {
    for (let slot = 0; slot < SLOTS; slot++) {
      const version = versions[slot]!
      if (version === 0) continue
      dayVersions[slot]! += version
      versions[slot] = 0
      revisions[slot] = 0
      // Only other rules than those that kept it can take a document for no observation.
      if (isObserved[slot] === 0) continue
      dayRecords[slot]! += 1
      const base = slot * WIDTH
      let total = NaN
      for (let index = 0; index < MEASURES.length; index++) {
        const measure = values[base + index]!
        if (Number.isNaN(measure)) continue
        sums[base + index]! += measure
        counts[base + index]! += 1
        if (index >= FIRST_FILIERE) total = Number.isNaN(total) ? measure : total + measure
      }
      values[base + TOTAL] = total
      if (!Number.isNaN(total)) {
        sums[base + TOTAL]! += total
        counts[base + TOTAL]! += 1
      }
      write(slot, INSTANT, instant, values, 1, version)
    }
  }

  const closeDay = (): ReadonlyArray<DayStatistics> => {
    if (day === undefined) return []
    closeInstant()
    // Nothing measured: nothing by nothing, which is NaN.
    for (let index = 0; index < sums.length; index++) sums[index]! /= counts[index]!
    const start = Day.start(day)
    for (let slot = 0; slot < SLOTS; slot++) {
      if (dayRecords[slot]! > 0) write(slot, DAY, start, sums, dayRecords[slot]!, dayVersions[slot]!)
    }
    const finished = { day, documents, rows: filled(rows), release: once(rows, spare) }
    rows = empty()
    documents = 0
    sums.fill(0)
    counts.fill(0)
    dayRecords.fill(0)
    dayVersions.fill(0)
    return [finished]
  }

  const add = (batch: Excerpts): ReadonlyArray<DayStatistics> => {
    const finished: Array<DayStatistics> = []
    for (let at = 0; at < batch.length; at++) {
      const next = batch.instant[at]!
      if (next !== instant) {
        if (next < instant) {
          throw new Error(
            `The lake's stream went back from ${new Date(instant).toISOString()} to ${new Date(next).toISOString()}.`
          )
        }
        if (next >= dayEnd) {
          finished.push(...closeDay())
          day = Day.of(next)
          dayEnd = Day.end(day)
        } else closeInstant()
        instant = next
      }
      documents++
      const slot = batch.region[at]! * NATURES.length + batch.nature[at]!
      versions[slot]! += 1
      if (batch.revision[at]! > revisions[slot]!) {
        revisions[slot] = batch.revision[at]!
        isObserved[slot] = read(batch, at, values, slot * WIDTH) ? 1 : 0
      }
    }
    return finished
  }

  const end = () => {
    const last = closeDay()
    spare.push(rows)
    return last
  }

  return { add, end }
}

/** Gives the room back, however often it is called. */
const once = (rows: Room, spare: Array<Room>) => {
  let isGiven = false
  return () => {
    if (!isGiven) spare.push(rows)
    isGiven = true
  }
}

/** Puts what the excerpt measures into the list; whether it is an observation at all. */
const read = (batch: Excerpts, at: number, into: Float64Array, base: number): boolean => {
  if (!batch.records.has(at)) {
    readMeasures(batch.fingerprints, at === 0 ? 0 : batch.ends[at - 1]!, batch.ends[at]!, into, base)
    return true
  }
  const measures = reread(excerptAt(batch, at))
  measures?.forEach((measure, index) => into[base + index] = measure ?? NaN)
  return measures !== null
}

const wider = (rows: Room): Room => {
  const wide = room(rows.start.length * 2)
  for (const column of Object.keys(wide) as ReadonlyArray<keyof Room>) {
    const into = wide[column]
    if (typeof into !== "number") into.set(rows[column] as never)
  }
  wide.length = rows.length
  return wide
}
