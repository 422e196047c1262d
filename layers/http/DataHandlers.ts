/** Answers with what is published: rows as they come from the database, in memory that does not grow with them. */
import { Api } from "#api/Api"
import { problem } from "#api/Problem"
import { type Dataset, DATASETS } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { Subject } from "#domain/Filiere"
import type { Nature } from "#domain/Nature"
import type { Region } from "#domain/Region"
import { Ingest } from "#ports/Ingest"
import { Query, type Row, type RowFilter } from "#ports/Query"
import { Runs } from "#ports/Runs"
import { instant } from "#ports/shapes"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Pull from "effect/Pull"
import * as Stream from "effect/Stream"
import { invalid, ofQuery } from "./Problems.ts"
import { coverageOf, freshnessOf, lastDays } from "./shapes.ts"
import { CSV_HEADER, csvOf, cursorOf, jsonOf, placeOf } from "./StatsRows.ts"

const LONGEST_COVERAGE = 400

/** Downloads at once: each holds a connection to the database for as long as its reader takes. */
const DOWNLOADS = 3

interface StatsQuery {
  readonly region?: ReadonlyArray<Region>
  readonly filiere?: ReadonlyArray<Subject>
  readonly nature?: Nature
  readonly granularity?: RowFilter["granularity"]
  readonly from?: string
  readonly to?: string
  readonly as_of?: string
  readonly limit?: number
  readonly cursor?: string
  readonly format?: Format
}

type Format = "json" | "ndjson" | "csv"

const MIME: Readonly<Record<Format, string>> = {
  json: "application/json",
  ndjson: "application/x-ndjson",
  csv: "text/csv"
}

/** The first of ours that the header names; JSON where it names none. */
const accepted = (header: string): Format => {
  const asked = header.toLowerCase().split(",").map((one) => one.replace(/;.*$/s, "").trim())
  const formats = Object.keys(MIME) as ReadonlyArray<Format>
  return asked.flatMap((one) => formats.filter((format) => MIME[format] === one))[0] ?? "json"
}

const rangeOf = Effect.fnUntraced(function*(
  { from, to }: { readonly from?: string; readonly to?: string },
  days: number
) {
  const last = lastDays(yield* Clock.currentTimeMillis, days)
  const range = {
    from: (from ?? (to === undefined ? last.from : Day.plus(to as Day.Day, 1 - days))) as Day.Day,
    to: (to ?? last.to) as Day.Day
  }
  return range.from > range.to
    ? yield* invalid(`parameter from: ${range.from} is after ${range.to}; the first day comes first`)
    : range
})

const filterOf = Effect.fnUntraced(function*(asked: StatsQuery): Effect.fn.Return<RowFilter, Refused> {
  const { as_of, cursor, filiere = [], granularity = "instant", nature = null, region = [] } = asked
  const after = cursor === undefined ? null : placeOf(cursor)
  if (after === undefined) return yield* invalid("parameter cursor: expected the `next` of the page before, whole")
  if (as_of !== undefined && (granularity === "hour" || granularity === "month")) {
    return yield* invalid(`parameter as_of: a mean of the ${granularity} has no past; ask for instant or day`)
  }
  return {
    regions: region,
    filieres: filiere,
    nature,
    granularity,
    days: yield* rangeOf(asked, 7),
    asOf: as_of === undefined ? null : Date.parse(as_of),
    after,
    limit: asked.limit ?? null
  }
})

type Refused = Effect.Error<ReturnType<typeof invalid>>

