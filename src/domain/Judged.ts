import type { Day } from "#domain/Day"
import type { Check } from "#domain/Finding"
import type { Nature } from "#domain/Nature"
import type { Region } from "#domain/Region"

/** What was looked at so well that a finding about it, which is not found again, has ended. */
export interface Judged {
  readonly natures: ReadonlyArray<Nature>
  readonly parts: ReadonlyArray<Part>
}

/** A check of a region's day, for findings whose first mark is at `since` or later, in milliseconds since 1970 UTC. */
export interface Part {
  readonly check: Check
  readonly region: Region
  readonly day: Day
  readonly since: number
}
