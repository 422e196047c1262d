/** The twelve regions as they are about 2025, in round numbers: where they lie, what they consume, and what stands in them. */
import { ALL, type Region } from "#domain/Region"

/** What the simulator knows of a region. Powers are in MW. */
export interface Profile {
  readonly region: Region
  /** Degrees north and east. */
  readonly latitude: number
  readonly longitude: number
  /** Mean consumption of a year. */
  readonly load: number
  /** Installed capacities; a region without nuclear power publishes null, not 0. */
  readonly nucleaire: number | null
  readonly thermique: number
  readonly eolien: number
  readonly solaire: number
  readonly hydraulique: number
  readonly pompage: number
  readonly bioenergies: number
  /** Batteries, published since 2022 where there are some. */
  readonly batterie: number | null
}

const NAMES = [
  "latitude",
  "longitude",
  "load",
  "nucleaire",
  "thermique",
  "eolien",
  "solaire",
  "hydraulique",
  "pompage",
  "bioenergies",
  "batterie"
] as const

type Figures = readonly [
  latitude: number,
  longitude: number,
  load: number,
  nucleaire: number | null,
  thermique: number,
  eolien: number,
  solaire: number,
  hydraulique: number,
  pompage: number,
  bioenergies: number,
  batterie: number | null
]

const FIGURES: Readonly<Record<Region, Figures>> = {
  "11": [48.7, 2.5, 7_500, null, 1_200, 150, 300, 20, 0, 330, null],
  "24": [47.5, 1.7, 2_100, 11_630, 350, 1_600, 1_000, 95, 0, 110, null],
  "27": [47.2, 4.8, 2_300, null, 300, 1_050, 800, 520, 0, 100, null],
  "28": [49.1, 0.1, 3_100, 10_660, 2_000, 1_050, 350, 35, 0, 170, null],
  "32": [49.9, 2.8, 5_600, 5_460, 2_800, 5_700, 600, 6, 0, 230, 90],
  "44": [48.7, 5.6, 4_900, 10_700, 2_500, 4_600, 1_300, 2_300, 800, 220, 30],
  "52": [47.5, -0.8, 3_000, null, 2_600, 1_250, 1_200, 12, 0, 120, 40],
  "53": [48.2, -2.9, 2_500, null, 500, 1_200, 550, 280, 240, 90, null],
  "75": [45.2, 0.2, 4_900, 6_630, 560, 1_800, 4_600, 2_240, 0, 370, 120],
  "76": [43.7, 2.1, 4_200, 2_620, 150, 1_750, 3_500, 5_400, 900, 230, 60],
  "84": [45.5, 4.6, 7_300, 13_500, 1_000, 750, 2_100, 11_700, 1_700, 280, null],
  "93": [43.9, 6.0, 4_600, null, 3_300, 110, 2_200, 3_200, 150, 340, null]
}

const profileOf = (region: Region): Profile => {
  const figures = NAMES.map((name, index) => [name, FIGURES[region][index]])
  return { region, ...Object.fromEntries(figures) } as Profile
}

/** Every region's profile, in ascending order of its code. */
export const PROFILES: ReadonlyArray<Profile> = ALL.map(profileOf)

/** Share of the capacity of 2025 that stood in an earlier year: wind doubled in ten years, sun grew fivefold. */
export const windBuilt = (year: number): number => Math.min(1.3, Math.max(0.25, 1 + 0.055 * (year - 2025)))

export const sunBuilt = (year: number): number => Math.min(1.6, Math.max(0.15, 1 + 0.072 * (year - 2025)))

/** First year in which batteries are published. */
export const BATTERIES_SINCE = 2022
