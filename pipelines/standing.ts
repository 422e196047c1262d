/** How many findings stand, told as a metric. It is only told: a ledger that is away keeps nobody from work. */
import { SEVERITIES } from "#domain/Finding"
import { Ledger } from "#ports/Ledger"
import * as Metrics from "#telemetry/Metrics"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

export const standing = Effect.gen(function*() {
  const counts = yield* (yield* Ledger).standing
  for (const severity of SEVERITIES) {
    yield* Metric.update(Metric.withAttributes(Metrics.findingsStanding, { severity }), counts[severity])
  }
}).pipe(Effect.catch(({ message }) => Effect.logWarning(`How many findings stand can't be known now: ${message}`)))
