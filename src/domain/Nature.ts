/** How final a published value is, least final first: a later nature supersedes an earlier one of the same region and instant. */
export const NATURES = ["Données temps réel", "Données consolidées", "Données définitives"] as const

export type Nature = (typeof NATURES)[number]

export const isNature = (text: string): text is Nature => (NATURES as ReadonlyArray<string>).includes(text)

/** Position in `NATURES`: 0 for real time, 2 for definitive. */
export const rankOf = (nature: Nature): number => NATURES.indexOf(nature)

/** Minutes between two values of a nature: the consolidated series has half the grain of the real-time one. */
export const stepOf = (nature: Nature): 15 | 30 => nature === "Données temps réel" ? 15 : 30
