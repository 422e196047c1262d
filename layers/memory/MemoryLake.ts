/** A lake in this process, for every test above the ports. It keeps the whole promise, and forgets at the end. */
import * as Day from "#domain/Day"
import { ofExcerpts } from "#domain/Excerpts"
import { rankOf } from "#domain/Nature"
import type { Region } from "#domain/Region"
import { type Excerpt, keyOf, type Revision } from "#domain/Revision"
import { adoptRefused, Lake } from "#ports/Lake"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

/** Documents a batch, as a server would send them. */
const BATCH = 1_000

export const layer = Layer.effect(
  Lake,
  Effect.sync(() => {
    let id: string | null = null
    const held = new Map<number, Array<Revision>>()

    const within = (days: Day.DayRange): ReadonlyArray<Revision> => {
      const from = Day.start(days.from)
      const end = Day.end(days.to)
      return [...held.values()].flat()
        .filter((revision) => revision.instant >= from && revision.instant < end)
        .toSorted((a, b) => a.instant - b.instant)
    }

    const latest = (days: Day.DayRange, recipe: number): ReadonlyMap<number, Excerpt> =>
      new Map(within(days).map(keyOf).map((key) => [key, excerpt(recipe)(held.get(key)!.at(-1)!)]))

    const keep = (revision: Revision): boolean => {
      const known = held.get(keyOf(revision)) ?? []
      if (known.some((other) => other.revision === revision.revision)) return false
      held.set(keyOf(revision), [...known, revision].toSorted((a, b) => a.revision - b.revision))
      return true
    }

    const documents = (days?: Day.DayRange): ReadonlyMap<Day.Day, number> => {
      const counts = new Map<Day.Day, number>()
      for (const revision of days === undefined ? [...held.values()].flat() : within(days)) {
        const day = Day.of(revision.instant)
        counts.set(day, (counts.get(day) ?? 0) + 1)
      }
      return counts
    }

    const history = (region: Region, instant: number): ReadonlyArray<Revision> =>
      [...held.values()].flat()
        .filter((revision) => revision.region === region && revision.instant === instant)
        .toSorted((a, b) => rankOf(a.nature) - rankOf(b.nature) || a.revision - b.revision)

    const adopt = (wanted: string) =>
      Effect.suspend(() => {
        if (id === wanted) return Effect.void
        if (id !== null) return Effect.fail(adoptRefused("MemoryLake.adopt", `has the id ${id}`))
        if (held.size > 0) return Effect.fail(adoptRefused("MemoryLake.adopt", "holds revisions"))
        return Effect.sync(() => void (id = wanted))
      })

    return Lake.of({
      id: Effect.sync(() => id ??= crypto.randomUUID()),
      idIfAny: Effect.sync(() => id),
      adopt: Effect.fn("MemoryLake.adopt")(adopt),
      latest: Effect.fn("MemoryLake.latest")((days, recipe) => Effect.sync(() => latest(days, recipe))),
      insert: Effect.fn("MemoryLake.insert")((revisions) => Effect.sync(() => revisions.filter((one) => !keep(one)))),
      documents: Effect.fn("MemoryLake.documents")((days) => Effect.sync(() => documents(days))),
      excerpts: (days, recipe) =>
        Stream.suspend(() =>
          Stream.fromIterable(Arr.chunksOf(within(days).map(excerpt(recipe)), BATCH).map(ofExcerpts))
        ),
      revisions: (days) => Stream.suspend(() => Stream.fromIterable(within(days), { chunkSize: BATCH })),
      history: Effect.fn("MemoryLake.history")((region, instant) => Effect.sync(() => history(region, instant))),
      size: Effect.sync(() => ({
        documents: [...held.values()].reduce((sum, revisions) => sum + revisions.length, 0),
        bytes: { data: 0, indexes: 0 }
      }))
    })
  })
)

const excerpt = (recipe: number) => (revision: Revision): Excerpt => ({
  region: revision.region,
  nature: revision.nature,
  instant: revision.instant,
  revision: revision.revision,
  fingerprint: revision.fingerprint,
  record: revision.recipe === recipe ? null : revision.record
})
