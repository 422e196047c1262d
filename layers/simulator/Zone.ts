/** How instants are written in a time zone, the way the source does it: `2020-05-01T02:00:00+02:00`. */
import { zoneOffset } from "#domain/ZoneOffset"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

/** A time zone. */
export interface Zone {
  readonly name: string
  /** Milliseconds to add to an instant to read its wall clock. */
  readonly offset: (instant: number) => number
  readonly write: (instant: number) => string
}

const MINUTE = 60_000

const two = (value: number): string => String(Math.floor(value)).padStart(2, "0")

const suffix = (offset: number): string => {
  const minutes = Math.abs(offset) / MINUTE
  return `${offset < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`
}

const make = (name: string, zone: DateTime.TimeZone): Zone => {
  const offset = zoneOffset(zone)
  const suffixes = new Map<number, string>()
  const write = (instant: number): string => {
    const shift = offset(instant)
    let tail = suffixes.get(shift)
    if (tail === undefined) suffixes.set(shift, tail = suffix(shift))
    return new Date(instant + shift).toISOString().slice(0, 19) + tail
  }
  return { name, offset, write }
}

const zones = new Map<string, Zone>()

/** A zone by its name, `UTC` or `Europe/Paris`; undefined when there is none of that name. */
export const named = (name: string): Zone | undefined => {
  const known = zones.get(name)
  if (known !== undefined) return known
  const found = Option.getOrUndefined(DateTime.zoneMakeNamed(name))
  if (found === undefined) return undefined
  const zone = make(name, found)
  zones.set(name, zone)
  return zone
}

/** The zone in which the source answers when none is asked for. */
export const PARIS = make("Europe/Paris", DateTime.zoneMakeNamedUnsafe("Europe/Paris"))

export const UTC = make("UTC", DateTime.zoneMakeNamedUnsafe("UTC"))
