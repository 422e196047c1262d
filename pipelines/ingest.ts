/**
 * Source to lake: what the source says of some days, and the lake does not say yet. Hearing the same days again is
 * harmless, and so is dying anywhere in between. Tells nobody what it found: `publish` asks the lake.
 */
import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { Nature } from "#domain/Nature"
import type { Quarantined } from "#domain/Quarantined"
import { keyOf, type Revision } from "#domain/Revision"
import type { IngestCounts, Run, Tally } from "#domain/Run"
import type { SourceRecord } from "#domain/SourceRecord"
import { Gate } from "#pipelines/Gate"
import { Ingest } from "#ports/Ingest"
import { Lake, LakeError } from "#ports/Lake"
import { Ledger } from "#ports/Ledger"
import { chunk } from "#telemetry/chunk"
import * as Metrics from "#telemetry/Metrics"
import { decode } from "#transform/decode"
import { expect } from "#transform/expect"
import { RECIPE } from "#transform/recipe"
import { type Heard, revise, settle } from "#transform/revise"
import { vouch } from "#transform/vouch"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Result from "effect/Result"

/** Revisions an insert: about a megabyte with their records. */
const INSERT_BATCH = 1_000

/**
 * Each round, some other writer has taken a number that we wanted; a third in a row is already unlikely. A lake that goes on
 * refusing a number without showing who holds it is broken.
 */
const MOST_ROUNDS = 20

/**
 * Days a call: what it brings, some ten thousand records, is held until it is known to be whole, so this is what bounds the
 * memory of a backfill. A month is four exports and four counts, of fifty thousand calls.
 */
export const WINDOW_DAYS = 8

export const ingest = Effect.fnUntraced(function*(run: Run, dataset: Dataset, days: Day.DayRange, tally: Tally) {
  const gate = yield* Gate
  for (const window of Day.windows(days, WINDOW_DAYS)) {
    yield* gate.pass(dataset)
    const counts = yield* Effect.annotateLogs(ingestWindow(run, dataset, window), { dataset, ...window })
    yield* tally(counts)
  }
})

const ingestWindow = Effect.fn("window")(function*(run: Run, dataset: Dataset, days: Day.DayRange) {
  yield* Effect.annotateCurrentSpan({ dataset, from: days.from, to: days.to })
  const ledger = yield* Ledger
  const { blank, fetchedAt, ghost, heard, quarantined, records } = yield* hear(dataset, days)
  if (quarantined.length > 0) yield* ledger.quarantine(run, quarantined)

  const settled = settle(heard)
  const revisions = yield* chunk("keep")(keep(settled, { fetchedAt, runId: run.id }))
  yield* report(run, dataset, days, settled)

  const counts: IngestCounts = {
    records,
    blank,
    ghost,
    repeated: heard.length - settled.length,
    quarantined: quarantined.length,
    revisions,
    unchanged: settled.length - revisions
  }
  yield* Effect.annotateCurrentSpan({ ...counts })
  for (const [outcome, count] of Object.entries(counts)) {
    yield* Metric.update(Metric.withAttributes(Metrics.records, { outcome }), count)
  }
  return counts
})

/** What the source says of the days. Its own room: the records are let go of before any of them is kept. */
const hear = Effect.fnUntraced(function*(dataset: Dataset, days: Day.DayRange) {
  const source = yield* Ingest
  const { fetchedAt, records } = yield* chunk("fetch")(source.fetch(dataset, days))
  return { fetchedAt, records: records.length, ...(yield* read(dataset, records)) }
})

/** Says what of the data is not as expected, and what no longer is. Only after it is kept: a finding blocks nothing. */
const report = Effect.fn("report")(function*(
  run: Run,
  dataset: Dataset,
  days: Day.DayRange,
  settled: ReadonlyArray<Heard>
) {
  const observations = settled.map(({ observation }) => observation)
  const ledger = yield* Ledger
  const fresh = yield* ledger.report(run, vouch(dataset, days, observations), expect(days, observations))
  for (const { check, severity } of fresh) {
    yield* Metric.update(Metric.withAttributes(Metrics.findings, { check, severity }), 1)
  }
})

