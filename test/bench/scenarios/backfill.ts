/** A backfill by the program itself, looked at from within: how late its timers are, and the most that was resident. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { asked, say } from "../Measured.ts"

/** How often the loop is looked at, in milliseconds: what it always takes is no delay. */
const EVERY = 10

const WITHIN = `
  import { monitorEventLoopDelay } from "node:perf_hooks"
  import { writeSync } from "node:fs"
  const delays = monitorEventLoopDelay({ resolution: ${EVERY} })
  delays.enable()
  process.on("exit", () => {
    const { maxRSS, systemCPUTime, userCPUTime } = process.resourceUsage()
    const delay = delays.percentile(99) / 1e6 - ${EVERY}
    writeSync(1, "\\n" + JSON.stringify({ cpu: (systemCPUTime + userCPUTime) / 1e6, delay, rss: maxRSS / 1024 }) + "\\n")
  })`

const { count, dataset, days, mongo, postgres, source } = asked()
const args = ["src/main.ts", "backfill", "--from", days.from, "--to", days.to, "--dataset", dataset]
const began = performance.now()
const child = spawn(
  process.execPath,
  ["--import", `data:text/javascript,${encodeURIComponent(WITHIN)}`, ...args],
  {
    cwd: new URL("../../..", import.meta.url).pathname,
    env: {
      PATH: process.env["PATH"],
      ECO2MIXD_STORES: "servers",
      DATABASE_URL: postgres,
      MONGO_URL: mongo,
      ECO2MIXD_SOURCE_URL: source
    },
    stdio: ["ignore", "pipe", "pipe"]
  }
)
const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")])
if (child.exitCode !== 0) throw new Error(`${complaint}${said}`)
const { cpu, delay, rss } = JSON.parse(said.trim().split("\n").at(-1)!) as { cpu: number; delay: number; rss: number }
say({ seconds: (performance.now() - began) / 1_000, cpu, cpuInAll: cpu, rss, delay, count: Number(count) })
