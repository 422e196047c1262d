/**
 * A revision as it stands in the collection. Its `_id` is its instant, region, nature and revision in this order, so that
 * it is unique by itself, and a window is one range of the index that every collection has.
 */
import * as Day from "#domain/Day"
import { type Nature, rankOf } from "#domain/Nature"
import type { Region } from "#domain/Region"
import type { ObservationKey, Revision } from "#domain/Revision"

export interface RevisionDocument {
  readonly _id: string
  readonly day: Day.Day
  readonly instant: Date
  readonly code_insee_region: Region
  readonly nature: Nature
  readonly revision: number
  readonly fingerprint: string
  readonly recipe: number
  readonly record: string
  readonly fetched_at: Date
  readonly run_id: string
}

export const minuteOf = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16)}Z`

/** `2020-05-01T00:00Z/93/0/0001`: instant, region, rank of the nature, revision. */
export const idOf = ({ instant, nature, region, revision }: ObservationKey & { readonly revision: number }): string =>
  `${minuteOf(instant)}/${region}/${rankOf(nature)}/${String(revision).padStart(4, "0")}`

/** The documents of the days. */
export const within = (days: Day.DayRange) => ({
  _id: { $gte: minuteOf(Day.start(days.from)), $lt: minuteOf(Day.end(days.to)) }
})

export const documentOf = (revision: Revision): RevisionDocument => ({
  _id: idOf(revision),
  day: Day.of(revision.instant),
  instant: new Date(revision.instant),
  code_insee_region: revision.region,
  nature: revision.nature,
  revision: revision.revision,
  fingerprint: revision.fingerprint,
  recipe: revision.recipe,
  record: revision.record,
  fetched_at: new Date(revision.fetchedAt),
  run_id: revision.runId
})

export const revisionOf = (document: RevisionDocument): Revision => ({
  ...keyOfDocument(document),
  revision: document.revision,
  fingerprint: document.fingerprint,
  recipe: document.recipe,
  record: document.record,
  fetchedAt: document.fetched_at.getTime(),
  runId: document.run_id
})

const keyOfDocument = (
  document: Pick<RevisionDocument, "instant" | "code_insee_region" | "nature">
): ObservationKey => ({
  region: document.code_insee_region,
  nature: document.nature,
  instant: document.instant.getTime()
})
