/** Whether the daemon's port can be had, or is had by a daemon already. */
import { type Check, check, failed, ok, skipped, type Verdict } from "#ports/Checkup"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { createServer } from "node:net"
import { settings } from "./HttpSettings.ts"

/** For the answer of whoever has it, in milliseconds: it is on this machine. */
const LIMIT = 2_000

export const checks: ReadonlyArray<Check> = [
  check(
    "http port",
    Effect.all([settings.ECO2MIXD_HTTP_HOST, settings.ECO2MIXD_HTTP_PORT]).pipe(
      Effect.mapError(() => skipped("its settings can't be read")),
      Effect.flatMap(([host, port]) =>
        port === 0 ? Effect.succeed(ok("any free one is taken")) : Effect.promise(() => freeOrOurs(host, port))
      )
    )
  )
]

const freeOrOurs = async (host: string, port: number): Promise<Verdict> => {
  const refused = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const server = createServer().once("error", resolve)
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
  if (refused === undefined) return ok(`${host}:${port} is free`)
  if (refused.code === "EADDRINUSE" && await isOurs(host, port)) {
    return ok(`a daemon of ours listens on ${host}:${port}`)
  }
  return refused.code === "EADDRNOTAVAIL" || refused.code === "ENOTFOUND"
    ? failed(
      `${host} is no address of this machine (${refused.code})`,
      "set ECO2MIXD_HTTP_HOST to 127.0.0.1, or to one that is"
    )
    : failed(
      `${host}:${port} can't be had (${refused.code})`,
      "set ECO2MIXD_HTTP_PORT to another one, or to 0 for any free one"
    )
}

/** Whether what listens there answers as a daemon does. */
const isOurs = async (host: string, port: number): Promise<boolean> => {
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host
  try {
    const answer = await fetch(`http://${name}:${port}/healthz`, { signal: AbortSignal.timeout(LIMIT) })
    const body: unknown = await answer.json()
    return Predicate.hasProperty(body, "status") && body.status === "ok" && Predicate.hasProperty(body, "version")
  } catch {
    return false
  }
}
