/** The counters that alerts stand on, told as 0 before anything has happened: what is first told as 1 did not increase. */
import { CHECKS, SEVERITIES } from "#domain/Finding"
import { NATURES } from "#domain/Nature"
import { EVENTS } from "#domain/Notice"
import { TRIGGERS } from "#domain/Run"
import { STAGES } from "#telemetry/chunk"
import * as Metrics from "#telemetry/Metrics"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

type Labels = Readonly<Record<string, string>>

/** Every combination of the values. */
const combined = (values: Readonly<Record<string, ReadonlyArray<string>>>): ReadonlyArray<Labels> =>
  Object.entries(values).reduce<ReadonlyArray<Labels>>(
    (all, [name, each]) => all.flatMap((labels) => each.map((value) => ({ ...labels, [name]: value }))),
    [{}]
  )

const ENDS = combined({ trigger: TRIGGERS, outcome: ["succeeded", "failed"] })

const COUNTERS: ReadonlyArray<readonly [typeof Metrics.runs, ReadonlyArray<Labels>]> = [
  [Metrics.runs, ENDS],
  [Metrics.revisions, combined({ nature: NATURES, news: ["first", "revised"] })],
  [Metrics.findings, combined({ check: CHECKS, severity: SEVERITIES })],
  [Metrics.notices, combined({ event: EVENTS, outcome: ["delivered", "failed"] })],
  [Metrics.rows, [{}]],
  [Metrics.daysPublished, [{}]]
]

export const zeroes = Effect.gen(function*() {
  for (const [counter, series] of COUNTERS) {
    for (const labels of series) yield* Metric.update(Metric.withAttributes(counter, labels), 0)
  }
  for (const trigger of TRIGGERS) {
    yield* Metric.modify(Metric.withAttributes(Metrics.runsOpen, { trigger }), 0)
  }
  // Looked at, a histogram is there with nothing in it.
  for (const labels of ENDS) yield* Metric.value(Metric.withAttributes(Metrics.runDuration, labels))
  for (const stage of STAGES) yield* Metric.value(Metric.withAttributes(Metrics.chunks, { stage }))
})
