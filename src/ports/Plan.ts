/** What the operator has decided of when the daemon works, and on what. */
import type { Dataset } from "#domain/Dataset"
import * as Context from "effect/Context"
import type * as Cron from "effect/Cron"

/**
 * What is done about mornings that passed while no daemon ran: `window` reads all days since the last success in one run,
 * `last` makes up for the last morning alone, `none` waits for the next one.
 */
export const CATCH_UP_POLICIES = ["window", "last", "none"] as const

export class Plan extends Context.Service<Plan, {
  /** When the mornings are, in Paris. */
  readonly schedule: Cron.Cron
  readonly datasets: ReadonlyArray<Dataset>
  /** How often today is read again between two mornings, in milliseconds; null for never. */
  readonly refresh: number | null
  readonly catchUp: (typeof CATCH_UP_POLICIES)[number]
}>()("eco2mixd/ports/Plan") {}

/** The part of the month's quota of each dataset, from 0 to 1, that a backfill leaves to the mornings. */
export class QuotaReserve extends Context.Service<QuotaReserve, number>()("eco2mixd/ports/QuotaReserve") {}
