/** What can be looked at when something is wrong, or before it is: each technology looks at what is its own. */
import type { Day } from "#domain/Day"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** Long enough for a busy server, short enough for a person who waits for all of them. */
const LIMIT = "5 seconds"

/** What a look showed. */
export interface Verdict {
  /** `skipped`: it could not be looked at, or is of no concern here. */
  readonly status: "ok" | "warning" | "failed" | "skipped"
  /** What was seen, in one line, without secrets. */
  readonly said: string
  /** The command or the change that mends it; null where nothing is to be mended. */
  readonly mend: string | null
}

export const ok = (said: string): Verdict => ({ status: "ok", said, mend: null })
export const warning = (said: string, mend: string): Verdict => ({ status: "warning", said, mend })
export const failed = (said: string, mend: string): Verdict => ({ status: "failed", said, mend })
export const skipped = (said: string): Verdict => ({ status: "skipped", said, mend: null })

export interface Check {
  /** `postgres version`, the same in each release. */
  readonly name: string
  /** Never fails, and ends within seconds: what can't be seen is a verdict too. */
  readonly look: Effect.Effect<Verdict>
}

/** A look that may end early with its verdict, and is told of when it lasts too long. */
export const check = (name: string, look: Effect.Effect<Verdict, Verdict>): Check => ({
  name,
  look: look.pipe(
    Effect.timeoutOrElse({
      duration: LIMIT,
      orElse: () =>
        Effect.succeed(failed(`no answer within ${LIMIT}`, "look at the load and the log of what was asked"))
    }),
    Effect.catch(Effect.succeed),
    // One look that is mistaken must not keep a person from the others.
    Effect.catchCause((cause) =>
      Effect.succeed(failed(
        `the check itself broke: ${oneLine(Cause.pretty(cause).split("\n")[0] ?? "")}`,
        "report it: this is a mistake in the program"
      ))
    )
  )
})

export const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, " ")

/** What is asked of a lake to see whether it is well; a verdict where it can't be told. */
export interface LakeFacts {
  /** Null where nobody has written into it yet. */
  readonly id: Effect.Effect<string | null, Verdict>
  /** How many documents each day has. */
  readonly documents: Effect.Effect<ReadonlyMap<Day, number>, Verdict>
  /** How many of a day's documents had been fetched before an instant, in milliseconds since 1970 UTC. */
  readonly fetchedBefore: (day: Day, instant: number) => Effect.Effect<number, Verdict>
}

export class Checkup extends Context.Service<Checkup, {
  /** In the order in which a person would look. */
  readonly checks: ReadonlyArray<Check>
}>()("eco2mixd/ports/Checkup") {}
