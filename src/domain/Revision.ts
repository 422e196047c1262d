import { QUARTER } from "#domain/Day"
import { type Nature, NATURES, rankOf } from "#domain/Nature"
import { ALL as REGIONS, type Region } from "#domain/Region"

/** What makes two observations the same one, said at different times. */
export interface ObservationKey {
  readonly region: Region
  readonly nature: Nature
  /** Milliseconds since 1970 UTC. */
  readonly instant: number
}

/** An observation that differs, in any measure, from the last one kept for its key. Kept once, never edited. */
export interface Revision extends ObservationKey {
  /** From 1, without gaps within a key. */
  readonly revision: number
  /** The measures as one line of text (`transform/fingerprint`): equal text, equal measures. */
  readonly fingerprint: string
  /** The rules (`transform/recipe`) that read these measures out of the record. */
  readonly recipe: number
  /** The record, verbatim. */
  readonly record: string
  /** When it was fetched, in milliseconds since 1970 UTC, and by which run. */
  readonly fetchedAt: number
  readonly runId: string
}

/** What is needed of a revision again. The record comes along only when other rules than the present ones have read it. */
export interface Excerpt extends Pick<Revision, "region" | "nature" | "instant" | "revision" | "fingerprint"> {
  readonly record: string | null
}

const PLACE_OF = Object.fromEntries(REGIONS.map((region, place) => [region, place])) as Readonly<Record<Region, number>>
const SLOTS = REGIONS.length * NATURES.length

/** A key as a number, for maps, and in order: by instant, then region, then nature. Made of numbers, as it is made of each record. */
export const keyOf = ({ instant, nature, region }: ObservationKey): number =>
  instant / QUARTER * SLOTS + PLACE_OF[region] * NATURES.length + rankOf(nature)
