/** Whether the daemon is well: for machines that start, stop and watch it. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import * as Fields from "./fields.ts"
import * as Problem from "./Problem.ts"

const Health = Schema.Struct({ status: Schema.Literal("ok"), version: Schema.String }).annotate({
  identifier: "Health"
})

const readiness = <const S extends "ready" | "unready">(status: S) =>
  Schema.Struct({
    status: Schema.Literal(status),
    /** Whether this daemon does the work; one that stands by is ready too. */
    leads: Schema.Boolean,
    leader: Schema.NullOr(Schema.Struct({ name: Schema.String, since: Fields.Instant })),
    dependencies: Schema.Array(Schema.Struct({
      name: Schema.Literals(["postgres", "lake", "leadership"]),
      status: Schema.Literals(["ok", "failed"]),
      reason: Schema.NullOr(Schema.String)
    }))
  })

const Ready = readiness("ready").annotate({ identifier: "Ready", description: "It can work, or stand by." })

const Unready = readiness("unready").annotate({
  identifier: "Unready",
  description: "Something that it needs is away, with its reason."
}).pipe(HttpApiSchema.status(503))

export type Readiness = typeof Ready.Type | typeof Unready.Type

const usual = [Problem.Invalid, Problem.Misdirected, Problem.Defect]

export const HealthApi = HttpApiGroup.make("health").add(
  HttpApiEndpoint.get("healthz", "/healthz", { success: Health, error: usual }).annotateMerge(
    OpenApi.annotations({ summary: "Whether the process is alive" })
  ),
  HttpApiEndpoint.get("readyz", "/readyz", { success: [Ready, Unready], error: usual }).annotateMerge(
    OpenApi.annotations({ summary: "Whether it can work: each dependency with its reason" })
  ),
  HttpApiEndpoint.get("metrics", "/metrics", {
    success: Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/plain; version=0.0.4; charset=utf-8" })),
    error: usual
  }).annotateMerge(OpenApi.annotations({ summary: "Its metrics, as Prometheus reads them" }))
).annotateMerge(OpenApi.annotations({ title: "Health" }))
