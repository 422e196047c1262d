/** Rows of the published table as text, and the place between two of them as a cursor. */
import { STATS_COLUMNS, type StatsRow } from "#api/DataApi"
import * as Day from "#domain/Day"
import { ENSEMBLE, FILIERES, type Subject } from "#domain/Filiere"
import { isNature } from "#domain/Nature"
import { isRegion, nameOf } from "#domain/Region"
import type { Row, RowKey } from "#ports/Query"
import { instant } from "#ports/shapes"

const statsRow = (row: Row): StatsRow => ({
  code_insee_region: row.region,
  libelle_region: nameOf(row.region),
  filiere: row.filiere,
  nature: row.nature,
  granularity: row.granularity,
  date_heure: instant(row.start),
  avg_production: row.production,
  avg_consumption: row.consumption,
  avg_physical_exchange: row.exchange,
  record_count: row.records,
  generation: row.generation,
  version: row.version
})

export const jsonOf = (row: Row): string => JSON.stringify(statsRow(row))

/** Nothing is quoted that need not be; null is nothing at all. */
const cell = (value: string | number | null): string => {
  const text = value === null ? "" : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text
}

export const CSV_HEADER = STATS_COLUMNS.join(",")

export const csvOf = (row: Row): string => {
  const line = statsRow(row)
  return STATS_COLUMNS.map((column) => cell(line[column])).join(",")
}

/** The place after a row. */
export const cursorOf = ({ filiere, nature, region, start }: RowKey): string =>
  Buffer.from(JSON.stringify([start, region, filiere, nature])).toString("base64url")

/** Undefined for what `cursorOf` did not make. */
export const placeOf = (cursor: string): RowKey | undefined => {
  const [start, region, filiere, nature] = parsed(cursor)
  return isInstant(start) && isText(region) && isRegion(region) && isSubject(filiere) && isText(nature) &&
      isNature(nature)
    ? { start, region, filiere, nature }
    : undefined
}

const isText = (value: unknown): value is string => typeof value === "string"

/** Of a day that there can be. */
const isInstant = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) < LAST_INSTANT &&
  Day.isPlausible(Day.of(value))

/** Beyond it there are no dates: the year 100 000 or so, in milliseconds since 1970 UTC. */
const LAST_INSTANT = 3e15

const isSubject = (value: unknown): value is Subject =>
  ([...FILIERES, ENSEMBLE] as ReadonlyArray<unknown>).includes(value)

const parsed = (cursor: string): ReadonlyArray<unknown> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