const read = Effect.fn("decode")(
  (dataset: Dataset, records: ReadonlyArray<SourceRecord>) => Effect.sync(() => sort(dataset, records)),
  chunk("decode")
)

/** The records by what they are: an observation, a row to drop, or one to set aside. */
export const sort = (dataset: Dataset, records: ReadonlyArray<SourceRecord>) => {
  const heard: Array<Heard> = []
  const quarantined: Array<Quarantined> = []
  let blank = 0
  let ghost = 0
  for (const record of records) {
    const { bytes, text } = record
    const decoded = decode(record)
    if (Result.isFailure(decoded)) {
      quarantined.push({ dataset, text, bytes, ...decoded.failure })
      continue
    }
    const said = decoded.success
    if (said._tag === "Ghost") ghost++
    else {
      for (const rejection of said.unread) quarantined.push({ dataset, text, bytes, ...rejection })
      if (said._tag === "Blank") blank++
      else heard.push({ observation: said.observation, record: text })
    }
  }
  return { heard, quarantined, blank, ghost }
}

/** Puts into the lake what is news to it, and answers how many revisions that was. */
export const keep = Effect.fn("keep")(function*(
  heard: ReadonlyArray<Heard>,
  fetched: { readonly fetchedAt: number; readonly runId: string }
) {
  const lake = yield* Lake
  let kept = 0
  // In the order of `settle`, by instant, so that a death in the middle leaves whole days behind it; and always in one order,
  // so that two writers of the same keys wait for one another and never in a circle.
  let open = heard
  for (let round = 1; open.length > 0; round++) {
    if (round > MOST_ROUNDS) return yield* unending(open[0]!)
    const latest = yield* latestOf(open)
    const taken: Array<Revision> = []
    for (const batch of Arr.chunksOf(revise(open, latest, fetched), INSERT_BATCH)) {
      const lost = yield* lake.insert(batch)
      kept += batch.length - lost.length
      taken.push(...lost)
      yield* tell(batch, lost)
    }
    const lost = new Set(taken.map(keyOf))
    open = open.filter(({ observation }) => lost.has(keyOf(observation)))
  }
  return kept
})

/** The revisions that the lake has taken, of a batch that it may have taken in part. */
const tell = Effect.fnUntraced(function*(batch: ReadonlyArray<Revision>, lost: ReadonlyArray<Revision>) {
  const counts = new Map<string, { readonly nature: Nature; readonly news: string; count: number }>()
  const add = ({ nature, revision }: Revision, more: number) => {
    const news = revision === 1 ? "first" : "revised"
    const known = counts.get(nature + news)
    if (known === undefined) counts.set(nature + news, { nature, news, count: more })
    else known.count += more
  }
  for (const revision of batch) add(revision, 1)
  for (const revision of lost) add(revision, -1)
  for (const { count, nature, news } of counts.values()) {
    yield* Metric.update(Metric.withAttributes(Metrics.revisions, { nature, news }), count)
  }
})

/** What the lake last heard of these keys: of their days alone, as one row far away must not bring all that lies between. */
export const latestOf = Effect.fnUntraced(function*(heard: ReadonlyArray<Heard>) {
  const lake = yield* Lake
  const days = [...new Set(heard.map(({ observation }) => Day.of(observation.instant)))]
  const known = yield* Effect.forEach(Day.ranges(days), (range) => lake.latest(range, RECIPE))
  return known.length === 1 ? known[0]! : new Map(known.flatMap((part) => [...part]))
})

const unending = ({ observation: { instant, nature, region } }: Heard) =>
  new LakeError({
    reason: "Corrupt",
    during: "keep",
    detail:
      `The lake refuses every new revision of ${region}, ${nature}, ${new Date(instant).toISOString()}, and shows ` +
      "none that stands in the way."
  })
