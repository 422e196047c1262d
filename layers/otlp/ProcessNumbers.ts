/** What this process costs, and whether its event loop keeps others waiting: told whenever somebody asks. */
import * as Metrics from "#telemetry/Metrics"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { statfs } from "node:fs/promises"

/** How often the event loop is asked to come back, in milliseconds. */
const BEAT = 50
/** The most that is remembered where nobody asks: five minutes. */
const MOST_BEATS = 6_000

/** Looked at from now on until the scope closes; the effect that it answers with tells. */
export const make = Effect.fnUntraced(function*(folder: string) {
  const delays = yield* beats
  let spent = 0

  return Effect.gen(function*() {
    const { heapUsed, rss } = process.memoryUsage()
    yield* tell(Metrics.memory, { kind: "resident" }, rss)
    yield* tell(Metrics.memory, { kind: "heap" }, heapUsed)

    const { system, user } = process.cpuUsage()
    const now = (system + user) / 1e6
    yield* Metric.update(Metrics.cpu, now - spent)
    spent = now

    const waited = delays.splice(0).toSorted((a, b) => a - b)
    for (const [at, part] of Object.entries(PARTS)) {
      const delay = waited[Math.ceil(part * waited.length) - 1]
      if (delay !== undefined) yield* tell(Metrics.eventLoopDelay, { at }, delay / 1_000)
    }

    // The folder is there from the first start on embedded stores; until then, and without one, its disk is the process's.
    const { bavail, blocks, bsize } = yield* Effect.promise(() => statfs(folder).catch(() => statfs(".")))
    yield* tell(Metrics.disk, { state: "free" }, bavail * bsize)
    yield* tell(Metrics.disk, { state: "size" }, blocks * bsize)
  })
})

const PARTS = { p50: 0.5, p99: 0.99, max: 1 }

const tell = (gauge: typeof Metrics.memory, labels: Readonly<Record<string, string>>, value: number) =>
  Metric.update(Metric.withAttributes(gauge, labels), value)

/** How much too late each beat came, in milliseconds. Not by `monitorEventLoopDelay`: Deno's sees no blocked loop. */
const beats = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => {
      const delays: Array<number> = []
      let last = performance.now()
      const timer = setInterval(() => {
        const now = performance.now()
        delays.push(Math.max(0, now - last - BEAT))
        last = now
        if (delays.length > MOST_BEATS) delays.shift()
      }, BEAT)
      timer.unref()
      return { delays, timer }
    }),
    ({ timer }) => Effect.sync(() => clearInterval(timer))
  ),
  ({ delays }) => delays
)
