/** What is published: its rows, what is there of each day, and how fresh it is. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import * as Fields from "./fields.ts"
import * as Parameters from "./parameters.ts"
import * as Problem from "./Problem.ts"

const Coverage = Schema.Struct({
  from: Fields.Date,
  to: Fields.Date,
  days: Schema.Array(Schema.Struct({
    code_insee_region: Fields.Region,
    libelle_region: Schema.String,
    day: Fields.Date,
    state: Schema.Literals(["missing", "partial", "complete", "revised"]),
    nature: Schema.NullOr(Fields.Nature),
    records: Fields.Count,
    expected: Fields.Count,
    revisions: Fields.Count
  }))
}).annotate({ identifier: "Coverage" })

const Granularity = Schema.Literals(["instant", "hour", "day", "month"])

export const StatsRow = Schema.Struct({
  code_insee_region: Fields.Region,
  libelle_region: Schema.String,
  filiere: Fields.Subject,
  nature: Fields.Nature,
  granularity: Granularity,
  date_heure: Fields.Instant,
  avg_production: Schema.NullOr(Schema.Finite),
  avg_consumption: Schema.NullOr(Schema.Finite),
  avg_physical_exchange: Schema.NullOr(Schema.Finite),
  record_count: Fields.Count,
  generation: Schema.NullOr(Fields.Count),
  version: Schema.NullOr(Fields.Count)
}).annotate({ identifier: "StatsRow" })

export type StatsRow = typeof StatsRow.Type

/** In the order of a CSV file. */
export const STATS_COLUMNS = Object.keys(StatsRow.fields) as ReadonlyArray<keyof StatsRow>

const Stats = Schema.Struct({ rows: Schema.Array(StatsRow), next: Schema.NullOr(Schema.String) }).annotate({
  identifier: "Stats"
})

const Freshness = Schema.Struct({
  now: Fields.Instant,
  regions: Schema.Array(Schema.Struct({
    code_insee_region: Fields.Region,
    libelle_region: Schema.String,
    nature: Fields.Nature,
    latest: Fields.Instant,
    lag_seconds: Schema.Finite
  })),
  next_run: Schema.NullOr(Fields.Instant),
  quota: Schema.Array(Schema.Struct({
    dataset: Fields.Dataset,
    limit: Fields.Count,
    remaining: Fields.Count,
    reset: Schema.NullOr(Fields.Instant)
  }))
}).annotate({ identifier: "Freshness" })

const days = (usual: string) => ({
  from: { schema: Fields.Day, says: `First day, in Paris. Where neither is said: ${usual}.` },
  to: { schema: Fields.Day, says: "Last day, in Paris, included; today where only `from` is said." }
})

const coverage = days("the last 60 days")

const stats = {
  region: {
    schema: Schema.Array(Fields.Region),
    says: "INSEE codes, the parameter repeated for several; all by default."
  },
  filiere: { schema: Schema.Array(Fields.Subject), says: "Filières, or `ensemble` for all together; all by default." },
  nature: { schema: Fields.Nature, says: "The best one of each period by default." },
  granularity: { schema: Granularity, says: "`instant` by default." },
  ...days("the last 7 days"),
  as_of: { schema: Fields.Moment, says: "The table as it stood then; instants and days alone have a past." },
  limit: { schema: Fields.limit(10_000), says: "How many at most; as JSON 1 000 by default, else all." },
  cursor: {
    schema: Schema.String.check(Schema.isPattern(/^[\w-]{1,400}$/u, { expected: "the `next` of the page before" })),
    says: "The `next` of the page before."
  },
  format: {
    schema: Schema.Literals(["json", "ndjson", "csv"]),
    says: "By default as the header Accept has it: application/json, application/x-ndjson or text/csv."
  }
}

const usual = [Problem.Invalid, Problem.Misdirected, Problem.TooMany, Problem.Defect, Problem.Unavailable] as const

export const DataApi = HttpApiGroup.make("data").add(
  HttpApiEndpoint.get("coverage", "/coverage", {
    query: Parameters.optional(coverage),
    success: Coverage,
    error: usual
  }).annotateMerge(OpenApi.annotations({ summary: "What is known of each region on each day, 400 days at most" }))
    .annotateMerge(Parameters.describe(coverage)),
  HttpApiEndpoint.get("stats", "/stats", {
    query: Parameters.optional(stats),
    success: [
      Stats,
      Schema.String.pipe(HttpApiSchema.asText({ contentType: "application/x-ndjson" })),
      Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/csv; charset=utf-8" }))
    ],
    error: usual
  }).annotateMerge(OpenApi.annotations({
    summary: "Rows of the published table, by start, region, filière and nature",
    description:
      "Powers are means over the period in MW, an exchange below zero is export. As NDJSON each line is a StatsRow, " +
      "as CSV each line has its columns; both are sent as they are read, however many they are."
  })).annotateMerge(Parameters.describe(stats)),
  HttpApiEndpoint.get("freshness", "/freshness", { success: Freshness, error: usual }).annotateMerge(
    OpenApi.annotations({
      summary: "How old the newest measures are, when more come, and how often the source may be asked"
    })
  )
).prefix("/api/v1").annotateMerge(OpenApi.annotations({ title: "Data" }))
