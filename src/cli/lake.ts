/** The lake as a file: a backup that any lake can be made of again. */
import { Doors } from "#cli/Doors"
import * as progress from "#cli/progress"
import { figure } from "#cli/text"
import { load, save } from "#pipelines/lakeFile"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

const file = Argument.String("file").pipe(Argument.withDescription("A file, or - for a pipe"))

/** A pipe has the lake alone in it. */
const say = (file: string, text: string) => file === "-" ? Console.error(text) : Console.log(text)

const saved = Command.make(
  "save",
  {
    file,
    force: Flag.Boolean("force").pipe(Flag.withDefault(false), Flag.withDescription("Replace a file that is there"))
  },
  Effect.fn(function*({ file, force }) {
    const { lake, lakeFile } = yield* Doors
    const count = yield* Effect.provide(save(file, force), [lake, lakeFile, progress.of("revisions")])
    yield* say(file, `${figure(count)} revisions saved.`)
  })
).pipe(
  Command.withDescription("Write every revision of the lake to FILE, as compressed JSON lines"),
  Command.withExamples([{ command: "eco2mixd lake save lake.jsonl.gz", description: "All of it" }])
)

const loaded = Command.make(
  "load",
  { file },
  Effect.fn(function*({ file }) {
    const { lake, lakeFile } = yield* Doors
    const { added, read } = yield* Effect.provide(load(file), [lake, lakeFile, progress.of("revisions")])
    yield* Console.log(`${figure(read)} revisions read, ${figure(added)} of them not there before.`)
  })
).pipe(
  Command.withDescription(
    "Read what `lake save` wrote into a lake that is empty, or that is the same one; what is there stays as it is"
  ),
  Command.withExamples([
    { command: "eco2mixd lake load lake.jsonl.gz", description: "Then `eco2mixd replay` makes the rows of it" }
  ])
)

export const lake = Command.make("lake").pipe(
  Command.withDescription("Save the lake to a file, and load it from one"),
  Command.withSubcommands([saved, loaded])
)
