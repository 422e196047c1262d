/** The program as its user runs it: a process of its own, under the runtime that runs the tests. */
import { enter, leave } from "#layers/postgres/PostgresServer"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { temporaryFolder } from "./EmbeddedStores.ts"
import { path as records } from "./shared.ts"

const root = new URL("../..", import.meta.url).pathname
/** Under Deno as its task has it, with what that may do and no more, but that the tests' folders are elsewhere. */
const underDeno = (): ReadonlyArray<string> => {
  const { tasks } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8")) as { tasks: { eco2mixd: string } }
  return tasks.eco2mixd.split(" ").slice(1).map((flag) =>
    flag.replace(/^--allow-read=/, `$&${tmpdir()},${records("")},`).replace(
      /^--allow-write=.*/,
      `--allow-write=${tmpdir()}`
    )
  )
}

const runtime = "Deno" in globalThis ? underDeno() : ["src/main.ts"]

export interface Finished {
  /** Null where a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export type Settings = Readonly<Record<string, string>>

/** Nothing of the machine's own settings: a test says all that it means. */
const environment = (settings: Settings): NodeJS.ProcessEnv => {
  const { HOME, PATH, TMPDIR } = process.env
  return { HOME, PATH, TMPDIR, ...settings }
}

export const start = (args: ReadonlyArray<string>, settings: Settings) =>
  spawn(process.execPath, [...runtime, ...args], {
    cwd: root,
    env: environment(settings),
    stdio: ["ignore", "pipe", "pipe"]
  })

/** Runs it to its end. */
export const run = (args: ReadonlyArray<string>, settings: Settings): Effect.Effect<Finished> =>
  Effect.promise(async () => {
    const child = start(args, settings)
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), exited(child)])
    return { code: child.exitCode, stdout, stderr }
  })

/** Waits for its end, which may lie behind. */
export const exited = async (child: ReturnType<typeof start>): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
}

/** The answer to a question in SQL, through the program. */
export const ask = <Row>(question: string, settings: Settings): Effect.Effect<ReadonlyArray<Row>> =>
  Effect.map(run(["sql", "--format", "json", question], settings), ({ code, stderr, stdout }) => {
    if (code !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as ReadonlyArray<Row>
  })

/** A server that `simulate` runs, and its origin, until the scope closes. */
export const simulate = (...args: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const child = start(["simulate", "--port", "0", ...args], {})
      let said = ""
      for await (const piece of child.stdout) {
        said += String(piece)
        const url = /http:\/\/\S+:\d+/.exec(said)?.[0]
        if (url !== undefined) return { child, url }
      }
      throw new Error(`simulate ended: ${said}${await text(child.stderr)}`)
    }),
    ({ child }) =>
      Effect.promise(async () => {
        child.kill("SIGTERM")
        await exited(child)
      })
  ).pipe(Effect.map(({ url }) => url))

/** Embedded stores in a folder of their own, and the source to read from. */
export const embedded = (url: string) =>
  Effect.map(temporaryFolder, (folder): Settings => ({
    ECO2MIXD_DATA_DIR: folder,
    ECO2MIXD_EMBEDDED_PORT: "0",
    ECO2MIXD_SOURCE_URL: url
  }))

/** The same with its server already up, which the commands then share instead of starting one each. */
export const embeddedUp = Effect.fnUntraced(function*(url: string) {
  const settings = yield* embedded(url)
  const folder = settings["ECO2MIXD_DATA_DIR"]!
  yield* Effect.acquireRelease(Effect.promise(() => enter(folder, 0)), () => Effect.promise(() => leave(folder)))
  return settings
})
