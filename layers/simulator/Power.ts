/** What a region consumes, produces and exchanges at a moment, in whole MW that add up exactly. */
import type { Region } from "#domain/Region"
import * as Country from "./Country.ts"
import type { Profile } from "./Country.ts"
import type { Moment } from "./Moment.ts"
import { smooth, uniform } from "./Noise.ts"
import * as Weather from "./Weather.ts"

/** Powers in MW. `consommation` is the sum of the others: pumping and storing count below zero, export too. */
export interface Power {
  readonly consommation: number
  readonly thermique: number
  readonly nucleaire: number | null
  readonly eolien: number
  readonly solaire: number
  readonly hydraulique: number
  readonly pompage: number
  readonly bioenergies: number
  readonly stockage_batterie: number | null
  readonly destockage_batterie: number | null
  readonly ech_physiques: number
}

/** Channels of chance, each a hundred wide so that a region's code can be added. */
const HABIT = 1_000
const OUTAGE = 1_100
const RAIN = 1_200
const MARKET = 1_300
const BIOMASS = 1_400
const ERROR = 1_500

/** Consumption by the hour, as a share of the day's mean: the trough at four, noon, and the evening's peak. */
const WORKDAY = [
  0.86,
  0.81,
  0.79,
  0.77,
  0.77,
  0.81,
  0.91,
  1.03,
  1.1,
  1.12,
  1.11,
  1.12,
  1.12,
  1.1,
  1.07,
  1.04,
  1.02,
  1.05,
  1.1,
  1.14,
  1.1,
  1.03,
  0.99,
  0.94
]
const WEEKEND = [
  0.82,
  0.77,
  0.74,
  0.72,
  0.71,
  0.73,
  0.77,
  0.83,
  0.9,
  0.96,
  0.99,
  1.01,
  1.03,
  1,
  0.95,
  0.92,
  0.91,
  0.94,
  1,
  1.05,
  1.01,
  0.95,
  0.92,
  0.88
]

const shapeAt = (shape: ReadonlyArray<number>, hour: number): number => {
  const before = Math.floor(hour) % 24
  const left = shape[before] as number
  return left + ((shape[(before + 1) % 24] as number) - left) * (hour - Math.floor(hour))
}

/** A bump around an hour of the day, 1 at its top. */
const around = (hour: number, top: number, width: number): number => {
  const distance = Math.abs(hour - top)
  return Math.exp(-((Math.min(distance, 24 - distance) / width) ** 2))
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value))

/** Rises by 4.5 % for each degree below 15 °C (electric heating), and by 1.5 % above 24 °C. */
const consumption = (seed: number, profile: Profile, moment: Moment, code: number): number => {
  const degrees = Weather.temperature(seed, profile, moment)
  const felt = 1 + 0.045 * Math.max(0, 15 - degrees) + 0.015 * Math.max(0, degrees - 24)
  const habit = 0.98 + 0.04 * smooth(seed, HABIT + code, moment.hours / 3)
  return profile.load * 0.86 * shapeAt(moment.weekend ? WEEKEND : WORKDAY, moment.hour) * felt * habit
}

const summed = (power: Omit<Power, "ech_physiques">): Power => {
  const produced = power.thermique + (power.nucleaire ?? 0) + power.eolien + power.solaire + power.hydraulique +
    power.pompage + power.bioenergies + (power.stockage_batterie ?? 0) + (power.destockage_batterie ?? 0)
  return { ...power, ech_physiques: power.consommation - produced }
}

const batteries = (profile: Profile, { hour, year }: Moment, price: number) => {
  if (profile.batterie === null || year < Country.BATTERIES_SINCE) {
    return { stockage_batterie: null, destockage_batterie: null }
  }
  // Adding 0 turns the -0 of a rounded nothing into the 0 that is written.
  return {
    stockage_batterie: Math.round(-profile.batterie * price * around(hour, 14, 1.5)) + 0,
    destockage_batterie: Math.round(profile.batterie * price * around(hour, 19.5, 1.2))
  }
}

