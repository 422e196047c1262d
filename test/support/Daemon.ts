/** The daemon as its operator runs it: a process of its own, spoken to over HTTP and by signals. */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { setTimeout } from "node:timers/promises"
import { exited, type Settings, start } from "./Program.ts"

export const TOKEN = "a-token-for-the-tests-of-this-project"

export interface Daemon {
  readonly url: string
  readonly pid: number
  readonly signal: (name: NodeJS.Signals) => void
  /** Its code, null where a signal ended it, and how long that took, in milliseconds. */
  readonly ended: Effect.Effect<{ readonly code: number | null; readonly took: number }>
  readonly said: () => string
  readonly get: <A>(path: string) => Effect.Effect<A>
  /** Whether it leads, as it says itself. */
  readonly leads: Effect.Effect<boolean>
  /** A change, with the token; answers with the status too. */
  readonly post: <A>(path: string, body?: unknown) => Effect.Effect<{ readonly status: number; readonly body: A }>
}

/** Half a day from now: none of its mornings has just come, and none comes by itself. */
export const noMorningSoon = (): Settings => ({
  ECO2MIXD_SCHEDULE: `0 ${(new Date().getUTCHours() + 13) % 24} * * *`
})

/** Up and listening until the scope closes, however it is treated meanwhile. */
export const daemon = Effect.fnUntraced(function*(settings: Settings) {
  const { child, said, url } = yield* Effect.acquireRelease(
    Effect.promise(() => up(settings)),
    ({ child }) =>
      Effect.promise(async () => {
        child.kill("SIGKILL")
        await exited(child)
      })
  )
  const ask = <A>(path: string, options: RequestInit = {}) =>
    Effect.promise(async () => {
      const answer = await fetch(url + path, options)
      const text = await answer.text()
      return { status: answer.status, body: (text === "" ? null : JSON.parse(text)) as A }
    })
  const result: Daemon = {
    url,
    pid: child.pid!,
    said,
    // Not by `child.kill`: after that Deno knows no exit code, also where there is one.
    signal: (name) => void process.kill(child.pid!, name),
    ended: Effect.promise(async () => {
      const began = performance.now()
      await exited(child)
      return { code: child.exitCode, took: performance.now() - began }
    }),
    get: <A>(path: string) => Effect.map(ask<A>(path), ({ body }) => body),
    leads: Effect.map(ask<{ readonly leads: boolean }>("/readyz"), ({ body }) => body.leads),
    post: <A>(path: string, body?: unknown) =>
      ask<A>(path, {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
        ...body === undefined ? {} : { body: JSON.stringify(body) }
      })
  }
  return result
})

const up = async (settings: Settings) => {
  const child = start(["start"], { ECO2MIXD_HTTP_PORT: "0", ECO2MIXD_API_TOKEN: TOKEN, ...settings })
  let said = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => said += String(piece))
  for (let left = 600; left > 0; left--) {
    const url = /listens on (http:\/\/\S+:\d+)/.exec(said)?.[1]
    if (url !== undefined) return { child, url, said: () => said }
    if (child.exitCode !== null || child.signalCode !== null) break
    await setTimeout(50)
  }
  child.kill("SIGKILL")
  throw new Error(`The daemon did not come up: ${said}`)
}

/** Asks again, each so often, until it is so, which the caller knows to be within so many seconds. */
export const within = <E, R>(
  seconds: number,
  condition: Effect.Effect<boolean, E, R>,
  every: Duration.Input = "100 millis"
) =>
  Effect.gen(function*() {
    const began = performance.now()
    while (!(yield* condition)) {
      if (performance.now() - began > seconds * 1_000) return yield* Effect.die(new Error(`not within ${seconds} s`))
      yield* Effect.sleep(every)
    }
    return (performance.now() - began) / 1_000
  })
