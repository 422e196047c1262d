/** What is known of data and runs, told as gauges each minute, by every daemon, leading or not. It asks, and changes nothing. */
import * as Day from "#domain/Day"
import { SEVERITIES } from "#domain/Finding"
import { MORNINGS } from "#domain/Run"
import { question } from "#pipelines/question"
import { zeroes } from "#pipelines/zeroes"
import { Lake } from "#ports/Lake"
import { Ledger } from "#ports/Ledger"
import { type Coverage, type Freshness, Query } from "#ports/Query"
import * as Metrics from "#telemetry/Metrics"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"

const PERIOD = "1 minute"

/** Failures to look at: more in a row are as bad as these. */
const LOOKED_AT = 100

/**
 * Goes on for ever. Each port is asked by itself, so that one that hangs holds up no other; and what is known grows older
 * whether or not the database answers.
 */
export const vitals = Effect.gen(function*() {
  const query = yield* Query
  const ledger = yield* Ledger
  const lake = yield* Lake

  let newest: ReadonlyArray<Freshness> = []
  const age = Effect.gen(function*() {
    const now = yield* Clock.currentTimeMillis
    for (const { latest, nature, region } of newest) {
      yield* Metric.update(Metric.withAttributes(Metrics.lag, { region, nature }), (now - latest) / 1_000)
    }
  })

  const freshness = Effect.gen(function*() {
    newest = yield* query.freshness
    yield* age
  })

  const completeness = Effect.gen(function*() {
    const today = Day.of(yield* Clock.currentTimeMillis)
    const yesterday = Day.plus(today, -1)
    const days = yield* query.coverage({ from: Day.plus(today, -7), to: yesterday })
    for (const [region, week] of Map.groupBy(days, ({ region }) => region)) {
      const spans = { week, yesterday: week.filter(({ day }) => day === yesterday) }
      for (const [span, part] of Object.entries(spans)) {
        yield* Metric.update(Metric.withAttributes(Metrics.completeness, { region, span }), ratioOf(part))
      }
    }
  })

  const waiting = Effect.flatMap(ledger.waiting, (entries) => Metric.update(Metrics.quarantineWaiting, entries))

  const standing = Effect.gen(function*() {
    const counts = yield* ledger.standing
    for (const severity of SEVERITIES) {
      yield* Metric.update(Metric.withAttributes(Metrics.findingsStanding, { severity }), counts[severity])
    }
  })

  const mornings = (outcome: "Succeeded" | "Failed", limit: number) =>
    Effect.map(Effect.forEach(MORNINGS, (trigger) => ledger.runs({ trigger, outcome, limit })), (found) => found.flat())

  const runs = Effect.gen(function*() {
    const succeeded = yield* mornings("Succeeded", 1)
    const began = Math.max(0, ...succeeded.map(({ startedAt }) => startedAt))
    const failed = (yield* mornings("Failed", LOOKED_AT)).filter(({ startedAt }) => startedAt > began)
    yield* Metric.update(Metrics.failedInARow, failed.length)
    if (succeeded.length === 0) return
    yield* Metric.update(Metrics.lastSuccess, Math.max(...succeeded.map(({ endedAt }) => endedAt ?? 0)) / 1_000)
  })

  const size = Effect.gen(function*() {
    const { bytes, documents } = yield* lake.size
    yield* Metric.update(Metrics.lakeDocuments, documents)
    for (const part of ["data", "indexes"] as const) {
      yield* Metric.update(Metric.withAttributes(Metrics.lakeBytes, { part }), bytes[part])
    }
  })

  const asked = [
    [age],
    [
      question("How old the newest measures are", freshness),
      question("How much of a week's days is there", completeness)
    ],
    [
      question("How many records wait in the quarantine", waiting),
      question("How many findings stand", standing),
      question("How the last mornings ended", runs)
    ],
    [question("How large the lake is", size)]
  ]
  return yield* Effect.forEach(
    asked,
    (questions) => Effect.forever(Effect.andThen(Effect.all(questions, { discard: true }), Effect.sleep(PERIOD))),
    { concurrency: "unbounded", discard: true }
  )
})

/** Told beside a daemon, whether or not it leads, from its first moment on: what nobody has counted yet is told as 0. */
export const layer = Layer.effectDiscard(
  Effect.andThen(zeroes, Effect.forkScoped(Effect.withTracerEnabled(vitals, false)))
)

/** Which part of the days' marks is known; a day that has more than it should makes up for no other. */
const ratioOf = (days: ReadonlyArray<Coverage>): number => {
  const expected = days.reduce((sum, day) => sum + day.expected, 0)
  return expected === 0 ? 0 : days.reduce((sum, day) => sum + Math.min(day.records, day.expected), 0) / expected
}
