/**
 * A server that speaks MongoDB's protocol: the one at `MONGO_URL`, or FerretDB built with the machine's Go. Where there is
 * neither, the tests that need one are skipped, and say so.
 */
import { freePort } from "#layers/postgres/freePort"
import * as Effect from "effect/Effect"
import { execFile, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { connect } from "node:net"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { promisify } from "node:util"
import type { Certificate } from "./Authority.ts"
import { temporaryFolder } from "./EmbeddedStores.ts"

const hasGo = (() => {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
})()

/** Why there is no such server here, or undefined where there is one. */
export const missing: string | undefined = hasGo || process.env["MONGO_URL"] !== undefined
  ? undefined
  : "skipped: there is neither Go nor MONGO_URL here, so no server speaks MongoDB's protocol"

/** The same for what the server at `MONGO_URL` can't be asked for: one of our own, with a certificate. */
export const missingOwn: string | undefined = hasGo ? undefined : "skipped: there is no Go here to build FerretDB with"

const source = new URL("../ferretdb", import.meta.url).pathname
const binary = join(source, "../../.tools/ferretdb")

/** Go keeps what it built: 80 seconds the first time, none later. */
export const build = async (): Promise<string> => {
  await promisify(execFile)("go", ["build", "-o", binary, "."], { cwd: source })
  return binary
}

/** The URL of a database of its own, for the life of a scope. */
export const url = Effect.gen(function*() {
  const given = process.env["MONGO_URL"]
  if (given !== undefined) return withDatabase(given)
  return withDatabase(`mongodb://127.0.0.1:${yield* serve()}`)
})

/** The port of a server of our own, for the life of a scope; one with a certificate listens by TLS alone. */
export const serve = Effect.fnUntraced(function*(certificate?: Certificate) {
  const folder = yield* temporaryFolder
  const port = yield* Effect.promise(() => freePort())
  const program = yield* Effect.promise(build)
  const listens = certificate === undefined
    ? ["--listen", `127.0.0.1:${port}`]
    : ["--tls", `127.0.0.1:${port}`, "--tls-cert", certificate.cert, "--tls-key", certificate.key]
  yield* Effect.acquireRelease(
    Effect.sync(() => spawn(program, [...listens, "--dir", folder], { stdio: "ignore" })),
    (child) =>
      Effect.promise(async () => {
        child.kill("SIGKILL")
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
      })
  )
  yield* Effect.promise(() => listening(port))
  return port
})

const withDatabase = (server: string): string => {
  const address = new URL(server)
  address.pathname = `/eco2mixd_test_${crypto.randomUUID().slice(0, 8)}`
  return address.href
}

/** Waits until it does. */
export const listening = async (port: number): Promise<void> => {
  for (let left = 200; left > 0; left--) {
    const socket = connect(port, "127.0.0.1")
    const up = await once(socket, "connect").then(() => true, () => false)
    socket.destroy()
    if (up) return
    await setTimeout(50)
  }
  throw new Error(`Nothing listens on port ${port} after ten seconds.`)
}
