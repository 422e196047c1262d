/** A source to try things on: ODRÉ's API over real records or over a simulated country, with the faults of the real one. */
import { Doors } from "#cli/Doors"
import { SOURCE_FAULTS } from "#ports/SourceFaults"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

const optionalText = (name: string, metavar: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar(metavar),
    Flag.withDescription(description),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )

const width = Math.max(...Object.keys(SOURCE_FAULTS).map(({ length }) => length))

const description = [
  "Serve ODRÉ's API over real records or a simulated country.",
  "",
  "Faults, each written as NAME[:SHARE or DURATION][:TIMES], like 503:2, cut:80% or latency:500ms:3:",
  ...Object.entries(SOURCE_FAULTS).map(([name, said]) => `  ${name.padEnd(width + 2)}${said}`)
].join("\n")

export const simulate = Command.make(
  "simulate",
  {
    records: Flag.String("records").pipe(
      Flag.withMetavar("FILE"),
      Flag.withDescription("Serve the records of this JSONL file (.gz too); may be given several times"),
      Flag.atLeast(0)
    ),
    host: Flag.String("host").pipe(Flag.withDefault("127.0.0.1"), Flag.withDescription("Address to listen on")),
    port: Flag.Int("port").pipe(
      Flag.withDefault(8765),
      Flag.withDescription("Port to listen on, 0 for any free one"),
      Flag.filter((port) => port >= 0 && port <= 65_535, (port) => `${port} is no port; take one from 0 to 65535`)
    ),
    seed: Flag.Int("seed").pipe(Flag.withDefault(1), Flag.withDescription("Another seed, another country")),
    now: optionalText("now", "INSTANT", "The moment at which the country stands still (the clock goes on without it)"),
    realTimeFrom: optionalText("real-time-from", "YYYY-MM-DD", "First day of the real-time series"),
    start: optionalText("start", "YYYY-MM-DD", "First day of the consolidated series"),
    quota: Flag.Int("quota").pipe(
      Flag.withDefault(50_000),
      Flag.withDescription("Calls a dataset and month"),
      Flag.filter((quota) => quota >= 0, (quota) => `${quota} is no number of calls; take 0 or more`)
    ),
    faults: Flag.String("fault").pipe(
      Flag.withMetavar("FAULT[:N]"),
      Flag.withDescription("Go wrong in this way, N times or always (see above); may be given several times"),
      Flag.atLeast(0)
    )
  },
  Effect.fn(function*(options) {
    const doors = yield* Doors
    const { url } = yield* doors.simulate(options)
    yield* Console.log(`ODRÉ's API, simulated, listens on ${url} (ECO2MIXD_SOURCE_URL=${url}). Stop it with Ctrl-C.`)
    return yield* doors.stayUp
  }, Effect.scoped)
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Serve ODRÉ's API over real records or a simulated country"),
  Command.withExamples([
    { command: "eco2mixd simulate --records tr.jsonl.gz", description: "Serve a file of records" },
    { command: "eco2mixd simulate --seed 7 --fault 503:2", description: "A country that fails twice" }
  ])
)
