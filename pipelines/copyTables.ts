/** The lines of sink and ledger in those of another database, part by part: a part that is the same is left alone. */
import { refused } from "#pipelines/CopyError"
import type { Archive, Part } from "#ports/Archive"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

type Kept = Archive["Service"]

export interface PartPlan {
  readonly part: Part
  readonly lines: number
  /** How many of them the other seems to have. */
  readonly there: number
  readonly same: boolean
}

/** Lines a statement: more gain nothing. */
const BATCH = 2_000

/** Statements at once, where lines need no order: one is made ready while another one is written. */
const WRITERS = 2

export const nameOf = ({ table, year }: Part): string => year === null ? table : `${table} of ${year}`

/** The parts of either, in order, those that neither has a line of left out. What only the other has is no copy. */
export const planParts = Effect.fnUntraced(function*(source: Kept, target: Kept) {
  const parts = yield* partsOf(source, target)
  const plans = yield* Effect.forEach(
    parts,
    Effect.fnUntraced(function*(part) {
      const lines = yield* source.count(part)
      const there = yield* target.count(part)
      if (there > 0) yield* foreign(source, target, part)
      if (there > lines) {
        return yield* strange(part, `${there} lines and not ${lines}`)
      }
      const same = there === lines && (lines === 0 || (yield* differs(source, target, part)) === null)
      return { part, lines, there, same } satisfies PartPlan
    })
  )
  return plans.filter(({ lines }) => lines > 0)
})

const partsOf = Effect.fnUntraced(function*(source: Kept, target: Kept) {
  const own = yield* source.parts
  const known = new Set(own.map(nameOf))
  return [...own, ...(yield* target.parts).filter((part) => !known.has(nameOf(part)))]
})

const foreign = Effect.fnUntraced(function*(source: Kept, target: Kept, part: Part) {
  const theirs = yield* target.names(part)
  const own = yield* source.names(part)
  const other = theirs === null || own === null ? undefined : [...theirs].find((name) => !own.has(name))
  if (other !== undefined) return yield* strange(part, `the line ${other}`)
})

const strange = ({ table, year }: Part, what: string) =>
  refused(
    "Foreign",
    `${
      nameOf({ table, year })
    } in the database to copy to has ${what}, which the one to copy has not: it is another one's, ` +
      "or has gone on by itself since, and is left as it is. Name an empty database in DATABASE_URL."
  )

/** Answers with how many lines were written. */
export const takePart = Effect.fn("copy.part")(function*(
  source: Kept,
  target: Kept,
  { lines, part, same }: PartPlan,
  tell: (lines: number) => Effect.Effect<void>
) {
  yield* Effect.annotateCurrentSpan({ part: nameOf(part) })
  if (same) return yield* Effect.as(tell(lines), 0)
  return yield* source.lines(part).pipe(
    Stream.grouped(BATCH),
    Stream.mapEffect((batch) => Effect.tap(target.put(part, batch), () => tell(batch.length)), {
      concurrency: part.year === null ? 1 : WRITERS
    }),
    Stream.runFold(() => 0, (sum, written) => sum + written)
  )
})

/** Every line of either is in the other, in every column. */
export const compareParts = Effect.fnUntraced(function*(
  source: Kept,
  target: Kept,
  tell: (lines: number) => Effect.Effect<void>
) {
  for (const part of yield* partsOf(source, target)) {
    const said = yield* differs(source, target, part)
    if (said !== null) {
      return yield* refused(
        "Differs",
        `${
          nameOf(part)
        } is not the same in both (${said}): somebody works on either, or has changed what stood there ` +
          "already. Stop all that works, and begin again; if it stays so, name empty databases."
      )
    }
    yield* tell(yield* source.count(part))
  }
})

/** How many lines each has, where they are not the same. */
const differs = Effect.fnUntraced(function*(source: Kept, target: Kept, part: Part) {
  const [own, theirs] = yield* Effect.all([source.sum(part), target.sum(part)], { concurrency: 2 })
  if (own.digest === theirs.digest && own.lines === theirs.lines) return null
  return `${own.lines} lines copied, ${theirs.lines} there`
})
