/** What a person who looks at nothing is told of: that something is wrong, once, and that it is well again. */
import type { Failed } from "#domain/Concern"
import type { Region } from "#domain/Region"
import type { RunRecord } from "#domain/Run"

export interface FailedRun extends RunRecord {
  readonly outcome: Failed
}

/** Runs that failed one after another, of which nothing has made up for the last. */
export interface InARow {
  readonly first: FailedRun
  readonly last: FailedRun
  readonly times: number
}

/** A region, and its newest real-time measure in milliseconds since 1970 UTC; null where none is known. */
export interface Newest {
  readonly region: Region
  readonly latest: number | null
}

export const EVENTS = ["run.failed", "run.recovered", "regions.stale", "regions.fresh", "test"] as const

interface Of<Event extends (typeof EVENTS)[number]> {
  readonly event: Event
  /** A UUID: the same for the same event, whoever tells it, and however often. */
  readonly id: string
  /** In milliseconds since 1970 UTC. */
  readonly occurredAt: number
}

export interface RunFailed extends Of<"run.failed"> {
  readonly failed: InARow
}

/** `by`: the run that succeeded. */
export interface RunRecovered extends Of<"run.recovered"> {
  readonly failed: InARow
  readonly by: RunRecord
}

/** `missed`: all regions whose real-time measures are missed now, `due`: when they were last to be read. */
export interface RegionsStale extends Of<"regions.stale"> {
  readonly regions: ReadonlyArray<Newest>
  readonly missed: ReadonlyArray<Region>
  readonly due: number
}

export interface RegionsFresh extends Of<"regions.fresh"> {
  readonly regions: ReadonlyArray<Newest>
  readonly missed: ReadonlyArray<Region>
}

/** Someone wants to see whether notices arrive. */
export type Test = Of<"test">

export type Notice = RunFailed | RunRecovered | RegionsStale | RegionsFresh | Test
