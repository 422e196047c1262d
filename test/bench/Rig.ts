/** The servers that a bench needs, each a process of its own, and all gone with the scope; what they hold is kept for the next one. */
import * as Day from "#domain/Day"
import { freePort } from "#layers/postgres/freePort"
import * as PostgresClient from "#layers/postgres/PostgresClient"
import { enter, leave, USER } from "#layers/postgres/PostgresServer"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { MongoClient } from "mongodb"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createReadStream } from "node:fs"
import { access, readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { Client } from "pg"
import * as Data from "./Data.ts"

/** Years that have their partition before anybody is measured. */
const YEARS = Array.from({ length: 15 }, (_, index) => 2013 + index)

const ended = async (child: ReturnType<typeof spawn>, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, "exit")
}

/** The stand-in over a folder, or over nothing; its URL. */
export const standIn = (folder?: string) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(async () => {
        const file = new URL("MongoStandIn.ts", import.meta.url).pathname
        const child = spawn(process.execPath, [
          "--max-old-space-size=8192",
          file,
          ...folder === undefined ? [] : [folder]
        ], { stdio: ["pipe", "pipe", "inherit"] })
        const [port] = await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => [NaN])])
        if (!(Number(port) > 0)) throw new Error("The stand-in for MongoDB did not start.")
        return { child, port: Number(port) }
      }),
      ({ child }) => Effect.promise(() => ended(child, "SIGKILL"))
    ),
    ({ port }) => `mongodb://127.0.0.1:${port}/bench`
  )

/** What a MongoDB answers to a command. */
export const command = async (url: string, command: Readonly<Record<string, unknown>>) => {
  const client = await new MongoClient(url).connect()
  try {
    return await client.db().command(command)
  } finally {
    await client.close()
  }
}

export const ferretBinary = join(Data.FOLDER, "../ferretdb")

/** FerretDB over a folder; undefined where `.ci/run` has not built it. */
export const ferret = (folder: string) =>
  Effect.gen(function*() {
    if (!(yield* Effect.promise(() => access(ferretBinary).then(() => true, () => false)))) return undefined
    const port = yield* Effect.promise(() => freePort())
    yield* Effect.acquireRelease(
      Effect.sync(() => spawn(ferretBinary, ["--listen", `127.0.0.1:${port}`, "--dir", folder], { stdio: "ignore" })),
      (child) => Effect.promise(() => ended(child, "SIGKILL"))
    )
    yield* Effect.promise(async () => {
      for (let left = 200; left > 0; left--) {
        const socket = connect(port, "127.0.0.1")
        const up = await once(socket, "connect").then(() => true, () => false)
        socket.destroy()
        if (up) return
        await setTimeout(50)
      }
      throw new Error("FerretDB did not start.")
    })
    return `mongodb://127.0.0.1:${port}/bench`
  })

/** The embedded PostgreSQL as it is shipped, with a template that has the tables and their partitions. */
export const postgres = Effect.gen(function*() {
  const folder = join(Data.FOLDER, "stores")
  const { password, port } = yield* Effect.acquireRelease(
    Effect.promise(() => enter(folder, 0)),
    () => Effect.promise(() => leave(folder))
  )
  const urlOf = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`
  const administer = yield* Effect.acquireRelease(
    Effect.promise(async () => {
      const client = new Client({ connectionString: urlOf("postgres") })
      await client.connect()
      return client
    }),
    (client) => Effect.promise(() => client.end())
  )
  const ask = (text: string) => Effect.promise(() => administer.query(text))
  for (
    const left of (yield* Effect.promise(() =>
      administer.query<{ datname: string }>("select datname from pg_database where datname like 'bench%'")
    )).rows
  ) {
    yield* ask(`drop database ${left.datname} with (force)`)
  }
  yield* ask("create database bench_template")
  yield* migrated(urlOf("bench_template"))
  let number = 0

  /** A new database, for as long as the scope. */
  const database = Effect.gen(function*() {
    const name = `bench_${++number}`
    yield* Effect.acquireRelease(
      ask(`create database ${name} template bench_template`),
      () =>
        ask(`drop database ${name} with (force)`)
    )
    // So that nobody pays for what another one left to be written.
    yield* ask("checkpoint")
    return urlOf(name)
  })
  return { database }
})

/** As autovacuum leaves the tables some minutes after a backfill. */
export const vacuumed = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query("vacuum (analyze)")
  await client.end()
}

const migrated = (url: string) =>
  Effect.gen(function*() {
    const tables = Layer.mergeAll(PostgresClient.migrateSink, PostgresClient.migrateLake).pipe(
      Layer.provide(PostgresClient.layerAsItIs),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { DATABASE_URL: url } })))
    )
    yield* Effect.scoped(Layer.build(tables))
    yield* Effect.promise(async () => {
      const client = new Client({ connectionString: url })
      await client.connect()
      for (const year of YEARS) await client.query(`select ensure_statistics_partition(${year})`)
      await client.end()
    })
  })

/** The source's API over its lines: how many rows a window has, and the window. */
export const source = (lines: string) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(async () => {
        const counts = new Map<string, number>()
        const server = createServer(async (request, response) => {
          const url = new URL(request.url!, "http://127.0.0.1")
          const [from, end] = [...url.searchParams.get("where")!.matchAll(/date'([^']+)'/g)].map(([, at]) =>
            Date.parse(at!)
          )
          const file = Data.fileOf(lines, { from: Day.of(from!), to: Day.of(end! - 1) })
          if (url.pathname.endsWith("/exports/jsonl")) {
            response.writeHead(200, { "content-type": "application/jsonl; charset=utf-8" })
            createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(response)
            return
          }
          const text = counts.has(file) ? "" : await readFile(file, "latin1").catch(() => undefined)
          if (text === undefined) return void response.writeHead(404).end(`There is no ${file}`)
          const total_count = counts.get(file) ?? text.split("\n").length - 1
          counts.set(file, total_count)
          response.writeHead(200, { "content-type": "application/json" }).end(
            JSON.stringify({ total_count, results: [] })
          )
        }).listen(0, "127.0.0.1")
        await once(server, "listening")
        return server
      }),
      (server) =>
        Effect.promise(async () => {
          server.closeAllConnections()
          await once(server.close(), "close")
        })
    ),
    (server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  )
