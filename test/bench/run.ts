/**
 * How fast, and beside what: `npm run bench`. Each row is ours and its reference from the same run, each measurement a fresh
 * process, ours and the reference in turn; what is told is the median of the rounds. All of them are kept in `.tools/bench/log`.
 *
 *   --documents N  documents of the lake (485000, as many as the real-time set has; 50000 is a quick look)
 *   --rounds N     5
 *   --only TEXT    rows whose name has it
 *   --profile      leaves a CPU profile of each measurement in `.tools/bench/profiles`
 *   --full         the whole history once too, told and not compared: eleven minutes, and 8 GB of memory for the servers
 *   --check        fails where a ratio is more than 20 % worse than in ratios.json
 *   --write        writes ratios.json
 */
import * as Day from "#domain/Day"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { cpus } from "node:os"
import { parseArgs } from "node:util"
import * as Data from "./Data.ts"
import { history } from "./history.ts"
import { bench, keep, log } from "./rounds.ts"
import { BUNDLE, type Row, type Work } from "./Row.ts"
import * as Table from "./Table.ts"

const { values: options } = parseArgs({
  options: {
    documents: { type: "string", default: "485000" },
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    profile: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    write: { type: "boolean", default: false }
  }
})
const documents = Number(options.documents)
const rounds = Number(options.rounds)

/** PostgreSQL is the slow end: its rows are made of an eighth of the documents, and still half a million. */
const part = Math.round(documents / 8)
/** Servers that are slow for themselves are shown, not measured. */
const few = Math.min(20_000, part)
const months = (count: number): Day.DayRange => ({
  from: "2025-01-01",
  to: Day.months({ from: "2025-01-01", to: "2033-12-31" })[count - 1]!.to
})

const days = (count: number) => Data.daysOf(Data.REAL_TIME, count)
const work = (script: string, days: Day.DayRange, rest: Omit<Work, "script" | "days"> = {}): Work => ({
  script,
  days,
  ...rest
})
const toTable = { database: true }
const program = (file: string, ...args: ReadonlyArray<string>): Work =>
  work("start", days(1), { ...toTable, more: { args: [file, ...args], ready: args[0] === "start" } })

const publish = work("publish", days(documents))
const append = work("append", days(part), toTable)
const whole = work("whole", days(part), toTable)
const node = work("start", days(1), { more: { args: ["--eval", "0"], ready: false } })

const rows: ReadonlyArray<Row> = [
  {
    name: "publish, rows thrown away, to the driver reading the same",
    figure: Table.speed,
    ours: publish,
    reference: [work("drain", days(documents))],
    bound: 1
  },
  {
    name: "publish to the driver reading the same, CPU",
    figure: Table.cost,
    ours: publish,
    reference: [work("drain", days(documents))]
  },
  {
    name: "publish to the driver reading undecoded",
    figure: Table.speed,
    ours: publish,
    reference: [work("drain", days(documents), { more: { raw: true } })]
  },
  {
    name: "the seed's work to a plain script, CPU",
    figure: Table.cost,
    ours: work("seed", days(documents), toTable),
    reference: [work("plain", days(documents), toTable)],
    bound: 1
  },
  {
    name: "append to psql \\copy",
    figure: Table.speed,
    ours: append,
    reference: [work("copy", days(part), toTable)],
    bound: 0.9
  },
  {
    name: "the whole way to its slowest stage",
    figure: Table.speed,
    ours: whole,
    reference: [append, work("publish", days(part))],
    bound: 0.75
  },
  {
    name: "ingest, nothing new, to JSON.parse",
    figure: Table.speed,
    ours: work("ingest", days(documents), { more: { unchanged: true } }),
    reference: [work("parse", days(documents))],
    bound: 0.3
  },
  {
    // Some weeks, as each morning reads them again; but in a process that has yet to be compiled as it goes.
    name: "ingest of an eighth, nothing new, to JSON.parse",
    figure: Table.speed,
    ours: work("ingest", days(part), { more: { unchanged: true } }),
    reference: [work("parse", days(part))]
  },
  {
    name: "memory of publish at 10 times the data",
    figure: Table.memory,
    ours: publish,
    reference: [work("publish", days(documents / 10))],
    bound: 1.1
  },
  {
    name: "memory of the whole way at 10 times the data",
    figure: Table.memory,
    ours: whole,
    reference: [work("whole", days(part / 10), toTable)],
    bound: 1.1
  },
  {
    name: "publish of 10 months to one of 1, a document",
    figure: Table.growth,
    ours: work("publish", months(10)),
    reference: [work("publish", months(1))],
    bound: 1.1
  },
  {
    name: "start to /readyz, bundle",
    figure: Table.seconds,
    ours: program(BUNDLE, "start"),
    reference: [node],
    bound: 1
  },
  {
    name: "start to /readyz, sources",
    figure: Table.seconds,
    ours: program("src/main.ts", "start"),
    reference: [node],
    bound: 1
  },
  { name: "--help, bundle", figure: Table.seconds, ours: program(BUNDLE, "--help"), reference: [node], bound: 0.4 },
  {
    name: "--help, sources",
    figure: Table.seconds,
    ours: program("src/main.ts", "--help"),
    reference: [node],
    bound: 0.4
  },
  {
    name: "publish from FerretDB to the driver",
    figure: Table.speed,
    ours: work("publish", days(few), { server: "ferretdb" }),
    reference: [work("drain", days(few), { server: "ferretdb" })]
  },
  {
    name: "publish from PostgreSQL to from the stand-in",
    figure: Table.speed,
    ours: work("publish", days(few), { server: "postgres" }),
    reference: [work("publish", days(few))]
  }
]

const told = Effect.gen(function*() {
  const chosen = rows.filter(({ name }) => name.includes(options.only))
  const lines = yield* Effect.scoped(bench({ documents, few, part, rounds, rows: chosen, profile: options.profile }))
  const once = options.full ? yield* Effect.scoped(history(keep)) : []
  console.log(Table.table([...lines, ...once]))
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`
  console.log(`\n${documents} documents, median of ${rounds} rounds, ${machine}; each round in ${log}`)
  if (options.write) yield* Effect.promise(() => Table.write({ documents, rounds }, lines))
  if (!options.check) return
  const worse = Table.worse(lines, yield* Effect.promise(() => Table.committed()))
  for (const one of worse) console.error(`Worse than before: ${one}.`)
  if (worse.length > 0) process.exitCode = 1
})

// As a program is run, so that its servers end with it, whoever ends it.
NodeRuntime.runMain(told, {
  teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) ? Number(process.exitCode ?? 0) : 1)
})
