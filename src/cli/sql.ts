/** A question to the published table, for people and for scripts. */
import { Doors } from "#cli/Doors"
import { csv, json, table } from "#cli/text"
import { Query } from "#ports/Query"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

const formats = { table, csv, json }

export const sql = Command.make(
  "sql",
  {
    question: Argument.String("query"),
    format: Flag.Literals("format", ["table", "csv", "json"]).pipe(
      Flag.withDefault("table" as const),
      Flag.withDescription("How the answer is written")
    )
  },
  Effect.fn(function*({ format, question }) {
    const doors = yield* Doors
    const answer = yield* Effect.flatMap(Query, ({ ask }) => ask(question)).pipe(Effect.provide(doors.query))
    yield* Console.log(formats[format](answer))
  })
).pipe(
  Command.withDescription("Ask the configured PostgreSQL, embedded too; nothing can be changed"),
  Command.withExamples([
    {
      command: "eco2mixd sql \"select * from regional_energy_current where granularity = 'day' limit 10\"",
      description: "Ten day rows"
    },
    { command: "eco2mixd sql --format csv \"select * from pipeline_runs\"", description: "All runs, for a spreadsheet" }
  ])
)
