/** The documents of one lake in another, day by day: days that have as many are left alone, until all are compared. */
import * as Day from "#domain/Day"
import { keyOf, type Revision } from "#domain/Revision"
import { refused } from "#pipelines/CopyError"
import type { Lake } from "#ports/Lake"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

type Kept = Lake["Service"]

export interface DayPlan {
  readonly day: Day.Day
  readonly lines: number
  /** How many of them the other lake seems to have. */
  readonly there: number
}

/** Documents an insert: about a megabyte. */
const BATCH = 1_000

/** Days at once: one is read while others are written, and a day is some megabytes. */
const DAYS = 3

/** Days that are read by one question each of both, to be compared: a day of each is held. */
const WINDOW = 100

/** Each day that either has. */
export const planDays = Effect.fnUntraced(function*(source: Kept, target: Kept) {
  const own = yield* source.documents()
  const theirs = yield* target.documents()
  const days = [...new Set([...own.keys(), ...theirs.keys()])].toSorted()
  return days.map((day): DayPlan => ({ day, lines: own.get(day) ?? 0, there: theirs.get(day) ?? 0 }))
})

/** What the other lake has and this one has not is no copy of it. */
export const foreign = (days: ReadonlyArray<DayPlan>) => {
  const more = days.find(({ lines, there }) => there > lines)
  if (more === undefined) return Effect.void
  return refused(
    "Foreign",
    `The lake to copy to has ${more.there} documents of ${more.day}, and the one to copy ${more.lines}: it has gone on by ` +
      "itself since, and what it heard can't be told again. Use it (ECO2MIXD_STORES=servers), or name empty databases."
  )
}

/** Answers with how many were not there. */
export const takeDays = Effect.fnUntraced(function*(
  source: Kept,
  target: Kept,
  days: ReadonlyArray<DayPlan>,
  tell: (lines: number) => Effect.Effect<void>
) {
  const copied = yield* Effect.forEach(
    days,
    ({ day, lines, there }) =>
      Effect.tap(lines === there ? Effect.succeed(0) : takeDay(source, target, day), () => tell(lines)),
    {
      concurrency: DAYS
    }
  )
  return copied.reduce((sum, count) => sum + count, 0)
})

const takeDay = Effect.fn("copy.day")(function*(source: Kept, target: Kept, day: Day.Day) {
  yield* Effect.annotateCurrentSpan({ day })
  const revisions = yield* read(source, day)
  const taken = yield* Effect.forEach(Arr.chunksOf(revisions, BATCH), target.insert)
  const known = taken.flat()
  if (known.length > 0) yield* compare(day, known, yield* read(target, day))
  return revisions.length - known.length
})

/** Every document of either is in the other, word for word. */
export const compareDays = Effect.fnUntraced(function*(
  source: Kept,
  target: Kept,
  days: ReadonlyArray<DayPlan>,
  tell: (lines: number) => Effect.Effect<void>
) {
  const before = new Map(days.map(({ day, lines }) => [day, lines]))
  const now = yield* planDays(source, target)
  const changed = now.find(({ day, lines, there }) => lines !== there || lines !== before.get(day))
  if (changed !== undefined) {
    return yield* refused(
      "Differs",
      `${changed.day} has ${changed.lines} documents in the lake that was copied, and ${changed.there} in its copy: ` +
        "somebody works on either. Stop all that does, and begin again."
    )
  }
  const [first, last] = [now.at(0), now.at(-1)]
  if (first === undefined || last === undefined) return
  for (const window of Day.windows({ from: first.day, to: last.day }, WINDOW)) {
    yield* Stream.zip(byDay(source, window), byDay(target, window)).pipe(
      // As many documents of the same days: one that is not there is missed on its own day.
      Stream.runForEach(([[day, own], [, theirs]]) => Effect.andThen(compare(day, own, theirs), tell(own.length)))
    )
  }
})

const byDay = (lake: Kept, days: Day.DayRange) =>
  lake.revisions(days).pipe(Stream.groupAdjacentBy(({ instant }) => Day.of(instant)))

const read = (lake: Kept, day: Day.Day) => Stream.runCollect(lake.revisions({ from: day, to: day }))

/** Each of the revisions is among the others as it is. */
const compare = (day: Day.Day, revisions: ReadonlyArray<Revision>, others: ReadonlyArray<Revision>) => {
  const known = new Map(others.map((revision) => [nameOf(revision), wordsOf(revision)]))
  const other = revisions.find((revision) => known.get(nameOf(revision)) !== wordsOf(revision))
  if (other === undefined) return Effect.void
  const { instant, nature, region, revision } = other
  return refused(
    "Foreign",
    `The lake to copy to says something else of ${region}, ${nature}, ${new Date(instant).toISOString()}, revision ` +
      `${revision} (of ${day}): it has heard by itself what the other has not, and is left as it is. Name empty databases.`
  )
}

const nameOf = (revision: Revision): string => `${keyOf(revision)}|${revision.revision}`

const wordsOf = ({ fetchedAt, fingerprint, recipe, record, runId }: Revision): string =>
  JSON.stringify([fingerprint, recipe, fetchedAt, runId, record])
