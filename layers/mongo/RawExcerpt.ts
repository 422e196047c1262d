/**
 * What is needed of a document again, read out of its bytes as they came. Its identifier says instant, region, nature and
 * revision, so that two fields beside it are all that is sent, and no object is made of what is only looked at: this runs
 * once per document.
 */
import { NATURES } from "#domain/Nature"
import { ALL as REGIONS, type Region } from "#domain/Region"
import type { Excerpt } from "#domain/Revision"
import { BSON } from "mongodb"

/** What is asked of a document; `_id` comes unasked. */
export const PROJECTION = { fingerprint: 1, recipe: 1 } as const

const { NumberUtils, parseToElements } = BSON.onDemand

/** Types of BSON's elements (bsonspec.org), of those that are read here. */
const STRING = 0x02
const INT32 = 0x10

const [ZERO, UNDERSCORE, F] = ["0", "_", "f"].map((letter) => letter.charCodeAt(0)) as [number, number, number]

const REGION_OF = new Map<number, Region>(REGIONS.map((region) => [Number(region), region]))

/** The lake holds what this program never wrote. */
export class ForeignDocument extends Error {
  override readonly name = "ForeignDocument"
}

/**
 * The document that was asked for by `PROJECTION`, without its record; where other rules than `recipe` have read it, it is
 * added to `others`. Throws where it is none that this program wrote.
 */
export const excerptOf = (bytes: Buffer, recipe: number, others: Set<Excerpt>): Excerpt => {
  let id = -1
  let revisionEnd = -1
  let fingerprint: string | undefined
  let rules: number | undefined
  for (const [type, nameAt, , at, length] of parseToElements(bytes)) {
    // A text is preceded by its length and ended by a NUL.
    if (type === STRING && bytes[nameAt] === UNDERSCORE) {
      id = at + 4
      revisionEnd = at + length - 1
    } else if (type === STRING && bytes[nameAt] === F) fingerprint = bytes.toString("latin1", at + 4, at + length - 1)
    else if (type === INT32) rules = NumberUtils.getInt32LE(bytes, at)
  }
  const region = id < 0 ? undefined : REGION_OF.get(digits(bytes, id + 18, id + 20))
  const nature = NATURES[digits(bytes, id + 21, id + 22)]
  if (region === undefined || nature === undefined || fingerprint === undefined || rules === undefined) {
    throw new ForeignDocument(`a document is none of this program's: ${JSON.stringify(BSON.deserialize(bytes))}`)
  }
  const excerpt: Excerpt = {
    region,
    nature,
    instant: Date.UTC(
      digits(bytes, id, id + 4),
      digits(bytes, id + 5, id + 7) - 1,
      digits(bytes, id + 8, id + 10),
      digits(bytes, id + 11, id + 13),
      digits(bytes, id + 14, id + 16)
    ),
    revision: digits(bytes, id + 23, revisionEnd),
    fingerprint,
    record: null
  }
  if (rules !== recipe) others.add(excerpt)
  return excerpt
}

const digits = (bytes: Buffer, from: number, to: number): number => {
  let value = 0
  for (let at = from; at < to; at++) value = value * 10 + bytes[at]! - ZERO
  return value
}
