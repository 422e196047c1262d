/** What the source last said of our calls to a dataset, per month and address. */
export interface Quota {
  readonly limit: number
  readonly remaining: number
  /** When the count starts anew, in milliseconds since 1970 UTC; null where the source did not say it readably. */
  readonly reset: number | null
}
