/** What a run must know of other processes before each step: what is wanted of it, and whether a morning goes. */
import { isOver, type Run, type Wish } from "#domain/Run"
import { Ledger } from "#ports/Ledger"
import * as Effect from "effect/Effect"

/** Mornings to look at: none but the last can go. */
const LOOKED_AT = 5

/**
 * Of a ledger that can't be asked it is not known, and the run goes on: what it does next needs the same server. A morning
 * that went where the process is frozen and that has been answered by another one meanwhile keeps nobody waiting.
 */
export const elsewhere = Effect.fnUntraced(
  function*({ id }: Run): Effect.fn.Return<Wish | "morning", never, Ledger> {
    const ledger = yield* Ledger
    const looked = Effect.gen(function*() {
      const record = yield* ledger.run(id)
      if (record !== null && record.asked !== null) return record.asked
      // Its other parts were done in vain.
      if (isOver(record)) return "cancel"
      const answered = yield* ledger.answered(1)
      const going = yield* ledger.runs({ limit: LOOKED_AT, outcome: "Running" })
      return going.some(({ run: { slot } }) => slot !== null && (answered === null || slot > answered))
        ? "morning" as const
        : null
    })
    return yield* Effect.orElseSucceed(looked, () => null)
  },
  // Before each step, in the trace of the run: it would hide the rest.
  Effect.withTracerEnabled(false)
)
