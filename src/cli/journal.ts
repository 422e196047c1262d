/** Who asked for what, and what became of it: the journal, newest first. */
import { Doors } from "#cli/Doors"
import * as flags from "#cli/flags"
import { paris } from "#cli/instant"
import { print, table } from "#cli/text"
import { Ledger } from "#ports/Ledger"
import { actOf } from "#ports/shapes"
import { visible } from "#ports/visible"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

/** Of what it was done with, in the order in which a person says it: a database has its own. */
const TOLD = ["trigger", "kind", "from", "to", "datasets", "code"]

export const journal = Command.make(
  "journal",
  {
    limit: Flag.Int("limit").pipe(
      Flag.withDefault(50),
      Flag.withDescription("Lines at most"),
      Flag.filter(
        (limit) => limit > 0 && limit <= 100_000,
        (limit) => `${limit} is no number of lines; take 1 to 100000`
      )
    ),
    json: flags.json("One JSON array")
  },
  Effect.fn(function*({ json, limit }) {
    const doors = yield* Doors
    const lines = yield* Effect.flatMap(Ledger, (ledger) => ledger.journal({ limit })).pipe(
      Effect.provide(doors.reading)
    )
    if (json) return yield* Console.log(print(lines.map(actOf)))
    if (lines.length === 0) return yield* Console.log("Nobody has asked for anything.")
    yield* Console.log(table({
      columns: ["at", "who", "what", "of", "became", "with"],
      rows: lines.map(({ at, became, by, deed, details, subject }) => [
        paris(at),
        visible(by),
        deed,
        visible(subject ?? ""),
        became,
        visible(TOLD.flatMap((name) => details[name] ?? []).map(String).join(" "))
      ])
    }))
  })
).pipe(
  Command.withDescription(
    "Who began, paused, resumed and called off runs, retried and dropped entries of the quarantine, when, with what, and what " +
      "became of it; newest first, from a table that is only ever added to"
  ),
  Command.withShortDescription("Who asked for what, and what became of it"),
  Command.withExamples([{ command: "eco2mixd journal --limit 500 --json", description: "The last ones, for a script" }])
)
