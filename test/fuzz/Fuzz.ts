/**
 * A claim that must hold whatever comes in, and the search for an input that breaks it: smaller and smaller ones are then
 * tried, and the smallest is told with the seed that finds it again.
 *
 * In `npm test` each claim is tried a few hundred times, always on the same inputs. Two variables change that:
 * `FUZZ_SEED` takes other inputs, `FUZZ_ROUNDS` takes so many times as many. `run.ts` searches for as long as it is told.
 */
import * as Arbitrary from "effect/Arbitrary"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** What is claimed of every input. */
export interface Claim {
  readonly says: string
  /** How often it is tried in `npm test`: a second's worth or two. */
  readonly rounds: number
  /** The input that breaks it, for a person to read; undefined where none was found. */
  readonly search: (how: { readonly seed: string; readonly rounds: number }) => Effect.Effect<string | undefined>
}

/** Claims about one part of the program, with all that they need until the scope closes. */
export type Claims = Effect.Effect<ReadonlyArray<Claim>, unknown, Scope.Scope>

/** Complexity up to which inputs grow: so long a list, so long a text. */
const SIZE = 24

/** Smaller inputs that are tried once one has failed. */
const SHRINKS = 2_000

/** `holds` throws, fails or dies where the claim is broken. */
export const claim = <A>(
  says: string,
  rounds: number,
  inputs: Arbitrary.Arbitrary<A>,
  holds: (input: A) => Effect.Effect<unknown, unknown> | void
): Claim => ({
  says,
  rounds,
  search: ({ rounds, seed }) =>
    Arbitrary.checkEffect(
      inputs,
      (input) => Effect.suspend(() => holds(input) ?? Effect.void).pipe(Effect.as(true), Effect.catchCause(broken)),
      { runs: rounds, seed, size: SIZE, maxShrinks: SHRINKS }
    ).pipe(
      Effect.map(Arbitrary.formatCheckFailure),
      Effect.map((found) => found === undefined ? undefined : `${says}: not so.\n${shortened(found)}\nSeed: ${seed}`)
    )
})

/** For a person: what can't be seen is written out, and what is repeated a thousand times is cut. */
const shortened = (text: string): string =>
  text.split("\n")
    .map((line) => line.length > 1_000 ? `${line.slice(0, 600)} … ${line.slice(-300)}` : line)
    .map((line) =>
      line.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)
    )
    .join("\n")

/** A throw is as good as a failure, and is told with where it came from. */
const broken = (cause: Cause.Cause<unknown>) => Effect.fail(Cause.pretty(cause).slice(0, 4_000))

/** What `npm test` searches. */
export const usual = ({ rounds }: Claim) => ({
  seed: process.env["FUZZ_SEED"] ?? "1",
  rounds: Math.ceil(rounds * Number(process.env["FUZZ_ROUNDS"] ?? 1))
})
