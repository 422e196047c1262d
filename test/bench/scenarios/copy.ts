/** The same rows by `psql \copy` from a file, in one transaction. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { asked, say, watched } from "../Measured.ts"

const { columns, file, postgres } = asked()
const command = `\\copy regional_energy_stats (${columns}) from '${file}'`
const began = performance.now()
const psql = spawn("psql", ["-X", "-v", "ON_ERROR_STOP=1", "-c", command, postgres], {
  stdio: ["ignore", "pipe", "inherit"]
})
const [{ cpu, rss }, said] = await Promise.all([watched(psql, once(psql, "exit")), text(psql.stdout)])
if (psql.exitCode !== 0) throw new Error(`psql ended with ${psql.exitCode}`)
say({
  seconds: (performance.now() - began) / 1_000,
  cpu,
  cpuInAll: cpu,
  rss,
  count: Number(/COPY (\d+)/.exec(said)?.[1])
})
