/** Who tells: the resource that stands beside every trace, log and metric of this process. */
import * as Resource from "@effect/opentelemetry/Resource"
import { resourceFromAttributes } from "@opentelemetry/resources"
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from "@opentelemetry/semantic-conventions"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { hostname } from "node:os"

/** So long as this process lives: two daemons on one host are two instances. */
const INSTANCE = crypto.randomUUID()

export const runtime = "Deno" in globalThis ? "deno" : "nodejs"

/** What OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME say goes before what we know ourselves. */
export const layer = (version: string) =>
  Layer.effect(
    Resource.Resource,
    Effect.map(Resource.Resource, (said) =>
      resourceFromAttributes({
        [ATTR_SERVICE_NAME]: "eco2mixd",
        [ATTR_SERVICE_VERSION]: version,
        [ATTR_SERVICE_INSTANCE_ID]: INSTANCE,
        "host.name": hostname(),
        "process.pid": process.pid,
        "process.runtime.name": runtime,
        "process.runtime.version": process.versions[runtime === "deno" ? "deno" : "node"] ?? ""
      }).merge(said))
  ).pipe(Layer.provide(Resource.layerFromEnv()))
