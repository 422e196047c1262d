/** The program from its start until it answers: with its help, or on `/readyz` with its stores up. */
import { freePort } from "#layers/postgres/freePort"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout } from "node:timers/promises"
import { asked, say, watched } from "../Measured.ts"

/** How often it is asked, in milliseconds; so much later, at most, its readiness is seen. */
const EVERY = 5

const { args, mongo, postgres, ready } = asked()
const port = await freePort()
const began = performance.now()
const child = spawn(process.execPath, args as ReadonlyArray<string>, {
  cwd: new URL("../../..", import.meta.url).pathname,
  env: {
    PATH: process.env["PATH"],
    ECO2MIXD_STORES: "servers",
    DATABASE_URL: postgres,
    MONGO_URL: mongo,
    ECO2MIXD_SOURCE_URL: "http://127.0.0.1:9",
    ECO2MIXD_HTTP_PORT: String(port)
  },
  stdio: ["ignore", "ignore", "pipe"]
})
let complaint = ""
child.stderr.on("data", (piece) => complaint += String(piece))
const exited = once(child, "exit")
const answered = async (): Promise<void> => {
  if (ready !== true) return void await exited
  while (child.exitCode === null) {
    if (await fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false)) return
    await setTimeout(EVERY)
  }
  throw new Error(`The program ended: ${complaint}`)
}
const { cpu, rss } = await watched(child, answered())
say({ seconds: (performance.now() - began) / 1_000, cpu, cpuInAll: cpu, rss, count: 1 })
child.kill("SIGKILL")
await exited
