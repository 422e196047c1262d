/**
 * The marks of a Paris day as the source publishes them: always as many as an ordinary day has. March keeps the hour that
 * never was, on the instants of the next; October loses the first of its two passes.
 */
import type { Dataset } from "#domain/Dataset"
import { stepOf } from "#domain/Dataset"
import type { Day } from "#domain/Day"
import * as Days from "#domain/Day"

export interface Mark {
  /** Paris wall clock, `HH:MM`. */
  readonly heure: string
  /** The instant it is published on, in milliseconds since 1970 UTC. */
  readonly instant: number
  /** The instant whose values it carries: an hour earlier in the hour that never was. */
  readonly valued: number
}

const MINUTE = 60_000

/** The changed hour begins at two in the morning, in minutes. */
const CHANGE = 120
const ORDINARY = 24 * 60

const two = (value: number): string => String(Math.floor(value)).padStart(2, "0")

/** Rows that a region has on any day. */
export const perDay = (dataset: Dataset): number => ORDINARY / stepOf(dataset)

/** The first and the last instant of a day's marks; the changes of clock lie between them. */
export const ends = (dataset: Dataset, day: Day): { readonly first: number; readonly last: number } => ({
  first: Days.start(day),
  last: Days.end(day) - stepOf(dataset) * MINUTE
})

export const ofDay = (dataset: Dataset, day: Day): ReadonlyArray<Mark> => {
  const start = Days.start(day)
  const missing = ORDINARY - (Days.end(day) - start) / MINUTE
  return Array.from({ length: perDay(dataset) }, (_, index) => {
    const minute = index * stepOf(dataset)
    const ghost = missing > 0 && minute >= CHANGE && minute < CHANGE + missing
    const instant = start + (minute < CHANGE || ghost ? minute : minute - missing) * MINUTE
    return { heure: `${two(minute / 60)}:${two(minute % 60)}`, instant, valued: ghost ? instant - Days.HOUR : instant }
  })
}