export const layer = HttpApiBuilder.group(
  Api,
  "data",
  Effect.fn(function*(handlers) {
    const query = yield* Query
    const runs = yield* Runs
    const ingest = yield* Ingest
    let downloads = 0

    const coverage = Effect.fn("DataHandlers.coverage")(
      function*(asked: { readonly from?: string; readonly to?: string }) {
        const range = yield* rangeOf(asked, 60)
        if (Day.count(range) > LONGEST_COVERAGE) {
          return yield* invalid(
            `parameter from: ${Day.count(range)} days are more than ${LONGEST_COVERAGE}; ask for fewer`
          )
        }
        const days = yield* Effect.catch(query.coverage(range), ofQuery)
        return { ...range, days: days.map(coverageOf) }
      }
    )

    const page = Effect.fn("DataHandlers.page")(function*(filter: RowFilter) {
      const limit = filter.limit ?? 1_000
      const found = yield* Stream.runCollect(query.rows({ ...filter, limit: limit + 1 })).pipe(Effect.catch(ofQuery))
      const rows = found.slice(0, limit)
      const next = found.length > limit ? JSON.stringify(cursorOf(rows.at(-1)!)) : "null"
      return HttpServerResponse.text(`{"rows":[${rows.map(jsonOf).join(",")}],"next":${next}}`, {
        contentType: MIME.json
      })
    })

    /** One place of the few, until the answer is sent. */
    const place = Effect.acquireRelease(
      Effect.suspend(() =>
        downloads < DOWNLOADS ? Effect.sync(() => void downloads++) : Effect.fail(
          problem(503, "Query.Busy", `${DOWNLOADS} downloads are going: ask again when one has ended.`)
        )
      ),
      () => Effect.sync(() => void downloads--)
    )

    const download = Effect.fn("DataHandlers.download")(function*(filter: RowFilter, format: "ndjson" | "csv") {
      yield* place
      const pull = yield* Stream.toPull(query.rows(filter))
      // Until there is a row, or none, the answer may still be that the database is away.
      const first = yield* pull.pipe(
        Pull.catchDone(() => Effect.succeed<ReadonlyArray<Row>>([])),
        Effect.catchTag("QueryError", ofQuery)
      )
      const rest = first.length === 0 ? Stream.empty : Stream.fromPull(Effect.succeed(pull))
      const lines = Stream.fromIterable(first).pipe(
        Stream.concat(rest),
        Stream.mapArray((rows) => [rows.map(format === "csv" ? csvOf : jsonOf).join("\n") + "\n"])
      )
      return HttpServerResponse.stream(
        (format === "csv" ? Stream.concat(Stream.make(CSV_HEADER + "\n"), lines) : lines).pipe(Stream.encodeText),
        {
          contentType: format === "csv" ? "text/csv; charset=utf-8" : MIME[format],
          headers: {
            "content-disposition": `attachment; filename="eco2mix-${filter.days.from}-${filter.days.to}.${format}"`
          }
        }
      )
    })

    const stats = Effect.fn("DataHandlers.stats")(function*(asked: StatsQuery) {
      const { headers } = yield* HttpServerRequest.HttpServerRequest
      const filter = yield* filterOf(asked)
      const format = asked.format ?? accepted(headers["accept"] ?? "")
      return format === "json" ? yield* page(filter) : yield* download(filter, format)
    })

    const freshness = Effect.fn("DataHandlers.freshness")(function*() {
      const now = yield* Clock.currentTimeMillis
      const regions = yield* Effect.catch(query.freshness, ofQuery)
      const { next } = yield* runs.standing
      const quota = yield* Effect.forEach(
        DATASETS,
        (dataset: Dataset) =>
          Effect.map(ingest.quota(dataset), (said) =>
            said === null ? [] : [{
              dataset,
              limit: said.limit,
              remaining: said.remaining,
              reset: said.reset === null ? null : instant(said.reset)
            }])
      )
      return {
        now: instant(now),
        regions: regions.map((one) => freshnessOf(one, now)),
        next_run: next === null ? null : instant(next),
        quota: quota.flat()
      }
    })

    return handlers.handleAll({
      coverage: ({ query }) => coverage(query),
      stats: ({ query }) => stats(query),
      freshness: () => freshness()
    })
  })
)
