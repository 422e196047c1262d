/** Reads the instants that a clause or a record writes. */

const LITERAL = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

const read = (text: string): number | undefined => {
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? undefined : instant
}

/** A date of a clause, in milliseconds since 1970 UTC: with an offset, or else in UTC. */
export const ofLiteral = (text: string): number | undefined => {
  const match = LITERAL.exec(text)
  if (match === null) return undefined
  const iso = text.replace(" ", "T")
  return read(iso.length > 10 && match[1] === undefined ? `${iso}Z` : iso)
}

/** The instant of a record. One without an offset is none. */
export const ofRecord = (text: unknown): number | undefined =>
  typeof text === "string" && WITH_OFFSET.test(text) ? read(text) : undefined

/** The offset that a record's instant is written with, in milliseconds. */
export const offsetIn = (text: string): number | undefined => {
  const written = WITH_OFFSET.exec(text)?.[1]
  if (written === undefined) return undefined
  if (written === "Z") return 0
  const minutes = Number(written.slice(1, 3)) * 60 + Number(written.slice(4, 6))
  return (written.startsWith("-") ? -minutes : minutes) * 60_000
}
