/** Claims about what comes from outside, each tried on some hundreds of inputs: `Fuzz.ts` says how to try more. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fuzz from "./Fuzz.ts"
import { parts } from "./parts.ts"

describe("fuzz", () => {
  for (const [part, claims] of Object.entries(parts)) {
    it.live(part, () =>
      Effect.gen(function*() {
        for (const claim of yield* claims) assert.isUndefined(yield* claim.search(Fuzz.usual(claim)))
      }).pipe(Effect.scoped))
  }
})
