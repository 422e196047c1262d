/**
 * A plausible, seeded country that publishes like the source, habits and all. Every value follows from the seed, the region,
 * the instant and its age, so any window is made by itself, and the same record is the same whoever asks for it.
 */
import type { Dataset } from "#domain/Dataset"
import type { Day } from "#domain/Day"
import * as Days from "#domain/Day"
import type { Nature } from "#domain/Nature"
import type { Region } from "#domain/Region"
import * as RegionNames from "#domain/Region"
import type { Profile } from "./Country.ts"
import { PROFILES } from "./Country.ts"
import type { Block, Grid, Interval, Row } from "./Grid.ts"
import * as Marks from "./Marks.ts"
import type { Mark } from "./Marks.ts"
import * as Moment from "./Moment.ts"
import * as Power from "./Power.ts"
import * as RecordText from "./RecordText.ts"
import type { Zone } from "./Zone.ts"

/** What makes one country differ from another. */
export interface Options {
  /** Two countries of the same seed are the same. Default 1. */
  readonly seed?: number
  /** The instant at which the source is looked at, in milliseconds since 1970 UTC. Default: that of each request. */
  readonly now?: number
  /** First day of the real-time series, where the consolidated one ends. Default: first of the month, two months back. */
  readonly realTimeFrom?: Day
  /** First day of the consolidated series. Default 2013-01-01. */
  readonly start?: Day
}

const MINUTE = 60_000

/** The source publishes half an hour late, and the newest row stays without measures for some minutes more. */
const LATE = 30 * MINUTE
const FILLED_AFTER = 6 * MINUTE

/** Regions that are two marks ahead of the others (as on 2017-10-13). */
const AHEAD: ReadonlySet<Region> = new Set(["52", "93"])

/** A real-time value is corrected two hours on, and a third of them once more the day after. */
const FIRST_CORRECTION = 2 * Days.HOUR
const SECOND_CORRECTION = 30 * Days.HOUR
const CORRECTED_TWICE = 0.33

/** How far instruments are off, at most: when fresh, corrected once, and corrected twice. */
const ERRORS = [0.02, 0.008, 0.004] as const

/** Definitive values differ from consolidated ones in a few of a hundred rows, by up to 3 %. */
const REVISED = 0.04
const REVISION = 0.03
const DEFINITIVE_ROUND = 9

/** What a block of rows has in common. */
interface Edition {
  readonly seed: number
  readonly now: number
  readonly nature: Nature
  readonly day: Day
  readonly year: number
}

/** A mark, and the moment whose values it carries: what all regions share at it, worked out once. */
interface Timed {
  readonly mark: Mark
  readonly moment: Moment.Moment
}

const known = ({ now }: Edition, region: Region, instant: number): RecordText.Known => {
  const late = now - LATE
  const newest = Math.floor(late / Days.QUARTER) * Days.QUARTER
  const last = newest + (AHEAD.has(region) ? 2 * Days.QUARTER : 0)
  if (instant > last) return "nothing"
  return instant === last && late - newest < FILLED_AFTER ? "exchanges" : "all"
}

const published = ({ nature, now, seed }: Edition, profile: Profile, { mark, moment }: Timed): Power.Power => {
  const { region } = profile
  const { valued } = mark
  const truth = Power.at(seed, profile, moment)
  if (nature === "Données consolidées") return truth
  if (nature === "Données définitives") {
    return Power.isAmong(seed, region, valued, REVISED)
      ? Power.measured(seed, truth, region, valued, DEFINITIVE_ROUND, REVISION)
      : truth
  }
  const age = now - valued
  const again = age >= SECOND_CORRECTION && Power.isAmong(seed, region, valued, CORRECTED_TWICE)
  const round = age < FIRST_CORRECTION ? 0 : again ? 2 : 1
  return Power.measured(seed, truth, region, valued, round, ERRORS[round])
}

class SimulatedRow implements Row {
  readonly edition: Edition
  readonly profile: Profile
  readonly timed: Timed
  readonly instant: number
  readonly broken = false
  /** The record, once a field beyond the head was asked for: a filter asks for several, and rows do not live long. */
  record: Readonly<Record<string, unknown>> | undefined

