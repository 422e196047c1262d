/** What someone did, or wanted, as the journal has it: who, what, to what, and what became of it. */
import type { Outcome, Run } from "#domain/Run"

/** What can be asked of runs, and of what waits for a person. A run's end is told under the word that it began by. */
export const DEEDS = ["start", "pause", "resume", "cancel", "retry", "drop"] as const
export type Deed = (typeof DEEDS)[number]

/**
 * `asked`: it is about to be done; `begun`: the run goes; `done`; `refused`: it was not done. The others are how the run ended.
 */
export const BECAME = [
  "asked",
  "begun",
  "done",
  "refused",
  "succeeded",
  "failed",
  "interrupted",
  "cancelled"
] as const
export type Became = (typeof BECAME)[number]

export interface Act {
  readonly deed: Deed
  /** As `Run.requestedBy` has it. */
  readonly by: string
  /** The run's id, or the numbers of the entries with a comma between; null for a run that was refused and so has none. */
  readonly subject: string | null
  /** With what: days and datasets of a run, and why it was refused. */
  readonly details: Readonly<Record<string, unknown>>
  readonly became: Became
}

/** That a run begins, and with what. */
export const begins = ({ datasets, id, requestedBy, resumes, trigger, window }: Run): Act => ({
  deed: "start",
  by: requestedBy,
  subject: id,
  details: { trigger, from: window.from, to: window.to, datasets, ...resumes === null ? {} : { resumes } },
  became: "begun"
})

/** That it has ended, and how. */
export const ends = ({ id, requestedBy }: Pick<Run, "id" | "requestedBy">, outcome: Outcome): Act => ({
  deed: "start",
  by: requestedBy,
  subject: id,
  details: outcome._tag === "Failed" ? { code: outcome.code } : {},
  became: WORDS[outcome._tag]
})

const WORDS: Readonly<Record<Outcome["_tag"], Became>> = {
  Succeeded: "succeeded",
  Failed: "failed",
  Interrupted: "interrupted",
  Cancelled: "cancelled"
}

/** What a person did with entries of the quarantine. */
export const resolves = (by: string, ids: ReadonlyArray<string>, resolution: "retried" | "dropped"): Act => ({
  deed: resolution === "retried" ? "retry" : "drop",
  by,
  subject: ids.join(","),
  details: {},
  became: "done"
})
