import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as LedgerContract from "../../contract/LedgerContract.ts"

const pages = Layer.effect(
  LedgerContract.Pages,
  Effect.map(MemoryLedger.MemoryPages, ({ findings, quarantine, runs }) => ({
    findings,
    quarantine,
    run: (id) =>
      Effect.map(runs, (all) => {
        const ended = all.find(({ run }) => run.id === id)?.ended
        return {
          outcome: ended?.outcome._tag.toLowerCase() ?? "running",
          code: ended?.outcome._tag === "Failed" ? ended.outcome.code : null,
          rows: ended?.counts.rows ?? 0
        }
      })
  }))
)

LedgerContract.suite("memory", Layer.provideMerge(pages, MemoryLedger.layer))
