/**
 * The twelve metropolitan regions of éCO2mix, by INSEE code. Names drift in the source (rows of 2016-02-29 carry those of
 * before the merger), so the code is the key and the name is ours. Corsica (94) is outside éCO2mix.
 */
export const REGIONS = {
  "11": "Île-de-France",
  "24": "Centre-Val de Loire",
  "27": "Bourgogne-Franche-Comté",
  "28": "Normandie",
  "32": "Hauts-de-France",
  "44": "Grand Est",
  "52": "Pays de la Loire",
  "53": "Bretagne",
  "75": "Nouvelle-Aquitaine",
  "76": "Occitanie",
  "84": "Auvergne-Rhône-Alpes",
  "93": "Provence-Alpes-Côte d'Azur"
} as const

/** INSEE code of a region. */
export type Region = keyof typeof REGIONS

/** Every region's code, in ascending order. */
export const ALL = Object.keys(REGIONS).toSorted() as ReadonlyArray<Region>

export const isRegion = (code: string): code is Region => Object.hasOwn(REGIONS, code)

export const nameOf = (region: Region): string => REGIONS[region]
