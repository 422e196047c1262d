/** The columns of the regional datasets, so that a misspelt one is refused as the source refuses it. */
const IDENTITY = ["code_insee_region", "libelle_region", "nature", "date", "heure", "date_heure"]

const MEASURES = [
  "consommation",
  "thermique",
  "nucleaire",
  "eolien",
  "solaire",
  "hydraulique",
  "pompage",
  "bioenergies",
  "ech_physiques",
  "stockage_batterie",
  "destockage_batterie",
  "eolien_terrestre",
  "eolien_offshore"
]

const RATED = ["thermique", "nucleaire", "eolien", "solaire", "hydraulique", "bioenergies"]

const KNOWN = new Set([...IDENTITY, ...MEASURES, ...RATED.flatMap((filiere) => [`tco_${filiere}`, `tch_${filiere}`])])

/** Exchanges of older exports, and the publisher's artefacts, `column_68` and the like. */
const OTHERS = /^(flux_physiques_\w+|column_\d+)$/

export const INSTANT = "date_heure"

export const isField = (name: string): boolean => KNOWN.has(name) || OTHERS.test(name)
