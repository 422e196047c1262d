/** Who wants something of a run stands in the journal before it is done: where that can't be, it is not done. */
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as MemoryLake from "#layers/memory/MemoryLake"
import * as MemoryLeadership from "#layers/memory/MemoryLeadership"
import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as MemoryQuery from "#layers/memory/MemoryQuery"
import * as MemoryRuns from "#layers/memory/MemoryRuns"
import { Ledger, LedgerError } from "#ports/Ledger"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ask, change, server } from "./Serving.ts"

/** A ledger that takes runs, and no line of its journal. */
const wordless = Layer.effect(
  Ledger,
  Effect.map(Ledger, (ledger) =>
    Ledger.of({
      ...ledger,
      note: () =>
        Effect.fail(new LedgerError({ reason: "Unreachable", during: "PostgresLedger.note", detail: "it is away" }))
    }))
).pipe(Layer.provide(MemoryLedger.layer))

const served = Layer.provideMerge(
  server(),
  MemoryRuns.layer.pipe(
    Layer.provideMerge(
      Layer.mergeAll(wordless, MemoryQuery.layer, MemoryLake.layer, MemoryIngest.layer, MemoryLeadership.layer)
    )
  )
)

it.live("what can't be written down is not done", () =>
  Effect.gen(function*() {
    const begun = yield* change("/api/v1/runs", { kind: "backfill", from: "2026-09-01", to: "2026-09-03" })
    assert.strictEqual(begun.status, 202)
    for (const verb of ["pause", "resume", "cancel"]) {
      const refused = yield* change(`/api/v1/runs/${begun.json.run_id}/${verb}`)
      assert.deepStrictEqual([refused.status, refused.json.code], [503, "Journal.Unwritten"], verb)
    }
    const run = yield* ask(`/api/v1/runs/${begun.json.run_id}`)
    assert.deepStrictEqual([run.json.outcome, run.json.waits], ["running", null])
  }).pipe(Effect.provide(served)))
