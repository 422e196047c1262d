/** The commands that move data: each begins one run, tells of it while it goes, and says in one line what it did. */
import { fromTerminal } from "#cli/asking"
import { Doors, type Ports } from "#cli/Doors"
import * as flags from "#cli/flags"
import * as progress from "#cli/progress"
import { countsLine, figure, print } from "#cli/text"
import type { Dataset } from "#domain/Dataset"
import { DATASETS } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { type Counts, newRun, type Run } from "#domain/Run"
import { backfill } from "#pipelines/backfill"
import { daily, lookBack } from "#pipelines/daily"
import { Gate, GateError } from "#pipelines/Gate"
import { replay } from "#pipelines/replay"
import { reserved, saying } from "#pipelines/reserve"
import { goingOn } from "#pipelines/resumptions"
import type { Ingest } from "#ports/Ingest"
import { Ledger } from "#ports/Ledger"
import { QuotaReserve } from "#ports/Plan"
import { Rehearsal } from "#ports/Rehearsal"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

interface How {
  readonly dryRun: boolean
  readonly json: boolean
}

/** One run, told of while it goes, and in one line when it has done; with every write held back, what it would do. */
const go = Effect.fnUntraced(
  function*<E, R extends Ports | Doors>(
    { dryRun, json }: How,
    run: Run,
    occasion: (run: Run) => Effect.Effect<Counts, E, R>
  ) {
    const { live, rehearsal, telemetry } = yield* Doors
    if (!dryRun) {
      const counts = yield* occasion(run).pipe(
        Effect.provide(Layer.provideMerge(Layer.merge(live, progress.layer), telemetry))
      )
      return yield* Console.log(
        json ? print({ run_id: run.id, counts }) : `Run ${run.id} succeeded: ${countsLine(counts)}.`
      )
    }
    const [counts, calls] = yield* Effect.gen(function*() {
      const counts = yield* occasion(run)
      const { calls } = yield* Rehearsal
      return [counts, yield* calls] as const
    }).pipe(Effect.provide([rehearsal, progress.layer]))
    const { from, to } = run.window
    yield* Console.log(
      json
        ? print({ run_id: null, calls, counts })
        : `Nothing was written. ${from} to ${to} takes ${figure(calls)} calls, and would bring: ${countsLine(counts)}.`
    )
  }
)

const dryRun = Flag.Boolean("dry-run").pipe(
  Flag.withDefault(false),
  Flag.withDescription("Read everything, write nothing, and say what it would take and change")
)

const json = flags.json()

const runCommand = Command.make(
  "run",
  { from: Flag.optional(flags.from), to: Flag.optional(flags.to), datasets: flags.datasets, dryRun, json },
  Effect.fn(function*({ datasets, from, to, ...how }) {
    const now = yield* Clock.currentTimeMillis
    const last = Option.getOrElse(to, () => lookBack(now).to)
    const window = yield* flags.windowOf(Option.getOrElse(from, () => lookBack(Day.start(last)).from), last)
    const run = newRun({ trigger: "manual", window, datasets, requestedBy: fromTerminal() })
    yield* go(how, run, daily)
  })
).pipe(
  Command.withDescription("Read the last days again (three, or those given), then publish every day that differs"),
  Command.withExamples([
    { command: "eco2mixd run", description: "What a morning does" },
    { command: "eco2mixd run --from 2026-09-01 --to 2026-09-07", description: "The same for a week" }
  ])
)

/** Leaves to the mornings what is theirs; where nobody waits for it, a backfill ends there and is begun again later. */
const withReserve = <A, E, R>(work: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const { plan } = yield* Doors
    const reserve = yield* Effect.provide(QuotaReserve, plan)
    const context = yield* Effect.context<Ingest>()
    const gate = yield* Gate
    const pass = Effect.fnUntraced(
      function*(dataset: Dataset | null) {
        const left = dataset === null ? null : yield* reserved(dataset)
        if (dataset === null || left === null) return
        return yield* new GateError({ reason: "QuotaReserved", during: "backfill", detail: saying(dataset, left) })
      },
      Effect.provideService(QuotaReserve, reserve),
      Effect.provideContext(context)
    )
    return yield* Effect.provideService(work, Gate, { ...gate, pass })
  })

/** Goes on where the same backfill has stopped, unless it is to begin anew. */
const backfillFrom = (anew: boolean) => (asked: Run) =>
  Effect.gen(function*() {
    const ledger = yield* Ledger
    const before = anew ? null : yield* ledger.unfinished(asked)
    if (before === null) return yield* withReserve(backfill(asked))
    const { ahead, run } = goingOn(before, asked.requestedBy)
    yield* Console.error(
      `Going on with run ${before.run.id}: ${ahead.from} to ${ahead.to} are left of it (--anew begins at the beginning).`
    )
    return yield* withReserve(backfill({ ...run, id: asked.id }, ahead))
  })

const backfillCommand = Command.make(
  "backfill",
  {
    from: flags.from,
    to: flags.to,
    datasets: flags.datasets,
    oldestFirst: Flag.Boolean("oldest-first").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Begin with the oldest month")
    ),
    anew: Flag.Boolean("anew").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Do not go on where the same backfill has stopped")
    ),
    dryRun,
    json
  },
  Effect.fn(function*({ anew, datasets, from, oldestFirst, to, ...how }) {
    const window = yield* flags.windowOf(from, to)
    const run = newRun({ trigger: "backfill", window, datasets, requestedBy: fromTerminal(), oldestFirst })
    yield* go(how, run, backfillFrom(anew))
  })
).pipe(
  Command.withDescription(
    "Read and publish history, month by month, newest first; begun again, it goes on in the month where it stopped"
  ),
  Command.withExamples([
    {
      command: "eco2mixd backfill --from 2013-01-01 --to 2026-06-30 --dataset eco2mix-regional-cons-def",
      description: "All consolidated and definitive values"
    },
    {
      command: "eco2mixd backfill --from 2025-01-01 --to 2025-12-31 --dry-run",
      description: "How many calls, records and rows a year would be"
    }
  ])
)

const replayCommand = Command.make(
  "replay",
  { from: flags.from, to: flags.to, json },
  Effect.fn(function*({ from, json, to }) {
    const window = yield* flags.windowOf(from, to)
    yield* go(
      { dryRun: false, json },
      newRun({ trigger: "replay", window, datasets: DATASETS, requestedBy: fromTerminal() }),
      replay
    )
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
