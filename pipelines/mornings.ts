/** Which mornings are due, and what each reads. Pure: asks neither the clock nor the ledger. */
import * as Day from "#domain/Day"
import { lookBack } from "#pipelines/daily"
import type { Plan } from "#ports/Plan"
import * as Cron from "effect/Cron"

/**
 * Values are consolidated around the middle of the next month, and definitive a year on: the first morning of a week reads so
 * many days, and the first one of a month so many.
 */
export const WEEKLY_DAYS = 45
export const MONTHLY_DAYS = 400

/** The hours of the schedule that were answered last: by any morning, by one of `WEEKLY_DAYS`, by one of `MONTHLY_DAYS`. */
export interface Answered {
  readonly any: number | null
  readonly weekly: number | null
  readonly monthly: number | null
}

/** The last hour of the schedule that has come, in milliseconds since 1970 UTC. */
export const lastHour = (schedule: Cron.Cron, now: number): number => Cron.prev(schedule, now + 1).getTime()

export const nextHour = (schedule: Cron.Cron, now: number): number => Cron.next(schedule, now).getTime()

/** The hour that waits for an answer, if one does: a clock that went back brings none again. */
export const dueHour = (schedule: Cron.Cron, answered: number | null, now: number): number | null => {
  const hour = lastHour(schedule, now)
  return answered === null || hour > answered ? hour : null
}

export interface Morning {
  readonly now: number
  readonly answered: Answered
  readonly catchUp: Plan["Service"]["catchUp"]
  /** The first day that a failed morning of this daemon has left unread; null where none has. */
  readonly owed: Day.Day | null
}

/**
 * The days that a morning reads: the last three; with `window` all since the last success; the first of a week or a month
 * more. At most `MONTHLY_DAYS`. The first one of all is quick, and the longer ones follow the morning after.
 */
export const windowOf = ({ answered, catchUp, now, owed }: Morning): Day.DayRange => {
  const { from, to } = lookBack(now)
  const cap = lookBack(now, MONTHLY_DAYS).from
  const firsts = [from, ...owed === null ? [] : [owed]]
  if (answered.any !== null) {
    // What the morning after the last success would have begun with.
    if (catchUp === "window") firsts.push(lookBack(Day.start(Day.plus(Day.of(answered.any), 1))).from)
    if (weekOf(answered.weekly) !== weekOf(now)) firsts.push(lookBack(now, WEEKLY_DAYS).from)
    if (monthOf(answered.monthly) !== monthOf(now)) firsts.push(cap)
  }
  const first = firsts.toSorted()[0]!
  return { from: first < cap ? cap : first, to }
}

/** Monday of the week, in Paris. */
const weekOf = (instant: number | null): Day.Day | null => {
  if (instant === null) return null
  const day = Day.of(instant)
  return Day.plus(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

const monthOf = (instant: number | null): string | null => instant === null ? null : Day.of(instant).slice(0, 7)

const SECOND = 1_000
const MINUTE = 60 * SECOND

/**
 * How long to wait after so many failures in a row, in milliseconds. The source is asked again later and later, an hour at most:
 * each time costs calls. A store of ours that comes back is to be found at once.
 */
export const pauseAfter = (failures: number, waitsFor: "source" | "store"): number => {
  const [first, most] = waitsFor === "source" ? [30 * SECOND, 60 * MINUTE] : [5 * SECOND, 30 * SECOND]
  return Math.min(2 ** (failures - 1) * first, most)
}

/** An hour that came longer ago than this, in milliseconds, was not seen coming: its morning catches up. */
export const SEEN_COMING = 10 * MINUTE
