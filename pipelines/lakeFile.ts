/** A lake to a file and back: every revision, and whose they are. Read into a lake twice, it is there once. */
import * as Day from "#domain/Day"
import { Progress } from "#pipelines/Progress"
import { Lake } from "#ports/Lake"
import { LakeFile } from "#ports/LakeFile"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** Answers with how many revisions there are. */
export const save = Effect.fn("lakeFile.save")(function*(file: string, replace: boolean) {
  const lake = yield* Lake
  const tell = yield* Progress
  const { create } = yield* LakeFile
  const draft = yield* create(file, yield* lake.id, replace)
  const kept = yield* lake.documents()
  const total = [...kept.values()].reduce((sum, documents) => sum + documents, 0)
  let done = 0
  for (const days of Day.ranges([...kept.keys()].toSorted())) {
    yield* Stream.runForEachArray(lake.revisions(days), (batch) =>
      Effect.suspend(() => {
        done += batch.length
        return Effect.andThen(draft.append(batch), tell({ doing: "Saving the lake", done, total, ahead: null }))
      }))
  }
  return yield* draft.close
}, Effect.scoped)

/** Answers with how many revisions there are in the file, and how many of them were not there. */
export const load = Effect.fn("lakeFile.load")(function*(file: string) {
  const lake = yield* Lake
  const tell = yield* Progress
  const { open } = yield* LakeFile
  const { lakeId, revisions } = yield* open(file)
  yield* lake.adopt(lakeId)
  let [total, added] = [0, 0]
  yield* Stream.runForEach(revisions, (batch) =>
    Effect.gen(function*() {
      const known = yield* lake.insert(batch)
      total += batch.length
      added += batch.length - known.length
      yield* tell({ doing: "Loading the lake", done: total, total, ahead: null })
    }))
  return { total, added }
}, Effect.scoped)
