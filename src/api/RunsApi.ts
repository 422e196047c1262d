/** The runs: those that were, those that go, and what may be asked of them. */
import { TRIGGERS } from "#domain/Run"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { Access } from "./Access.ts"
import * as Fields from "./fields.ts"
import * as Parameters from "./parameters.ts"
import * as Problem from "./Problem.ts"

export const OUTCOMES = ["running", "succeeded", "failed", "interrupted", "cancelled"] as const

export const Run = Schema.Struct({
  run_id: Schema.String,
  trigger: Schema.Literals(TRIGGERS),
  window_from: Fields.Date,
  window_to: Fields.Date,
  datasets: Schema.Array(Fields.Dataset),
  requested_by: Schema.String,
  oldest_first: Schema.Boolean,
  resumes: Schema.NullOr(Schema.String),
  scheduled_for: Schema.NullOr(Fields.Instant),
  started_at: Fields.Instant,
  ended_at: Schema.NullOr(Fields.Instant),
  duration_seconds: Schema.Finite,
  outcome: Schema.Literals(OUTCOMES),
  waits: Schema.NullOr(Schema.Literals(["asked", "morning", "quota"])),
  counts: Schema.Struct({
    records: Fields.Count,
    blank: Fields.Count,
    ghost: Fields.Count,
    repeated: Fields.Count,
    quarantined: Fields.Count,
    revisions: Fields.Count,
    unchanged: Fields.Count,
    days: Fields.Count,
    rows: Fields.Count
  }),
  progress: Schema.NullOr(Schema.Struct({ doing: Schema.String, done: Fields.Count, total: Fields.Count })),
  quota_remaining: Schema.Record(Schema.String, Fields.Count),
  trace_id: Schema.NullOr(Schema.String),
  error: Schema.NullOr(Schema.Struct({ code: Schema.String, message: Schema.String, remedy: Schema.String }))
}).annotate({ identifier: "Run" })

export type Run = typeof Run.Type

const Runs = Schema.Struct({ runs: Schema.Array(Run), next: Schema.NullOr(Schema.String) }).annotate({
  identifier: "Runs"
})

export const RunRequest = Schema.Struct({
  kind: Schema.Literals(["manual", "backfill", "replay"]),
  from: Fields.Day,
  to: Fields.Day,
  datasets: Schema.optionalKey(
    Schema.Array(Fields.Dataset).check(Schema.isMinLength(1, { expected: "at least one dataset" }))
  ),
  /** Of a backfill: from the oldest month to the newest. */
  oldest_first: Schema.optionalKey(Schema.Boolean),
  /** Of a backfill: from its beginning, though the same one was not finished before. */
  anew: Schema.optionalKey(Schema.Boolean)
}).annotate({ identifier: "RunRequest" })

const page = {
  limit: { schema: Fields.limit(200), says: "How many at most; 50 where it is not said." },
  before: { schema: Fields.RunId, says: "Only runs older than this one: the `next` of the page before." },
  trigger: { schema: Schema.Literals(TRIGGERS), says: "Only runs that began so." },
  outcome: { schema: Schema.Literals(OUTCOMES), says: "Only runs that ended so." }
}

const one = { run_id: { schema: Fields.RunId, says: "The run." } }
const params = { run_id: Fields.RunId }

const usual = [Problem.Invalid, Problem.Misdirected, Problem.TooMany, Problem.Defect, Problem.Unavailable] as const
const changing = [...usual, Problem.Conflict, Problem.TooLarge] as const

const control = <const Name extends "pause" | "resume" | "cancel">(name: Name, summary: string) =>
  HttpApiEndpoint.post(name, `/api/v1/runs/:run_id/${name}`, {
    params,
    success: HttpApiSchema.NoContent.annotate({ description: "Done." }),
    error: [...changing, Problem.NotFound]
  }).middleware(Access).annotateMerge(OpenApi.annotations({ summary })).annotateMerge(Parameters.describe(one))

export const RunsApi = HttpApiGroup.make("runs").add(
  HttpApiEndpoint.get("list", "/api/v1/runs", { query: Parameters.optional(page), success: Runs, error: usual })
    .annotateMerge(OpenApi.annotations({ summary: "Runs, newest first" })).annotateMerge(Parameters.describe(page)),
  HttpApiEndpoint.get("one", "/api/v1/runs/:run_id", { params, success: Run, error: [...usual, Problem.NotFound] })
    .annotateMerge(OpenApi.annotations({ summary: "A run, as it ended or as it goes" }))
    .annotateMerge(Parameters.describe(one)),
  HttpApiEndpoint.post("start", "/api/v1/runs", {
    payload: RunRequest,
    success: HttpApiSchema.WithHeaders(Run.pipe(HttpApiSchema.status(202)), { location: Schema.String }),
    error: [...changing, Problem.NotJson]
  }).middleware(Access).annotateMerge(OpenApi.annotations({
    summary: "Begin a run",
    description:
      "`manual` reads the days again, `backfill` reads history month by month, `replay` works the rows out again."
  })),
  control("pause", "Let a backfill or a replay wait before its next step"),
  control("resume", "Let it go on"),
  control("cancel", "End a run; what it has done stays done")
).annotateMerge(OpenApi.annotations({ title: "Runs" }))

export const EventsApi = HttpApiGroup.make("events").add(
  HttpApiEndpoint.get("events", "/api/v1/events", {
    success: Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/event-stream" })),
    error: usual
  }).annotateMerge(OpenApi.annotations({
    summary: "The runs as they go, as server-sent events",
    description: "First an event `run` for each run that goes, then one for each change; its data is a Run as JSON."
  }))
).annotateMerge(OpenApi.annotations({ title: "Events" }))
