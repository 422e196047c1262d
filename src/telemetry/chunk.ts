/** How long a chunk of work took, told when it ends, however it ends. */
import * as Metrics from "#telemetry/Metrics"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

export const STAGES = ["fetch", "decode", "keep", "aggregate", "append"] as const

/** Made once: a metric remembers its series from one update to the next. */
const seriesOf = new Map(STAGES.map((stage) => [stage, Metric.withAttributes(Metrics.chunks, { stage })]))

/** A window fetched, decoded or kept; a batch aggregated; a day appended. */
export const chunk = (stage: (typeof STAGES)[number]) => Effect.trackDuration(seriesOf.get(stage)!, Duration.toSeconds)
