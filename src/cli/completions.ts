/** Scripts that let a shell complete our commands and flags: made from the commands themselves. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

/** `program` is asked for late: it holds this command too. */
export const completions = (program: () => Command.Command.Any) =>
  Command.make(
    "completions",
    { shell: Argument.Literals("shell", ["bash", "zsh", "fish"]) },
    Effect.fn(function*({ shell }) {
      yield* Console.log(Completions.generate("eco2mixd", shell, Completions.fromCommand(program())))
    })
  ).pipe(
    Command.withDescription("Print the script that lets a shell complete eco2mixd's commands and flags"),
    Command.withExamples([
      { command: "source <(eco2mixd completions bash)", description: "For this bash; in ~/.bashrc for each" },
      { command: "eco2mixd completions zsh > ~/.zfunc/_eco2mixd", description: "A folder of zsh's fpath" },
      {
        command: "eco2mixd completions fish > ~/.config/fish/completions/eco2mixd.fish",
        description: "Where fish looks by itself"
      }
    ])
  )
