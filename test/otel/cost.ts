/**
 * What telemetry costs: `npm run cost -- [rounds] [months]`. Each round makes the same backfill into new stores with nothing
 * sent, with everything sent to the real collector, to one that is not there and to one that never answers; whichever comes
 * first, so that a machine that is slow for a while is slow for all. Processor time is the program's own, from its start to its
 * end; stores, source and collector are other processes.
 */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import * as Effect from "effect/Effect"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import * as Collector from "../support/Collector.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as Program from "../support/Program.ts"
import { nowhere, silent } from "./Away.ts"

const [rounds = 7, months = 3] = process.argv.slice(2).map(Number)
const from = "2025-01-01"
const to = new Date(Date.UTC(2025, months, 0)).toISOString().slice(0, 10)

/** Written by the program itself as its last deed: what its system says that it has used. */
const LAST_DEED = "import { writeFileSync } from 'node:fs'; process.on('exit', () => " +
  "writeFileSync(process.env.USAGE_FILE, JSON.stringify(process.resourceUsage())))"

interface Cost {
  /** In seconds, user and system. */
  readonly cpu: number
  /** In seconds. */
  readonly lasted: number
  /** In MiB, at most. */
  readonly memory: number
}

const backfill = (source: string, more: Program.Settings) =>
  Effect.scoped(Effect.gen(function*() {
    const file = join(yield* temporaryFolder, "usage.json")
    const settings = { ...yield* Program.embeddedUp(source), ...more, USAGE_FILE: file }
    const began = performance.now()
    const done = yield* Program.run(["backfill", "--from", from, "--to", to], {
      ...settings,
      NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(LAST_DEED)}"`
    })
    const lasted = (performance.now() - began) / 1_000
    if (done.code !== 0) throw new Error(done.stderr)
    const usage = JSON.parse(yield* Effect.promise(() => readFile(file, "utf8"))) as NodeJS.ResourceUsage
    const cost: Cost = {
      cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
      lasted,
      memory: usage.maxRSS / 1024
    }
    return cost
  }))

const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const table = (costs: Readonly<Record<string, ReadonlyArray<Cost>>>, off: ReadonlyArray<Cost>): string => {
  const line = (cells: ReadonlyArray<string>) =>
    cells.map((cell, at) => at === 0 ? cell.padEnd(9) : cell.padStart(12)).join("")
  const percent = (part: number, whole: number) =>
    `${part >= whole ? "+" : ""}${((part / whole - 1) * 100).toFixed(1)} %`
  const rows = Object.entries(costs).map(([name, all]) => {
    const of = (key: keyof Cost) => median(all.map((one) => one[key]))
    const without = (key: keyof Cost) => median(off.map((one) => one[key]))
    const cpus = all.map(({ cpu }) => cpu)
    return line([
      name,
      `${of("cpu").toFixed(2)} s`,
      percent(of("cpu"), without("cpu")),
      `${Math.min(...cpus).toFixed(2)} s`,
      percent(Math.min(...cpus), Math.min(...off.map(({ cpu }) => cpu))),
      `${of("lasted").toFixed(1)} s`,
      percent(of("lasted"), without("lasted")),
      `${of("memory").toFixed(0)} MiB`
    ])
  })
  return [line(["", "CPU median", "", "CPU least", "", "duration", "", "most memory"]), ...rows].join("\n")
}

await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
  const { url } = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }) })
  const collector = yield* Collector.collector()
  const modes: Readonly<Record<string, Program.Settings>> = {
    off: {},
    on: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint },
    absent: { OTEL_EXPORTER_OTLP_ENDPOINT: yield* nowhere },
    silent: { OTEL_EXPORTER_OTLP_ENDPOINT: yield* silent }
  }
  const names = Object.keys(modes)
  const costs = Object.fromEntries(names.map((name): [string, Array<Cost>] => [name, []]))
  yield* backfill(url, {})
  for (let round = 0; round < rounds; round++) {
    for (const at of names.keys()) {
      const name = names[(at + round) % names.length]!
      const cost = yield* backfill(url, modes[name]!)
      costs[name]!.push(cost)
      process.stderr.write(
        `${round + 1}/${rounds} ${name}: ${cost.cpu.toFixed(2)} s CPU, ${cost.lasted.toFixed(1)} s\n`
      )
    }
  }
  const spans = (yield* collector.spans).length
  console.log(`${from} to ${to}, ${rounds} rounds; ${spans / rounds} spans a run with the collector.`)
  console.log(table(costs, costs["off"]!))
})))
