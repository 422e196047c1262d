/** One measurement: a fresh process that says in one line how long its work took, what it cost, and how much there was of it. */
import type { Dataset } from "#domain/Dataset"
import type { DayRange } from "#domain/Day"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { text } from "node:stream/consumers"
import { setTimeout } from "node:timers/promises"

/** What a scenario is told. */
export interface Asked {
  readonly lake: "mongo" | "postgres"
  readonly dataset: Dataset
  readonly days: DayRange
  /** URLs of the lake's server, of a database of its own, and of the source. */
  readonly mongo: string
  readonly postgres: string
  readonly source: string
  /** The folder of the source's lines, by window. */
  readonly lines: string
  /** How the lake was last read, as its server saw it. */
  readonly seen: Seen
  readonly [more: string]: unknown
}

export interface Seen {
  readonly collection: string
  readonly projection: Readonly<Record<string, number>>
  readonly batchSize: number
}

export interface Measured {
  /** Of the work alone. */
  readonly seconds: number
  /** User and system, of the work alone, in seconds. */
  readonly cpu: number
  /** From the start of the process to the end of the work. */
  readonly cpuInAll: number
  /** The most that was resident, in MiB. */
  readonly rss: number
  readonly count: number
  /** The longest that one in a hundred timers had to wait, in milliseconds. */
  readonly delay?: number
}

const cpuOf = ({ system, user }: NodeJS.CpuUsage): number => (user + system) / 1e6

/** In a scenario: does the work and says what it was. What it answers is how much there was to do. */
export const measure = async (work: () => Promise<number>): Promise<void> => {
  const before = process.cpuUsage()
  const began = performance.now()
  const count = await work()
  const seconds = (performance.now() - began) / 1_000
  say({
    seconds,
    cpu: cpuOf(process.cpuUsage(before)),
    cpuInAll: cpuOf(process.cpuUsage()),
    rss: process.resourceUsage().maxRSS / 1_024,
    count
  })
}

export const say = (measured: Measured): void => console.log(JSON.stringify(measured))

/** In a scenario: what it was asked. */
export const asked = (): Asked => JSON.parse(process.argv[2]!) as Asked

/** Scenarios of the program's own parts, which have its heap; the others have V8's. */
const OURS = new Set(["append", "ingest", "publish", "seed", "whole"])
const HEAP = new URL("heap.ts", import.meta.url).href

/** Runs a scenario to its end. */
export const run = async (
  script: string,
  asked: Asked,
  signal: AbortSignal,
  flags: ReadonlyArray<string> = []
): Promise<Measured> => {
  const file = new URL(`scenarios/${script}.ts`, import.meta.url).pathname
  const heap = OURS.has(script) ? ["--import", HEAP] : []
  const child = spawn(process.execPath, [...flags, ...heap, file, JSON.stringify(asked)], {
    stdio: ["ignore", "pipe", "pipe"],
    signal
  })
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")])
  if (child.exitCode !== 0) throw new Error(`${script} failed: ${complaint}${said}`)
  return JSON.parse(said.trim().split("\n").at(-1)!) as Measured
}

/** How often a program that is not ours is looked at, in milliseconds; its CPU is known to this. */
const GLANCE = 10

/** Ticks of the kernel's clock a second, as Linux tells them to programs. */
const TICKS = 100

/** What the kernel knows of a process until it ends, or `until` says so. Linux only; elsewhere all is 0. */
export const watched = async (child: ChildProcess, until: Promise<unknown>) => {
  let cpu = 0
  let rss = 0
  const ending = until.then(() => false)
  for (let goesOn = true; goesOn;) {
    const stat = await readFile(`/proc/${child.pid}/stat`, "utf8").catch(() => undefined)
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => undefined)
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")
    if (fields !== undefined) cpu = Math.max(cpu, (Number(fields[11]) + Number(fields[12])) / TICKS)
    rss = Math.max(rss, Number(/VmHWM:\s+(\d+) kB/.exec(status ?? "")?.[1] ?? 0) / 1_024)
    goesOn = await Promise.race([setTimeout(GLANCE, true), ending])
  }
  return { cpu, rss }
}
