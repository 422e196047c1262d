/** Where a number comes from: from the source, through every revision in the lake, to every version of its row. It writes nothing. */
import { type Dataset, datasetOf, DATASETS } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { ENSEMBLE, FILIERES, type Subject } from "#domain/Filiere"
import { CONSUMPTION, EXCHANGE, FIRST_FILIERE, type Measures } from "#domain/Observation"
import type { Region } from "#domain/Region"
import type { Revision } from "#domain/Revision"
import type { RunRecord } from "#domain/Run"
import { Ingest } from "#ports/Ingest"
import { Lake } from "#ports/Lake"
import { Ledger } from "#ports/Ledger"
import { Query, type Version } from "#ports/Query"
import { type Change, changes } from "#transform/changes"
import { RECIPE } from "#transform/recipe"
import { reread } from "#transform/reread"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** What the source was heard to say, by the present rules. */
export interface Said extends Pick<Revision, "nature" | "revision" | "fetchedAt" | "runId" | "record"> {
  readonly dataset: Dataset
  /** Of the filière, in MW; null where nothing was measured, or where the present rules read no observation. */
  readonly value: number | null
  readonly consumption: number | null
  readonly exchange: number | null
  /** Against the revision before; empty for the first one. */
  readonly changed: ReadonlyArray<Change>
}

export interface Told extends Version {
  /** Whether `regional_energy_current` shows it. */
  readonly current: boolean
}

export interface Explanation {
  readonly region: Region
  readonly filiere: Subject
  readonly instant: number
  readonly day: Day.Day
  /** Where each dataset's records of the day come from. */
  readonly origins: ReadonlyArray<{ readonly dataset: Dataset; readonly origin: string }>
  readonly revisions: ReadonlyArray<Said>
  readonly versions: ReadonlyArray<Told>
  /** The runs that fetched or published any of it, oldest first; not those that the ledger does not know. */
  readonly runs: ReadonlyArray<RunRecord>
}

export const explain = Effect.fn("explain")(function*(region: Region, filiere: Subject, instant: number) {
  yield* Effect.annotateCurrentSpan({ region, filiere, instant: new Date(instant).toISOString() })
  const ingest = yield* Ingest
  const lake = yield* Lake
  const ledger = yield* Ledger
  const query = yield* Query
  const day = Day.of(instant)

  const revisions = said(filiere, yield* lake.history(region, instant))
  const shown = yield* shownOf(region, filiere, instant)
  const versions = (yield* query.versions(region, filiere, instant)).map((version): Told => ({
    ...version,
    current: shown.has(keyOf(version))
  }))
  const ids = new Set([...revisions, ...versions].map(({ runId }) => runId))
  const runs = yield* Effect.forEach(ids, (id) => ledger.run(id))
  const explanation: Explanation = {
    region,
    filiere,
    instant,
    day,
    origins: DATASETS.map((dataset) => ({ dataset, origin: ingest.origin(dataset, { from: day, to: day }) })),
    revisions,
    versions,
    runs: runs.filter((run) => run !== null).toSorted((a, b) => a.startedAt - b.startedAt)
  }
  return explanation
})

/** The rows that the current view shows of the instant and of its day. */
const shownOf = Effect.fnUntraced(function*(region: Region, filiere: Subject, instant: number) {
  const query = yield* Query
  const day = Day.of(instant)
  const rows = yield* Effect.forEach(["instant", "day"] as const, (granularity) =>
    Stream.runCollect(query.rows({
      regions: [region],
      filieres: [filiere],
      nature: null,
      granularity,
      days: { from: day, to: day },
      asOf: null,
      after: null,
      limit: null
    })))
  return new Set(
    rows.flat().filter(({ granularity, start }) => granularity === "day" || start === instant).map(keyOf)
  )
})

const keyOf = (row: {
  readonly granularity: string
  readonly nature: string
  readonly generation: number | null
  readonly version: number | null
}): string => [row.granularity, row.nature, row.generation, row.version].join("|")

const said = (filiere: Subject, history: ReadonlyArray<Revision>): ReadonlyArray<Said> => {
  const before = new Map<string, Measures | null>()
  return history.map(({ fetchedAt, fingerprint, instant, nature, recipe, record, region, revision, runId }) => {
    const known = { region, nature, instant, revision, fingerprint, record: recipe === RECIPE ? null : record }
    const measures = reread(known)
    const previous = before.get(nature)
    before.set(nature, measures)
    return {
      dataset: datasetOf(nature),
      nature,
      revision,
      fetchedAt,
      runId,
      record,
      value: measures === null ? null : valueOf(filiere, measures),
      consumption: measures?.[CONSUMPTION] ?? null,
      exchange: measures?.[EXCHANGE] ?? null,
      changed: previous === undefined ? [] : changes(previous ?? [], measures ?? [])
    }
  })
}

const valueOf = (filiere: Subject, measures: Measures): number | null => {
  if (filiere !== ENSEMBLE) return measures[FIRST_FILIERE + FILIERES.indexOf(filiere)] ?? null
  const measured = measures.slice(FIRST_FILIERE).filter((measure) => measure !== null)
  return measured.length === 0 ? null : measured.reduce((sum, measure) => sum + measure, 0)
}
