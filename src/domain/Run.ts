import { type Dataset, DATASETS } from "#domain/Dataset"
import type { DayRange } from "#domain/Day"
import type * as Effect from "effect/Effect"

/**
 * Why a run began: its hour came; its hour had passed unseen; today is read again between two mornings; someone asked for
 * these days, for history, or for rows to be worked out again.
 */
export const TRIGGERS = ["schedule", "catch-up", "refresh", "manual", "backfill", "replay"] as const

export type Trigger = (typeof TRIGGERS)[number]

/** The triggers that answer an hour of the schedule, in time or late. */
export const MORNINGS = ["schedule", "catch-up"] as const satisfies ReadonlyArray<Trigger>

/** What a run was asked to do, and by whom. */
export interface Run {
  readonly id: string
  readonly trigger: Trigger
  readonly window: DayRange
  readonly datasets: ReadonlyArray<Dataset>
  /** `schedule`; `command root@host`; `api 127.0.0.1`; `api 127.0.0.1 with the start token`. */
  readonly requestedBy: string
  /** The hour of the schedule that it answers, in milliseconds since 1970 UTC; null where no schedule asked. */
  readonly slot: number | null
  /** Whether a backfill goes from the oldest month to the newest. */
  readonly oldestFirst: boolean
  /** The interrupted run that it goes on with; null where it begins. */
  readonly resumes: string | null
}

/** How the ledger says that someone asked over the API. */
export const byApi = (caller: string): string => `api ${caller}`

/** Whether the daemon itself was asked for it: what someone at a terminal has stopped is theirs to begin again. */
export const isByApi = ({ requestedBy }: Run): boolean => requestedBy.startsWith(byApi(""))

export const newRun = (
  asked: Pick<Run, "trigger" | "window" | "datasets" | "requestedBy"> & Partial<Run>
): Run => ({
  id: crypto.randomUUID(),
  slot: null,
  oldestFirst: false,
  resumes: null,
  ...asked,
  // In one order, whoever asks: the same work is the same run.
  datasets: DATASETS.filter((dataset) => asked.datasets.includes(dataset))
})

/** History and recomputations: they may take hours, and can wait. */
export const isLong = ({ trigger }: Pick<Run, "trigger">): boolean => trigger === "backfill" || trigger === "replay"

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

/** How far a run has come. */
export interface Step {
  /** What is being done, for a person: `Reading eco2mix-regional-tr, 2020-05-01 to 2020-05-31`. */
  readonly doing: string
  /** Days of work behind and in all: a day of a dataset read is one, a day published is one. */
  readonly done: number
  readonly total: number
  /** The days of a backfill that are not behind it: to begin with where it is begun again; null where all are. */
  readonly ahead: DayRange | null
}

/** How a run ended. `code` is stable and names the reason; `message` says it, `remedy` what a person can do. */
export type Outcome =
  | { readonly _tag: "Succeeded" }
  | { readonly _tag: "Failed"; readonly code: string; readonly message: string; readonly remedy: string }
  /** Its process was told to stop, or died. */
  | { readonly _tag: "Interrupted" }
  /** Someone called it off. */
  | { readonly _tag: "Cancelled" }

/** What became of a run, or how far it has come. Instants in milliseconds since 1970 UTC. */
export interface RunRecord {
  readonly run: Run
  readonly startedAt: number
  readonly endedAt: number | null
  readonly outcome: Outcome | { readonly _tag: "Running" }
  readonly counts: Counts
  readonly step: Step | null
  /** Calls that the source still allowed at its end, by dataset. */
  readonly quota: Readonly<Partial<Record<Dataset, number>>>
  /** Of the trace that it belongs to; null where nobody traced it. */
  readonly traceId: string | null
  /** What someone wants of it that is not here, and that it does at its next step. */
  readonly asked: Wish
}

/** Of a run that goes, wherever it does: that it waits, or ends; null that it goes on. */
export type Wish = "pause" | "cancel" | null

/** Whether a run has come to an end that nobody goes on from; of one that is not there it is not said. */
export const isOver = (record: RunRecord | null): boolean =>
  record !== null && record.outcome._tag !== "Running" && record.outcome._tag !== "Interrupted"

/** A run that has only begun, of which nothing is told yet. */
export const begun = (run: Run, startedAt: number): RunRecord => ({
  run,
  startedAt,
  endedAt: null,
  outcome: { _tag: "Running" },
  counts: NOTHING,
  step: null,
  quota: {},
  traceId: null,
  asked: null
})
