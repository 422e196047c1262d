/**
 * Memory does not grow with the length of a backfill. Three months here; a year by
 * `ECO2MIXD_TEST_MONTHS=12 npx vitest run --config test/vitest.config.ts test/cli/memory.test.ts`.
 */
import * as Day from "#domain/Day"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFile } from "node:fs/promises"
import { setTimeout } from "node:timers/promises"
import * as Program from "../support/Program.ts"

const MONTHS = Number(process.env["ECO2MIXD_TEST_MONTHS"] ?? 3)
const YEAR = Day.months({ from: "2025-01-01", to: "2025-12-31" })
/** MiB by which the longer backfill may be above the one of a month. */
const MARGIN = 50
/** When the collector comes moves a peak by 40 MiB and more: what grows is above in each of so many, what was late is not. */
const TIMES = 3

/** The highest resident size of a run, in MiB, as the kernel kept it. */
const peakOf = (args: ReadonlyArray<string>, settings: Program.Settings) =>
  Effect.promise(async () => {
    const child = Program.start(args, settings)
    let said = ""
    child.stdout.resume()
    child.stderr.on("data", (piece) => said += String(piece))
    let peak = 0
    while (child.exitCode === null) {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "")
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
      await setTimeout(100)
    }
    assert.strictEqual(child.exitCode, 0, said)
    return peak
  })

describe.skipIf(process.platform !== "linux")("memory", () => {
  it.live(`of ${MONTHS} months is that of one`, () =>
    Effect.gen(function*() {
      const grid = SimulatedGrid.make({ seed: 3, now: Date.UTC(2026, 0, 1, 12), realTimeFrom: "2025-01-01" })
      const { url } = yield* OdreServer.serve({ grid })
      const peak = Effect.fnUntraced(function*(months: number) {
        const settings = yield* Program.embeddedUp(url)
        const args = [
          "backfill",
          "--from",
          "2025-01-01",
          "--to",
          YEAR[months - 1]!.to,
          "--dataset",
          "eco2mix-regional-tr"
        ]
        return yield* peakOf(args, settings)
      })
      const month = yield* peak(1)
      let all = Infinity
      for (let times = 0; times < TIMES && all > month + MARGIN; times++) all = Math.min(all, yield* peak(MONTHS))
      yield* Effect.log(`Peak of a month ${month.toFixed(0)} MiB, of ${MONTHS} months ${all.toFixed(0)} MiB`)
      assert.isAtMost(all, month + MARGIN)
    }).pipe(Effect.scoped), 600_000)
})
