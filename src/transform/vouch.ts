/**
 * The observations of a fetched window become what the window is enough to judge: where `expect` finds nothing there, nothing
 * is to be found. A region's day of which nothing was said proves nothing, nor does what only its neighbours would show. Total.
 */
import { type Dataset, datasetOf, stepOf } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { CHECKS } from "#domain/Finding"
import type { Judged, Part } from "#domain/Judged"
import { NATURES } from "#domain/Nature"
import { CONSUMPTION, type Observation } from "#domain/Observation"
import { ALL as REGIONS, type Region } from "#domain/Region"
import { LAG_MARKS } from "#transform/tolerance"

const MINUTE = 60_000

/** In any order; those outside the days are not looked at. */
export const vouch = (dataset: Dataset, days: Day.DayRange, observations: ReadonlyArray<Observation>): Judged => {
  const step = stepOf(dataset) * MINUTE
  const all = saidBy(days, observations)
  const parts = [...all].flatMap(([region, said]) =>
    Day.list(days).flatMap((day) => partsOf({ region, day, said, step }))
  )
  return { natures: NATURES.filter((nature) => datasetOf(nature) === dataset), parts }
}

/** What a region said: whether it had a consumption, by instant. */
type Said = ReadonlyMap<number, boolean>

const saidBy = (days: Day.DayRange, observations: ReadonlyArray<Observation>): ReadonlyMap<Region, Said> => {
  const [start, end] = [Day.start(days.from), Day.end(days.to)]
  const all = new Map(REGIONS.map((region) => [region, new Map<number, boolean>()]))
  for (const { instant, measures, region } of observations) {
    if (instant < start || instant >= end) continue
    const said = all.get(region)!
    said.set(instant, said.get(instant) === true || (measures[CONSUMPTION] ?? null) !== null)
  }
  return all
}

const partsOf = (
  { day, region, said, step }: { region: Region; day: Day.Day; said: Said; step: number }
): ReadonlyArray<Part> => {
  const [start, end] = [Day.start(day), Day.end(day)]
  if (!isSaid(said, start, end, step)) return []
  const follows = said.has(start - step)
  // Marks at midnight are due, and are as grave as what they meet, where the days beside are seen; a mark that is there is there.
  const last = Array.from({ length: LAG_MARKS + 1 }, (_, back) => end - (back + 1) * step)
  const isWhole = (follows || said.get(start) === true) &&
    (said.get(end + LAG_MARKS * step) === true || last.every((mark) => said.get(mark) === true))
  return CHECKS.flatMap((check) => {
    if (check === "completeness" && !isWhole) return []
    // The step that leads into the day shows only beside the mark before it.
    return [{ check, region, day, since: check === "jump" && !follows ? start + step : start }]
  })
}

const isSaid = (said: Said, start: number, end: number, step: number): boolean => {
  for (let mark = start; mark < end; mark += step) if (said.has(mark)) return true
  return false
}
