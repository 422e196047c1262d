/**
 * ODRÉ as the source: one export for all regions of a window, believed only when it is whole. A call that failed in a way
 * that may pass is made again, later and later, never before the time that the source has named.
 */
import type { Dataset } from "#domain/Dataset"
import type { DayRange } from "#domain/Day"
import type { Quota } from "#domain/Quota"
import type { SourceRecord } from "#domain/SourceRecord"
import { codeOf } from "#ports/failure"
import { Ingest } from "#ports/Ingest"
import * as Metrics from "#telemetry/Metrics"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { inBandError, repeated, shortfall } from "./completeness.ts"
import { within } from "./connecting.ts"
import { lineReader } from "./LineReader.ts"
import { type CallFailed, failed, odreApi, told } from "./OdreApi.ts"
import { config, type Source } from "./OdreSettings.ts"

/** Six attempts over about half a minute; what lasts longer is for the next run. */
const RETRIES = 5
const FIRST_PAUSE = "1 second"
const LONGEST_PAUSE = "15 seconds"
/** A source that wants to be left alone for longer than this, in milliseconds, is not waited for. */
const LONGEST_WAIT = 10 * 60_000

export const layerNoDeps = Layer.effect(
  Ingest,
  Effect.gen(function*() {
    const { origin } = yield* config
    const client = yield* HttpClient.HttpClient
    const quotas = new Map<Dataset, Quota>()
    const api = odreApi(client, origin, (dataset, quota) => quotas.set(dataset, quota))

    const fetchOnce = Effect.fn("OdreIngest.attempt")(function*(dataset: Dataset, days: DayRange, doubt: Doubt) {
      const during = "OdreIngest.fetch"
      const total = yield* api.count(dataset, days)
      const reader = lineReader()
      const records: Array<SourceRecord> = []
      yield* Stream.runForEach(api.exported(dataset, days), (piece) =>
        Effect.sync(() => {
          for (const record of reader.push(piece)) records.push(record)
        }))
      const rest = reader.end()
      if (rest !== undefined) {
        // Whole without its newline, or cut: only JSON can tell, and an error text is neither.
        if (rest.json === undefined && inBandError(rest) === undefined) {
          return yield* failed(
            "Incomplete",
            during,
            `the body ends in the middle of a line, after ${records.length} rows`
          )
        }
        records.push(rest)
      }
      // Anywhere: the text may have more lines than the rows that it stands for, and so make up their number.
      const said = records.find((record) => inBandError(record) !== undefined)
      if (said !== undefined) {
        return yield* failed("Incomplete", during, `the export ended with an error: ${told(said.text)}`)
      }
      const distinct = repeated(records, total)
      if (distinct !== undefined) {
        const missing = shortfall(dataset, days, records, total)
        if (missing !== undefined) return yield* failed("Incomplete", during, missing)
        if (!isSame(distinct, doubt.before)) {
          doubt.before = distinct
          const twice = total - distinct.size
          return yield* failed("Incomplete", during, `${twice} rows of ${total} came twice; is that how they are?`)
        }
      }
      return { records, fetchedAt: yield* Clock.currentTimeMillis }
    })

    return Ingest.of({
      fetch: Effect.fn("OdreIngest.fetch")(function*(dataset, days) {
        yield* Effect.annotateCurrentSpan({ dataset, from: days.from, to: days.to })
        let attempts = 1
        const again = ({ input }: { readonly input: CallFailed }) => {
          attempts++
          return Metric.update(
            Metric.withAttributes(Metrics.sourceRetries, { dataset, reason: input.error.reason }),
            1
          )
        }
        return yield* fetchOnce(dataset, days, { before: undefined }).pipe(
          Effect.tapError(tell(dataset)),
          Effect.retry(Schedule.tap(patience, again)),
          Effect.ensuring(tellQuota(dataset, quotas)),
          Effect.ensuring(Effect.suspend(() => Effect.annotateCurrentSpan({ attempts }))),
          Effect.mapError(({ error }) => error)
        )
      }),
      count: (dataset, days) =>
        api.count(dataset, days).pipe(
          Effect.ensuring(tellQuota(dataset, quotas)),
          Effect.mapError(({ error }) => error)
        ),
      quota: (dataset) => Effect.sync(() => quotas.get(dataset) ?? null),
      origin: (dataset, days) => withoutPassword(api.exportUrl(dataset, days)).href
    })
  })
)

export const http = ({ bounds }: Source) => within(bounds)

export const layer = Layer.provide(layerNoDeps, Layer.unwrap(Effect.map(config, http)))

const withoutPassword = (url: URL): URL => Object.assign(new URL(url), { username: "", password: "" })

/** What a source that repeats rows said before: when it says the same again, that is how its rows are. */
interface Doubt {
  before: ReadonlySet<string> | undefined
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): boolean =>
  b !== undefined && a.size === b.size && [...a].every((line) => b.has(line))

/** Longer and longer pauses, or the time that the source named, while there is a point in it. */
const patience = Schedule.min([Schedule.exponential(FIRST_PAUSE), Schedule.spaced(LONGEST_PAUSE)]).pipe(
  Schedule.jittered,
  Schedule.upTo({ times: RETRIES }),
  Schedule.setInputType<CallFailed>(),
  Schedule.while(({ input, now }) => input.passing && (input.notBefore ?? 0) - now <= LONGEST_WAIT),
  Schedule.modifyDelay(({ duration, input, now }) =>
    Effect.succeed(Duration.max(duration, Duration.millis(Math.max(0, (input.notBefore ?? 0) - now))))
  )
)

/** What is told of a call that failed, also of the last one. */
const tell = (dataset: Dataset) => (failure: CallFailed) =>
  Metric.update(Metric.withAttributes(Metrics.sourceFailures, { dataset, reason: failure.error.reason }), 1).pipe(
    Effect.andThen(Effect.logWarning(`A call to ${dataset} failed: ${failure.error.detail}`)),
    Effect.annotateLogs({ dataset, "error.type": codeOf(failure.error) })
  )

const tellQuota = Effect.fnUntraced(function*(dataset: Dataset, quotas: ReadonlyMap<Dataset, Quota>) {
  const quota = quotas.get(dataset)
  if (quota === undefined) return
  const { limit, remaining, reset } = quota
  yield* Metric.update(Metric.withAttributes(Metrics.quotaRemaining, { dataset }), remaining)
  yield* Metric.update(Metric.withAttributes(Metrics.quotaLimit, { dataset }), limit)
  if (reset !== null) yield* Metric.update(Metric.withAttributes(Metrics.quotaReset, { dataset }), reset / 1_000)
})
