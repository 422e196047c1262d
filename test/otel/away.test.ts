/** A collector that is not there, says nothing or dies costs a run nothing that one would notice. */
import * as Telemetry from "#layers/otlp/Telemetry"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import * as Collector from "../support/Collector.ts"
import { within } from "../support/Daemon.ts"
import * as Program from "../support/Program.ts"
import { backfill, nowhere, silent } from "./Away.ts"

/** As many days each, and none read twice. */
const WINDOWS = {
  off: { from: "2025-05-05", to: "2025-05-18" },
  absent: { from: "2025-06-02", to: "2025-06-15" },
  slow: { from: "2025-07-07", to: "2025-07-20" },
  dying: { from: "2025-09-01", to: "2025-09-14" }
}

/** `docker stop` kills after ten seconds. */
const STOP_MILLIS = 10_000
const MIB = 1024 * 1024

/** Garbage is collected when it is asked for. */
const heap = () => {
  setFlagsFromString("--expose-gc")
  ;(runInNewContext("gc") as () => void)()
  return process.memoryUsage().heapUsed
}

describe.skipIf(Collector.missing !== undefined)(`a collector away ${Collector.missing ?? ""}`, () => {
  it.live(
    "a run with it takes about as long and as much as one without, and the daemon stops in time",
    () =>
      Effect.gen(function*() {
        const { url } = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }) })
        const settings = yield* Program.embeddedUp(url)
        const sending = (endpoint: string) => ({
          ...settings,
          OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
          OTEL_BSP_SCHEDULE_DELAY: "200",
          OTEL_BLRP_SCHEDULE_DELAY: "200"
        })
        const off = yield* backfill(settings, WINDOWS.off)
        // A batch is given up after a second, and not after ten: that is more than this run takes.
        const hasty = { OTEL_EXPORTER_OTLP_TIMEOUT: "1000" }
        const absent = yield* backfill({ ...sending(yield* nowhere), ...hasty }, WINDOWS.absent)
        const slow = yield* backfill(sending(yield* silent), WINDOWS.slow)
        const one = yield* Collector.collector()
        const dies = within(20, Effect.map(one.spans, (spans) => spans.some(({ name }) => name === "window"))).pipe(
          Effect.andThen(Effect.promise(() => one.end("SIGKILL")))
        )
        const dying = yield* backfill(sending(one.endpoint), WINDOWS.dying, { meanwhile: dies })

        for (
          const [name, { code, counts, cpu, lasted, resident, said, took }] of Object.entries({ absent, slow, dying })
        ) {
          const seen = `${name}: ${JSON.stringify({ lasted, cpu, resident, took })}, off: ${
            JSON.stringify({ lasted: off.lasted, cpu: off.cpu, resident: off.resident, took: off.took })
          }`
          assert.deepStrictEqual(counts, off.counts, name)
          assert.strictEqual(code, 0, `${name} ended with ${code}: ${said}`)
          assert.isBelow(took, STOP_MILLIS, seen)
          // Loosely: others use this machine too. `npm run cost` measures.
          assert.isBelow(lasted, off.lasted * 2 + 2, seen)
          assert.isBelow(cpu, off.cpu * 1.5 + 0.5, seen)
          assert.isBelow(resident, off.resident + 128 * MIB, seen)
        }
        // Said once, and not each second.
        const complaint = "The collector does not take our traces"
        assert.strictEqual(absent.said.split(complaint).length - 1, 1)
        assert.notInclude(off.said, complaint)
      }).pipe(Effect.scoped),
    240_000
  )
})

describe("a command", () => {
  it.live("does not stay on for a collector that says nothing", () =>
    Effect.gen(function*() {
      const { url } = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }) })
      const settings = yield* Program.embeddedUp(url)
      const timed = (day: string, more: Program.Settings) =>
        Effect.gen(function*() {
          const began = performance.now()
          const { code, stderr } = yield* Program.run(["run", "--from", day, "--to", day], { ...settings, ...more })
          assert.strictEqual(code, 0, stderr)
          return performance.now() - began
        })
      const off = yield* timed("2025-05-05", {})
      const slow = yield* timed("2025-05-06", { OTEL_EXPORTER_OTLP_ENDPOINT: yield* silent })
      // The two seconds that its last words may take, and one for what others do on this machine.
      assert.isBelow(slow, off * 1.5 + 3_000, `${off.toFixed()} ms without`)
    }).pipe(Effect.scoped), 120_000)
})

describe("spans that nobody takes", () => {
  it.live("wait in a queue with an end, and the rest is dropped", () =>
    Effect.gen(function*() {
      const endpoint = yield* silent
      const telemetry = Telemetry.layer("0.0.0").pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } })))
      )
      const before = heap()
      yield* Effect.gen(function*() {
        for (let round = 0; round < 100; round++) {
          for (let at = 0; at < 1_000; at++) {
            yield* Effect.void.pipe(Effect.withSpan("span", { root: true, attributes: { at, text: "x".repeat(100) } }))
          }
          yield* Effect.yieldNow
        }
        // A hundred thousand of them are 100 MiB; two thousand wait, and as many are on their way.
        assert.isBelow(heap() - before, 24 * MIB)
      }).pipe(Effect.provide(telemetry))
    }).pipe(Effect.scoped), 60_000)
})
