/**
 * The lake in PostgreSQL, for those who want one store and not two. Lines are only added. A window is one range of the
 * primary key, which begins with the instant; a day's documents are counted from an index alone.
 */
import * as Day from "#domain/Day"
import { ofExcerpts } from "#domain/Excerpts"
import { type Nature, rankOf } from "#domain/Nature"
import type { Region } from "#domain/Region"
import { type Excerpt, keyOf, type ObservationKey, type Revision } from "#domain/Revision"
import { adoptRefused, Lake, LakeError } from "#ports/Lake"
import { lakeBatches, lakeOperation } from "#telemetry/lakeOperation"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SqlError } from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import { columns } from "./columns.ts"
import { failed } from "./PostgresClient.ts"

interface Line {
  readonly instant: Date
  readonly code_insee_region: Region
  readonly nature: Nature
  readonly revision: number
  readonly fingerprint: string
  readonly record: string | null
}

/** A line with all that a revision has. */
interface WholeLine extends Line {
  readonly recipe: number
  readonly record: string
  readonly fetched_at: Date
  readonly run_id: string
}

export const layer = Layer.effect(
  Lake,
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient

    const within = (days: Day.DayRange) =>
      sql`instant >= ${new Date(Day.start(days.from))} and instant < ${new Date(Day.end(days.to))}`

    /** The columns of an excerpt. */
    const excerptBy = (recipe: number) =>
      sql`instant, code_insee_region, nature, revision, fingerprint,
        case when recipe <> ${recipe}::integer then record end as record`

    const latest = (days: Day.DayRange, recipe: number) =>
      Effect.map(
        sql<Line>`
          select distinct on (instant, code_insee_region, nature) ${excerptBy(recipe)}
          from lake.revisions where ${within(days)}
          order by instant, code_insee_region, nature, revision desc`,
        (lines): ReadonlyMap<number, Excerpt> => new Map(lines.map(excerptOf).map((line) => [keyOf(line), line]))
      )

    const insert = (revisions: ReadonlyArray<Revision>) => {
      const values = columns(sql, [
        [revisions.map(({ instant }) => instant), "timestamptz"],
        [revisions.map(({ region }) => region), "text"],
        [revisions.map(({ nature }) => nature), "text"],
        [revisions.map(({ revision }) => revision), "int4"],
        [revisions.map(({ instant }) => Day.of(instant)), "text"],
        [revisions.map(({ fingerprint }) => fingerprint), "text"],
        [revisions.map(({ recipe }) => recipe), "int4"],
        [revisions.map(({ record }) => record), "text"],
        [revisions.map(({ fetchedAt }) => fetchedAt), "timestamptz"],
        [revisions.map(({ runId }) => runId), "text"]
      ])
      return Effect.map(
        sql<Pick<Line, "instant" | "code_insee_region" | "nature" | "revision">>`
          insert into lake.revisions (instant, code_insee_region, nature, revision, day, fingerprint, recipe, record,
            fetched_at, run_id)
          select instant, region, nature, revision, day::date, fingerprint, recipe, record, fetched_at, run_id::uuid
          from ${values} as v (instant, region, nature, revision, day, fingerprint, recipe, record, fetched_at, run_id)
          on conflict do nothing
          returning instant, code_insee_region, nature, revision`,
        (kept) => {
          const free = new Set(kept.map((line) => numbered({ ...keyOfLine(line), revision: line.revision })))
          return revisions.filter((revision) => !free.has(numbered(revision)))
        }
      )
    }

    const documents = (days?: Day.DayRange) =>
      Effect.map(
        sql<{ readonly day: Day.Day; readonly documents: number }>`
          select day::text as day, count(*)::integer as documents from lake.revisions
          where day between ${days?.from ?? "-infinity"}::date and ${days?.to ?? "infinity"}::date
          group by lake.revisions.day`,
        (lines): ReadonlyMap<Day.Day, number> => new Map(lines.map((line) => [line.day, line.documents]))
      )

    const excerpts = (days: Day.DayRange, recipe: number) =>
      sql<Line>`select ${excerptBy(recipe)} from lake.revisions where ${within(days)} order by instant`.stream

    const WHOLE = sql.literal(
      "instant, code_insee_region, nature, revision, fingerprint, recipe, record, fetched_at, run_id"
    )

    const revisions = (days: Day.DayRange) =>
      sql<WholeLine>`select ${WHOLE} from lake.revisions where ${within(days)} order by instant`.stream

    const history = (region: Region, instant: number) =>
      Effect.map(
        sql<WholeLine>`
          select ${WHOLE} from lake.revisions where instant = ${new Date(instant)} and code_insee_region = ${region}`,
        (lines) =>
          lines.map(revisionOf).toSorted((a, b) => rankOf(a.nature) - rankOf(b.nature) || a.revision - b.revision)
      )

    const id = Effect.map(sql<{ readonly id: string }>`select id from lake.identity`, ([line]) => line!.id)

    /** It has had its own since its table was made, and its table keeps it. */
    const adopt = (wanted: string) =>
      Effect.flatMap(
        Effect.mapError(id, failure("adopt")),
        (own) => own === wanted ? Effect.void : Effect.fail(adoptRefused("PostgresLake.adopt", `has the id ${own}`))
      )

    /**
     * What the server has counted: as it went, which it forgets when it crashes, or when it last looked through the table.
     * Documents are only added, so of two counts the higher one is the later one.
     */
    const size = Effect.map(
      sql<{ readonly documents: number; readonly data: number; readonly indexes: number }>`
        select greatest(revisions.reltuples, pg_stat_get_live_tuples(revisions.oid), 0)::float8 as documents,
          pg_table_size(revisions.oid)::float8 as data, pg_indexes_size(revisions.oid)::float8 as indexes
        from pg_class as revisions where revisions.oid = 'lake.revisions'::regclass`,
      ([line]) => ({ documents: line!.documents, bytes: { data: line!.data, indexes: line!.indexes } })
    )

    return Lake.of({
      id: id.pipe(Effect.mapError(failure("id")), lakeOperation("id"), Effect.withSpan("PostgresLake.id")),
      idIfAny: id.pipe(Effect.mapError(failure("idIfAny")), Effect.withSpan("PostgresLake.idIfAny")),
      adopt: Effect.fn("PostgresLake.adopt")(adopt),
      latest: Effect.fn("PostgresLake.latest")(latest, Effect.mapError(failure("latest")), lakeOperation("latest")),
      insert: Effect.fn("PostgresLake.insert")(insert, Effect.mapError(failure("insert")), lakeOperation("insert")),
      documents: Effect.fn("PostgresLake.documents")(
        documents,
        Effect.mapError(failure("documents")),
        lakeOperation("documents")
      ),
      excerpts: (days, recipe) =>
        Stream.suspend(() => excerpts(days, recipe)).pipe(
          Stream.mapError(failure("excerpts")),
          lakeBatches("excerpts"),
          Stream.chunks,
          Stream.map((lines) => ofExcerpts(Arr.map(lines, excerptOf)))
        ),
      revisions: (days) =>
        Stream.suspend(() => revisions(days)).pipe(
          Stream.mapArray((lines) => Arr.map(lines, revisionOf)),
          Stream.mapError(failure("revisions")),
          lakeBatches("revisions")
        ),
      history: Effect.fn("PostgresLake.history")(
        history,
        Effect.mapError(failure("history")),
        lakeOperation("history")
      ),
      size: size.pipe(Effect.mapError(failure("size")), lakeOperation("size"), Effect.withSpan("PostgresLake.size"))
    })
  })
)

const failure = (method: string): (error: SqlError) => LakeError => failed(LakeError, `PostgresLake.${method}`)

const keyOfLine = (line: Pick<Line, "instant" | "code_insee_region" | "nature">): ObservationKey => ({
  region: line.code_insee_region,
  nature: line.nature,
  instant: line.instant.getTime()
})

const excerptOf = (line: Line): Excerpt => ({
  region: line.code_insee_region,
  nature: line.nature,
  instant: line.instant.getTime(),
  revision: line.revision,
  fingerprint: line.fingerprint,
  record: line.record
})

const revisionOf = (line: WholeLine): Revision => ({
  ...keyOfLine(line),
  revision: line.revision,
  fingerprint: line.fingerprint,
  recipe: line.recipe,
  record: line.record,
  fetchedAt: line.fetched_at.getTime(),
  runId: line.run_id
})

const numbered = (key: ObservationKey & { readonly revision: number }): string => `${keyOf(key)}|${key.revision}`
