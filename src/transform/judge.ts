/** The published day of a region becomes what is not as expected of it: at most one finding a check. Total, and asks nobody. */
import * as Day from "#domain/Day"
import type { Check, Finding, Severity } from "#domain/Finding"
import { type Nature, stepOf } from "#domain/Nature"
import { CONSUMPTION, EXCHANGE, FIRST_FILIERE, type Measure, MEASURES, type Observation } from "#domain/Observation"
import type { Region } from "#domain/Region"
import { isNight } from "#transform/night"
import * as Tolerance from "#transform/tolerance"

export interface RegionDay {
  readonly region: Region
  readonly nature: Nature
  readonly day: Day.Day
  /** By instant, each once. */
  readonly observations: ReadonlyArray<Observation>
  /** The last one before these, wherever it stands. */
  readonly before: Observation | undefined
  /** The marks that should be there by now, ascending; none as long as the day is not over. */
  readonly due: ReadonlyArray<number>
}

const MINUTE = 60_000
const SOLAR = MEASURES.indexOf("solaire")
const BOUNDS = MEASURES.map((measure) => Tolerance.BOUNDS[measure])
const STEPS = MEASURES.map((measure) => Tolerance.STEPS[measure])

export const judge = (one: RegionDay): ReadonlyArray<Finding> =>
  [completeness(one), exchange(one), balance(one), bounds(one), jump(one), night(one)].filter((found) =>
    found !== undefined
  )

/** Marks of a day that show the same thing: how many, from when to when, and the values of the worst. */
interface Seen {
  marks: number
  first: number
  last: number
  /** How bad the worst is, in whatever unit the check counts. */
  worst: number
  measure: number
  value: number
  /** What the value is held against. */
  against: number
}

const nothing = (): Seen => ({ marks: 0, first: 0, last: 0, worst: -Infinity, measure: 0, value: 0, against: 0 })

const see = (seen: Seen, instant: number, bad: number, measure: number, value: number, against: number): void => {
  if (seen.marks++ === 0) seen.first = instant
  seen.last = instant
  if (bad <= seen.worst) return
  seen.worst = bad
  seen.measure = measure
  seen.value = value
  seen.against = against
}

interface Said {
  readonly severity: Severity
  readonly measure: Measure | null
  readonly values: Readonly<Record<string, number>>
  readonly text: string
}

const found = (one: RegionDay, check: Check, seen: Seen, said: Said): Finding => {
  const single = seen.marks === 1 && check !== "completeness"
  return {
    check,
    region: one.region,
    nature: one.nature,
    granularity: single ? "instant" : "day",
    instant: single ? seen.first : Day.start(one.day),
    first: seen.first,
    last: seen.last,
    ...said
  }
}

