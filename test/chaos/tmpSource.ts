import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { source } from "./source.ts"
import { stage } from "./Stage.ts"
const wanted = process.argv.slice(2)
NodeRuntime.runMain(Effect.gen(function*() {
  for (const [index, scenario] of source.entries()) {
    if (wanted.length > 0 && !wanted.includes(String(index)) && !wanted.includes(scenario.id)) continue
    const began = performance.now()
    const exit = yield* Effect.scoped(Effect.gen(function*() {
      const own = yield* stage(1 + index)
      const recovery = yield* Effect.scoped(scenario.play(own, 1))
      const found = yield* own.broken
      if (found.length > 0) return yield* Effect.die(new Error(found.join("; ")))
      return recovery
    })).pipe(Effect.exit)
    const took = ((performance.now() - began) / 1000).toFixed(1)
    console.log(
      index,
      scenario.id,
      scenario.what,
      Exit.isSuccess(exit)
        ? `PASS ${exit.value.toFixed(1)}`
        : `FAIL ${String((Cause.squash(exit.cause) as Error).message).slice(0, 400)}`,
      took
    )
  }
}))
