/**
 * The ports with every write held back: the lake takes revisions into this process's memory and shows them as if they were
 * kept, the sink counts the rows that it would have appended, the ledger remembers nothing. What is read is real.
 *
 * A day's revisions are let go of when its rows have been counted, so that a rehearsed backfill needs a month's memory.
 */
import * as Day from "#domain/Day"
import { ofExcerpts, toExcerpts } from "#domain/Excerpts"
import { NATURES } from "#domain/Nature"
import { type Excerpt, keyOf, type Revision } from "#domain/Revision"
import { rowsOf } from "#domain/Statistic"
import { Ingest } from "#ports/Ingest"
import { adoptRefused, Lake } from "#ports/Lake"
import { Ledger } from "#ports/Ledger"
import { Query, type QueryError } from "#ports/Query"
import { Rehearsal } from "#ports/Rehearsal"
import { Sink, SinkError } from "#ports/Sink"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

/** A count and an export. */
const CALLS_A_FETCH = 2

/** Stands for the generation that a run would open, of which the table has no row. */
const NEW_GENERATION = 0

/** Revisions that were not kept, by day. */
type Held = Map<Day.Day, Array<Revision>>

/** Over the real ports, which it hides. */
export const layer = Layer.effectContext(Effect.gen(function*() {
  const held: Held = new Map()
  const [ingest, calls] = counted(yield* Ingest)
  return Context.make(Ingest, ingest).pipe(
    Context.add(Rehearsal, { calls }),
    Context.add(Lake, heldLake(yield* Lake, held)),
    Context.add(Sink, countingSink(yield* Sink, yield* Query, held)),
    Context.add(Ledger, silentLedger(yield* Ledger))
  )
}))

const counted = (ingest: Ingest["Service"]) => {
  let calls = 0
  const fetch: typeof ingest.fetch = (dataset, days) =>
    Effect.tap(ingest.fetch(dataset, days), () => Effect.sync(() => calls += CALLS_A_FETCH))
  return [Ingest.of({ ...ingest, fetch }), Effect.sync(() => calls)] as const
}

const within = (held: Held, days?: Day.DayRange): ReadonlyArray<Revision> =>
  [...held].filter(([day]) => days === undefined || (day >= days.from && day <= days.to)).flatMap(([, list]) => list)

const excerptOf = ({ fingerprint, instant, nature, region, revision }: Revision): Excerpt => ({
  fingerprint,
  instant,
  nature,
  region,
  revision,
  record: null
})

const heldLake = (lake: Lake["Service"], held: Held): Lake["Service"] =>
  Lake.of({
    ...lake,
    latest: (days, recipe) =>
      Effect.map(lake.latest(days, recipe), (known) => {
        const all = new Map(known)
        for (const revision of within(held, days)) all.set(keyOf(revision), excerptOf(revision))
        return all
      }),
    insert: (revisions) =>
      Effect.sync(() => {
        for (const revision of revisions) {
          const day = Day.of(revision.instant)
          const list = held.get(day)
          if (list === undefined) held.set(day, [revision])
          else list.push(revision)
        }
        return []
      }),
    documents: (days) =>
      Effect.map(lake.documents(days), (kept) => {
        const all = new Map(kept)
        for (const [day, list] of held) {
          if (days === undefined || (day >= days.from && day <= days.to)) {
            all.set(day, (all.get(day) ?? 0) + list.length)
          }
        }
        return all
      }),
    adopt: (id) =>
      Effect.gen(function*() {
        const own = yield* lake.idIfAny
        if (own === id) return
        if (own !== null) return yield* adoptRefused("Rehearsal.adopt", `has the id ${own}`)
        if ((yield* lake.documents()).size > 0) return yield* adoptRefused("Rehearsal.adopt", "holds revisions")
      }),
    excerpts: (days, recipe) =>
      merged(
        held,
        days,
        (day) => Stream.flatMap(lake.excerpts(day, recipe), (batch) => Stream.fromIterable(toExcerpts(batch))),
        excerptOf
      ).pipe(Stream.chunks, Stream.map(ofExcerpts)),
    revisions: (days) => merged(held, days, lake.revisions, (revision) => revision)
  })

/** Both are ordered by instant, and a day that holds nothing is the lake's own: so day by day they are merged. */
const merged = <A extends Pick<Revision, "instant">, E>(
  held: Held,
  days: Day.DayRange,
  own: (day: Day.DayRange) => Stream.Stream<A, E>,
  shown: (revision: Revision) => A
): Stream.Stream<A, E> =>
  Stream.fromIterable(Day.list(days)).pipe(
    Stream.flatMap((day) => {
      const kept = own({ from: day, to: day })
      const news = held.get(day)
      if (news === undefined) return kept
      return Stream.unwrap(
        Effect.map(
          Stream.runCollect(kept),
          (kept) => Stream.fromIterable([...kept, ...news.map(shown)].toSorted((a, b) => a.instant - b.instant))
        )
      )
    })
  )

const countingSink = (sink: Sink["Service"], query: Query["Service"], held: Held): Sink["Service"] =>
  Sink.of({
    ...sink,
    generation: (recipe, lakeId) =>
      Effect.map(sink.lastGeneration, (last) =>
        last?.recipe === recipe && last.lakeId === lakeId ? last.number : NEW_GENERATION),
    append: Effect.fn("Rehearsal.append")(function*(generation, _, day) {
      const known = yield* Effect.mapError(knownRows(query, generation, day.day), unread)
      held.delete(day.day)
      return rowsOf(day.rows).filter(({ filiere, granularity, nature, region, start, version }) =>
        version > (known.get([region, filiere, nature, granularity, start].join("|")) ?? 0)
      ).length
    })
  })

/** The versions that the table has of a day's rows. They only grow, so a row is new where its own is higher. */
const knownRows = Effect.fnUntraced(function*(query: Query["Service"], generation: number, day: Day.Day) {
  const known = new Map<string, number>()
  for (const nature of NATURES) {
    for (const granularity of ["instant", "day"] as const) {
      const days = { from: day, to: day }
      const filter = { regions: [], filieres: [], nature, granularity, days, asOf: null, after: null, limit: null }
      yield* Stream.runForEach(query.rows(filter), (row) =>
        Effect.sync(() => {
          if (row.generation !== generation || row.version === null) return
          known.set([row.region, row.filiere, row.nature, granularity, row.start].join("|"), row.version)
        }))
    }
  }
  return known
})

const unread = ({ detail, reason }: QueryError) =>
  new SinkError({ reason: reason === "Unreachable" ? "Unreachable" : "Refused", during: "Rehearsal.append", detail })

const silentLedger = (ledger: Ledger["Service"]): Ledger["Service"] =>
  Ledger.of({
    ...ledger,
    open: () => Effect.void,
    progress: () => Effect.void,
    close: () => Effect.void,
    quarantine: () => Effect.void,
    report: () => Effect.succeed([]),
    ask: () => Effect.succeed(false),
    note: () => Effect.void
  })
