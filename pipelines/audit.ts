/**
 * Source, lake and table held against one another, day by day: what one of them says and the next does not. It writes
 * nothing, and needs no memory beyond a window of days.
 */
import { type Dataset, datasetOf } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { type Excerpt, keyOf, type ObservationKey } from "#domain/Revision"
import type { DayStatistics } from "#domain/Statistic"
import { comparison, type RowDrift } from "#pipelines/comparison"
import { sort, WINDOW_DAYS } from "#pipelines/ingest"
import { Ingest } from "#ports/Ingest"
import { Lake } from "#ports/Lake"
import { Sink } from "#ports/Sink"
import { Transform } from "#ports/Transform"
import { type Change, changes } from "#transform/changes"
import { measuresOf } from "#transform/fingerprint"
import { RECIPE } from "#transform/recipe"
import { reread } from "#transform/reread"
import { revise, settle } from "#transform/revise"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** An observation as the source has it now, that the lake has not, or has otherwise. */
export interface SourceDrift extends ObservationKey {
  /** Null where the lake has nothing of it. */
  readonly changed: ReadonlyArray<Change> | null
}

/** A day of a dataset. */
export interface SourceAudit {
  readonly dataset: Dataset
  /** Observations that the source has now. */
  readonly source: number
  /** Observations that the lake has of the same dataset. */
  readonly lake: number
  readonly drift: ReadonlyArray<SourceDrift>
  /**
   * Observations of the lake that the source no longer has. No drift: it takes the real-time series away when the
   * consolidated one is there, and that one when it is definitive.
   */
  readonly gone: number
}

export interface DayAudit {
  readonly day: Day.Day
  readonly sources: ReadonlyArray<SourceAudit>
  /** Documents in the lake, and how many of them are published; null where the day never was by the present rules. */
  readonly documents: number
  readonly published: number | null
  /** Rows that the lake makes. */
  readonly rows: number
  readonly drift: ReadonlyArray<RowDrift>
}

/** Whether source, lake and table say the same of the day. */
export const agrees = ({ documents, drift, published, sources }: DayAudit): boolean =>
  drift.length === 0 && documents === (published ?? 0) && sources.every((source) => source.drift.length === 0)

/** The days, oldest first. */
export const audit = (days: Day.DayRange, datasets: ReadonlyArray<Dataset>) =>
  Stream.fromIterable(Day.windows(days, WINDOW_DAYS)).pipe(
    Stream.flatMap((window) => Stream.unwrap(auditWindow(window, datasets)))
  )

const auditWindow = Effect.fn("audit")(function*(window: Day.DayRange, datasets: ReadonlyArray<Dataset>) {
  yield* Effect.annotateCurrentSpan({ from: window.from, to: window.to })
  const lake = yield* Lake
  const sink = yield* Sink
  const transform = yield* Transform

  const latest = yield* lake.latest(window, RECIPE)
  const sources = yield* Effect.forEach(datasets, (dataset) => auditSource(dataset, window, latest))

  const documents = yield* lake.documents(window)
  const last = yield* sink.lastGeneration
  const generation = last?.recipe === transform.recipe && last.lakeId === (yield* lake.id) ? last.number : null
  const published = generation === null ? new Map<Day.Day, number>() : yield* sink.published(generation, window)
  const statistics = new Map<Day.Day, DayStatistics>()
  yield* Stream.runForEach(transform.statistics(window), (made) => Effect.sync(() => statistics.set(made.day, made)))

  return Stream.fromIterable(Day.list(window)).pipe(
    Stream.mapEffect((day) =>
      Effect.map(comparison(day, generation, statistics.get(day)?.rows), (drift): DayAudit => ({
        day,
        sources: sources.map((source) => source(day)),
        documents: documents.get(day) ?? 0,
        published: published.get(day) ?? null,
        rows: statistics.get(day)?.rows.length ?? 0,
        drift
      }))
    )
  )
})

/** What the source has now of a window, by day. */
const auditSource = Effect.fnUntraced(
  function*(dataset: Dataset, window: Day.DayRange, latest: ReadonlyMap<number, Excerpt>) {
    const ingest = yield* Ingest
    const { fetchedAt, records } = yield* ingest.fetch(dataset, window)
    const settled = settle(sort(dataset, records).heard)
    // As if it were kept now: what would be news is what the lake has not.
    const news = revise(settled, latest, { fetchedAt, runId: "" }).map((revision): SourceDrift => {
      const known = latest.get(keyOf(revision))
      return {
        region: revision.region,
        nature: revision.nature,
        instant: revision.instant,
        changed: known === undefined ? null : changes(reread(known) ?? [], measuresOf(revision.fingerprint))
      }
    })
    const said = new Set(settled.map(({ observation }) => keyOf(observation)))
    const kept = [...latest.values()].filter(({ nature }) => datasetOf(nature) === dataset)
    const drift = byDay(news.toSorted((a, b) => a.instant - b.instant || Number(a.region) - Number(b.region)))
    const source = byDay(settled.map(({ observation }) => observation))
    const known = byDay(kept)
    const gone = byDay(kept.filter((excerpt) => !said.has(keyOf(excerpt))))
    return (day: Day.Day): SourceAudit => ({
      dataset,
      source: source.get(day)?.length ?? 0,
      lake: known.get(day)?.length ?? 0,
      drift: drift.get(day) ?? [],
      gone: gone.get(day)?.length ?? 0
    })
  }
)

const byDay = <A extends ObservationKey>(all: ReadonlyArray<A>): ReadonlyMap<Day.Day, ReadonlyArray<A>> =>
  Map.groupBy(all, ({ instant }) => Day.of(instant))