  constructor(edition: Edition, profile: Profile, timed: Timed) {
    this.edition = edition
    this.profile = profile
    this.timed = timed
    this.instant = timed.mark.instant
  }

  field(name: string): unknown {
    switch (name) {
      case "code_insee_region":
        return this.profile.region
      case "libelle_region":
        return RegionNames.nameOf(this.profile.region)
      case "nature":
        return this.edition.nature
      case "date":
        return this.edition.day
      case "heure":
        return this.timed.mark.heure
      default:
        this.record ??= JSON.parse(this.written("")) as Readonly<Record<string, unknown>>
        return this.record[name]
    }
  }

  text(zone: Zone): string {
    return this.written(zone.write(this.instant))
  }

  written(instant: string): string {
    const { edition, profile, timed } = this
    const { day, nature, year } = edition
    const head = { nature, date: day, heure: timed.mark.heure, instant, year }
    const power = published(edition, profile, timed)
    return nature === "Données temps réel"
      ? RecordText.realTime(profile, head, power, known(edition, profile.region, this.instant))
      : RecordText.consolidated(profile, head, RecordText.isZeroed(year) ? Power.withoutBatteries(power) : power)
  }
}

const rowsOf = (edition: Edition, dataset: Dataset): ReadonlyArray<Row> => {
  const times = Marks.ofDay(dataset, edition.day).map((mark): Timed => ({ mark, moment: Moment.at(mark.valued) }))
  return PROFILES.flatMap((profile) => times.map((timed) => new SimulatedRow(edition, profile, timed)))
}

const yearOf = (day: Day): number => Number(day.slice(0, 4))

/** First of the month two months before a day's own. */
const twoMonthsBack = (day: Day): Day => {
  const month = Number(day.slice(5, 7))
  return new Date(Date.UTC(yearOf(day), month - 3, 1)).toISOString().slice(0, 10) as Day
}

const natureOf = (dataset: Dataset, day: Day, now: number): Nature => {
  if (dataset === "eco2mix-regional-tr") return "Données temps réel"
  // A calendar year is final a year after its end.
  return yearOf(day) <= yearOf(Days.of(now)) - 2 ? "Données définitives" : "Données consolidées"
}

/** A country; its records are those of `eco2mix-regional-tr` and `eco2mix-regional-cons-def`. */
export const make = (options: Options = {}): Grid => {
  const { seed = 1, start = "2013-01-01" } = options
  const seriesOf = (dataset: Dataset, now: number): Days.DayRange => {
    const today = Days.of(now)
    const realTimeFrom = options.realTimeFrom ?? twoMonthsBack(today)
    return dataset === "eco2mix-regional-tr"
      ? { from: realTimeFrom, to: today }
      : { from: start, to: Days.plus(realTimeFrom, -1) }
  }
  const blockOf = (dataset: Dataset, day: Day, now: number): Block => {
    const edition: Edition = { seed, now, nature: natureOf(dataset, day, now), day, year: yearOf(day) }
    const ends = Marks.ends(dataset, day)
    return {
      first: ends.first,
      last: ends.last,
      size: PROFILES.length * Marks.perDay(dataset),
      nature: edition.nature,
      rows: () => rowsOf(edition, dataset)
    }
  }
  return {
    blocks: (dataset, interval, requested) => {
      const now = options.now ?? requested
      return Days.list(overlap(seriesOf(dataset, now), interval)).map((day) => blockOf(dataset, day, now))
    }
  }
}

/** The days of a series that an interval touches. */
const overlap = ({ from, to }: Days.DayRange, interval: Interval): Days.DayRange => {
  if (interval.from >= interval.to) return { from: to, to: Days.plus(to, -1) }
  const first = interval.from <= Days.start(from)
    ? from
    : interval.from < Days.end(to)
    ? Days.of(interval.from)
    : undefined
  const last = interval.to >= Days.end(to) ? to : interval.to > Days.start(from) ? Days.of(interval.to - 1) : undefined
  // Nothing in common: a range that ends before it begins.
  return first === undefined || last === undefined ? { from: to, to: Days.plus(to, -1) } : { from: first, to: last }
}
