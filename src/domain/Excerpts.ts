/**
 * Excerpts by column, as the lake's stream hands on a batch of them: the i-th entry of each list belongs to the i-th one.
 * A history has millions, and as numbers in a row they cost the collector of garbage nothing.
 */
import { NATURES, rankOf } from "#domain/Nature"
import { ALL as REGIONS } from "#domain/Region"
import type { Excerpt } from "#domain/Revision"

export interface Excerpts {
  readonly length: number
  /** Milliseconds since 1970 UTC. */
  readonly instant: Float64Array
  /** Its place in `Region.ALL`. */
  readonly region: Uint8Array
  /** Its place in `NATURES`. */
  readonly nature: Uint8Array
  readonly revision: Int32Array
  /** All fingerprints, one after the other, as ASCII: the i-th ends at `ends[i]`, where the next one begins. */
  readonly fingerprints: Uint8Array
  readonly ends: Int32Array
  /** Records of those that other rules have read, by their place. */
  readonly records: ReadonlyMap<number, string>
}

/** Bytes that most fingerprints fit into; there is made more room where they do not. */
const USUAL = 48

/** Room for so many, of which `length` are there. */
export interface Room extends Excerpts {
  length: number
  fingerprints: Uint8Array
  readonly records: Map<number, string>
}

export const room = (documents: number): Room => ({
  length: 0,
  instant: new Float64Array(documents),
  region: new Uint8Array(documents),
  nature: new Uint8Array(documents),
  revision: new Int32Array(documents),
  fingerprints: new Uint8Array(documents * USUAL),
  ends: new Int32Array(documents),
  records: new Map()
})

/** Puts a fingerprint, the bytes of a list from one place up to another, behind the others; `at` is the place of its excerpt. */
export const addFingerprint = (into: Room, at: number, bytes: Uint8Array, from: number, to: number): void => {
  const start = at === 0 ? 0 : into.ends[at - 1]!
  const end = start + to - from
  if (end > into.fingerprints.length) {
    const wide = new Uint8Array(end * 2)
    wide.set(into.fingerprints)
    into.fingerprints = wide
  }
  for (let index = 0; index < to - from; index++) into.fingerprints[start + index] = bytes[from + index]!
  into.ends[at] = end
}

const encoder = new TextEncoder()

export const ofExcerpts = (excerpts: ReadonlyArray<Excerpt>): Excerpts => {
  const made = room(excerpts.length)
  excerpts.forEach((excerpt, at) => {
    made.instant[at] = excerpt.instant
    made.region[at] = REGIONS.indexOf(excerpt.region)
    made.nature[at] = rankOf(excerpt.nature)
    made.revision[at] = excerpt.revision
    const bytes = encoder.encode(excerpt.fingerprint)
    addFingerprint(made, at, bytes, 0, bytes.length)
    if (excerpt.record !== null) made.records.set(at, excerpt.record)
  })
  made.length = excerpts.length
  return made
}

const decoder = new TextDecoder()
/** A letter a byte, whatever stands there. */
const latin1 = new TextDecoder("latin1")

const startOf = (excerpts: Excerpts, at: number): number => at === 0 ? 0 : excerpts.ends[at - 1]!

const excerptOf = (excerpts: Excerpts, at: number, fingerprint: string): Excerpt => ({
  region: REGIONS[excerpts.region[at]!]!,
  nature: NATURES[excerpts.nature[at]!]!,
  instant: excerpts.instant[at]!,
  revision: excerpts.revision[at]!,
  fingerprint,
  record: excerpts.records.get(at) ?? null
})

/** One of them, for whoever looks at few. */
export const excerptAt = (excerpts: Excerpts, at: number): Excerpt =>
  excerptOf(excerpts, at, decoder.decode(excerpts.fingerprints.subarray(startOf(excerpts, at), excerpts.ends[at]!)))

/** All of them. Their text is read at once: to cut a piece out of it costs a tenth of reading that alone. */
export const toExcerpts = (excerpts: Excerpts): ReadonlyArray<Excerpt> => {
  const text = latin1.decode(excerpts.fingerprints.subarray(0, startOf(excerpts, excerpts.length)))
  return Array.from(
    { length: excerpts.length },
    (_, at) => excerptOf(excerpts, at, text.slice(startOf(excerpts, at), excerpts.ends[at]!))
  )
}
