import * as Schema from "effect/Schema"

/** What a command has found and told, where a person should act on it: one line more, and exit code 1. */
export class BadNews extends Schema.TaggedError<BadNews>()("BadNews", { message: Schema.String }) {}