/** `2017-09-30T10:15Z`. */
const clock = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16)}Z`

const when = ({ first, last, marks }: Seen): string =>
  marks === 1 ? `at ${clock(first)}` : `at ${marks} marks, ${clock(first)} to ${clock(last)}`

/** Powers are whole megawatts; where they are not, a sum must not read differently for the order of its parts. */
const whole = Math.round

const completeness = (one: RegionDay): Finding | undefined => {
  const { due, observations } = one
  const seen = nothing()
  let absent = 0
  let at = 0
  for (const mark of due) {
    while (at < observations.length && observations[at]!.instant < mark) at++
    const there = observations[at]?.instant === mark
    if (there && observations[at]!.measures[CONSUMPTION] !== null) continue
    if (!there) absent++
    see(seen, mark, 0, CONSUMPTION, 0, 0)
  }
  const missing = seen.marks
  if (missing === 0) return undefined
  const spoilt = missing >= due.length * Tolerance.MISSING_SHARE
  return found(one, "completeness", seen, {
    severity: spoilt ? "error" : missing === 1 ? "info" : "warning",
    measure: null,
    values: { expected: due.length, absent, unmeasured: missing - absent },
    text: `No consumption ${when(seen)}; ${due.length - missing} of ${due.length} marks have one`
  })
}

const filieresOf = ({ measures }: Observation): number => {
  let sum = 0
  for (let index = FIRST_FILIERE; index < MEASURES.length; index++) sum += measures[index] ?? 0
  return sum
}

const exchange = (one: RegionDay): Finding | undefined => {
  const seen = nothing()
  for (const observation of one.observations) {
    const consumption = observation.measures[CONSUMPTION] ?? null
    if (consumption === null || (observation.measures[EXCHANGE] ?? null) !== null) continue
    see(seen, observation.instant, -consumption, EXCHANGE, consumption, filieresOf(observation))
  }
  if (seen.marks === 0) return undefined
  const consumption = whole(seen.value)
  const filieres = whole(seen.against)
  return found(one, "exchange", seen, {
    severity: seen.marks >= Tolerance.EXCHANGE_MARKS ? "error" : "warning",
    measure: "ech_physiques",
    values: { marks: seen.marks, consumption, filieres },
    text: `A consumption without exchange ${when(seen)}: down to ${consumption} MW, ` +
      `where the filières that are still seen add up to ${filieres} MW`
  })
}

/** Only where each measure is there that the region published on this day: else the sum is short, and proves nothing. */
const balance = (one: RegionDay): Finding | undefined => {
  const published = MEASURES.map((_, index) => one.observations.some(({ measures }) => measures[index] !== null))
  if (!published[CONSUMPTION] || !published[EXCHANGE]) return undefined
  const seen = nothing()
  for (const observation of one.observations) {
    const { measures } = observation
    if (published.some((is, index) => is && measures[index] === null)) continue
    const consumption = measures[CONSUMPTION]!
    const sum = filieresOf(observation) + measures[EXCHANGE]!
    const off = Math.abs(consumption - sum)
    if (off > Tolerance.BALANCE) see(seen, observation.instant, off, CONSUMPTION, consumption, sum)
  }
  if (seen.marks === 0) return undefined
  const consumption = whole(seen.value)
  const sum = whole(seen.against)
  return found(one, "balance", seen, {
    severity: seen.worst > Tolerance.BALANCE_BROKEN ? "error" : "warning",
    measure: null,
    values: { marks: seen.marks, consumption, sum },
    text: `Consumption is not the sum of filières and exchange ${when(seen)}: ${consumption} MW for ${sum} MW`
  })
}

const bounds = (one: RegionDay): Finding | undefined => {
  const seen = nothing()
  const worst = nothing()
  for (const { instant, measures } of one.observations) {
    worst.worst = 0
    for (let index = 0; index < MEASURES.length; index++) {
      const value = measures[index] ?? null
      if (value === null) continue
      const { high, low } = BOUNDS[index]!
      const over = value - high
      const under = low - value
      if (over > 0) see(worst, instant, over, index, value, high)
      else if (under > 0) see(worst, instant, under, index, value, low)
    }
    if (worst.worst > 0) see(seen, instant, worst.worst, worst.measure, worst.value, worst.against)
  }
  if (seen.marks === 0) return undefined
  const measure = MEASURES[seen.measure]!
  const [value, limit] = [whole(seen.value), seen.against]
  return found(one, "bounds", seen, {
    severity: "error",
    measure,
    values: { marks: seen.marks, value, limit },
    text: `Beyond what a region can have ${when(seen)}: ${measure} ${value} MW, where the limit is ${limit} MW`
  })
}

const jump = (one: RegionDay): Finding | undefined => {
  const limits = limitsOf(one)
  const step = stepOf(one.nature) * MINUTE
  const seen = nothing()
  const worst = nothing()
  let before = one.before
  for (const observation of one.observations) {
    if (before !== undefined && observation.instant - before.instant === step) {
      worst.worst = 0
      for (let index = 0; index < MEASURES.length; index++) {
        const from = before.measures[index] ?? null
        const to = observation.measures[index] ?? null
        if (from === null || to === null) continue
        const over = Math.abs(to - from) / limits[index]!
        if (over > 1) see(worst, observation.instant, over, index, to, from)
      }
      if (worst.worst > 0) see(seen, observation.instant, worst.worst, worst.measure, worst.value, worst.against)
    }
    before = observation
  }
  if (seen.marks === 0) return undefined
  const measure = MEASURES[seen.measure]!
  const [from, to, limit] = [whole(seen.against), whole(seen.value), whole(limits[seen.measure]!)]
  return found(one, "jump", seen, {
    severity: "warning",
    measure,
    values: { marks: seen.marks, from, to, limit },
    text: `A step that real data does not make ${when(seen)}: ${measure} from ${from} to ${to} MW, more than ${limit}`
  })
}

/** MW that each measure may move by from one mark to the next on this day. */
const limitsOf = ({ observations }: RegionDay): Float64Array => {
  const limits = new Float64Array(MEASURES.length)
  for (const { measures } of observations) {
    for (let index = 0; index < MEASURES.length; index++) {
      const value = Math.abs(measures[index] ?? 0)
      if (value > limits[index]!) limits[index] = value
    }
  }
  return limits.map((peak, index) => Math.max(STEPS[index]!.power, STEPS[index]!.share * peak))
}

const night = (one: RegionDay): Finding | undefined => {
  const seen = nothing()
  for (const { instant, measures } of one.observations) {
    const solar = measures[SOLAR] ?? 0
    if (solar > Tolerance.NIGHT_SOLAR && isNight(instant)) see(seen, instant, solar, SOLAR, solar, 0)
  }
  if (seen.marks === 0) return undefined
  const solar = whole(seen.value)
  return found(one, "night", seen, {
    severity: solar > Tolerance.NIGHT_SOLAR_WRONG ? "error" : "warning",
    measure: "solaire",
    values: { marks: seen.marks, solar },
    text: `Sun at night ${when(seen)}: up to ${solar} MW`
  })
}
