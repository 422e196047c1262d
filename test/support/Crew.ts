/** Several daemons that share the work, each a process of its own, on stores that all of them reach. */
import { freePort } from "#layers/postgres/freePort"
import * as Effect from "effect/Effect"
import { type Daemon, daemon } from "./Daemon.ts"
import type { Settings } from "./Program.ts"

/** One more of them, up until the scope closes. */
export const member = Effect.fnUntraced(function*(settings: Settings) {
  const port = yield* Effect.promise(() => freePort())
  return yield* daemon({
    ...settings,
    ECO2MIXD_CLUSTER: "on",
    ECO2MIXD_CLUSTER_ADDRESS: `127.0.0.1:${port}`
  })
})

/** The metrics of one, as it tells them: a line each, its value last. */
export const metric = (one: Daemon, name: string) =>
  Effect.promise(async () => {
    const text = await (await fetch(`${one.url}/metrics`)).text()
    return text.split("\n").filter((line) => line.startsWith(name)).reduce(
      (sum, line) => sum + Number(line.split(" ").at(-1)),
      0
    )
  })
