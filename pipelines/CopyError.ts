import { failure } from "#ports/failure"
import * as Schema from "effect/Schema"

/**
 * Why stores were not copied, or not to the end. `InUse`: somebody works on either; `Foreign`: there is what the copied ones
 * have not, or have otherwise; `Differs`: after all was written the two are not the same.
 */
export class CopyError extends Schema.TaggedError<CopyError>()("CopyError", failure(["InUse", "Foreign", "Differs"])) {
  override get message() {
    return this.detail
  }
}

export const refused = (reason: CopyError["reason"], detail: string): CopyError =>
  new CopyError({ reason, during: "copy", detail })
