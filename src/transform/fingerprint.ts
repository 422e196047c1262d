/**
 * Measures as one line of text, and back: equal text, equal measures, to the last bit of each number. Trailing nulls are
 * left out, so a measure added to the end of the list leaves what was kept before it unchanged.
 */
import { MEASURES, type Measures } from "#domain/Observation"

const SEMICOLON = 59

/** `[3458, 2504, null, 137, null]` as `3458;2504;;137`. */
export const fingerprint = (measures: Measures): string => {
  // Nothing is what a list writes for null, too.
  const text = measures.join(";")
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === SEMICOLON) end--
  return text.slice(0, end)
}

const encoder = new TextEncoder()

/** The measures that `fingerprint` wrote down, one per `MEASURES`. */
export const measuresOf = (text: string): Array<number | null> => {
  const bytes = encoder.encode(text)
  const measures = new Float64Array(MEASURES.length)
  readMeasures(bytes, 0, bytes.length, measures, 0)
  return Array.from(measures, (measure) => Number.isNaN(measure) ? null : measure)
}

const MINUS = 45
const ZERO = 48

/**
 * The same, out of the bytes from one place up to another, into a list from `base` on, NaN where there is none. Nearly all are
 * whole megawatts, read in place: this runs once per document.
 */
export const readMeasures = (bytes: Uint8Array, from: number, to: number, into: Float64Array, base: number): void => {
  const last = base + MEASURES.length
  let measure = base
  for (let at = from; at < to && measure < last; measure++) {
    const start = at
    const isNegative = bytes[at] === MINUS
    if (isNegative) at++
    let value = 0
    let digits = 0
    for (; at < to; at++, digits++) {
      const digit = bytes[at]! - ZERO
      // Nor what has more digits than a number keeps.
      if (digit < 0 || digit > 9 || value > 1e12) break
      value = value * 10 + digit
    }
    if (at === to || bytes[at] === SEMICOLON) into[measure] = digits === 0 ? NaN : isNegative ? -value : value
    else {
      while (at < to && bytes[at] !== SEMICOLON) at++
      into[measure] = Number(decoder.decode(bytes.subarray(start, at)))
    }
    at++
  }
  into.fill(NaN, measure, last)
}

const decoder = new TextDecoder()
