/** The settings of this process: its environment, and for each NAME that is not in it the file that NAME_FILE names. */
import { unreadable } from "#ports/unreadable"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { readFile } from "node:fs/promises"

/** What is added to a setting's name where a file holds it. */
export const FILE = "_FILE"

export type Variables = Readonly<Record<string, string | undefined>>

export const provider = (variables: Variables): ConfigProvider.ConfigProvider =>
  ConfigProvider.fromEnv({ env: defined(variables) }).pipe(
    ConfigProvider.orElse(ConfigProvider.make((path) => {
      const name = path.join("_") + FILE
      const file = variables[name]
      return file === undefined || file === "" ? Effect.as(Effect.void, undefined) : secretOf(name, file)
    }))
  )

/** An empty variable is one that was not set: compose files and shells make such of what they do not know. */
const defined = (variables: Variables): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, string] => (entry[1] ?? "") !== ""))

/** Without the newline that an editor leaves at the end. A file of nothing is a mistake of whoever wrote it, and no secret. */
const secretOf = (name: string, file: string) => {
  const wrong = (what: string, cause?: unknown) =>
    new ConfigProvider.SourceError({
      message: `${name} names ${file}, which ${what}; put the secret there, or set ${name.slice(0, -FILE.length)}`,
      cause
    })
  return Effect.tryPromise({
    try: () => readFile(file, "utf8"),
    catch: (cause) => wrong(`can't be read (${unreadable(cause)})`, cause)
  }).pipe(
    Effect.map((text) => text.replace(/\r?\n$/, "")),
    Effect.flatMap((text) => text.trim() === "" ? Effect.fail(wrong("is empty")) : Effect.succeed(text)),
    Effect.map(ConfigProvider.makeValue)
  )
}
