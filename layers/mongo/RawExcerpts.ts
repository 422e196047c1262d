/**
 * What is needed of documents again, read out of their bytes as they came. An identifier says instant, region, nature and
 * revision, so that two fields beside it are all that is sent, and nothing is made of a document but numbers: this runs once
 * per document. BSON by its specification (bsonspec.org, version 1.1): the length of the document, then elements, each a
 * type, a name and a value.
 */
import { addFingerprint, type Excerpts, room } from "#domain/Excerpts"
import { NATURES } from "#domain/Nature"
import { ALL as REGIONS } from "#domain/Region"
import { BSON } from "mongodb"

/** What is asked of a document; `_id` comes unasked. */
export const PROJECTION = { fingerprint: 1, recipe: 1 } as const

/** Types of elements, of those that are read here. */
const STRING = 0x02
const INT32 = 0x10

const [ZERO, UNDERSCORE, F, R] = [..."0_fr"].map((letter) => letter.charCodeAt(0)) as [number, number, number, number]

/** By the two digits of its code. */
const PLACE_OF = new Int8Array(100).fill(-1)
REGIONS.forEach((region, place) => PLACE_OF[Number(region)] = place)

/** The lake holds what this program never wrote. */
export class ForeignDocument extends Error {
  override readonly name = "ForeignDocument"
}

export interface RawExcerpts {
  readonly excerpts: Excerpts & { readonly records: Map<number, string> }
  /** The places of those that other rules than the present ones have read, and whose records are still to be had. */
  readonly others: ReadonlyArray<number>
}

/** The documents that were asked for by `PROJECTION`. Throws where one is none that this program wrote. */
export const excerptsOf = (documents: ReadonlyArray<Buffer>, recipe: number): RawExcerpts => {
  const made = room(documents.length)
  const others: Array<number> = []
  for (const bytes of documents) {
    const at = made.length++
    let id = -1
    let rules = -1
    let isRead = false
    // Up to the last byte, which ends the document.
    for (let element = 4; element < bytes.length - 1;) {
      const type = bytes[element]!
      const initial = bytes[element + 1]!
      let value = element + 2
      while (value < bytes.length && bytes[value - 1] !== 0) value++
      if (type === STRING) {
        const text = value + 4
        const end = text + int32At(bytes, value) - 1
        if (end < text) break
        if (initial === UNDERSCORE) {
          id = text
          made.revision[at] = digits(bytes, id + 23, end)
        } else if (initial === F) {
          addFingerprint(made, at, bytes, text, end)
          isRead = true
        }
        element = end + 1
      } else if (type === INT32) {
        if (initial === R) rules = int32At(bytes, value)
        element = value + 4
      } else break
    }
    const region = id < 0 ? -1 : PLACE_OF[digits(bytes, id + 18, id + 20)] ?? -1
    const nature = digits(bytes, id + 21, id + 22)
    if (region < 0 || nature >= NATURES.length || !isRead || rules < 0) {
      throw new ForeignDocument(`a document is none of this program's: ${JSON.stringify(BSON.deserialize(bytes))}`)
    }
    made.region[at] = region
    made.nature[at] = nature
    made.instant[at] = Date.UTC(
      digits(bytes, id, id + 4),
      digits(bytes, id + 5, id + 7) - 1,
      digits(bytes, id + 8, id + 10),
      digits(bytes, id + 11, id + 13),
      digits(bytes, id + 14, id + 16)
    )
    if (rules !== recipe) others.push(at)
  }
  return { excerpts: made, others }
}

const int32At = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24

const digits = (bytes: Uint8Array, from: number, to: number): number => {
  let value = 0
  for (let at = from; at < to; at++) value = value * 10 + bytes[at]! - ZERO
  return value
}
