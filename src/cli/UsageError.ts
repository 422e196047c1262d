import * as Schema from "effect/Schema"

/** A wrong call: names what was said, why it can't be, and the way out, in one line. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", { message: Schema.String }) {}
