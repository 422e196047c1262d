import type { Day } from "#domain/Day"
import { type Subject, SUBJECTS } from "#domain/Filiere"
import { type Nature, NATURES } from "#domain/Nature"
import { ALL as REGIONS, type Region } from "#domain/Region"

export const GRANULARITIES = ["instant", "day"] as const

/** The length of a period: one mark of the grid, or a Paris day. Hours and months are views in the database. */
export type Granularity = (typeof GRANULARITIES)[number]

/** One row of `regional_energy_stats`. Powers are means in MW, null where nothing was measured. */
export interface StatisticsRow {
  readonly region: Region
  readonly filiere: Subject
  readonly nature: Nature
  readonly granularity: Granularity
  /** Start of the period, in milliseconds since 1970 UTC. */
  readonly start: number
  readonly production: number | null
  readonly consumption: number | null
  /** Below zero is export. */
  readonly exchange: number | null
  /** Observations behind the row. */
  readonly records: number
  /** Lake revisions of the row's (region, nature, period) behind it: it only grows, and is the same whoever counts. */
  readonly version: number
}

/**
 * Such rows by column: the i-th entry of each list belongs to the i-th row. What is one of a few names is its place among
 * them (`Region.ALL`, `SUBJECTS`, `NATURES`, `GRANULARITIES`), and NaN stands for null. A day has ten thousand rows, and
 * a history millions: as numbers in a row they cost the collector of garbage nothing.
 */
export interface Statistics {
  readonly length: number
  readonly region: Uint8Array
  readonly filiere: Uint8Array
  readonly nature: Uint8Array
  readonly granularity: Uint8Array
  readonly start: Float64Array
  readonly production: Float64Array
  readonly consumption: Float64Array
  readonly exchange: Float64Array
  readonly records: Int32Array
  readonly version: Int32Array
}

/** Room for so many rows, of which `length` are there. */
export interface Room extends Statistics {
  length: number
}

export const room = (rows: number): Room => ({
  length: 0,
  region: new Uint8Array(rows),
  filiere: new Uint8Array(rows),
  nature: new Uint8Array(rows),
  granularity: new Uint8Array(rows),
  start: new Float64Array(rows),
  production: new Float64Array(rows),
  consumption: new Float64Array(rows),
  exchange: new Float64Array(rows),
  records: new Int32Array(rows),
  version: new Int32Array(rows)
})

/** The rows that are there, and none of the room beyond them. */
export const filled = (rows: Room): Statistics => ({
  length: rows.length,
  region: rows.region.subarray(0, rows.length),
  filiere: rows.filiere.subarray(0, rows.length),
  nature: rows.nature.subarray(0, rows.length),
  granularity: rows.granularity.subarray(0, rows.length),
  start: rows.start.subarray(0, rows.length),
  production: rows.production.subarray(0, rows.length),
  consumption: rows.consumption.subarray(0, rows.length),
  exchange: rows.exchange.subarray(0, rows.length),
  records: rows.records.subarray(0, rows.length),
  version: rows.version.subarray(0, rows.length)
})

const nullable = (value: number): number | null => Number.isNaN(value) ? null : value

/** The row at this place. */
export const rowAt = (rows: Statistics, index: number): StatisticsRow => ({
  region: REGIONS[rows.region[index]!]!,
  filiere: SUBJECTS[rows.filiere[index]!]!,
  nature: NATURES[rows.nature[index]!]!,
  granularity: GRANULARITIES[rows.granularity[index]!]!,
  start: rows.start[index]!,
  production: nullable(rows.production[index]!),
  consumption: nullable(rows.consumption[index]!),
  exchange: nullable(rows.exchange[index]!),
  records: rows.records[index]!,
  version: rows.version[index]!
})

/** All of them, for whoever looks at few. */
export const rowsOf = (rows: Statistics): ReadonlyArray<StatisticsRow> =>
  Array.from({ length: rows.length }, (_, index) => rowAt(rows, index))

/** All rows of a day, and how many lake documents were seen in making them. */
export interface DayStatistics {
  readonly day: Day
  readonly documents: number
  readonly rows: Statistics
  /** To be called, if anybody is to, when nobody reads the rows any more: what holds them may then hold those of another day. */
  readonly release?: () => void
}
