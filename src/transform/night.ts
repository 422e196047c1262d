/**
 * Whether the sun is down in all of France, and for an hour already or still: then no panel gives anything. Worked out from
 * UTC alone and conservative everywhere: the longer day of the northernmost and the southernmost point, from the sunrise in
 * the far east to the sunset in the far west, on the days of the year when the sun is earliest or latest, and the hour.
 */
import { HOUR } from "#domain/Day"

const DAY = 24 * HOUR
const YEAR = 365.2425 * DAY
/** Ten days before the year's end the sun stands lowest. */
const SOLSTICE = 10 * DAY
const RADIAN = Math.PI / 180
const TILT = 23.44 * RADIAN
/** Dunkerque, and the Pyrenees. */
const NORTH = Math.tan(51.1 * RADIAN)
const SOUTH = Math.tan(42.3 * RADIAN)
/** Degrees of longitude in an hour; Strasbourg's corner, and Ouessant. */
const TURN = 15
const EAST = 8.3
const WEST = -5.2
/** Hours by which true noon strays from the clock's within a year, at most. */
const EQUATION = 0.28
/** Hours of twilight, in which real-time estimates linger. */
const TWILIGHT = 1

export const isNight = (instant: number): boolean => {
  const declination = -TILT * Math.cos(2 * Math.PI * (instant + SOLSTICE) / YEAR)
  const latitude = declination > 0 ? NORTH : SOUTH
  const half = Math.acos(-latitude * Math.tan(declination)) / RADIAN / TURN
  const hour = (instant % DAY + DAY) % DAY / HOUR
  return hour < 12 - EAST / TURN - EQUATION - half - TWILIGHT || hour > 12 - WEST / TURN + EQUATION + half + TWILIGHT
}
