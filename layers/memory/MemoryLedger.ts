/** A ledger in this process, for every test above the ports. It keeps the whole promise, and forgets at the end. */
import { type Finding, keyOf } from "#domain/Finding"
import type { Quarantined } from "#domain/Quarantined"
import { type Counts, NOTHING, type Outcome, type Run } from "#domain/Run"
import { Ledger } from "#ports/Ledger"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export interface Entry {
  readonly run: Run
  /** Null while it runs. */
  readonly ended: { readonly outcome: Outcome; readonly counts: Counts } | null
}

/** What a `MemoryLedger` was told, for tests to look at. */
export class MemoryPages extends Context.Service<MemoryPages, {
  readonly runs: Effect.Effect<ReadonlyArray<Entry>>
  readonly quarantine: Effect.Effect<ReadonlyArray<Quarantined>>
  readonly findings: Effect.Effect<ReadonlyArray<Finding>>
}>()("eco2mixd/layers/memory/MemoryPages") {}

/** Provides the `Ledger`, and the `MemoryPages` behind it. */
export const layer = Layer.effectContext(Effect.sync(() => {
  const runs = new Map<string, Entry>()
  const living = new Set<string>()
  const set = new Map<string, Quarantined>()
  const reported = new Map<string, Finding>()

  const ledger = Ledger.of({
    open: Effect.fn("MemoryLedger.open")((run) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          for (const [id, entry] of runs) if (entry.ended === null && !living.has(id)) runs.set(id, buried(entry))
          living.add(run.id)
          runs.set(run.id, { run, ended: null })
        }),
        () => Effect.sync(() => living.delete(run.id))
      )
    ),
    close: Effect.fn("MemoryLedger.close")((run, outcome, counts) =>
      Effect.sync(() => void runs.set(run.id, { run, ended: { outcome, counts } }))
    ),
    quarantine: Effect.fn("MemoryLedger.quarantine")((_, entries) =>
      Effect.sync(() => {
        for (const entry of entries) set.set([entry.dataset, entry.reason, entry.detail, entry.text].join("\n"), entry)
      })
    ),
    report: Effect.fn("MemoryLedger.report")((_, findings) =>
      Effect.sync(() =>
        findings.filter((finding) => {
          if (reported.has(keyOf(finding))) return false
          reported.set(keyOf(finding), finding)
          return true
        })
      )
    )
  })
  return Context.make(Ledger, ledger).pipe(
    Context.add(MemoryPages, {
      runs: Effect.sync(() => [...runs.values()]),
      quarantine: Effect.sync(() => [...set.values()]),
      findings: Effect.sync(() => [...reported.values()])
    })
  )
}))

const buried = (entry: Entry): Entry => ({ ...entry, ended: { outcome: { _tag: "Interrupted" }, counts: NOTHING } })
