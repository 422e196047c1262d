/** An instant as the country lives it: its hour and weekday in Paris, and where the sun stands in the year. */
import * as Zone from "./Zone.ts"

export interface Moment {
  /** Milliseconds since 1970 UTC. */
  readonly instant: number
  /** Hours since 1970 UTC: the clock of everything that drifts. */
  readonly hours: number
  /** Paris wall clock, from 0 to 24. */
  readonly hour: number
  readonly weekend: boolean
  readonly year: number
  /** 1 in the middle of January, -1 in the middle of July: temperature lags behind the sun. */
  readonly winter: number
  /** Declination of the sun, in radians. */
  readonly declination: number
  /** UTC hour, from 0 to 24: the sun does not change its clocks. */
  readonly utcHour: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Length of a year, in days. */
const YEAR = 365.2425

/** Tilt of the earth, in radians: 23.44°. */
const TILT = 0.4091

/** Days from 1 January to the coldest one, and to the March equinox. */
const COLDEST = 18
const EQUINOX = 79

export const at = (instant: number): Moment => {
  const local = instant + Zone.PARIS.offset(instant)
  const date = new Date(local)
  const year = date.getUTCFullYear()
  const dayOfYear = (local - Date.UTC(year, 0, 1)) / DAY
  const weekday = date.getUTCDay()
  return {
    instant,
    hours: instant / HOUR,
    hour: (local % DAY) / HOUR,
    weekend: weekday === 0 || weekday === 6,
    year,
    winter: Math.cos((2 * Math.PI * (dayOfYear - COLDEST)) / YEAR),
    declination: TILT * Math.sin((2 * Math.PI * (dayOfYear - EQUINOX)) / YEAR),
    utcHour: (instant % DAY) / HOUR
  }
}
