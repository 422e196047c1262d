/** The weather over a region: temperature, sun and wind, each a smooth function of place and time. */
import type { Profile } from "./Country.ts"
import type { Moment } from "./Moment.ts"
import { smooth } from "./Noise.ts"

/** Channels of chance, apart from one another and from those of single regions. */
const COLD_SPELL = 101
const FRONT = 102
const GUST = 103

const RADIANS = Math.PI / 180

/** Hours in which a front crosses one degree of longitude on its way east: the country's nine take most of a day. */
const HOURS_PER_DEGREE = 2.5

/** Degrees Celsius: seasons, the hour, and spells of some days that the whole country shares in part. */
export const temperature = (seed: number, { latitude, longitude, region }: Profile, moment: Moment): number => {
  const spell = smooth(seed, COLD_SPELL, (moment.hours - longitude * HOURS_PER_DEGREE) / 84) - 0.5
  const local = smooth(seed, COLD_SPELL + Number(region), moment.hours / 30) - 0.5
  const daily = Math.cos(((moment.hour - 15) * Math.PI) / 12)
  return 12.5 - (latitude - 46.5) * 0.6 - 7.8 * moment.winter + 3.2 * daily + 9 * spell + 3 * local
}

/** Share of its capacity that the sun drives: exactly 0 while it is below the horizon, less under clouds. */
export const sun = (seed: number, { latitude, longitude, region }: Profile, moment: Moment): number => {
  const angle = ((moment.utcHour - 12) * 15 + longitude) * RADIANS
  const height = Math.sin(latitude * RADIANS) * Math.sin(moment.declination) +
    Math.cos(latitude * RADIANS) * Math.cos(moment.declination) * Math.cos(angle)
  if (height <= 0) return 0
  const front = smooth(seed, FRONT, (moment.hours - longitude * HOURS_PER_DEGREE) / 36)
  const passing = smooth(seed, GUST + Number(region), moment.hours / 1.5)
  const south = (47 - latitude) * 0.03
  const clear = Math.min(1, Math.max(0.15, 1.15 + south - 0.75 * front - 0.3 * passing * front))
  return 0.9 * height ** 1.15 * clear
}

/** Share of its capacity that the wind drives: fronts travelling east, gusts of a region, and more of both in winter. */
export const wind = (seed: number, { latitude, longitude, region }: Profile, moment: Moment): number => {
  const time = moment.hours - longitude * HOURS_PER_DEGREE
  const front = 0.65 * smooth(seed, FRONT, time / 36) + 0.35 * smooth(seed, FRONT + 7, time / 13)
  const gust = smooth(seed, GUST + 50 + Number(region), moment.hours / 4)
  const speed = (0.8 * front + 0.2 * gust) * (1 + 0.14 * moment.winter) + (latitude - 46.5) * 0.012
  return Math.min(0.93, Math.max(0.004, 1.25 * Math.max(0, speed - 0.08) ** 2.1))
}
