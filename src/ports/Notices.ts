/** Who is told what a person should know, where nobody looks. */
import type { Notice } from "#domain/Notice"
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/**
 * Why a notice did not arrive. `Unreachable`: nobody took it, however often it was tried; `Refused`: the receiver wants no
 * such notice; `Forbidden`: the settings do not let it go where the receiver is.
 */
export class NoticesError
  extends Schema.TaggedError<NoticesError>()("NoticesError", failure(["Unreachable", "Refused", "Forbidden"]))
{
  override get message() {
    return this.detail
  }
}

export interface Receiver {
  /** For a person: a host, and nothing of its address that may be secret. */
  readonly name: string
  /**
   * It has arrived, and answers with what was said to it. What may pass is tried again for minutes; a test is tried once, as
   * a person waits for it.
   */
  readonly send: (notice: Notice) => Effect.Effect<string, NoticesError>
}

export class Notices extends Context.Service<Notices, {
  /** Null where nobody wants to be told. */
  readonly receiver: Receiver | null
}>()("eco2mixd/ports/Notices") {}
