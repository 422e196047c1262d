import * as Schema from "effect/Schema"

/** All that keeps the program from starting; told a line each. */
export class SettingsError extends Schema.TaggedError<SettingsError>()("SettingsError", {
  problems: Schema.Array(Schema.String)
}) {
  override get message() {
    return this.problems.join(". ")
  }
}
