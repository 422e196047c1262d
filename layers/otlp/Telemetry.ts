/**
 * Traces and logs, sent to the collector at OTEL_EXPORTER_OTLP_ENDPOINT. Where none is named nothing is loaded, and where
 * it is dead or slow nothing waits for it: queues are bounded, and what does not fit is dropped.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { config, headersOf } from "./OtlpSettings.ts"

export const layer = (version: string) =>
  Layer.unwrap(Effect.gen(function*() {
    const { disabled, endpoint, headers } = yield* config
    if (disabled || Option.isNone(endpoint)) return Layer.empty
    const exporting = yield* Effect.promise(() => import("./Exporters.ts"))
    return exporting.layer({
      version,
      endpoint: endpoint.value,
      headers: Option.match(headers, { onNone: () => ({}), onSome: (text) => headersOf(Redacted.value(text)) })
    })
  }))
