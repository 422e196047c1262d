/** The step before the first `docker compose up`: settings and secrets that nobody chose, and where the stack is then reached. */
import { Doors } from "#cli/Doors"
import { table } from "#cli/text"
import { type Entrance, type PreparedFile, Secrets } from "#ports/Secrets"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

const NEXT = "Next: `docker compose up -d`, and `eco2mixd init --show` for addresses, users and passwords."

export const init = Command.make(
  "init",
  {
    dir: Flag.String("dir").pipe(
      Flag.withMetavar("DIR"),
      Flag.withDefault("."),
      Flag.withDescription("The folder of docker-compose.yml; this one where none is given")
    ),
    show: Flag.Boolean("show").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Make nothing: tell where the stack is reached, as whom, and on a terminal the passwords")
    )
  },
  Effect.fn(function*({ dir, show }) {
    const doors = yield* Doors
    const secrets = yield* Effect.provide(Secrets, doors.secrets)
    if (show) return yield* Console.log(shown(yield* secrets.entrances(dir)))
    const files = yield* secrets.prepare(dir)
    yield* Console.log(`${files.map(lineOf).join("\n")}\n\n${summary(files)}`)
  })
).pipe(
  Command.withDescription(
    "Write .env and secrets/ for docker compose, each secret of 32 random bytes and readable for nobody else; what is there " +
      "is never overwritten"
  ),
  Command.withShortDescription("Settings and secrets for docker compose"),
  Command.withExamples([
    { command: "eco2mixd init && docker compose up -d", description: "The whole system, from nothing" },
    { command: "eco2mixd init --show", description: "Addresses, users and passwords" }
  ])
)

const lineOf = ({ file, made, remark }: PreparedFile): string =>
  `${made ? "made " : "there"}  ${file}${remark === null ? "" : `  ! ${remark}`}`

const summary = (files: ReadonlyArray<PreparedFile>): string => {
  const made = files.filter((file) => file.made).length
  return `${made} made, ${files.length - made} there already. ${NEXT}`
}

/** Whether somebody looks: a password belongs on a screen, and not in a file or the log of a machine that builds. */
const isSeen = (): boolean => process.stdout.isTTY === true

const shown = (entrances: ReadonlyArray<Entrance>): string =>
  table({
    columns: ["what", "address", "user", isSeen() ? "password" : "password in"],
    rows: entrances.map(({ address, file, password, user, what }) => [what, address, user, isSeen() ? password : file])
  })
