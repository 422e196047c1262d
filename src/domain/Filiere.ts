/**
 * What produces (or, below zero, stores) electricity, in the source's words. `eolien_terrestre` and `eolien_offshore` are
 * left out on purpose: they split `eolien`, and are published as 0 beside an `eolien` of thousands.
 */
export const FILIERES = [
  "nucleaire",
  "thermique",
  "eolien",
  "solaire",
  "hydraulique",
  "pompage",
  "bioenergies",
  "stockage_batterie",
  "destockage_batterie"
] as const

export type Filiere = (typeof FILIERES)[number]

/** All filières together: there for each period, so that a region with none measured keeps its consumption. */
export const ENSEMBLE = "ensemble"

/** What a row of `regional_energy_stats` is about: one filière, or all of them. */
export type Subject = Filiere | typeof ENSEMBLE

/** Every subject, in the order of the database's type. */
export const SUBJECTS = [...FILIERES, ENSEMBLE] as const satisfies ReadonlyArray<Subject>
