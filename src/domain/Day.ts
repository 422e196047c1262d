/**
 * A calendar day in Paris, `YYYY-MM-DD`: the unit of work and of roll-ups. It has 92, 96 or 100 quarter-hours. Instants are
 * milliseconds since 1970 UTC.
 */
import { zoneOffset } from "#domain/ZoneOffset"
import * as DateTime from "effect/DateTime"

export type Day = `${number}-${number}-${number}`

export interface DayRange {
  readonly from: Day
  /** Included. */
  readonly to: Day
}

export const HOUR = 3_600_000
export const QUARTER = HOUR / 4
const UTC_DAY = 24 * HOUR

const offsetOf = zoneOffset(DateTime.zoneMakeNamedUnsafe("Europe/Paris"))

const texts = new Map<number, Day>()
const fromNumber = (number: number): Day => {
  let text = texts.get(number)
  if (text === undefined) {
    text = new Date(number * UTC_DAY).toISOString().slice(0, 10) as Day
    texts.set(number, text)
  }
  return text
}
const toNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / UTC_DAY

/** The day in which an instant falls. */
export const of = (instant: number): Day => fromNumber(Math.floor((instant + offsetOf(instant)) / UTC_DAY))

/** Its first instant. Paris changes its clocks at 01:00 UTC, never around midnight, so the offset of the evening before holds. */
export const start = (day: Day): number => {
  const midnight = toNumber(day) * UTC_DAY
  return midnight - offsetOf(midnight - HOUR)
}

/** The first instant after it. */
export const end = (day: Day): number => start(plus(day, 1))

export const plus = (day: Day, days: number): Day => fromNumber(toNumber(day) + days)

/** How many days lie in a range, both ends included. */
export const count = ({ from, to }: DayRange): number => toNumber(to) - toNumber(from) + 1

export const list = (range: DayRange): ReadonlyArray<Day> =>
  Array.from({ length: Math.max(0, count(range)) }, (_, index) => plus(range.from, index))

/** The months of a range, oldest first, the first and last cut to it. */
export const months = (range: DayRange): ReadonlyArray<DayRange> => {
  const parts: Array<DayRange> = []
  for (let from = range.from; from <= range.to;) {
    const [year, month] = from.split("-").map(Number) as [number, number, number]
    const last = fromNumber(Date.UTC(year, month, 0) / UTC_DAY)
    parts.push({ from, to: last < range.to ? last : range.to })
    from = plus(last, 1)
  }
  return parts
}

/** A range in windows of at most so many days, oldest first. */
export const windows = ({ from, to }: DayRange, days: number): ReadonlyArray<DayRange> => {
  const parts: Array<DayRange> = []
  for (let first = from; first <= to; first = plus(first, days)) {
    const last = plus(first, days - 1)
    parts.push({ from: first, to: last < to ? last : to })
  }
  return parts
}

/** Days in ascending order as ranges without gaps. */
export const ranges = (days: ReadonlyArray<Day>): ReadonlyArray<DayRange> => {
  const parts: Array<{ from: Day; to: Day }> = []
  for (const day of days) {
    const last = parts.at(-1)
    if (last !== undefined && plus(last.to, 1) === day) last.to = day
    else parts.push({ from: day, to: day })
  }
  return parts
}

const DATE = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

/**
 * The series begin in 2012; a day or an instant beyond these years is a mistake, and would only make tables for years that
 * never come.
 */
export const FIRST_YEAR = 2000
export const LAST_YEAR = 2099

/** Whether a day lies within these years. */
export const isPlausible = (day: Day): boolean => {
  const year = Number(day.slice(0, 4))
  return year >= FIRST_YEAR && year <= LAST_YEAR
}

/** A day that stands in the calendar, or undefined. */
export const parse = (text: string): Day | undefined => {
  if (!DATE.test(text)) return undefined
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text as Day : undefined
}

/**
 * Whether Paris ever saw this wall-clock time (`heure` as `HH:MM`). False only in the hour that March leaves out, which the
 * source publishes all the same; what is no date or time at all is not for this function to judge.
 */
export const saw = (date: string, heure: string): boolean => {
  // Summer time begins at two in all of the Union; nearly all that is asked about is of another hour.
  if (!heure.startsWith("02:") || !DATE.test(date) || !TIME.test(heure)) return true
  const wall = Date.parse(`${date}T${heure}:00Z`)
  if (Number.isNaN(wall)) return true
  const winter = offsetOf(wall - 2 * HOUR)
  const summer = offsetOf(wall)
  return offsetOf(wall - winter) === winter || offsetOf(wall - summer) === summer
}

/** Whether Paris sees the wall-clock time of an instant again an hour later: October's hour, which the source publishes once. */
export const comesAgain = (instant: number): boolean => offsetOf(instant) - offsetOf(instant + HOUR) === HOUR
