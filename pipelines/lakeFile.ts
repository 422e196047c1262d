/** A lake to a file and back: every revision, and whose they are. Read into a lake twice, it is there once. */
import * as Day from "#domain/Day"
import { keyOf } from "#domain/Revision"
import { Progress } from "#pipelines/Progress"
import { Lake } from "#ports/Lake"
import { LakeFile } from "#ports/LakeFile"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** Answers with how many revisions there are. Of equal lakes the files are equal, whoever keeps them. */
export const save = Effect.fn("lakeFile.save")(function*(file: string, replace: boolean) {
  const lake = yield* Lake
  const tell = yield* Progress
  const { create } = yield* LakeFile
  const kept = yield* lake.documents()
  const expected = [...kept.values()].reduce((sum, documents) => sum + documents, 0)
  const draft = yield* create(file, { lakeId: yield* lake.id, expected }, replace)
  let done = 0
  for (const days of Day.ranges([...kept.keys()].toSorted())) {
    yield* lake.revisions(days).pipe(
      // A lake has them by instant, and within it as it likes.
      Stream.groupAdjacentBy(({ instant }) => Day.of(instant)),
      Stream.runForEach(([, day]) => {
        done += day.length
        const inOrder = day.toSorted((a, b) => keyOf(a) - keyOf(b) || a.revision - b.revision)
        return Effect.andThen(
          draft.append(inOrder),
          tell({ doing: "Saving the lake", done, total: Math.max(done, expected), ahead: null })
        )
      })
    )
  }
  return yield* draft.close
}, Effect.scoped)

/** Answers with how many revisions there are in the file, and how many of them were not there. */
export const load = Effect.fn("lakeFile.load")(function*(file: string) {
  const lake = yield* Lake
  const tell = yield* Progress
  const { open } = yield* LakeFile
  const { expected, lakeId, revisions } = yield* open(file)
  yield* lake.adopt(lakeId)
  let [read, added] = [0, 0]
  yield* Stream.runForEach(revisions, (batch) =>
    Effect.gen(function*() {
      const known = yield* lake.insert(batch)
      read += batch.length
      added += batch.length - known.length
      yield* tell({ doing: "Loading the lake", done: read, total: Math.max(read, expected), ahead: null })
    }))
  return { read, added }
}, Effect.scoped)
