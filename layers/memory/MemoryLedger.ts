/** A ledger in this process, for every test above the ports. It keeps the whole promise, and forgets at the end. */
import * as Act from "#domain/Act"
import * as Day from "#domain/Day"
import { type Finding, keyOf, SEVERITIES } from "#domain/Finding"
import type { Judged } from "#domain/Judged"
import type { Quarantined } from "#domain/Quarantined"
import { begun, type Counts, type Outcome, type Run, type RunRecord } from "#domain/Run"
import { type FindingEntry, type JournalEntry, Ledger, type QuarantineEntry } from "#ports/Ledger"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

export interface Entry {
  readonly run: Run
  /** Null while it runs. */
  readonly ended: { readonly outcome: Outcome; readonly counts: Counts } | null
}

/** What a `MemoryLedger` was told, oldest first, for tests to look at. */
export class MemoryPages extends Context.Service<MemoryPages, {
  readonly runs: Effect.Effect<ReadonlyArray<Entry>>
  readonly quarantine: Effect.Effect<ReadonlyArray<Quarantined>>
  readonly findings: Effect.Effect<ReadonlyArray<Finding>>
}>()("eco2mixd/layers/memory/MemoryPages") {}

/** Provides the `Ledger`, and the `MemoryPages` behind it. */
export const layer = Layer.effectContext(Effect.sync(() => {
  const runs = new Map<string, RunRecord>()
  /** By id, another one for each time that it was opened. */
  const living = new Map<string, symbol>()
  const set = new Map<string, QuarantineEntry>()
  /** By id, and those that stand by their key. */
  const reported = new Map<string, FindingEntry>()
  const standing = new Map<string, FindingEntry>()
  const journal: Array<JournalEntry> = []
  let entries = 0

  const note = (act: Act.Act, at: number) => {
    journal.unshift({ ...act, id: String(journal.length + 1), at })
  }

  const change = (id: string, part: Partial<RunRecord>) => {
    const record = runs.get(id)
    if (record !== undefined) runs.set(id, { ...record, ...part })
  }

  /** A run whose scope has closed without a word is dead. */
  const seen = (now: number) => (record: RunRecord): RunRecord =>
    record.outcome._tag === "Running" && !living.has(record.run.id)
      ? { ...record, outcome: { _tag: "Interrupted" }, endedAt: now }
      : record

  /** Newest first. */
  const history = Effect.map(Clock.currentTimeMillis, (now) => [...runs.values()].map(seen(now)).toReversed())

  const ledger = Ledger.of({
    open: Effect.fn("MemoryLedger.open")((run) =>
      Effect.acquireRelease(
        Effect.gen(function*() {
          const traceId = yield* callersTrace
          const startedAt = yield* Clock.currentTimeMillis
          for (const [id, record] of runs) {
            const now = seen(startedAt)(record)
            if (now !== record) note(Act.ends(now.run, { _tag: "Interrupted" }), startedAt)
            runs.set(id, now)
          }
          const opened = Symbol(run.id)
          living.set(run.id, opened)
          note(Act.begins(run), startedAt)
          const before = runs.get(run.id)
          runs.set(run.id, {
            ...before ?? begun(run, startedAt),
            outcome: { _tag: "Running" },
            endedAt: null,
            traceId
          })
          return opened
        }),
        (opened) => Effect.sync(() => living.get(run.id) === opened && living.delete(run.id))
      )
    ),
    progress: Effect.fn("MemoryLedger.progress")((run, step, counts) =>
      Effect.sync(() => change(run.id, { step, counts }))
    ),
    close: Effect.fn("MemoryLedger.close")((run, outcome, counts, quota) =>
      Effect.map(Clock.currentTimeMillis, (endedAt) => {
        if (!runs.has(run.id)) return
        change(run.id, { outcome, counts, quota, endedAt })
        note(Act.ends(run, outcome), endedAt)
      })
    ),
    quarantine: Effect.fn("MemoryLedger.quarantine")((run, quarantined) =>
      Effect.map(Clock.currentTimeMillis, (firstSeenAt) => {
        for (const entry of quarantined) {
          const key = [entry.dataset, entry.reason, entry.detail, entry.text].join("\n")
          if (set.has(key)) continue
          set.set(key, { ...entry, id: String(++entries), firstSeenAt, runId: run.id, resolution: null })
        }
      })
    ),
    report: Effect.fn("MemoryLedger.report")((run, judged, findings) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const again = new Set(findings.map(keyOf))
        for (const [key, entry] of standing) {
          if (again.has(key) || !isJudged(judged, entry)) continue
          standing.delete(key)
          reported.set(entry.id, { ...entry, endedAt: now })
        }
        return findings.filter((finding) => {
          if (standing.has(keyOf(finding))) return false
          const entry = { ...finding, id: String(++entries), firstSeenAt: now, endedAt: null, runId: run.id }
          standing.set(keyOf(finding), entry)
          reported.set(entry.id, entry)
          return true
        })
      })
    ),

    runs: Effect.fn("MemoryLedger.runs")(({ before, limit, outcome, trigger }) =>
      Effect.map(history, (records) => {
        const at = records.findIndex(({ run }) => run.id === before)
        if (before !== undefined && at === -1) return []
        return records.slice(at + 1).filter((record) =>
          (trigger === undefined || record.run.trigger === trigger) &&
          (outcome === undefined || record.outcome._tag === outcome)
        ).slice(0, limit)
      })
    ),
    ask: Effect.fn("MemoryLedger.ask")((id, asked) =>
      Effect.sync(() => {
        const goes = ["Running", "Interrupted"].includes(runs.get(id)?.outcome._tag ?? "")
        if (goes) change(id, { asked })
        return goes
      })
    ),
    run: Effect.fn("MemoryLedger.run")((id) =>
      Effect.map(history, (records) => records.find(({ run }) => run.id === id) ?? null)
    ),
    answered: Effect.fn("MemoryLedger.answered")((days) =>
      Effect.map(history, (records) => {
        const slots = records.flatMap(({ outcome, run }) =>
          outcome._tag === "Succeeded" && run.slot !== null && Day.count(run.window) >= days ? [run.slot] : []
        )
        return slots.length === 0 ? null : Math.max(...slots)
      })
    ),
    unfinished: Effect.fn("MemoryLedger.unfinished")((like) =>
      Effect.map(history, (records) => {
        const alike = records.filter(({ run }) => kindOf(run) === kindOf(like))
        const done = alike.findIndex(({ outcome }) => outcome._tag === "Succeeded")
        return alike.slice(0, done === -1 ? undefined : done).find((record) =>
          isUnfinished(record) && !records.some((heir) => heir.run.resumes === record.run.id && !isStillborn(heir))
        ) ?? null
      })
    ),
    quarantined: Effect.fn("MemoryLedger.quarantined")(({ before, limit, resolved = false }) =>
      Effect.sync(() =>
        [...set.values()].toReversed().filter((entry) =>
          isOlder(entry, before) && (resolved || entry.resolution === null)
        ).slice(0, limit)
      )
    ),
    resolve: Effect.fn("MemoryLedger.resolve")((ids, resolution, by) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const waiting = [...set].filter(([, entry]) => entry.resolution === null && ids.includes(entry.id))
        for (const [key, entry] of waiting) set.set(key, { ...entry, resolution })
        const done = waiting.map(([, { id }]) => id)
        if (done.length > 0) note(Act.resolves(by, done, resolution), now)
        return waiting.length
      })
    ),
    note: Effect.fn("MemoryLedger.note")((act) => Effect.map(Clock.currentTimeMillis, (now) => note(act, now))),
    journal: Effect.fn("MemoryLedger.journal")(({ before, limit }) =>
      Effect.sync(() => journal.filter((line) => isOlder(line, before)).slice(0, limit))
    ),
    waiting: Effect.sync(() => [...set.values()].filter(({ resolution }) => resolution === null).length),
    standing: Effect.sync(() => {
      const counts = { info: 0, warning: 0, error: 0 }
      for (const { severity } of standing.values()) counts[severity]++
      return counts
    }),
    findings: Effect.fn("MemoryLedger.findings")(({ before, days, ended = false, limit, severity = "info" }) =>
      Effect.sync(() =>
        [...reported.values()].toReversed().filter((entry) =>
          isOlder(entry, before) &&
          (ended || entry.endedAt === null) &&
          SEVERITIES.indexOf(entry.severity) >= SEVERITIES.indexOf(severity) &&
          (days === undefined || (entry.instant >= Day.start(days.from) && entry.instant < Day.end(days.to)))
        ).slice(0, limit)
      )
    )
  })
  return Context.make(Ledger, ledger).pipe(
    Context.add(MemoryPages, {
      runs: Effect.sync(() => [...runs.values()].map(entryOf)),
      quarantine: Effect.sync(() => [...set.values()]),
      findings: Effect.sync(() => [...reported.values()])
    })
  )
}))

