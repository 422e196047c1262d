/** The first thing a newcomer types: the last seven days, from the live source or else from a simulated country, and a look at them. */
import { fromTerminal } from "#cli/asking"
import { Doors, type Ports } from "#cli/Doors"
import * as progress from "#cli/progress"
import { up } from "#cli/start"
import { countsLine, table } from "#cli/text"
import { DATASETS } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { newRun } from "#domain/Run"
import { daily, lookBack } from "#pipelines/daily"
import { Ingest } from "#ports/Ingest"
import { Query } from "#ports/Query"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const DAYS = 7

export const quickstart = Command.make(
  "quickstart",
  { once: Flag.Boolean("once").pipe(Flag.withDefault(false), Flag.withDescription("Exit after the summary")) },
  Effect.fn(function*({ once }) {
    const doors = yield* Doors
    const stay = once
      ? Effect.void
      : Effect.raceFirst(up((url) => Console.log(`${STAYS}\nThe page: ${url}`)), doors.stayUp)
    const on = <E>(stores: Layer.Layer<Ports, E>, source: string) =>
      summary(source).pipe(
        Effect.provide(progress.layer),
        Effect.andThen(stay),
        Effect.provide(Layer.provideMerge(stores, doors.telemetry))
      )

    const unreachable = yield* reach.pipe(Effect.provide(doors.source))
    if (unreachable === undefined) return yield* on(doors.embedded, "RTE / ODRÉ, éCO2mix")
    yield* Console.log(
      `ODRÉ can't be had (${unreachable}): this is a SIMULATED country, in a data folder of its own.`
    )
    return yield* on(doors.simulated, "nobody; this country is simulated")
  })
).pipe(
  Command.withDescription("Embedded stores, the last seven days, a table of yesterday's mix; then stay up"),
  Command.withExamples([
    { command: "eco2mixd quickstart", description: "What npm start does" },
    { command: "eco2mixd quickstart --once", description: "Exit after the summary" }
  ])
)

const STAYS =
  "It stays up, and reads each morning, until you stop it (Ctrl-C). In another terminal: eco2mixd sql \"QUERY\"."

/** Why the source does not answer, in words; undefined where it does. What time does not mend is a failure, and no country. */
const reach = Effect.gen(function*() {
  const ingest = yield* Ingest
  const today = Day.of(yield* Clock.currentTimeMillis)
  return yield* ingest.count("eco2mix-regional-tr", { from: today, to: today }).pipe(
    Effect.as(undefined),
    Effect.catchIf(
      ({ reason }) => reason === "Unreachable" || reason === "QuotaExhausted" || reason === "Unreadable",
      ({ message }) => Effect.succeed(message)
    )
  )
})

const summary = Effect.fn("summary")(function*(source: string) {
  const now = yield* Clock.currentTimeMillis
  const window = lookBack(now, DAYS)
  const run = newRun({ trigger: "manual", window, datasets: DATASETS, requestedBy: fromTerminal() })
  const counts = yield* daily(run)
  const query = yield* Query
  const yesterday = Day.plus(Day.of(now), -1)
  const mix = yield* query.mix(yesterday)
  yield* Console.log(`${run.window.from} to ${run.window.to}: ${countsLine(counts)}.\n`)
  yield* Console.log(`Mean production by region on ${yesterday}, in MW\n${table(mix)}\nSource: ${source}\n`)
})
