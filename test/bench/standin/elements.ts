/** Encoded documents read and cut in place: the top-level fields of BSON as bytes, never as values. */

const NUL = 0

/** Bytes of a value of each type (bsonspec.org), where its length does not stand in it. */
const FIXED: Readonly<Record<number, number>> = { 1: 8, 7: 12, 8: 1, 9: 8, 10: 0, 16: 4, 17: 8, 18: 8, 19: 16 }

const sizeOf = (type: number, document: Buffer, at: number): number => {
  const fixed = FIXED[type]
  if (fixed !== undefined) return fixed
  if (type === 2) return 4 + document.readInt32LE(at)
  if (type === 3 || type === 4) return document.readInt32LE(at)
  if (type === 5) return 5 + document.readInt32LE(at)
  throw new Error(`The stand-in knows no value of the type ${type}.`)
}

/** Told of each element: where it begins, where its value does, and where it ends. True ends the walk. */
type Visit = (name: string, begins: number, value: number, ends: number) => boolean

const walk = (document: Buffer, visit: Visit): void => {
  const end = document.length - 1
  for (let at = 4; at < end;) {
    const type = document[at]!
    const nameEnd = document.indexOf(NUL, at + 1)
    const value = nameEnd + 1
    const ends = value + sizeOf(type, document, value)
    if (visit(document.toString("latin1", at + 1, nameEnd), at, value, ends)) return
    at = ends
  }
}

/** A top-level field that holds text; undefined where there is none of that name, or holds something else. */
export const textOf = (document: Buffer, field: string): string | undefined => {
  let text: string | undefined
  walk(document, (name, begins, value, ends) => {
    if (name !== field) return false
    if (document[begins] === 2) text = document.toString("utf8", value + 4, ends - 1)
    return true
  })
  return text
}

/** Writes the document's fields of a projection, all where it is undefined, and answers where it ended. */
export const project = (
  document: Buffer,
  fields: ReadonlySet<string> | undefined,
  into: Buffer,
  at: number
): number => {
  if (fields === undefined) return at + document.copy(into, at)
  let to = at + 4
  let left = fields.size
  walk(document, (name, begins, _, ends) => {
    if (!fields.has(name)) return false
    to += document.copy(into, to, begins, ends)
    return --left === 0
  })
  into[to++] = NUL
  into.writeInt32LE(to - at, at)
  return to
}