/** What is true, whatever is published of it. */
export const at = (seed: number, profile: Profile, moment: Moment): Power => {
  const code = Number(profile.region)
  const { hour, hours, winter, year } = moment
  const load = consumption(seed, profile, moment, code)
  const breeze = Weather.wind(seed, profile, moment)
  const light = Weather.sun(seed, profile, moment)
  const price = smooth(seed, MARKET, hours / 7)
  // Units stop for weeks, mostly in summer; at night and under much sun the rest is turned down a little.
  const units = 0.74 + 0.08 * winter + 0.22 * (smooth(seed, OUTAGE + code, hours / 400) - 0.5)
  const turned = 1 - 0.06 * around(hour, 4, 2.5) - 0.05 * around(hour, 14, 2) * (1 - winter)
  const rivers = 0.15 + 0.1 * smooth(seed, RAIN + code, hours / 240) - 0.05 * winter
  const peaks = 0.27 * (around(hour, 9, 2) + around(hour, 19.5, 1.8)) * (0.5 + price)
  // Dear hours call for it, and winter; wind spares it.
  const called = 0.1 + 0.2 * Math.max(0, winter) + 0.75 * Math.max(0, load / profile.load - 1) - 0.3 * breeze
  return summed({
    consommation: Math.max(1, Math.round(load)),
    thermique: Math.round(profile.thermique * clamp(called * (0.7 + 0.6 * price), 0.95)),
    nucleaire: profile.nucleaire === null ? null : Math.round(profile.nucleaire * clamp(units * turned, 0.99)),
    eolien: Math.round(profile.eolien * Country.windBuilt(year) * breeze),
    solaire: Math.round(profile.solaire * Country.sunBuilt(year) * light),
    hydraulique: Math.round(profile.hydraulique * clamp(rivers + peaks, 0.9)),
    pompage: Math.round(-profile.pompage * clamp(1.1 * around(hour, 3.5, 2) * (1.1 - price), 0.95)) + 0,
    bioenergies: Math.round(profile.bioenergies * (0.6 + 0.08 * smooth(seed, BIOMASS + code, hours / 60))),
    ...batteries(profile, moment, price)
  })
}

/** Quarter-hours since 1970: the number that chance is asked about. */
const quarterOf = (instant: number): number => Math.round(instant / 900_000)

/**
 * What is measured of the truth by instruments that err by up to `share`, differently in each `round` of publication. What
 * is 0 or null stays so, and the sum stays exact.
 */
export const measured = (
  seed: number,
  power: Power,
  region: Region,
  instant: number,
  round: number,
  share: number
): Power => {
  const quarter = quarterOf(instant)
  const channel = ERROR + Number(region) * 100 + round * 10_000
  const off = (value: number, nth: number) =>
    Math.round(value * (1 + share * (2 * uniform(seed, channel + nth, quarter) - 1))) + 0
  return summed({
    consommation: Math.max(1, off(power.consommation, 0)),
    thermique: off(power.thermique, 1),
    nucleaire: power.nucleaire === null ? null : off(power.nucleaire, 2),
    eolien: off(power.eolien, 3),
    solaire: off(power.solaire, 4),
    hydraulique: off(power.hydraulique, 5),
    pompage: off(power.pompage, 6),
    bioenergies: off(power.bioenergies, 7),
    stockage_batterie: power.stockage_batterie,
    destockage_batterie: power.destockage_batterie
  })
}

/** Whether a region's instant is among the given share of all, the same ones each time. */
export const isAmong = (seed: number, region: Region, instant: number, share: number): boolean =>
  uniform(seed, ERROR + Number(region), quarterOf(instant)) < share

/** The same without batteries: the consolidated series of 2024 publishes 0 for them, and the exchange takes their place. */
export const withoutBatteries = (power: Power): Power =>
  summed({ ...power, stockage_batterie: 0, destockage_batterie: 0 })
