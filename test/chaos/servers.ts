/** The servers of a scenario, each a process of its own that can be killed and started again where it was. */
import { freePort } from "#layers/postgres/freePort"
import { isAlive } from "#layers/postgres/isAlive"
import { enter, leave, paths, USER } from "#layers/postgres/PostgresServer"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import * as FerretDb from "../support/FerretDb.ts"

export interface Server {
  readonly port: number
  /** Where it keeps what it was told. */
  readonly folder: string
  readonly signal: (name: NodeJS.Signals) => void
  readonly lives: () => boolean
  /** Up again, on the same port and folder, once it has ended. */
  readonly start: Effect.Effect<void>
}

export interface Database extends Server {
  /** Past every link, as the owner of everything. */
  readonly url: string
  /** The same through a link, or another database of the server. */
  readonly urlAt: (port: number, database?: string) => string
}

/** `SIGQUIT` is PostgreSQL's `immediate`, `SIGINT` its `fast`. The folder must be there, for its server alone. */
export const database = Effect.fnUntraced(function*(folder: string) {
  const up = () => enter(folder, 0)
  const server = yield* Effect.acquireRelease(Effect.promise(up), () => Effect.promise(() => leave(folder)))
  const urlAt = (port: number, database = "postgres") =>
    `postgres://${USER}:${server.password}@127.0.0.1:${port}/${database}`
  let postmaster = yield* Effect.promise(() => pidOf(folder))
  return {
    port: server.port,
    folder,
    url: urlAt(server.port),
    urlAt,
    signal: (name) => void process.kill(postmaster, name),
    lives: () => isAlive(postmaster),
    start: Effect.promise(async () => {
      await gone(postmaster)
      await enter(folder, server.port)
      postmaster = await pidOf(folder)
    })
  } satisfies Database
})

const pidOf = async (folder: string): Promise<number> =>
  Number((await readFile(join(paths(folder).data, "postmaster.pid"), "utf8")).split("\n")[0])

const gone = async (pid: number): Promise<void> => {
  for (let left = 600; left > 0; left--) {
    if (!isAlive(pid)) return
    await setTimeout(50)
  }
  throw new Error(`Process ${pid} has not ended after half a minute.`)
}

export interface LakeServer extends Server {
  readonly url: string
  readonly urlAt: (port: number) => string
}

/** FerretDB, the MongoDB protocol over SQLite files in the folder. */
export const lake = Effect.fnUntraced(function*(folder: string) {
  const program = yield* Effect.promise(FerretDb.build)
  const port = yield* Effect.promise(() => freePort())
  const up = async () => {
    const child = spawn(program, ["--listen", `127.0.0.1:${port}`, "--dir", folder], { stdio: "ignore" })
    await FerretDb.listening(port)
    return child
  }
  const ended = async (child: ReturnType<typeof spawn>) => {
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
  }
  let child = yield* Effect.acquireRelease(Effect.promise(up), () =>
    Effect.promise(async () => {
      child.kill("SIGKILL")
      await ended(child)
    }))
  const urlAt = (at: number) => `mongodb://127.0.0.1:${at}/eco2mixd`
  return {
    port,
    folder,
    url: urlAt(port),
    urlAt,
    signal: (name) => void child.kill(name),
    lives: () => child.exitCode === null && child.signalCode === null,
    start: Effect.promise(async () => {
      await ended(child)
      child = await up()
    })
  } satisfies LakeServer
})
