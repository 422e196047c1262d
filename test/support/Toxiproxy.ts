/**
 * Toxiproxy, which makes a way slow: built with the machine's Go, driven by its HTTP API. Where there is neither, what needs it is
 * skipped, and says so.
 */
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { freePorts, has, serving } from "./Process.ts"

const MODULE = "github.com/Shopify/toxiproxy/v2/cmd/server@v2.5.0"
const tools = new URL("../../.tools", import.meta.url).pathname
const binary = join(tools, "toxiproxy")

export const missing: string | undefined = existsSync(binary) || has("go", "version")
  ? undefined
  : "there is neither toxiproxy nor Go to build it with"

/** A quarter of a minute the first time. Go names what it builds by its folder, which is `server`. */
const build = async (): Promise<void> => {
  if (existsSync(binary)) return
  const folder = join(tools, `toxiproxy.${process.pid}`)
  await mkdir(folder, { recursive: true })
  await promisify(execFile)("go", ["install", MODULE], { env: { ...process.env, GOBIN: folder } })
  await rename(join(folder, "server"), binary)
  await rm(folder, { recursive: true })
}

/** What is done to the bytes: see toxiproxy's own list. Times in milliseconds, rates in KB/s. */
export type Toxic =
  | { readonly type: "latency"; readonly latency: number; readonly jitter: number }
  | { readonly type: "bandwidth"; readonly rate: number }

export interface Proxy {
  readonly port: number
  /** In both directions, on connections that are open too. */
  readonly spoil: (toxic: Toxic) => Effect.Effect<void>
  readonly heal: Effect.Effect<void>
}

/** A server until the scope closes, which makes ways to ports of this machine. */
export const serve = Effect.gen(function*() {
  yield* Effect.promise(build)
  const [port] = yield* Effect.promise(() => freePorts(1))
  const api = `http://127.0.0.1:${port}`
  yield* serving({ program: binary, args: ["-host", "127.0.0.1", "-port", String(port)], ready: `${api}/version` })
  const ask = (method: string, path: string, body?: unknown) =>
    Effect.promise(async () => {
      const answer = await fetch(api + path, { method, ...body === undefined ? {} : { body: JSON.stringify(body) } })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`toxiproxy answers ${answer.status} to ${method} ${path}: ${text}`)
      return text
    })
  return Effect.fnUntraced(function*(name: string, to: number) {
    const [own] = yield* Effect.promise(() => freePorts(1))
    yield* ask("POST", "/proxies", { name, listen: `127.0.0.1:${own}`, upstream: `127.0.0.1:${to}`, enabled: true })
    const streams = ["upstream", "downstream"] as const
    const proxy: Proxy = {
      port: own!,
      spoil: ({ type, ...attributes }) =>
        Effect.forEach(
          streams,
          (stream) => ask("POST", `/proxies/${name}/toxics`, { name: stream, type, stream, attributes }),
          { discard: true }
        ),
      heal: Effect.forEach(streams, (stream) => ask("DELETE", `/proxies/${name}/toxics/${stream}`), { discard: true })
    }
    return proxy
  })
})
