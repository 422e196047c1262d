/** Writes a record as the source does: its fields, their order, and which of them are numbers dressed as text. */
import type { Nature } from "#domain/Nature"
import * as Region from "#domain/Region"
import * as Country from "./Country.ts"
import type { Profile } from "./Country.ts"
import type { Power } from "./Power.ts"

/** What stands at the head of a record. */
export interface Head {
  readonly nature: Nature
  readonly date: string
  /** Paris wall clock, `HH:MM`. */
  readonly heure: string
  /** `date_heure`, as it is to be written. */
  readonly instant: string
  readonly year: number
}

/** How much of a row is known when it is published: all, the exchanges alone, or nothing yet. */
export type Known = "all" | "exchanges" | "nothing"

type Value = number | null

const percent = (part: Value, whole: number): Value => part === null ? null : Math.round((part / whole) * 10_000) / 100

const rate = (filiere: string, value: Value, consommation: number, capacity: number): string =>
  `,"tco_${filiere}":${percent(value, consommation)},"tch_${filiere}":${percent(value, capacity)}`

const NO_RATES = ["thermique", "nucleaire", "eolien", "solaire", "hydraulique", "bioenergies"]
  .map((filiere) => `,"tco_${filiere}":null,"tch_${filiere}":null`)
  .join("")

const rates = (profile: Profile, power: Power, year: number): string => {
  const all = power.consommation
  return rate("thermique", power.thermique, all, profile.thermique) +
    rate("nucleaire", power.nucleaire, all, profile.nucleaire ?? 1) +
    rate("eolien", power.eolien, all, profile.eolien * Country.windBuilt(year)) +
    rate("solaire", power.solaire, all, profile.solaire * Country.sunBuilt(year)) +
    rate("hydraulique", power.hydraulique, all, profile.hydraulique) +
    rate("bioenergies", power.bioenergies, all, profile.bioenergies)
}

const identity = ({ region }: Profile, { date, heure, instant, nature }: Head): string =>
  `{"code_insee_region":"${region}","libelle_region":"${Region.nameOf(region)}","nature":"${nature}"` +
  `,"date":"${date}","heure":"${heure}","date_heure":"${instant}"`

const quoted = (value: Value): string => value === null ? "null" : `"${value}"`

/** A line of `eco2mix-regional-tr`: storage, of water and batteries, is text. */
export const realTime = (profile: Profile, head: Head, power: Power, known: Known): string => {
  if (known !== "all") {
    return `${identity(profile, head)},"consommation":null,"thermique":null,"nucleaire":null,"eolien":null` +
      `,"solaire":null,"hydraulique":null,"pompage":null,"bioenergies":null` +
      `,"ech_physiques":${known === "nothing" ? null : power.ech_physiques}` +
      `,"stockage_batterie":null,"destockage_batterie":null${NO_RATES},"column_68":null}`
  }
  return `${identity(profile, head)},"consommation":${power.consommation},"thermique":${power.thermique}` +
    `,"nucleaire":${power.nucleaire},"eolien":${power.eolien},"solaire":${power.solaire}` +
    `,"hydraulique":${power.hydraulique},"pompage":"${power.pompage}","bioenergies":${power.bioenergies}` +
    `,"ech_physiques":${power.ech_physiques},"stockage_batterie":${quoted(power.stockage_batterie)}` +
    `,"destockage_batterie":${quoted(power.destockage_batterie)}${rates(profile, power, head.year)},"column_68":null}`
}

/** The year in which the split of the wind is published as 0 beside a wind of thousands. */
const ZEROED = 2024

/** Whether a consolidated record publishes zeros that are no measures. */
export const isZeroed = (year: number): boolean => year === ZEROED

/** A line of `eco2mix-regional-cons-def`: wind is text, storage is not. */
export const consolidated = (profile: Profile, head: Head, power: Power): string => {
  const split = isZeroed(head.year) ? "0" : "null"
  return `${identity(profile, head)},"consommation":${power.consommation},"thermique":${power.thermique}` +
    `,"nucleaire":${power.nucleaire},"eolien":"${power.eolien}","solaire":${power.solaire}` +
    `,"hydraulique":${power.hydraulique},"pompage":${power.pompage},"bioenergies":${power.bioenergies}` +
    `,"ech_physiques":${power.ech_physiques},"stockage_batterie":${power.stockage_batterie}` +
    `,"destockage_batterie":${power.destockage_batterie},"eolien_terrestre":${split},"eolien_offshore":${split}` +
    `${rates(profile, power, head.year)},"column_30":null}`
}
