/** What a person should see: records that could not be read, data that is hard to believe, and who did what. */
import { BECAME, DEEDS } from "#domain/Act"
import { CHECKS, SEVERITIES } from "#domain/Finding"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import * as Fields from "./fields.ts"
import * as Parameters from "./parameters.ts"
import * as Problem from "./Problem.ts"

const Quarantine = Schema.Struct({
  /** How many wait for a person. */
  waiting: Fields.Count,
  entries: Schema.Array(Schema.Struct({
    id: Schema.String,
    dataset: Fields.Dataset,
    reason: Schema.String,
    detail: Schema.String,
    record: Schema.String,
    record_bytes: Fields.Count,
    first_seen_at: Fields.Instant,
    run_id: Schema.String,
    resolution: Schema.NullOr(Schema.Literals(["retried", "dropped"]))
  })),
  next: Schema.NullOr(Schema.String)
}).annotate({ identifier: "Quarantine" })

const Findings = Schema.Struct({
  findings: Schema.Array(Schema.Struct({
    id: Schema.String,
    check: Schema.Literals(CHECKS),
    severity: Schema.Literals(SEVERITIES),
    code_insee_region: Fields.Region,
    libelle_region: Schema.String,
    nature: Fields.Nature,
    granularity: Schema.Literals(["instant", "day"]),
    date_heure: Fields.Instant,
    first: Fields.Instant,
    last: Fields.Instant,
    measure: Schema.NullOr(Schema.String),
    figures: Schema.Record(Schema.String, Schema.Finite),
    text: Schema.String,
    first_seen_at: Fields.Instant,
    run_id: Schema.String
  })),
  next: Schema.NullOr(Schema.String)
}).annotate({ identifier: "Findings" })

const Journal = Schema.Struct({
  lines: Schema.Array(Schema.Struct({
    id: Schema.String,
    at: Fields.Instant,
    requested_by: Schema.String,
    deed: Schema.Literals(DEEDS),
    /** The run, or the entries of the quarantine. */
    subject: Schema.NullOr(Schema.String),
    details: Schema.Record(Schema.String, Schema.Unknown),
    became: Schema.Literals(BECAME)
  })),
  next: Schema.NullOr(Schema.String)
}).annotate({ identifier: "Journal" })

const page = {
  limit: { schema: Fields.limit(200), says: "How many at most; 50 where it is not said." },
  before: { schema: Fields.EntryId, says: "Only entries older than this one: the `next` of the page before." }
}

const quarantine = {
  ...page,
  resolved: { schema: Schema.Boolean, says: "Also those that a person has dealt with." }
}

const findings = {
  ...page,
  severity: { schema: Schema.Literals(SEVERITIES), says: "These and the graver ones." },
  from: { schema: Fields.Day, says: "Only of periods that begin on this day in Paris, or later." },
  to: { schema: Fields.Day, says: "Only of periods that begin on this day in Paris, or earlier." }
}

const usual = [Problem.Invalid, Problem.Misdirected, Problem.TooMany, Problem.Defect, Problem.Unavailable] as const

export const ReviewApi = HttpApiGroup.make("review").add(
  HttpApiEndpoint.get("quarantine", "/quarantine", {
    query: Parameters.optional(quarantine),
    success: Quarantine,
    error: usual
  }).annotateMerge(OpenApi.annotations({ summary: "What was set aside, newest first" }))
    .annotateMerge(Parameters.describe(quarantine)),
  HttpApiEndpoint.get("findings", "/findings", {
    query: Parameters.optional(findings),
    success: Findings,
    error: usual
  }).annotateMerge(OpenApi.annotations({ summary: "What was found that is not as expected, newest first" }))
    .annotateMerge(Parameters.describe(findings)),
  HttpApiEndpoint.get("journal", "/journal", {
    query: Parameters.optional(page),
    success: Journal,
    error: usual
  }).annotateMerge(OpenApi.annotations({
    summary: "Who asked for what, and what became of it, newest first",
    description: "Runs as they begin and end, what was asked of them, and what a person did with the quarantine."
  })).annotateMerge(Parameters.describe(page))
).prefix("/api/v1").annotateMerge(OpenApi.annotations({ title: "Review" }))
