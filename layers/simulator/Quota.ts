/** Counts calls against the month's quota of each dataset, and tells what is left of it in the headers of every answer. */

/** What a call did to the quota. */
export interface Taken {
  readonly allowed: boolean
  readonly headers: Readonly<Record<string, string>>
  /** The body of the 429, when the call is not allowed. */
  readonly refusal: Readonly<Record<string, string | number>>
}

export interface Quota {
  /** Counts a call at an instant. A call that is refused costs nothing. */
  readonly take: (dataset: string, now: number) => Taken
}

/** Calls per dataset and month that the source allows. */
export const MONTHLY = 50_000

/** Calls per day to the whole API: far away, and told all the same. */
const DAILY = 10_000_000

const written = (instant: number): string => `${new Date(instant).toISOString().slice(0, 10)} 00:00:00+00:00`

/** Headers that say no call is left until an instant. */
export const spent = (reset: number) => ({
  "x-ratelimit-dataset-remaining": "0",
  "x-ratelimit-dataset-reset": `${
    new Date(Math.ceil(reset / 1_000) * 1_000).toISOString().slice(0, 19).replace("T", " ")
  }+00:00`
})

const nextMonth = (now: number): number => {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}

const nextDay = (now: number): number => {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1)
}

/** The body with which the source refuses for a while, until an instant rounded up to the second. */
export const refusal = (limit: number, reset: number) => ({
  errorcode: 10_002,
  error: "Too many requests on the dataset. Please contact the domain administrator.",
  call_limit: limit,
  limit_time_unit: "month",
  reset_time: `${new Date(Math.ceil(reset / 1_000) * 1_000).toISOString().slice(0, 19)}Z`
})

export const make = (limit: number = MONTHLY): Quota => {
  /** Calls by period: the month of a dataset, or the day of the API. Periods that are over are forgotten. */
  const used = new Map<string, { readonly reset: number; calls: number }>()
  const spend = (name: string, reset: number, most: number): { readonly allowed: boolean; readonly left: number } => {
    let period = used.get(name)
    if (period === undefined || period.reset !== reset) used.set(name, period = { reset, calls: 0 })
    const allowed = period.calls < most
    if (allowed) period.calls++
    return { allowed, left: most - period.calls }
  }
  return {
    take: (dataset, now) => {
      const month = spend(dataset, nextMonth(now), limit)
      const day = spend("", nextDay(now), DAILY)
      return {
        allowed: month.allowed,
        headers: {
          "x-ratelimit-dataset-limit": String(limit),
          "x-ratelimit-dataset-remaining": String(month.left),
          "x-ratelimit-dataset-reset": written(nextMonth(now)),
          "x-ratelimit-limit": String(DAILY),
          "x-ratelimit-remaining": String(day.left),
          "x-ratelimit-reset": written(nextDay(now))
        },
        refusal: refusal(limit, nextMonth(now))
      }
    }
  }
}
