import type { Nature } from "#domain/Nature"

/** A dataset of ODRÉ that this daemon reads: the real-time series, and the consolidated and definitive one. */
export const DATASETS = ["eco2mix-regional-tr", "eco2mix-regional-cons-def"] as const

export type Dataset = (typeof DATASETS)[number]

export const isDataset = (text: string): text is Dataset => (DATASETS as ReadonlyArray<string>).includes(text)

/** Whether it has today. */
export const isRealTime = (dataset: Dataset): boolean => dataset === "eco2mix-regional-tr"

/** The dataset that publishes values of a nature. */
export const datasetOf = (nature: Nature): Dataset =>
  nature === "Données temps réel" ? "eco2mix-regional-tr" : "eco2mix-regional-cons-def"

/** Minutes between two rows of a region. */
export const stepOf = (dataset: Dataset): 15 | 30 => isRealTime(dataset) ? 15 : 30
