/**
 * How far data may be from what is expected before it is a finding. What was measured was measured on four real sets: A, real
 * time of 12 regions, 2017-09-01 to 10-13; B, consolidated of 10 regions, 2017-09 to 11; C, definitive of 12 regions around
 * the clock changes of 2013 to 2015; D, real time of Provence, 2020-05. The fleets of today are up to four times as large.
 */
import type { Measure } from "#domain/Observation"

/**
 * Marks by which a region may be behind the newest one without missing anything: regions do not advance together, two were
 * two marks ahead of the other ten on 2017-10-13 (A).
 */
export const LAG_MARKS = 2

/**
 * Share of a day's marks whose absence spoils its means. In A, days lose 1 mark (8 days), 3, 11 or 14 of 96 and are good
 * for the rest; the morning after the outage of 2017-09-30 lost 42. In B, C and D no day loses more than 6 of 96.
 */
export const MISSING_SHARE = 0.25

/**
 * Marks, an hour of real time, from which a consumption without exchange is no accident. On 2017-09-30 it is all 96 of each
 * region (A); on every other day of the four sets it is none.
 */
export const EXCHANGE_MARKS = 4

/**
 * MW by which consumption may miss the sum of filières and exchange. The worst on healthy days: 44 in Nouvelle-Aquitaine, which
 * is off by 28 or more for some hours of nearly every day of A; elsewhere 17 (A), 3 (B), 10 (C), 2 (D), and 28 in 2024.
 */
export const BALANCE = 50

/**
 * MW from which the sum is wrong and not imprecise: a generating unit is missing. Normandie on 2013-04-01 is off by up to 578
 * (C), the other days of 2013 that are known for it by up to 704.
 */
export const BALANCE_BROKEN = 200

/**
 * MW of solar at night that are still the tail of an estimate: up to 3 at four in the morning (B). Real time keeps 20 to 48
 * for an hour after sunset (A, D), which `isNight` leaves out.
 */
export const NIGHT_SOLAR = 20

/** MW of solar at night that are nobody's estimate. */
export const NIGHT_SOLAR_WRONG = 100

interface Bounds {
  readonly low: number
  readonly high: number
}

/**
 * MW that a region can have. High: half as much again as the largest region has installed or (consumption) has ever drawn.
 * Low: what plants at rest draw for themselves, seen down to -42 (thermique), -2 (solaire) and -1 (eolien), all in B and C.
 */
export const BOUNDS: Readonly<Record<Measure, Bounds>> = {
  // Île-de-France in the cold of 2012 drew some 17 000; no region draws nothing.
  consommation: { low: 1, high: 25_000 },
  // Seen: -9 359 to 8 996 (A).
  ech_physiques: { low: -20_000, high: 20_000 },
  // Auvergne-Rhône-Alpes has 13 600 installed.
  nucleaire: { low: -150, high: 20_000 },
  // Seen: up to 2 428 (A); the largest fleet had some 6 000 in 2013.
  thermique: { low: -150, high: 9_000 },
  // Hauts-de-France has some 6 500 and Nouvelle-Aquitaine some 5 000 of solar, and both grow by up to 1 000 a year.
  eolien: { low: -50, high: 12_000 },
  solaire: { low: -50, high: 12_000 },
  // Auvergne-Rhône-Alpes has some 11 600.
  hydraulique: { low: -50, high: 17_000 },
  // It only ever takes: never above 0 in A to D, down to -1 810 (A).
  pompage: { low: -5_000, high: 50 },
  // Seen: up to 238 (B).
  bioenergies: { low: -50, high: 2_000 },
  // All of France has some 1 500; which sign each column carries is not settled at the source.
  stockage_batterie: { low: -3_000, high: 3_000 },
  destockage_batterie: { low: -3_000, high: 3_000 }
}

interface Step {
  /** MW from one mark to the next that always may be. */
  readonly power: number
  /** And the part of the day's greatest value that may be, where that is more. */
  readonly share: number
}

/** Steps that real data does not make, by quarter or half-hour alike. */
export const STEPS: Readonly<Record<Measure, Step>> = {
  // Up to 20 % when the water heaters of Pays de la Loire come on (A). Wrong ones, a plant taken for zero: 25 to 64 % (A).
  consommation: { power: 300, share: 0.25 },
  // It takes up every other step, and passes through zero: its own say nothing.
  ech_physiques: { power: Infinity, share: 0 },
  // One unit has 1 650 at most; seen 1 716 in half an hour (C). Wrong ones: 3 237 to 3 593, and back within the hour (A).
  nucleaire: { power: 2_000, share: 0 },
  // Up to 702 in a quarter (A), 1 011 in half an hour (B). Wrong ones: 1 160, and back a quarter later (A).
  thermique: { power: 1_100, share: 0 },
  // Up to 621, and 37 % of the day's greatest (B).
  eolien: { power: 700, share: 0.5 },
  // Up to 292, and 36 % (B).
  solaire: { power: 400, share: 0.5 },
  // Pumped storage in the Alps: up to 1 973 (C), and 1 439 of pumping (C).
  hydraulique: { power: 2_700, share: 0 },
  pompage: { power: 2_200, share: 0 },
  // Up to 143 (B).
  bioenergies: { power: 300, share: 0 },
  // All that France has could turn at once.
  stockage_batterie: { power: 1_500, share: 0 },
  destockage_batterie: { power: 1_500, share: 0 }
}
