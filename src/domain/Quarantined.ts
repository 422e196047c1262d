import type { Dataset } from "#domain/Dataset"

/** Why a record, or one measure of it, was set aside. */
export type Reason =
  | "NotJson"
  | "TooLarge"
  | "NotAnObject"
  | "UnknownRegion"
  | "UnknownNature"
  | "BadInstant"
  | "NotANumber"

/** A record set aside for a person to look at: kept verbatim, with what was wrong. */
export interface Quarantined {
  readonly dataset: Dataset
  readonly reason: Reason
  /** What was wrong, naming the field and the value. */
  readonly detail: string
  /** The verbatim text, or its beginning where it is too long to be read. */
  readonly text: string
  /** UTF-8 length of the whole record, in bytes. */
  readonly bytes: number
}
