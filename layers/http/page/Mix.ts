/** The table's rows as a chart and a table of values want them: one line an instant, one column a filière. */
import * as Day from "#domain/Day"
import { ENSEMBLE, type Filiere, FILIERES } from "#domain/Filiere"
import { type Nature, stepOf } from "#domain/Nature"
import type { Row } from "#ports/Query"

/** All that is known of an instant, powers in MW, null where nothing was measured. */
export interface Point {
  readonly start: number
  readonly nature: Nature
  readonly consumption: number | null
  readonly exchange: number | null
  readonly production: Readonly<Partial<Record<Filiere, number>>>
}

/** Points in order of time. */
export type Mix = ReadonlyArray<Point>

/** Rows by start; where two natures share a period, the later one in `rows` counts. */
export const mixOf = (rows: ReadonlyArray<Row>): Mix => {
  const points = new Map<number, { -readonly [Key in keyof Point]: Point[Key] }>()
  for (const row of rows) {
    let point = points.get(row.start)
    if (point === undefined || point.nature !== row.nature) {
      point = {
        start: row.start,
        nature: row.nature,
        consumption: row.consumption,
        exchange: row.exchange,
        production: {}
      }
      points.set(row.start, point)
    }
    if (row.filiere !== ENSEMBLE && row.production !== null) {
      point.production = { ...point.production, [row.filiere]: row.production }
    }
  }
  return [...points.values()].toSorted((a, b) => a.start - b.start)
}

/** The filières that any point has, in the order in which they are stacked and listed. */
export const filieresOf = (...mixes: ReadonlyArray<Mix>): ReadonlyArray<Filiere> =>
  FILIERES.filter((filiere) => mixes.some((mix) => mix.some(({ production }) => production[filiere] !== undefined)))

/** How long a point stands for, at most, in milliseconds: a longer gap to the next one is a hole. */
const stands = (granularity: Row["granularity"], nature: Nature): number => {
  switch (granularity) {
    case "instant":
      return stepOf(nature) * 60_000
    case "hour":
      return Day.HOUR
    case "day":
      return 25 * Day.HOUR
    case "month":
      return (31 * 24 + 1) * Day.HOUR
  }
}

/** Columns as the chart draws them: seconds, and whole MW. A hole in time is a line of nulls, and so is drawn as one. */
export interface Columns {
  readonly x: ReadonlyArray<number>
  readonly consumption: ReadonlyArray<number | null>
  readonly exchange: ReadonlyArray<number | null>
  readonly filieres: Readonly<Partial<Record<Filiere, ReadonlyArray<number | null>>>>
}

const rounded = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(value)

export const columnsOf = (mix: Mix, filieres: ReadonlyArray<Filiere>, granularity: Row["granularity"]): Columns => {
  const lines: Array<Point | number> = []
  for (const [index, point] of mix.entries()) {
    const before = mix[index - 1]
    if (before !== undefined) {
      const until = before.start + stands(granularity, before.nature)
      if (point.start > until) lines.push(until)
    }
    lines.push(point)
  }
  const column = (of: (point: Point) => number | null | undefined) =>
    lines.map((line) => typeof line === "number" ? null : rounded(of(line)))
  return {
    x: lines.map((line) => (typeof line === "number" ? line : line.start) / 1000),
    consumption: column(({ consumption }) => consumption),
    exchange: column(({ exchange }) => exchange),
    filieres: Object.fromEntries(
      filieres.map((filiere) => [filiere, column(({ production }) => production[filiere])])
    )
  }
}
