/** A dataset of ODRÉ that this daemon reads: the real-time series, and the consolidated and definitive one. */
export const DATASETS = ["eco2mix-regional-tr", "eco2mix-regional-cons-def"] as const

export type Dataset = (typeof DATASETS)[number]

export const isDataset = (text: string): text is Dataset => (DATASETS as ReadonlyArray<string>).includes(text)

/** Minutes between two rows of a region. */
export const stepOf = (dataset: Dataset): 15 | 30 => dataset === "eco2mix-regional-tr" ? 15 : 30
