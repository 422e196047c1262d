/** What a simulated source is made of: rows by dataset and interval, in blocks that cost nothing until their rows are asked for. */
import type { Dataset } from "#domain/Dataset"
import type { Zone } from "./Zone.ts"

/** Instants from `from` on and before `to`, in milliseconds since 1970 UTC; either may be infinite. */
export interface Interval {
  readonly from: number
  readonly to: number
}

export const ALWAYS: Interval = { from: -Infinity, to: Infinity }

export const intersect = (a: Interval, b: Interval): Interval => ({
  from: Math.max(a.from, b.from),
  to: Math.min(a.to, b.to)
})

/** The smallest interval that holds both. */
export const hull = (a: Interval, b: Interval): Interval => ({
  from: Math.min(a.from, b.from),
  to: Math.max(a.to, b.to)
})

/** One record of the source. */
export interface Row {
  /** Where it stands in time, in milliseconds since 1970 UTC, whether or not its text can be read. */
  readonly instant: number
  /** Its text is no JSON object: it has no fields, and is served as it is. */
  readonly broken: boolean
  /** What a field other than `date_heure` holds; undefined where there is none. */
  readonly field: (name: string) => unknown
  /** Its line, with `date_heure` as the zone writes it. */
  readonly text: (zone: Zone) => string
}

/** Neighbouring rows, few enough to be held at once (a day). */
export interface Block {
  /** Earliest and latest instant of its rows. */
  readonly first: number
  readonly last: number
  readonly size: number
  /** The nature of all its rows; undefined when they differ. */
  readonly nature: string | undefined
  readonly rows: () => ReadonlyArray<Row>
}

/** Where the server's records come from. */
export interface Grid {
  /** The blocks that overlap an interval as they stand at `now`, earliest first; they do not overlap one another. */
  readonly blocks: (dataset: Dataset, interval: Interval, now: number) => ReadonlyArray<Block>
}
