/** Somebody else's server as a process of its own, which is up when it answers, and gone when the scope closes. */
import { freePort } from "#layers/postgres/freePort"
import * as Effect from "effect/Effect"
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import type { Server } from "node:net"
import { setTimeout } from "node:timers/promises"

/** Whether the machine has such a program. */
export const has = (program: string, ...args: ReadonlyArray<string>): boolean => {
  try {
    execFileSync(program, args, { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

/** As many, and no two the same. */
export const freePorts = async (count: number): Promise<ReadonlyArray<number>> => {
  const ports = new Set<number>()
  while (ports.size < count) ports.add(await freePort())
  return [...ports]
}

export const portOf = (server: Server): number => (server.address() as { readonly port: number }).port

interface Options {
  readonly program: string
  readonly args: ReadonlyArray<string>
  readonly env?: Readonly<Record<string, string>>
  /** Answers with 200 when it is ready. */
  readonly ready: string
}

/** Half a minute, on a loaded machine. */
const TRIES = 300

export const serving = ({ args, env = {}, program, ready }: Options) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const { HOME, PATH, TMPDIR } = process.env
      const child = spawn(program, args, { env: { HOME, PATH, TMPDIR, ...env }, stdio: ["ignore", "pipe", "pipe"] })
      let said = ""
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => said += String(piece))
      const gone = () => child.exitCode !== null || child.signalCode !== null
      const end = async (signal: NodeJS.Signals) => {
        if (gone()) return
        child.kill(signal)
        await once(child, "exit")
      }
      for (let left = TRIES; left > 0 && !gone(); left--) {
        if (await fetch(ready).then(({ ok }) => ok, () => false)) return { said: () => said, end, pid: child.pid! }
        await setTimeout(100)
      }
      await end("SIGKILL")
      throw new Error(`${program} did not come up: ${said}`)
    }),
    ({ end }) => Effect.promise(() => end("SIGKILL"))
  )

/** The answer's text; whatever is not 200 is a defect. */
export const textAt = (url: string, headers: Readonly<Record<string, string>> = {}): Effect.Effect<string> =>
  Effect.promise(async () => {
    const answer = await fetch(url, { headers })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${text}`)
    return text
  })
