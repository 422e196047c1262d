/** Whether whoever is to be told of what goes wrong would hear of it: seen before it is needed. */
import { Doors } from "#cli/Doors"
import { SettingsError } from "#cli/SettingsError"
import { Notices } from "#ports/Notices"
import * as Command from "effect/cli/Command"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

const UNSET =
  "ECO2MIXD_WEBHOOK_URL is not set, and so nobody is told of anything; the README's table of settings says what it is for"

const test = Command.make(
  "test",
  {},
  Effect.fn(function*() {
    const doors = yield* Doors
    const told = Effect.gen(function*() {
      const { receiver } = yield* Notices
      if (receiver === null) return yield* new SettingsError({ problems: [UNSET] })
      const began = yield* Clock.currentTimeMillis
      const said = yield* receiver.send({ event: "test", id: crypto.randomUUID(), occurredAt: began })
      return `The test arrived: ${said}, after ${(yield* Clock.currentTimeMillis) - began} ms.`
    })
    yield* Console.log(yield* Effect.provide(told, doors.notices))
  })
).pipe(
  Command.withDescription(
    "Send a notice that says it is a test, once, and say what was answered. Ends with 1 where it did not arrive, with 78 " +
      "where nobody is to be told"
  ),
  Command.withExamples([{ command: "eco2mixd notify test", description: "Before the first morning that fails" }])
)

export const notify = Command.make("notify").pipe(
  Command.withDescription("Notices of failed runs and missed measures, to a webhook"),
  Command.withSubcommands([test])
)
