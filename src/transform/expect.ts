/**
 * The observations of a fetched window become what is not as expected of them, region by region and day by day. It judges
 * and changes nothing. Total; plain loops over arrays, as it looks at every observation.
 */
import * as Day from "#domain/Day"
import type { Finding } from "#domain/Finding"
import { type Nature, NATURES, rankOf, stepOf } from "#domain/Nature"
import { CONSUMPTION, type Observation } from "#domain/Observation"
import { ALL as REGIONS, type Region } from "#domain/Region"
import { judge } from "#transform/judge"
import { LAG_MARKS } from "#transform/tolerance"

/** What a region said under one nature. */
interface Series {
  readonly region: Region
  readonly nature: Nature
  readonly observations: Array<Observation>
}

const MINUTE = 60_000

/** One observation a key, in any order; those outside the days are not looked at. */
export const expect = (days: Day.DayRange, observations: ReadonlyArray<Observation>): ReadonlyArray<Finding> => {
  const series = seriesOf(days, observations)
  const due = NATURES.map((nature) => dueOf(days, nature, series))
  return series.flatMap(({ nature, observations, region }) => {
    const findings: Array<Finding> = []
    let at = 0
    for (const [day, marks] of due[rankOf(nature)]!) {
      const from = at
      const end = Day.end(day)
      while (at < observations.length && observations[at]!.instant < end) at++
      // A day that the region said under another nature is not missing under this one.
      if (at === from && isSaid(series, region, day)) continue
      const of = observations.slice(from, at)
      findings.push(...judge({ region, nature, day, observations: of, before: observations[from - 1], due: marks }))
    }
    return joined(findings)
  })
}

const REGION_INDEX = Object.fromEntries(REGIONS.map((region, index) => [region, index]))

/** By region, then nature; those that said anything. */
const seriesOf = (days: Day.DayRange, observations: ReadonlyArray<Observation>): ReadonlyArray<Series> => {
  const [start, end] = [Day.start(days.from), Day.end(days.to)]
  const series = REGIONS.flatMap((region) => NATURES.map((nature): Series => ({ region, nature, observations: [] })))
  for (const observation of observations) {
    if (observation.instant < start || observation.instant >= end) continue
    series[REGION_INDEX[observation.region]! * NATURES.length + rankOf(observation.nature)]!.observations.push(
      observation
    )
  }
  for (const { observations } of series) observations.sort((a, b) => a.instant - b.instant)
  return series.filter(({ observations }) => observations.length > 0)
}

const isSaid = (series: ReadonlyArray<Series>, region: Region, day: Day.Day): boolean => {
  const [start, end] = [Day.start(day), Day.end(day)]
  return series.some((one) =>
    one.region === region && one.observations.some(({ instant }) => instant >= start && instant < end)
  )
}

/**
 * The marks that a nature owes on each day, ascending: from the first that any region has, on days whose last mark some region
 * has, and but for the lag up to the newest. On the day that is still being published none are due.
 */
const dueOf = (days: Day.DayRange, nature: Nature, series: ReadonlyArray<Series>) => {
  const step = stepOf(nature) * MINUTE
  let first = Infinity
  let newest = -Infinity
  for (const one of series) {
    if (one.nature !== nature) continue
    first = Math.min(first, one.observations[0]!.instant)
    newest = Math.max(
      newest,
      one.observations.findLast(({ measures }) => measures[CONSUMPTION] !== null)?.instant ?? -Infinity
    )
  }
  return Day.list(days).map((day): readonly [day: Day.Day, due: ReadonlyArray<number>] => {
    const marks: Array<number> = []
    const end = Day.end(day)
    if (newest < end - step) return [day, marks]
    for (let mark = Day.start(day); mark < end; mark += step) {
      // Of October's hour that Paris sees twice the first pass is never published.
      if (mark >= first && mark <= newest - LAG_MARKS * step && !Day.comesAgain(mark)) marks.push(mark)
    }
    return [day, marks]
  })
}

/**
 * An outage does not end at midnight: a gap that meets a stretch of wrong consumptions is the same failure, and as grave. On
 * 2017-09-29 only the last three marks are missing, and the next day is wrong from its first.
 */
const joined = (findings: ReadonlyArray<Finding>): ReadonlyArray<Finding> => {
  const wrong = findings.filter(({ check, severity }) => check === "exchange" && severity === "error")
  if (wrong.length === 0) return findings
  return findings.map((gap) => {
    if (gap.check !== "completeness" || gap.severity === "error") return gap
    const step = stepOf(gap.nature) * MINUTE
    const meets = wrong.some(({ first, last }) => gap.last + step === first || last + step === gap.first)
    return meets ? { ...gap, severity: "error", text: `${gap.text}; wrong consumptions stand next to it` } : gap
  })
}
