/** Instants as a person writes and reads them: by the clocks of Paris, with the offset where it matters. */
import * as Day from "#domain/Day"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"

const PARIS = DateTime.zoneMakeNamedUnsafe("Europe/Paris")

/** `2026-09-30 14:00 +02:00`. */
export const paris = (instant: number): string => {
  const text = DateTime.formatIsoOffset(DateTime.setZone(DateTime.makeUnsafe(instant), PARIS))
  return `${text.slice(0, 10)} ${text.slice(11, 16)} ${text.slice(-6)}`
}

export const iso = (instant: number): string => new Date(instant).toISOString()

const WRITTEN =
  /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3})\d*)?)?\s?(Z|[+-]\d\d:\d\d)?$/

/** The same on a quarter-hour. */
export const parse = (text: string): Result.Result<number, string> => Result.flatMap(parseAny(text), onQuarter)

/**
 * An instant in milliseconds since 1970 UTC: with its offset, or as the clocks of Paris show it. The reason why it is none
 * says the way out.
 */
export const parseAny = (text: string): Result.Result<number, string> => {
  const [, date, hour, minute, second = "00", fraction = "0", offset] = WRITTEN.exec(text.trim()) ?? []
  const day = date === undefined ? undefined : Day.parse(date)
  if (day === undefined) {
    return Result.fail(
      `${JSON.stringify(text)} is no instant; write it as 2026-09-30T12:00:00Z, or as the clocks of Paris show it: ` +
        "\"2026-09-30 14:00\""
    )
  }
  if (!Day.isPlausible(day)) {
    return Result.fail(`${day} is outside the years ${Day.FIRST_YEAR} to ${Day.LAST_YEAR}; the series begin in 2012`)
  }
  const wall = `${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0")}`
  return offset === undefined ? inParis(day, `${hour}:${minute}`, wall) : at(wall, offset)
}

const at = (wall: string, offset: string): Result.Result<number, string> => {
  const instant = Date.parse(`${wall}${offset}`)
  return Number.isNaN(instant)
    ? Result.fail(`${offset} is no offset from UTC; in Paris it is +01:00 or +02:00`)
    : Result.succeed(instant)
}

const inParis = (day: Day.Day, time: string, wall: string): Result.Result<number, string> => {
  if (!Day.saw(day, time)) {
    return Result.fail(`Paris never saw ${day} ${time}: its clocks went from 02:00 to 03:00; name another time`)
  }
  const [summer, winter] = ["+02:00", "+01:00"].map((offset) => Date.parse(`${wall}${offset}`)) as [number, number]
  const [isSummer, isWinter] = [summer, winter].map((instant) => paris(instant).startsWith(`${day} ${time}`))
  if (isSummer === true && isWinter === true) {
    return Result.fail(
      `Paris saw ${day} ${time} twice: say which, ${day}T${time}+02:00 (${iso(summer)}) or ${day}T${time}+01:00 (${
        iso(winter)
      })`
    )
  }
  return Result.succeed(isSummer === true ? summer : winter)
}

const onQuarter = (instant: number): Result.Result<number, string> => {
  const before = instant - (((instant % Day.QUARTER) + Day.QUARTER) % Day.QUARTER)
  return before === instant
    ? Result.succeed(instant)
    : Result.fail(
      `${paris(instant)} is on no quarter-hour; the nearest are ${paris(before)} and ${paris(before + Day.QUARTER)}`
    )
}
