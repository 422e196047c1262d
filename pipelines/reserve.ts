/** How much of the source's quota a backfill may use: what is kept for the mornings is not its own. */
import type { Dataset } from "#domain/Dataset"
import type { Quota } from "#domain/Quota"
import { Ingest } from "#ports/Ingest"
import { QuotaReserve } from "#ports/Plan"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** Calls that a step makes where nothing goes wrong: a count and an export. */
const CALLS_A_STEP = 2

/** The quota that stands in the way of another step; null where none does, or the source has not told of any yet. */
export const reserved = Effect.fnUntraced(function*(dataset: Dataset) {
  const ingest = yield* Ingest
  const reserve = yield* QuotaReserve
  const quota = yield* ingest.quota(dataset)
  if (quota === null) return null
  // Of a month that is over nothing is known.
  if (quota.reset !== null && quota.reset <= (yield* Clock.currentTimeMillis)) return null
  return quota.remaining - CALLS_A_STEP < quota.limit * reserve
    ? { quota, kept: Math.ceil(quota.limit * reserve) }
    : null
})

/** The same in words. */
export const saying = (dataset: Dataset, { kept, quota }: { readonly quota: Quota; readonly kept: number }): string => {
  const until = quota.reset === null ? "" : `, until ${new Date(quota.reset).toISOString()}`
  return `${quota.remaining} calls to ${dataset} are left of ${quota.limit}, and ${kept} are kept for the mornings${until}`
}
