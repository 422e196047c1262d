/**
 * A heap that stays small beside the databases it works for. V8 lets a heap that allocates fast grow to several times of
 * what lives in it, and its young part to tens of megabytes; here the old part grows by half at most, and the young one keeps
 * its first size. A year's backfill then peaks where a month's does. It costs time spent on collection: half a year takes 7.3 s
 * of CPU where a heap that may double takes 6.3 s, and 240 MiB for 270. And V8 keeps what it had: a process that rests gives it
 * back here.
 *
 * Has an effect from when it is called, on Node alone: Deno takes V8's flags at its start only, see deno.json.
 */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/** How often it is looked whether the process rests, in milliseconds. */
const GLANCE = 5_000

/** At most this part of a processor, from 0 to 1: it answers a request now and then, and renews its lead. */
const RESTING = 0.05

export const modestHeap = (): void => {
  if ("Deno" in globalThis) return
  setFlagsFromString("--heap-growing-percent=50")
  setFlagsFromString("--semi-space-growth-factor=1")
  setFlagsFromString("--expose-gc")
  giveBackAtRest(runInNewContext("gc") as NodeJS.GCFunction)
}

/** Once after each time of work: what is left then is what lives. */
const giveBackAtRest = (collect: NodeJS.GCFunction): void => {
  let before = process.cpuUsage()
  let worked = true
  // Unreferenced: it keeps no command from ending.
  setInterval(() => {
    const { system, user } = process.cpuUsage(before)
    before = process.cpuUsage()
    const works = (user + system) / 1_000 > GLANCE * RESTING
    if (worked && !works) collect({ type: "major", execution: "sync", flavor: "last-resort" })
    worked = works
  }, GLANCE).unref()
}
