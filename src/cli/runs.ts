/** The commands that move data: each begins one run, tells of it while it goes, and says in one line what it did. */
import { Doors, type Ports } from "#cli/Doors"
import * as flags from "#cli/flags"
import * as progress from "#cli/progress"
import { countsLine } from "#cli/text"
import type { Dataset } from "#domain/Dataset"
import { DATASETS } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { Counts, Run, Trigger } from "#domain/Run"
import { backfill } from "#pipelines/backfill"
import { daily, lookBack } from "#pipelines/daily"
import { replay } from "#pipelines/replay"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

export const newRun = (trigger: Trigger, window: Day.DayRange, datasets: ReadonlyArray<Dataset>): Run => ({
  id: crypto.randomUUID(),
  trigger,
  window,
  datasets
})

/** One run, told of while it goes, and in one line when it has done. */
const go = Effect.fnUntraced(
  function*<E, R extends Ports>(run: Run, occasion: (run: Run) => Effect.Effect<Counts, E, R>) {
    const { live } = yield* Doors
    const counts = yield* occasion(run).pipe(Effect.provide([live, progress.layer]))
    yield* Console.log(`Run ${run.id} succeeded: ${countsLine(counts)}.`)
  }
)

const runCommand = Command.make(
  "run",
  { from: Flag.optional(flags.from), to: Flag.optional(flags.to), datasets: flags.datasets },
  Effect.fn(function*({ datasets, from, to }) {
    const now = yield* Clock.currentTimeMillis
    const last = Option.getOrElse(to, () => lookBack(now).to)
    const window = yield* flags.windowOf(Option.getOrElse(from, () => lookBack(Day.start(last)).from), last)
    yield* go(newRun("manual", window, datasets), daily)
  })
).pipe(
  Command.withDescription("Read the last days again (three, or those given), then publish every day that differs"),
  Command.withExamples([
    { command: "eco2mixd run", description: "What a morning does" },
    { command: "eco2mixd run --from 2026-09-01 --to 2026-09-07", description: "The same for a week" }
  ])
)

const backfillCommand = Command.make(
  "backfill",
  { from: flags.from, to: flags.to, datasets: flags.datasets },
  Effect.fn(function*({ datasets, from, to }) {
    yield* go(newRun("backfill", yield* flags.windowOf(from, to), datasets), backfill)
  })
).pipe(
  Command.withDescription("Read and publish history, month by month, newest first; begin again to go on"),
  Command.withExamples([
    {
      command: "eco2mixd backfill --from 2013-01-01 --to 2026-06-30 --dataset eco2mix-regional-cons-def",
      description: "All consolidated and definitive values"
    }
  ])
)

const replayCommand = Command.make(
  "replay",
  { from: flags.from, to: flags.to },
  Effect.fn(function*({ from, to }) {
    yield* go(newRun("replay", yield* flags.windowOf(from, to), DATASETS), replay)
  })
).pipe(
  Command.withDescription("Work out the rows of some days again, from the lake alone"),
  Command.withExamples([
    {
      command: "eco2mixd replay --from 2026-01-01 --to 2026-01-31",
      description: "After a mended rule, or a damaged table"
    }
  ])
)

export const commands = [runCommand, backfillCommand, replayCommand] as const
