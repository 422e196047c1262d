/** Effect's metrics as OpenTelemetry's exporter for Prometheus writes them, for our own server to hand out. */
import { Exposition } from "#ports/Exposition"
import * as Metrics from "#telemetry/Metrics"
import * as OtelMetrics from "@effect/opentelemetry/OtelMetrics"
import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as ProcessNumbers from "./ProcessNumbers.ts"
import * as SelfDescription from "./SelfDescription.ts"

export interface Options {
  /** The program's. */
  readonly version: string
  /** Which stores it works on. */
  readonly stores: string
  /** Whose disk is looked at. */
  readonly folder: string
}

export const layer = ({ folder, stores, version }: Options) =>
  Layer.effect(
    Exposition,
    Effect.gen(function*() {
      const reader = new PrometheusExporter({ preventServerStart: true })
      yield* OtelMetrics.registerProducer(yield* OtelMetrics.makeProducer(), () => reader)
      // Every metric is ours: to name the library that holds it beside each would only make series longer.
      const serializer = new PrometheusSerializer("", false, undefined, false, true)
      const tellProcess = yield* ProcessNumbers.make(folder)
      const build = Metric.withAttributes(Metrics.buildInfo, { version, stores, runtime: SelfDescription.runtime })
      yield* Metric.update(build, 1)
      return Exposition.of({
        text: tellProcess.pipe(
          Effect.andThen(Effect.promise(() => reader.collect())),
          // The unit stands in each name; the exporter knows none, and says "1".
          Effect.map(({ resourceMetrics }) => serializer.serialize(resourceMetrics).replaceAll(/^# UNIT .*\n/gm, ""))
        )
      })
    })
  ).pipe(Layer.provide(SelfDescription.layer(version)))
