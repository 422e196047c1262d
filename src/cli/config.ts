/** What is set and where it comes from, with all that is wrong of it at once. */
import { Doors } from "#cli/Doors"
import * as flags from "#cli/flags"
import { SettingsError } from "#cli/SettingsError"
import { table } from "#cli/text"
import { type Setting, type SettingsReport, unknownLine } from "#ports/Settings"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

export const config = Command.make(
  "config",
  {
    json: flags.json()
  },
  Effect.fn(function*({ json }) {
    const report = yield* Effect.flatMap(Doors, (doors) => doors.settings)
    yield* Console.log(json ? JSON.stringify(asJson(report), null, 2) : asText(report))
    if (report.problems.length > 0) return yield* new SettingsError({ problems: report.problems })
  })
).pipe(
  Command.withDescription(
    "Show each setting with its value, where that comes from, and its default; secrets stay hidden. " +
      "Ends with 78 where one of them is wrong"
  ),
  Command.withExamples([
    { command: "eco2mixd config", description: "A table, with names that nobody reads below it" },
    { command: "eco2mixd config --json | jq -r .problems[]", description: "What is wrong, for a script" }
  ])
)

/** What a daemon asks before it starts: fails with all problems at once, and answers with what deserves a warning. */
export const settled = Effect.gen(function*() {
  const { problems, unknown } = yield* Effect.flatMap(Doors, (doors) => doors.settings)
  if (problems.length > 0) return yield* new SettingsError({ problems })
  return unknown.map(unknownLine)
})

const asText = ({ settings, unknown }: SettingsReport): string =>
  [
    table({
      columns: ["setting", "value", "from", "default"],
      rows: settings.map((one) => [one.name, valueOf(one), originOf(one), one.default ?? ""])
    }),
    ...(unknown.length === 0 ? [] : ["", ...unknown.map((one) => `! ${unknownLine(one)}`)])
  ].join("\n")

const valueOf = ({ problem, source, value }: Setting): string =>
  value ?? (problem === null ? "" : source === "none" ? "(missing)" : "(not readable)")

const originOf = ({ file, source, used }: Setting): string => {
  const from = source === "none" ? "" : source === "file" ? `file ${file}` : source
  return used
    ? from
    : from === "" || source === "default"
    ? "not used by these stores"
    : `${from}, not used by these stores`
}

const asJson = ({ problems, settings, unknown }: SettingsReport) => ({ settings, unknown, problems })
