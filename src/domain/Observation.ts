import { FILIERES } from "#domain/Filiere"
import type { Nature } from "#domain/Nature"
import type { Region } from "#domain/Region"

/**
 * The measures of an observation, in the order in which they stand in `Observation.measures`. New ones go to the end: a
 * fingerprint leaves out trailing nulls, so the past keeps its own.
 */
export const MEASURES = ["consommation", "ech_physiques", ...FILIERES] as const

export type Measure = (typeof MEASURES)[number]

/** Where consumption, the physical exchange and the first filière stand in `Observation.measures`. */
export const CONSUMPTION = 0
export const EXCHANGE = 1
export const FIRST_FILIERE = 2

/** One per `MEASURES`, in MW: a finite number, or null where nothing was measured. Exchange below zero is export. */
export type Measures = ReadonlyArray<number | null>

/** What a region produced, consumed and exchanged at an instant, as published. */
export interface Observation {
  readonly region: Region
  readonly nature: Nature
  /** Milliseconds since 1970 UTC, on a quarter-hour. */
  readonly instant: number
  readonly measures: Measures
}
