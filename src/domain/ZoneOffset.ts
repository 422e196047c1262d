/** How far a zone's wall clock is ahead of UTC: asked of `Intl` once a day, and remembered, because every record asks. */
import * as DateTime from "effect/DateTime"

const UTC_DAY = 86_400_000

/** Milliseconds to add to an instant (milliseconds since 1970 UTC) to read the zone's wall clock. */
export const zoneOffset = (zone: DateTime.TimeZone): (instant: number) => number => {
  const ask = (instant: number) => DateTime.zonedOffset(DateTime.setZone(DateTime.makeUnsafe(instant), zone))
  // An offset changes on two days a year: those alone, kept as NaN, are asked each time.
  const offsets = new Map<number, number>()
  return (instant) => {
    const day = Math.floor(instant / UTC_DAY)
    let offset = offsets.get(day)
    if (offset === undefined) {
      const first = ask(day * UTC_DAY)
      offset = first === ask((day + 1) * UTC_DAY - 1) ? first : NaN
      offsets.set(day, offset)
    }
    return Number.isNaN(offset) ? ask(instant) : offset
  }
}
