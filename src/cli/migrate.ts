/** Tables and indexes made, or brought up to date, by whoever owns them: so that the daemon needs no such right. */
import { Doors } from "#cli/Doors"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export const migrate = Command.make(
  "migrate",
  {},
  Effect.fn(function*() {
    const { migrations } = yield* Doors
    yield* Effect.scoped(Layer.build(migrations))
    yield* Console.log("Tables and indexes are as this version needs them.")
  })
).pipe(
  Command.withDescription("Make the tables and indexes, or bring them up to date, and exit"),
  Command.withExamples([
    {
      command: "DATABASE_URL=postgres://eco2mixd_migrator:…@db/eco2mixd eco2mixd migrate",
      description: "As the owner, before a daemon that may not do it is started"
    }
  ])
)
