/**
 * Who of several daemons on the same stores does the work. It is a lease: whoever holds it must renew it, and one that is
 * frozen, cut off or dead loses it to another within `LEASE`.
 */
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** Why it can't be known who leads. All but `Refused` pass by themselves. */
export class LeadershipError
  extends Schema.TaggedError<LeadershipError>()("LeadershipError", failure(["Unreachable", "Busy", "Refused"]))
{
  override get message() {
    return this.detail
  }
}

/**
 * How long the lead is held without being renewed, in milliseconds: three renewals may be lost, and with the time until a
 * standby asks again a dead leader is followed within 30 s.
 */
export const LEASE = 15_000

/**
 * How long whoever falls silent in the middle of a step keeps what it has locked in a store, in milliseconds: as long as it is
 * taken for alive.
 */
export const Silence = Context.Reference<number>("eco2mixd/ports/Silence", { defaultValue: () => LEASE })

export interface Candidate {
  /** Another one for each process. */
  readonly id: string
  /** For people: `host:8080`. */
  readonly name: string
}

export interface Leader extends Candidate {
  /** Since when, in milliseconds since 1970 UTC by the clock of whoever keeps the lease. */
  readonly since: number
}

export class Leadership extends Context.Service<Leadership, {
  /** Takes the lead where nobody holds it, renews it where the candidate does; answers with whoever leads now. */
  readonly claim: (candidate: Candidate) => Effect.Effect<Leader, LeadershipError>
  /** Gives the lead back, where the candidate holds it. */
  readonly resign: (candidate: Candidate) => Effect.Effect<void, LeadershipError>
  /** Whoever holds the lead, and null where nobody does. */
  readonly leader: Effect.Effect<Leader | null, LeadershipError>
}>()("eco2mixd/ports/Leadership") {}
