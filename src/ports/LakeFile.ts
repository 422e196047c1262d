/** A lake as a file: every revision whole, to be kept elsewhere and read back into a lake of any kind. */
import type { Revision } from "#domain/Revision"
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"

/** Why there is no file, or none that can be believed. */
export class LakeFileError
  extends Schema.TaggedError<LakeFileError>()("LakeFileError", failure(["Exists", "Busy", "Unwritable", "Unreadable"]))
{
  override get message() {
    return this.detail
  }
}

/** A file that is being written. */
export interface Draft {
  readonly append: (revisions: ReadonlyArray<Revision>) => Effect.Effect<void, LakeFileError>
  /** The file stands there, whole; answers with how many revisions are in it. */
  readonly close: Effect.Effect<number, LakeFileError>
}

/** One that is read. */
export interface Saved {
  readonly lakeId: string
  /** How many revisions it was to have when it was begun; the lake may have gone on. */
  readonly expected: number
  /** In batches, in the order in which they were written; fails where the file ends before its end. */
  readonly revisions: Stream.Stream<ReadonlyArray<Revision>, LakeFileError>
}

export class LakeFile extends Context.Service<LakeFile, {
  /** Begins a file, or `-` for standard output. Until it is closed nothing stands under its name, or what stood there before. */
  readonly create: (
    file: string,
    about: Pick<Saved, "lakeId" | "expected">,
    replace: boolean
  ) => Effect.Effect<Draft, LakeFileError, Scope.Scope>
  /** Opens a file, or `-` for standard input. */
  readonly open: (file: string) => Effect.Effect<Saved, LakeFileError, Scope.Scope>
}>()("eco2mixd/ports/LakeFile") {}
