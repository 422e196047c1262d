/**
 * What several daemons that share the work make of it, beside one: `npm run bench:cluster [-- --ingest N --replay N --only TEXT]`,
 * in months. All on this machine's processors, with a real PostgreSQL, the stand-in as the lake, and a simulated source.
 */
import * as Day from "#domain/Day"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { cpus } from "node:os"
import { parseArgs } from "node:util"
import { member, metric } from "../support/Crew.ts"
import { type Daemon, noMorningSoon, within } from "../support/Daemon.ts"
import * as Program from "../support/Program.ts"
import * as Rig from "./Rig.ts"

const { values: options } = parseArgs({
  options: {
    ingest: { type: "string", default: "6" },
    replay: { type: "string", default: "36" },
    only: { type: "string", default: "" }
  }
})

/** How long the source takes for each answer: so that waiting for it is what ingest does most, as with ODRÉ. */
const LATENCY = "1s"

/** Long enough for everything; whoever takes longer hangs. */
const LIMIT = 1_800

interface Run {
  readonly run_id: string
  readonly outcome: string
  readonly duration_seconds: number
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly counts: { readonly rows: number; readonly days: number; readonly records: number }
}

const months = (count: number): Day.DayRange => ({
  from: "2022-01-01",
  to: Day.months({ from: "2022-01-01", to: "2030-12-31" })[count - 1]!.to
})

/** So many of them, up and with the shards shared out. */
const crew = (settings: Program.Settings, count: number) =>
  Effect.tap(
    Effect.forEach(Array.from({ length: count }), () => member(settings), { concurrency: count }),
    (all) =>
      within(
        60,
        Effect.map(
          Effect.forEach(all, (one) => metric(one, "eco2mixd_cluster_shards")),
          (shards) => shards.every((held) => held > 0) && shards.reduce((sum, held) => sum + held, 0) === 300
        )
      )
  )

/** Asked of one of them, and done by all; `midway` is what becomes of the others when half of it is done. */
const done = Effect.fnUntraced(function*(
  all: ReadonlyArray<Daemon>,
  kind: string,
  days: Day.DayRange,
  midway: (others: ReadonlyArray<Daemon>) => void = () => {}
) {
  const [first, ...others] = all
  const asked = yield* first!.post<Run>("/api/v1/runs", {
    kind,
    from: days.from,
    to: days.to,
    anew: kind === "backfill"
  })
  if (asked.status !== 202) return yield* Effect.die(new Error(JSON.stringify(asked.body)))
  const look = first!.get<Run>(`/api/v1/runs/${asked.body.run_id}`)
  yield* within(LIMIT, Effect.map(look, ({ progress }) => progress !== null && 2 * progress.done >= progress.total))
  midway(others)
  yield* within(LIMIT, Effect.map(look, ({ outcome }) => outcome !== "running" && outcome !== "interrupted"))
  const run = yield* look
  const parts = yield* Effect.forEach(all, (one) =>
    metric(one, "eco2mixd_part_duration_seconds_count").pipe(
      // One that is dead or frozen says nothing.
      Effect.timeoutOption("1 second"),
      Effect.map(Option.getOrElse(() => "?")),
      Effect.catchCause(() => Effect.succeed("?"))
    ))
  if (run.outcome !== "succeeded") return yield* Effect.die(new Error(JSON.stringify(run)))
  return { run, parts }
})

const told = (what: string, count: number, { parts, run }: Effect.Success<ReturnType<typeof done>>) =>
  Effect.sync(() => {
    console.log(
      `| ${what} | ${count} | ${run.duration_seconds.toFixed(1)} s | ${run.counts.days} | ${parts.join(" + ")} |`
    )
    return run.duration_seconds
  })

const stores = Effect.fnUntraced(function*(source: string) {
  const { database } = yield* Rig.postgres
  return {
    ...noMorningSoon(),
    ECO2MIXD_STORES: "servers",
    ECO2MIXD_CATCH_UP: "none",
    ECO2MIXD_SOURCE_URL: source,
    DATABASE_URL: yield* database,
    MONGO_URL: yield* Rig.standIn()
  }
})

/** Months that are known already are read again, so that the lake and PostgreSQL have nothing to write. */
const ingests = Effect.scoped(Effect.gen(function*() {
  const days = months(Number(options.ingest))
  const settings = yield* stores(yield* Program.simulate("--seed", "7"))
  yield* Effect.scoped(Effect.flatMap(crew(settings, 3), (all) => done(all, "backfill", days)))
  const slow = yield* Program.simulate("--seed", "7", "--fault", `latency:${LATENCY}`)
  const once = (count: number) =>
    Effect.scoped(
      Effect.flatMap(crew({ ...settings, ECO2MIXD_SOURCE_URL: slow }, count), (all) =>
        Effect.flatMap(done(all, "backfill", days), (it) => told("reading again from a slow source", count, it)))
    )
  const one = yield* once(1)
  console.log(`Two ingest ${(one / (yield* once(2))).toFixed(2)} times as fast as one.`)
}))

const replays = Effect.scoped(Effect.gen(function*() {
  const days = months(Number(options.replay))
  const settings = yield* stores(yield* Program.simulate("--seed", "7"))
  yield* Effect.scoped(Effect.flatMap(crew(settings, 3), (all) => done(all, "backfill", days)))
  const once = (what: string, count: number, midway?: (others: ReadonlyArray<Daemon>) => void) =>
    Effect.scoped(Effect.gen(function*() {
      const all = yield* crew(settings, count)
      return yield* told(what, count, yield* done(all, "replay", days, midway))
    }))
  const one = yield* once("replay", 1)
  const three = yield* once("replay", 3)
  const struck = yield* once("replay, one killed and one frozen half-way", 3, ([killed, frozen]) => {
    killed!.signal("SIGKILL")
    frozen!.signal("SIGSTOP")
  })
  console.log(
    `Three replay ${(one / three).toFixed(2)} times as fast as one; struck, ${(struck - three).toFixed(1)} s longer.`
  )
}))

const main = Effect.gen(function*() {
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`)
  console.log("| what | daemons | took | days | months done by each |\n|---|---|---|---|---|")
  if ("ingest".includes(options.only)) yield* ingests
  if ("replay".includes(options.only)) yield* replays
})

NodeRuntime.runMain(main)
