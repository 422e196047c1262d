/**
 * Measures as one line of text, and back: equal text, equal measures, to the last bit of each number. Trailing nulls are
 * left out, so a measure added to the end of the list leaves what was kept before it unchanged.
 */
import { MEASURES, type Measures } from "#domain/Observation"

/** `[3458, 2504, null, 137, null]` as `3458;2504;;137`. */
export const fingerprint = (measures: Measures): string => {
  let last = measures.length
  while (last > 0 && measures[last - 1] === null) last--
  let text = ""
  for (let index = 0; index < last; index++) {
    if (index > 0) text += ";"
    const measure = measures[index]
    if (measure !== null) text += measure
  }
  return text
}

/** The measures that `fingerprint` wrote down, one per `MEASURES`. */
export const measuresOf = (text: string): Array<number | null> => {
  const measures = new Float64Array(MEASURES.length)
  readMeasures(text, measures, 0)
  return Array.from(measures, (measure) => Number.isNaN(measure) ? null : measure)
}

/** The same into a list from `base` on, NaN where there is none: for whoever reads many. */
export const readMeasures = (text: string, into: Float64Array, base: number): void => {
  const last = base + MEASURES.length
  let at = base
  for (let start = 0; start < text.length && at < last; at++) {
    const semicolon = text.indexOf(";", start)
    const end = semicolon < 0 ? text.length : semicolon
    into[at] = end > start ? numberAt(text, start, end) : NaN
    start = end + 1
  }
  for (; at < last; at++) into[at] = NaN
}

const ZERO = 48
const MINUS = 45

/** Nearly all are whole megawatts: read in place, where `Number` would want a string of its own for each. */
const numberAt = (text: string, start: number, end: number): number => {
  const negative = text.charCodeAt(start) === MINUS
  let value = 0
  for (let at = negative ? start + 1 : start; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9 || value > 1e12) return Number(text.slice(start, end))
    value = value * 10 + digit
  }
  return negative ? -value : value
}
