/** The program as its user calls it. Every refusal is one line on stderr: what was said, why it can't be, the way out. */
import { audit } from "#cli/audit"
import { completions } from "#cli/completions"
import { config } from "#cli/config"
import { copy } from "#cli/copy"
import { doctor } from "#cli/doctor"
import type { Doors } from "#cli/Doors"
import { explain } from "#cli/explain"
import { exportCommand } from "#cli/export"
import { init } from "#cli/init"
import { journal } from "#cli/journal"
import { lake } from "#cli/lake"
import { migrate } from "#cli/migrate"
import { notify } from "#cli/notify"
import { quarantine } from "#cli/quarantine"
import { quickstart } from "#cli/quickstart"
import { commands as runs } from "#cli/runs"
import { simulate } from "#cli/simulate"
import { sql } from "#cli/sql"
import { start } from "#cli/start"
import { status } from "#cli/status"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import type * as Layer from "effect/Layer"

const eco2mixd = Command.make("eco2mixd").pipe(
  Command.withDescription(
    "Keeps every revision of RTE's éCO2mix regional electricity data, and publishes its aggregates"
  ),
  Command.withSubcommands([
    start,
    quickstart,
    ...runs,
    status,
    explain,
    journal,
    audit,
    quarantine,
    doctor,
    migrate,
    copy,
    lake,
    notify,
    config,
    init,
    sql,
    exportCommand,
    simulate,
    completions((): Command.Command.Any => eco2mixd)
  ])
)

/** The doors are opened for a command that is carried out, and not for one that is only explained. */
export const run = (version: string, doors: Layer.Layer<Doors>) =>
  Command.run(Command.provide(eco2mixd, doors), { version })

/** Without the parser's own words before a sentence of ours. */
const lineOf = (message: string): string => message.replaceAll(/\s*\n\s*/g, " ").replace(/ Expected: (?=.*;)/, " ")

/** Help where it was asked for; where the call was wrong, the line that says so instead of a page around it. */
export const output = CliOutput.layerPresenter({
  present: (event) =>
    event._tag === "InvalidInvocation"
      ? Console.error(
        `eco2mixd: ${event.errors.map(({ message }) => lineOf(message)).join("; ")}. ` +
          `See: ${event.commandPath.join(" ")} --help`
      )
      : CliOutput.defaultPresenter.present(event)
})
