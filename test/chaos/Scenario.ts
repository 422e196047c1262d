/** A fault, made on real processes, and what is seen of it. */
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Stage } from "./Stage.ts"

export interface Scenario {
  /** The fault's number. */
  readonly id: `F${number}`
  /** What is done, where a fault can be done in several ways too. */
  readonly what: string
  /** One of those that are played with every change. */
  readonly short?: boolean
  /** Why it can't be played here, if it can't. */
  readonly missing?: string | undefined
  /** The server that has a small disk of its own, if one does. */
  readonly disk?: "postgres" | "lake"
  /** How often it is done within one scenario, if more than once. */
  readonly times?: number
  /**
   * Does it, and answers how many seconds the program took to heal, at most; whatever does not hold is a defect. The oracle is
   * asked once more after it.
   */
  readonly play: (stage: Stage, times: number) => Effect.Effect<number, never, Scope.Scope>
}
