/** The HTTP API, as schemas: what may be asked, what is answered, and how it may fail. */
import * as HttpApi from "effect/http-api/HttpApi"
import * as OpenApi from "effect/http-api/OpenApi"
import { DataApi } from "./DataApi.ts"
import { HealthApi } from "./HealthApi.ts"
import { ReviewApi } from "./ReviewApi.ts"
import { EventsApi, RunsApi } from "./RunsApi.ts"

/** A name that nobody knows is a mistake of who wrote it, and would be a filter less. */
const strict = { onExcessProperty: "error" } as const

export const Api = HttpApi.make("eco2mixd")
  .add(HealthApi, RunsApi, EventsApi, DataApi, ReviewApi)
  .annotate(HttpApi.QueryParseOptions, strict)
  .annotate(HttpApi.PayloadParseOptions, strict)
  .annotateMerge(OpenApi.annotations({
    title: "eco2mixd",
    description: "éCO2mix's regional electricity data in every revision, and the daemon that keeps it. " +
      "Data: RTE / ODRÉ, éCO2mix, Licence Ouverte 2.0. Reading is open; whatever changes something wants the token.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" }
  }))

/** The same, as a release of it. */
export const apiOf = (version: string) => Api.annotate(OpenApi.Version, version)
