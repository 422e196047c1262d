/** Revisions for tests: a region's instants of a day, all measures null but the consumption. */
import * as Day from "#domain/Day"
import type { Observation } from "#domain/Observation"
import { MEASURES } from "#domain/Observation"
import type { Revision } from "#domain/Revision"
import { fingerprint } from "#transform/fingerprint"
import { RECIPE } from "#transform/recipe"

export const RUN = "00000000-0000-4000-8000-000000000001"

export const revision = (day: Day.Day, quarter: number, changes: Partial<Revision> = {}): Revision => ({
  region: "93",
  nature: "Données temps réel",
  instant: Day.start(day) + quarter * Day.QUARTER,
  revision: 1,
  fingerprint: "3458",
  recipe: RECIPE,
  record: `{"quarter":${quarter}}`,
  fetchedAt: Date.UTC(2026, 0, 1),
  runId: RUN,
  ...changes
})

export const observation = (
  instant: number,
  values: Partial<Record<(typeof MEASURES)[number], number>>,
  changes: Partial<Observation> = {}
): Observation => ({
  region: "93",
  nature: "Données temps réel",
  instant,
  measures: MEASURES.map((measure) => values[measure] ?? null),
  ...changes
})

export const excerptOf = (heard: Observation, revisionNumber = 1) => ({
  region: heard.region,
  nature: heard.nature,
  instant: heard.instant,
  revision: revisionNumber,
  fingerprint: fingerprint(heard.measures),
  record: null
})
