import type { Day } from "#domain/Day"
import type { Subject } from "#domain/Filiere"
import type { Nature } from "#domain/Nature"
import type { Region } from "#domain/Region"

/** The length of a period: one mark of the grid, or a Paris day. Hours and months are views in the database. */
export type Granularity = "instant" | "day"

/**
 * Rows of `regional_energy_stats`, by column: the i-th entry of each list belongs to the i-th row. Powers are means in MW,
 * null where nothing was measured. Lists, because a day has ten thousand rows and the database takes lists.
 */
export interface Statistics {
  readonly region: Array<Region>
  readonly filiere: Array<Subject>
  readonly nature: Array<Nature>
  readonly granularity: Array<Granularity>
  /** Start of the period, in milliseconds since 1970 UTC. */
  readonly start: Array<number>
  readonly production: Array<number | null>
  readonly consumption: Array<number | null>
  /** Below zero is export. */
  readonly exchange: Array<number | null>
  /** Observations behind the row. */
  readonly records: Array<number>
  /** Lake revisions of the row's (region, nature, period) behind it: it only grows, and is the same whoever counts. */
  readonly version: Array<number>
}

/** One row of them. */
export type StatisticsRow = { readonly [Column in keyof Statistics]: Statistics[Column][number] }

export const rowAt = (rows: Statistics, index: number): StatisticsRow => ({
  region: rows.region[index]!,
  filiere: rows.filiere[index]!,
  nature: rows.nature[index]!,
  granularity: rows.granularity[index]!,
  start: rows.start[index]!,
  production: rows.production[index]!,
  consumption: rows.consumption[index]!,
  exchange: rows.exchange[index]!,
  records: rows.records[index]!,
  version: rows.version[index]!
})

export const empty = (): Statistics => ({
  region: [],
  filiere: [],
  nature: [],
  granularity: [],
  start: [],
  production: [],
  consumption: [],
  exchange: [],
  records: [],
  version: []
})

/** All rows of a day, and how many lake documents were seen in making them. */
export interface DayStatistics {
  readonly day: Day
  readonly documents: number
  readonly rows: Statistics
}
