/**
 * What sink and ledger hold, table by table, every column of every line as it stands: to be taken over by another one that
 * is kept alike. Who leads is not among it.
 */
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"

/** Why lines were not read or taken. `Unreachable` and `Busy` pass by themselves. */
export class ArchiveError
  extends Schema.TaggedError<ArchiveError>()("ArchiveError", failure(["Unreachable", "Busy", "Refused"]))
{
  override get message() {
    return this.detail
  }
}

/** A table, or a year of the one that grows. */
export interface Part {
  readonly table: string
  readonly year: number | null
}

export interface Sum {
  readonly lines: number
  /** Over every column of every line, in whatever order: equal digests, equal lines. */
  readonly digest: string
}

export class Archive extends Context.Service<Archive, {
  /** This account may take lines, and see to it that later ones are numbered behind them. */
  readonly ready: Effect.Effect<void, ArchiveError>
  /** Its parts in the order in which they are taken over: first what says of whom the rest is, last what says that all is there. */
  readonly parts: Effect.Effect<ReadonlyArray<Part>, ArchiveError>
  readonly count: (part: Part) => Effect.Effect<number, ArchiveError>
  readonly sum: (part: Part) => Effect.Effect<Sum, ArchiveError>
  /** What each line is told from all others by, whatever becomes of it; null of a part that has too many. */
  readonly names: (part: Part) => Effect.Effect<ReadonlySet<string> | null, ArchiveError>
  /** Every line whole, as text that `put` reads, ordered where the order matters to it. */
  readonly lines: (part: Part) => Stream.Stream<string, ArchiveError>
  /**
   * The lines stand there: those that did not, and those that stood there as they were earlier. Any other line is left as it
   * is. Answers with how many were written.
   */
  readonly put: (part: Part, lines: ReadonlyArray<string>) => Effect.Effect<number, ArchiveError>
}>()("eco2mixd/ports/Archive") {}
