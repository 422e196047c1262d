/** Spans and log records in bounded queues, sent in batches over OTLP/HTTP; whether they arrive is told in numbers and words. */
import * as Metrics from "#telemetry/Metrics"
import * as NodeSdk from "@effect/opentelemetry/NodeSdk"
import * as OtelLogger from "@effect/opentelemetry/OtelLogger"
import * as OtelTracer from "@effect/opentelemetry/OtelTracer"
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto"
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto"
import { BatchLogRecordProcessor } from "@opentelemetry/sdk-logs"
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace-base"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Tracer from "effect/Tracer"
import * as SelfDescription from "./SelfDescription.ts"

/** At the end, in milliseconds: a collector that does not take the rest by then does not get it. */
const LAST_WORDS = 2_000

/** A collector that did not take a batch is left alone for so long, in milliseconds: to call one that is away costs more than a run. */
const LEFT_ALONE = 10_000

interface Options {
  readonly version: string
  readonly endpoint: URL
  readonly headers: Record<string, string>
}

/** `https://collector:4318` and `https://gateway/otlp/` alike: the signal's path stands below the endpoint's own. */
const urlOf = ({ endpoint }: Options, signal: string): string => `${endpoint.href.replace(/\/$/, "")}/v1/${signal}`

export const layer = (options: Options) =>
  Layer.unwrap(Effect.gen(function*() {
    const context = yield* Effect.context<never>()
    const { headers } = options
    const spans = new BatchSpanProcessor(
      watched("traces", new OTLPTraceExporter({ url: urlOf(options, "traces"), headers }), context)
    )
    const logs = new BatchLogRecordProcessor({
      exporter: watched("logs", new OTLPLogExporter({ url: urlOf(options, "logs"), headers }), context)
    })
    const tracer = Layer.effect(Tracer.Tracer, Effect.map(OtelTracer.make, ({ span }) => Tracer.make({ span }))).pipe(
      Layer.provide(OtelTracer.layerTracer),
      Layer.provide(NodeSdk.layerTracerProvider(spans, { shutdownTimeout: LAST_WORDS }))
    )
    const logger = OtelLogger.layer({ mergeWithExisting: true }).pipe(
      Layer.provide(OtelLogger.layerLoggerProvider(logs, { shutdownTimeout: LAST_WORDS }))
    )
    return Layer.merge(tracer, logger).pipe(Layer.provide(SelfDescription.layer(options.version)))
  }))

interface Result {
  /** 0 where it was taken. */
  readonly code: number
  readonly error?: Error
}

interface Exporter<Item> {
  export: (items: Array<Item>, done: (result: Result) => void) => void
  shutdown: () => Promise<void>
  forceFlush?: () => Promise<void>
}

/** The exporter, of which each batch is counted, and of which it is said when it begins to fail and when it is well again. */
const watched = <Item, E extends Exporter<Item>>(
  signal: "traces" | "logs",
  exporter: E,
  context: Context.Context<never>
) => {
  const run = Effect.runForkWith(context)
  let fails = false
  let notBefore = 0
  const tell = ({ code, error }: Result) =>
    Effect.gen(function*() {
      const outcome = code === 0 ? "delivered" : "failed"
      yield* Metric.update(Metric.withAttributes(Metrics.batches, { signal, outcome }), 1)
      if (fails === (code !== 0)) return
      fails = code !== 0
      yield* fails
        ? Effect.logWarning(`The collector does not take our ${signal}; they are dropped meanwhile.`).pipe(
          Effect.annotateLogs({ "error.message": error?.message ?? "no reason given" })
        )
        : Effect.logInfo(`The collector takes our ${signal} again.`)
    })
  return {
    export: (items: Array<Item>, done: (result: Result) => void) => {
      const settle = (result: Result) => {
        run(tell(result))
        // It is told already: the processor would only throw it again, at whoever ends the process.
        done({ code: 0 })
      }
      if (performance.now() < notBefore) return settle({ code: 1 })
      exporter.export(items, (result) => {
        if (result.code !== 0) notBefore = performance.now() + LEFT_ALONE
        settle(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve()
  }
}
