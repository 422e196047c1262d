/** Rows as the source writes them, just as much of each as tells it from others. */
import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { SourceRecord } from "#domain/SourceRecord"
import * as Marks from "#layers/simulator/Marks"

export const record = (text: string): SourceRecord => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { text, json, bytes: Buffer.byteLength(text) }
}

export interface Row {
  readonly code_insee_region: string
  readonly nature: string
  readonly date: Day.Day
  readonly heure: string
  readonly date_heure: string
}

/** Every row that the source has of some days, March's hour that never was included. */
export const rowsOf = (
  dataset: Dataset,
  days: Day.DayRange,
  regions: ReadonlyArray<string> = ["11", "52", "93"]
): ReadonlyArray<Row> =>
  Day.list(days).flatMap((date) =>
    Marks.ofDay(dataset, date).flatMap(({ heure, instant }) =>
      regions.map((code_insee_region) => ({
        code_insee_region,
        nature: dataset === "eco2mix-regional-tr" ? "Données temps réel" : "Données consolidées",
        date,
        heure,
        date_heure: `${new Date(instant).toISOString().slice(0, 19)}+00:00`
      }))
    )
  )

export const lineOf = (row: Row): string => JSON.stringify(row)

export const recordsOf = (rows: ReadonlyArray<Row>): ReadonlyArray<SourceRecord> =>
  rows.map((row) => record(lineOf(row)))
