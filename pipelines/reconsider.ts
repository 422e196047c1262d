/**
 * Quarantined records read again by the present rules. What they read now goes into the lake and is published, unless the
 * lake has heard a later word on it; the rest waits on, with its reason.
 */
import { DATASETS } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { Observation } from "#domain/Observation"
import type { Quarantined } from "#domain/Quarantined"
import { keyOf } from "#domain/Revision"
import { type Counts, newRun, NOTHING, type Run, type Tally } from "#domain/Run"
import { jsonOf } from "#domain/SourceRecord"
import { keep, latestOf } from "#pipelines/ingest"
import { publish } from "#pipelines/publish"
import { recorded } from "#pipelines/recorded"
import { Lake } from "#ports/Lake"
import { Ledger, type QuarantineEntry } from "#ports/Ledger"
import { decode, type Rejection } from "#transform/decode"
import { type Heard, settle } from "#transform/revise"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

/**
 * `read`: its observation is in the lake, or the lake has heard a later word on it; `empty`: it is read, and says no measure
 * that could be kept; `waits`: it can't be read; `resolved`: a person has dealt with it before.
 */
export interface Verdict {
  readonly entry: QuarantineEntry
  readonly verdict: "read" | "empty" | "waits" | "resolved"
  readonly said: string
}

export interface Reconsidered {
  /** Null where nothing was read that could be kept. */
  readonly run: Run | null
  readonly counts: Counts
  readonly verdicts: ReadonlyArray<Verdict>
}

interface Reading extends Verdict {
  readonly observation: Observation | null
  /** Measures of its record that can't be read. */
  readonly unread: ReadonlyArray<Rejection>
}

export const reconsider = Effect.fnUntraced(
  function*(requestedBy: string, entries: ReadonlyArray<QuarantineEntry>) {
    const ledger = yield* Ledger
    // Oldest first: of two words on the same key the later one must be the last.
    const readings = entries.map(readingOf).toSorted((a, b) => a.entry.firstSeenAt - b.entry.firstSeenAt)
    const observed = readings.filter(({ observation }) => observation !== null)
    const days = [...new Set(observed.map(({ observation }) => Day.of(observation!.instant)))].toSorted()
    if (days.length === 0) {
      yield* resolveRead(requestedBy, readings)
      return { run: null, counts: NOTHING, verdicts: readings } as Reconsidered
    }
    const run = newRun({
      trigger: "manual",
      window: { from: days[0]!, to: days.at(-1)! },
      datasets: DATASETS.filter((dataset) => observed.some(({ entry }) => entry.dataset === dataset)),
      requestedBy
    })
    const unread = observed.flatMap((reading) =>
      reading.unread.map((rejection): Quarantined => {
        const { bytes, dataset, text } = reading.entry
        return { dataset, text, bytes, ...rejection }
      })
    )
    const later = new Set<string>()
    const counts = yield* recorded(run, (tally) =>
      Effect.gen(function*() {
        yield* tally({
          records: readings.length,
          quarantined: count(readings, "waits") + unread.length,
          blank: count(readings, "empty")
        })
        if (unread.length > 0) yield* ledger.quarantine(run, unread)
        for (const fetch of fetches(observed)) {
          for (const id of yield* keepFetch(run, fetch, tally)) later.add(id)
        }
        yield* resolveRead(requestedBy, readings)
        for (const range of Day.ranges(days)) yield* publish(run, tally, { days: range })
      }))
    const verdicts = readings.map((reading): Verdict =>
      later.has(reading.entry.id) ? { ...reading, said: LATER } : reading
    )
    return { run, counts, verdicts } as Reconsidered
  }
)

const resolveRead = Effect.fnUntraced(function*(requestedBy: string, readings: ReadonlyArray<Reading>) {
  const ledger = yield* Ledger
  const read = idsOf(readings.filter(({ verdict }) => verdict === "read" || verdict === "empty"))
  if (read.length > 0) yield* ledger.resolve(read, "retried", requestedBy)
})

/** What was seen at one moment came with one fetch. */
const fetches = (observed: ReadonlyArray<Reading>): Iterable<ReadonlyArray<Reading>> =>
  Map.groupBy(observed, ({ entry }) => entry.firstSeenAt).values()

const KEPT = "its observation is in the lake"
const LATER = "it can be read, and the lake has heard a later word on the same instant, which stands"

const idsOf = (verdicts: ReadonlyArray<Verdict>): ReadonlyArray<string> => verdicts.map(({ entry }) => entry.id)

const count = (readings: ReadonlyArray<Reading>, verdict: Verdict["verdict"]): number =>
  readings.filter((reading) => reading.verdict === verdict).length

/** Puts into the lake what it has not, and answers with the entries on which it has heard a later word. */
const keepFetch = Effect.fnUntraced(function*(run: Run, readings: ReadonlyArray<Reading>, tally: Tally) {
  const fetchedAt = readings[0]!.entry.firstSeenAt
  const heard = readings.map(({ entry, observation }): Heard => ({ observation: observation!, record: entry.text }))
  const settled = settle(heard)
  const known = yield* latestOf(settled)
  const superseded = new Set<number>()
  for (const one of settled) {
    const key = keyOf(one.observation)
    if (known.has(key) && (yield* isSuperseded(one, fetchedAt))) superseded.add(key)
  }
  const fresh = settled.filter(({ observation }) => !superseded.has(keyOf(observation)))
  const revisions = yield* keep(fresh, { fetchedAt, runId: run.id })
  yield* tally({ repeated: heard.length - settled.length, revisions, unchanged: settled.length - revisions })
  return idsOf(readings.filter(({ observation }) => superseded.has(keyOf(observation!))))
})

/** A word that was heard later holds, unless it was this very record again. */
const isSuperseded = Effect.fnUntraced(function*({ observation, record }: Heard, fetchedAt: number) {
  const lake = yield* Lake
  const history = yield* lake.history(observation.region, observation.instant)
  const last = history.findLast(({ nature }) => nature === observation.nature)
  return last !== undefined && last.fetchedAt > fetchedAt && last.record !== record
})

const readingOf = (entry: QuarantineEntry): Reading => {
  const answer = (verdict: Verdict["verdict"], said: string): Reading => ({
    entry,
    verdict,
    said,
    observation: null,
    unread: []
  })
  if (entry.resolution !== null) return answer("resolved", `it was ${entry.resolution} before`)
  const kept = Buffer.byteLength(entry.text)
  if (kept !== entry.bytes) {
    return answer(
      "waits",
      `it was not kept as it came (${kept} of ${entry.bytes} bytes), so it can't be read again; what it said comes again ` +
        "with `eco2mixd run --from DAY --to DAY` if the source still has it, else drop it"
    )
  }
  const decoded = decode({ text: entry.text, json: jsonOf(entry.text), bytes: entry.bytes })
  if (Result.isFailure(decoded)) return answer("waits", wordsOf(decoded.failure))
  const said = decoded.success
  if (said._tag === "Ghost") return answer("empty", "it is of the hour that March leaves out: nothing to keep")
  const same = said.unread.find(({ detail }) => fieldOf(detail) === fieldOf(entry.detail))
  if (entry.reason === "NotANumber" && same !== undefined) return answer("waits", wordsOf(same))
  if (said._tag === "Blank") return answer("empty", "it has neither consumption nor any filière: nothing to keep")
  return { ...answer("read", KEPT), observation: said.observation, unread: said.unread }
}

const wordsOf = ({ detail, reason }: Rejection): string => `${reason}: ${detail}`

/** The measure that a detail names first. */
const fieldOf = (detail: string): string | undefined => detail.split(" ", 1)[0]
