/** How long a chunk of work took, told when it ends, however it ends. */
import * as Metrics from "#telemetry/Metrics"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

export const STAGES = ["fetch", "decode", "keep", "aggregate", "append"] as const

/** A window fetched, decoded or kept; a batch aggregated; a day appended. */
export const chunk = (stage: (typeof STAGES)[number]) =>
  Effect.trackDuration(Metric.withAttributes(Metrics.chunks, { stage }), Duration.toSeconds)