/** The trace of whoever calls the method that asks, which has a span of its own; null where it is in none that is kept. */
const callersTrace = Effect.currentSpan.pipe(
  Effect.map(({ parent }) =>
    parent.pipe(Option.filter(({ sampled }) => sampled), Option.map(({ traceId }) => traceId), Option.getOrNull)
  ),
  Effect.orElseSucceed(() => null)
)

const isOlder = (entry: { readonly id: string }, before: string | undefined): boolean =>
  before === undefined || Number(entry.id) < Number(before)

const isJudged = ({ natures, parts }: Judged, { check, first, instant, nature, region }: Finding): boolean =>
  natures.includes(nature) &&
  parts.some((part) =>
    part.check === check && part.region === region && part.day === Day.of(instant) && first >= part.since
  )

const kindOf = (
  { datasets, oldestFirst, trigger, window }: Pick<Run, "trigger" | "window" | "datasets" | "oldestFirst">
) => [trigger, window.from, window.to, oldestFirst, ...datasets].join(" ")

const endedEarly = ({ outcome }: RunRecord): boolean => outcome._tag === "Interrupted" || outcome._tag === "Failed"

/** It ended before its first step, and so left the run that it went on with where it was. */
const isStillborn = (record: RunRecord): boolean => endedEarly(record) && record.step === null

const isUnfinished = (record: RunRecord): boolean =>
  endedEarly(record) && (record.step === null ? record.run.resumes === null : record.step.ahead !== null)

const entryOf = ({ counts, outcome, run }: RunRecord): Entry => ({
  run,
  ended: outcome._tag === "Running" ? null : { outcome, counts }
})
