/**
 * A heap that stays small beside the databases it works for. V8 lets a heap that allocates fast grow to several times of
 * what lives in it, and its young part to a hundred megabytes; here the old part grows by half at most, and the young one has
 * one size. A year's backfill then peaks where a month's does. It costs time spent on collection: half a year takes 5.4 s
 * of CPU where a heap that may double takes 4.7 s, and 214 MiB for 244. And V8 keeps what it had: a process that rests gives it
 * back here.
 *
 * Has an effect from when it is called, on Node alone: Deno takes V8's flags at its start only, see deno.json.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/**
 * Bytes of either half of the young part. Twice as much takes 20 MiB more, for the same CPU; half of it grows with the data: of
 * publishing ten times as many documents, 1.06 times the memory, 1.02 with this.
 */
const HALF = 8 * 1_024 ** 2

/** How often it is looked whether the process rests, in milliseconds. */
const GLANCE = 5_000

/** At most this part of a processor, from 0 to 1: it answers a request now and then, and renews its lead. */
const RESTING = 0.05

/** Called before the program is loaded: that alone makes the young part grow to what it never gives back. */
export const modestHeap = (): void => {
  if ("Deno" in globalThis) return
  setFlagsFromString("--heap-growing-percent=50")
  setFlagsFromString("--expose-gc")
  const collect = runInNewContext("gc") as NodeJS.GCFunction
  growYoung(collect)
  giveBackAtRest(collect)
}

/** Bytes that may be in a half before it is collected. */
const half = (): number => {
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")!
  return young.space_used_size + young.space_available_size
}

/** Numbers in a list of 16 KiB, which is no large object: those V8 keeps elsewhere. */
const NUMBERS = 2_048

/**
 * V8 is told a size at its start only; later, by how much a half grows when as much has survived as it holds. So that much
 * survives once, and then it grows no more.
 */
const growYoung = (collect: NodeJS.GCFunction): void => {
  const size = half()
  const factor = Math.round(HALF / size)
  if (factor > 1) {
    setFlagsFromString(`--semi-space-growth-factor=${factor}`)
    const survivors = Array.from({ length: Math.ceil(size / (8 * NUMBERS)) + 1 }, () => new Array(NUMBERS).fill(0))
    collect({ type: "minor" })
    survivors.length = 0
  }
  setFlagsFromString("--semi-space-growth-factor=1")
}

/** Once after each time of work: what is left then is what lives. The young part is small after that, until work begins. */
const giveBackAtRest = (collect: NodeJS.GCFunction): void => {
  let before = process.cpuUsage()
  let worked = true
  // Unreferenced: it keeps no command from ending.
  setInterval(() => {
    const { system, user } = process.cpuUsage(before)
    before = process.cpuUsage()
    const works = (user + system) / 1_000 > GLANCE * RESTING
    if (works) growYoung(collect)
    else if (worked) collect({ type: "major", execution: "sync", flavor: "last-resort" })
    worked = works
  }, GLANCE).unref()
}
