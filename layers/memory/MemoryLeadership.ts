/** The lead among the candidates of this process, for every test above the ports: the whole promise, by the test's clock. */
import { type Candidate, type Leader, Leadership, LEASE } from "#ports/Leadership"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export const layer = Layer.sync(Leadership, () => {
  let held: Leader | null = null
  let expiresAt = 0

  return Leadership.of({
    claim: Effect.fn("MemoryLeadership.claim")(({ id, name }: Candidate) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        if (held?.id !== id && held !== null && expiresAt > now) return held
        held = { id, name, since: held?.id === id ? held.since : now }
        expiresAt = now + LEASE
        return held
      })
    ),
    resign: Effect.fn("MemoryLeadership.resign")(({ id }: Candidate) =>
      Effect.sync(() => {
        if (held?.id === id) held = null
      })
    ),
    leader: Effect.map(Clock.currentTimeMillis, (now) => expiresAt > now ? held : null)
  })
})
