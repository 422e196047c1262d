/** A daemon that works and stops, with a collector that is well, that is not there, or that takes what it is sent and says nothing. */
import { assert } from "@effect/vitest"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { createServer, type Socket } from "node:net"
import { daemon, within } from "../support/Daemon.ts"
import { freePorts, portOf, textAt } from "../support/Process.ts"
import type { Settings } from "../support/Program.ts"

/** Where nothing listens. */
export const nowhere = Effect.map(Effect.promise(() => freePorts(1)), ([port]) => `http://127.0.0.1:${port}`)

/** Takes every connection and every byte, and never answers. */
export const silent = Effect.map(
  Effect.acquireRelease(
    Effect.promise(async () => {
      const sockets = new Set<Socket>()
      const server = createServer((socket) => {
        sockets.add(socket)
        socket.on("error", () => {}).resume()
      }).listen(0, "127.0.0.1")
      await once(server, "listening")
      return { server, sockets }
    }),
    ({ server, sockets }) =>
      Effect.promise(async () => {
        for (const socket of sockets) socket.destroy()
        await once(server.close(), "close")
      })
  ),
  ({ server }) => `http://127.0.0.1:${portOf(server)}`
)

interface Run {
  readonly run_id: string
  readonly outcome: string
  readonly started_at: string
  readonly ended_at: string | null
  readonly counts: Readonly<Record<string, number>>
}

const valueOf = (text: string, series: string): number =>
  Number(text.split("\n").find((line) => line.startsWith(`${series} `))?.slice(series.length))

/**
 * What a backfill of the days cost in a daemon of its own, and how that stopped. `meanwhile` is done once it goes, and
 * `afterwards` before it is seen what it has cost; `every` so often it is asked whether it has ended, which costs too.
 */
export const backfill = Effect.fnUntraced(
  function*(
    settings: Settings,
    window: { readonly from: string; readonly to: string },
    { afterwards = Effect.void, every = "100 millis", meanwhile = Effect.void }: {
      readonly afterwards?: Effect.Effect<void>
      readonly every?: Duration.Input
      readonly meanwhile?: Effect.Effect<unknown>
    } = {}
  ) {
    const one = yield* daemon({ ...settings, ECO2MIXD_CATCH_UP: "none" })
    yield* within(20, one.leads)
    const before = yield* textAt(`${one.url}/metrics`)
    const { body } = yield* one.post<{ readonly run_id: string }>("/api/v1/runs", { kind: "backfill", ...window })
    const run = one.get<Run>(`/api/v1/runs/${body.run_id}`)
    yield* meanwhile
    yield* within(300, Effect.map(run, ({ outcome }) => outcome !== "running"), every)
    const { counts, ended_at: ended, outcome, started_at: started } = yield* run
    yield* afterwards
    const after = yield* textAt(`${one.url}/metrics`)
    one.signal("SIGTERM")
    const { code, took } = yield* one.ended
    assert.strictEqual(outcome, "succeeded", one.said())
    return {
      counts,
      /** In seconds. */
      lasted: (Date.parse(ended!) - Date.parse(started)) / 1_000,
      /** In seconds. */
      cpu: valueOf(after, "eco2mixd_cpu_seconds_total") - valueOf(before, "eco2mixd_cpu_seconds_total"),
      /** In bytes. */
      resident: valueOf(after, "eco2mixd_memory_bytes{kind=\"resident\"}"),
      code,
      /** Until it had stopped, in milliseconds. */
      took,
      said: one.said()
    }
  },
  Effect.scoped
)
