/**
 * What the servers of docker-compose.yml need before their first start: settings, and secrets that nobody chose. What is
 * there is never changed: whoever wants another secret removes its file.
 */
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** Why it can't be done: a file can't be written, can't be read, or is not there yet. */
export class SecretsError
  extends Schema.TaggedError<SecretsError>()("SecretsError", failure(["Unwritable", "Unreadable", "Missing"]))
{
  override get message() {
    return this.detail
  }
}

export interface PreparedFile {
  /** Within the folder. */
  readonly file: string
  /** False where it was there before. */
  readonly made: boolean
  /** What a person should look at, with the way out. */
  readonly remark: string | null
}

/** A door of the stack. */
export interface Entrance {
  readonly what: string
  readonly address: string
  readonly user: string
  /** The file that holds the password, within the folder. */
  readonly file: string
  readonly password: string
}

export class Secrets extends Context.Service<Secrets, {
  /** Every file is there, whole, and readable for nobody but its owner; those that were there are as they were. */
  readonly prepare: (folder: string) => Effect.Effect<ReadonlyArray<PreparedFile>, SecretsError>
  /** Where the stack is reached from its own machine, and as whom. */
  readonly entrances: (folder: string) => Effect.Effect<ReadonlyArray<Entrance>, SecretsError>
}>()("eco2mixd/ports/Secrets") {}
