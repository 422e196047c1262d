/**
 * What telemetry costs: `npm run cost -- [rounds] [months] [which]`, as `npm run cost -- 5 12 daemon`. Each round makes the
 * same backfill into new stores, as a command and in a daemon: with nothing sent, with everything sent to the real collector,
 * to one that is not there and to one that never answers. Rounds begin with another of them each, so that a machine that is
 * slow for a while is slow for all. Processor time is the program's own: a command's from its start to its end, which has the
 * loading of OpenTelemetry in it (0.2 s, whatever follows), and a daemon's from before the run until what it told of it has
 * been sent. Stores, source and collector are other processes.
 */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import * as Effect from "effect/Effect"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import * as Collector from "../support/Collector.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as Program from "../support/Program.ts"
import * as Away from "./Away.ts"

const [rounds = 5, months = 3] = process.argv.slice(2, 4).map(Number)
const which = process.argv[4] ?? ""
const window = { from: "2025-01-01", to: new Date(Date.UTC(2025, months, 0)).toISOString().slice(0, 10) }

/** Written by the program itself as its last deed: what its system says that it has used. */
const LAST_DEED = "import { writeFileSync } from 'node:fs'; process.on('exit', () => " +
  "writeFileSync(process.env.USAGE_FILE, JSON.stringify(process.resourceUsage())))"

/** Spans wait for five seconds at most before they are sent. */
const SENT = "6 seconds"

interface Cost {
  /** In seconds, user and system. */
  readonly cpu: number
  /** In seconds. */
  readonly lasted: number
  /** In MiB: a command's most, a daemon's at the end. */
  readonly memory: number
}

const asCommand = Effect.fnUntraced(function*(stores: Program.Settings, telemetry: Program.Settings) {
  const file = join(yield* temporaryFolder, "usage.json")
  const began = performance.now()
  const done = yield* Program.run(["backfill", "--from", window.from, "--to", window.to], {
    ...stores,
    ...telemetry,
    USAGE_FILE: file,
    NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(LAST_DEED)}"`
  })
  const lasted = (performance.now() - began) / 1_000
  if (done.code !== 0) throw new Error(done.stderr)
  const usage = JSON.parse(yield* Effect.promise(() => readFile(file, "utf8"))) as NodeJS.ResourceUsage
  const cost: Cost = { cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6, lasted, memory: usage.maxRSS / 1024 }
  return cost
})

const inDaemon = (stores: Program.Settings, telemetry: Program.Settings) =>
  Away.backfill({ ...stores, ...telemetry }, window, { afterwards: Effect.sleep(SENT), every: "2 seconds" }).pipe(
    Effect.map(({ cpu, lasted, resident }): Cost => ({ cpu, lasted, memory: resident / 1024 / 1024 }))
  )

const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const line = (cells: ReadonlyArray<string>) =>
  cells.map((cell, at) => at === 0 ? cell.padEnd(16) : cell.padStart(12)).join("")

const percent = (part: number, whole: number) => `${part >= whole ? "+" : ""}${((part / whole - 1) * 100).toFixed(1)} %`

/** Medians, and how much more they are than those with nothing sent. */
const row = (name: string, all: ReadonlyArray<Cost>, off: ReadonlyArray<Cost>): string => {
  const of = (costs: ReadonlyArray<Cost>, key: keyof Cost) => median(costs.map((one) => one[key]))
  const cpus = all.map(({ cpu }) => cpu)
  return line([
    name,
    `${of(all, "cpu").toFixed(2)} s`,
    percent(of(all, "cpu"), of(off, "cpu")),
    `${Math.min(...cpus).toFixed(2)} s`,
    percent(Math.min(...cpus), Math.min(...off.map(({ cpu }) => cpu))),
    `${of(all, "lasted").toFixed(1)} s`,
    percent(of(all, "lasted"), of(off, "lasted")),
    `${of(all, "memory").toFixed(0)} MiB`
  ])
}

await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
  const { url } = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }) })
  const collector = yield* Collector.collector()
  const to = (endpoint: string): Program.Settings => ({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
  const on = to(collector.endpoint)
  const absent = to(yield* Away.nowhere)
  const silent = to(yield* Away.silent)
  const all: ReadonlyArray<readonly [string, typeof asCommand | typeof inDaemon, Program.Settings]> = [
    ["command, off", asCommand, {}],
    ["command, on", asCommand, on],
    ["daemon, off", inDaemon, {}],
    ["daemon, on", inDaemon, on],
    ["daemon, absent", inDaemon, absent],
    ["daemon, silent", inDaemon, silent]
  ]
  const ways = all.filter(([name]) => name.startsWith(which))
  const costs = new Map(ways.map(([name]): [string, Array<Cost>] => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const at of ways.keys()) {
      const [name, way, telemetry] = ways[(at + round) % ways.length]!
      const measured = Effect.flatMap(Program.embeddedUp(url), (stores) => way(stores, telemetry))
      const cost = yield* Effect.scoped(measured)
      costs.get(name)!.push(cost)
      console.error(`${round + 1}/${rounds} ${name}: ${cost.cpu.toFixed(2)} s CPU, ${cost.lasted.toFixed(1)} s`)
    }
  }
  const spans = (yield* collector.spans).filter(({ name }) => name === "run").length
  console.log(`${window.from} to ${window.to}, ${rounds} rounds; ${spans} runs were seen by the collector.`)
  console.log(line(["", "CPU median", "", "CPU least", "", "duration", "", "memory"]))
  for (const [name, all] of costs) console.log(row(name, all, costs.get(name.replace(/, .*/, ", off"))!))
})))
