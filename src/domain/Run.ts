import type { Dataset } from "#domain/Dataset"
import type { DayRange } from "#domain/Day"
import type * as Effect from "effect/Effect"

/** Why a run began. */
export type Trigger = "manual" | "backfill" | "replay"

/** What a run was asked to do. */
export interface Run {
  readonly id: string
  readonly trigger: Trigger
  readonly window: DayRange
  readonly datasets: ReadonlyArray<Dataset>
}

/** What became of the records of a fetch. */
export interface IngestCounts {
  /** Lines that the source sent. */
  readonly records: number
  /** Published ahead of any measure: neither zero nor fresh. */
  readonly blank: number
  /** Of March's hour that does not exist in Paris. */
  readonly ghost: number
  /** Rows of a key that a fuller or later row of the same fetch replaced. */
  readonly repeated: number
  /** No observation, or one measure of it no number. */
  readonly quarantined: number
  /** Kept in the lake as news. */
  readonly revisions: number
  /** Known to the lake already. */
  readonly unchanged: number
}

/** What became of the days that differed. */
export interface PublishCounts {
  readonly days: number
  /** Rows appended; those that stood there already are not counted. */
  readonly rows: number
}

export type Counts = IngestCounts & PublishCounts

export const NOTHING: Counts = {
  records: 0,
  blank: 0,
  ghost: 0,
  repeated: 0,
  quarantined: 0,
  revisions: 0,
  unchanged: 0,
  days: 0,
  rows: 0
}

export const sum = (a: Counts, b: Partial<Counts>): Counts => {
  const total = { ...a } as Record<keyof Counts, number>
  for (const key of Object.keys(b) as ReadonlyArray<keyof Counts>) total[key] += b[key] ?? 0
  return total
}

/** Adds to what a run has done. */
export type Tally = (counts: Partial<Counts>) => Effect.Effect<void>

/** How a run ended. `code` is stable and names the reason; `message` says it, and the way out. */
export type Outcome =
  | { readonly _tag: "Succeeded" }
  | { readonly _tag: "Failed"; readonly code: string; readonly message: string }
  | { readonly _tag: "Interrupted" }
