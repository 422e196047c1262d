/**
 * What a scenario plays on: servers of its own, a country that stands still, the program between links, and the oracle. Before it
 * begins, the days before the last three are read and published in peace.
 */
import * as Day from "#domain/Day"
import * as Fault from "#layers/simulator/Fault"
import { uniform } from "#layers/simulator/Noise"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import { execFile } from "node:child_process"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import * as Daemons from "../support/Daemon.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as Program from "../support/Program.ts"
import { type Disk, disk as mounted } from "./disk.ts"
import * as Link from "./Link.ts"
import * as Oracle from "./Oracle.ts"
import * as servers from "./servers.ts"

/** In seconds: what a fault may take to heal once it has passed, with nobody's hand. */
export const RECOVERY = 60

/** What a daemon may have after a fault, in MiB and connections: what it has after a morning in peace, and a little. */
const MOST_MEMORY = 320
const MOST_CONNECTIONS = 12

/** What a small disk has room for, in MiB: what is written on it in peace, and a little. */
const ROOM = { postgres: 320, lake: 96 }

/** Something does not hold: the scenario has failed. */
export class Broken extends Error {
  override readonly name = "Broken"
}

/** Says in the scenario's words that something does not hold. */
export const broken = (text: string): Effect.Effect<never> => Effect.die(new Broken(text))

export interface RunRow {
  readonly id: string
  readonly trigger: string
  readonly outcome: string
  /** `Sink.Unreachable` and the like; null where it did not fail. */
  readonly code: string | null
  readonly message: string | null
}

export interface Stage {
  /** From 0 on and before 1, the same for the same seed. */
  readonly random: () => number
  readonly postgres: servers.Database
  readonly lake: servers.LakeServer
  /** Of the server that was to have a small one. */
  readonly disk: Disk | undefined
  readonly source: OdreServer.Served
  readonly links: Readonly<Record<"source" | "lake" | "postgres", Link.Link>>
  /** As the program is told of the servers, by way of the links. */
  readonly settings: Program.Settings
  readonly stores: Oracle.Stores
  /** The days that are still to be read, as a command takes them. */
  readonly days: Day.DayRange
  readonly spoil: (...faults: ReadonlyArray<string>) => void
  readonly run: (args: ReadonlyArray<string>, settings?: Program.Settings) => Effect.Effect<Program.Finished>
  /** What each daemon has said. */
  readonly said: () => string
  /** Begins its first morning at once, which reads the days. */
  readonly daemon: (settings?: Program.Settings) => Effect.Effect<Daemons.Daemon, never, Scope.Scope>
  /** The same, and something strikes once in that morning. */
  readonly struck: (
    way: keyof Stage["links"],
    watch: Link.Watch,
    settings?: Program.Settings
  ) => Effect.Effect<Daemons.Daemon, never, Scope.Scope>
  /** The one number that a question to PostgreSQL has for an answer, past every link. */
  readonly number: (sql: string) => Effect.Effect<number>
  /** Newest first, past every link. */
  readonly runs: Effect.Effect<ReadonlyArray<RunRow>>
  /** The oracle's findings, by now. */
  readonly broken: Effect.Effect<ReadonlyArray<string>>
  /** Waits until all holds and the last run has succeeded; answers how many seconds that took. */
  readonly recovers: (within?: number) => Effect.Effect<number>
  /** A run failed with such a code, and run, metric and log say so; `interrupted` where a process died. */
  readonly visible: (codes: RegExp, daemon?: Daemons.Daemon) => Effect.Effect<void>
  /** The daemon has about the memory that an idle one has, and all of them the connections. */
  readonly calm: (daemon: Daemons.Daemon, most?: number) => Effect.Effect<void>
  /** All three, after which it is over; answers how many seconds it took to recover. */
  readonly heals: (codes: RegExp, daemon: Daemons.Daemon) => Effect.Effect<number>
}

export const stage = Effect.fnUntraced(function*(seed: number, small?: keyof typeof ROOM) {
  let drawn = 0
  const voices: Array<() => string> = []
  const folder = yield* temporaryFolder
  const [data, documents] = [join(folder, "postgres"), join(folder, "lake")]
  const disk = small === undefined ? undefined : yield* mounted(join(folder, small), ROOM[small])
  yield* Effect.promise(() => mkdir(documents, { recursive: true }))
  const [postgres, lake] = yield* Effect.all([servers.database(data), servers.lake(documents)], { concurrency: 2 })

  const now = Date.now()
  const today = Day.of(now)
  const days = { from: Day.plus(today, -2), to: today }
  const grid = SimulatedGrid.make({ seed, now, realTimeFrom: Day.plus(today, -20) })
  const [source, sound] = yield* Effect.all([OdreServer.serve({ grid }), OdreServer.serve({ grid })])
  const links = yield* Effect.all({
    source: Link.link(Number(new URL(source.url).port)),
    lake: Link.link(lake.port),
    postgres: Link.link(postgres.port)
  })
  const settings: Program.Settings = {
    ECO2MIXD_STORES: "servers",
    ECO2MIXD_DATASETS: "eco2mix-regional-tr",
    ...Daemons.noMorningSoon(),
    ECO2MIXD_SOURCE_URL: `http://127.0.0.1:${links.source.port}`,
    MONGO_URL: lake.urlAt(links.lake.port),
    DATABASE_URL: postgres.urlAt(links.postgres.port)
  }
  const stores: Oracle.Stores = { postgres: postgres.url, mongo: lake.url, source: sound.url }
  const run = (args: ReadonlyArray<string>, more: Program.Settings = {}) => Program.run(args, { ...settings, ...more })

  const peace = yield* run(["backfill", "--from", Day.plus(days.from, -1), "--to", Day.plus(days.from, -1)])
  if (peace.code !== 0) return yield* broken(`The first day was not read: ${peace.stderr}`)
  const before = yield* Effect.promise(() => Oracle.snapshot(stores))
  const span = [new Date(Day.start(days.from)), new Date(Day.end(days.to))] as const

  const runs = Effect.promise(() =>
    Oracle.ask<RunRow>(
      postgres.url,
      `select run_id::text as id, trigger, outcome, error_code as code, error_message as message
       from pipeline_runs order by started_at desc, run_id`
    )
  )
  const found = Effect.promise(() => Oracle.broken(stores, before, span))

  const recovers = Effect.fnUntraced(function*(within = RECOVERY) {
    const began = performance.now()
    let last: ReadonlyArray<string> = []
    while (true) {
      const rows = yield* runs
      const settled = rows[0]?.outcome === "succeeded" && rows.every(({ outcome }) => outcome !== "running")
      last = settled ? yield* found : [`the last run is ${rows[0]?.outcome} (${rows[0]?.trigger}, ${rows[0]?.code})`]
      const took = (performance.now() - began) / 1_000
      if (settled && last.length === 0) return took
      if (took > within) return yield* broken(`I6 not recovered within ${within} s: ${last.join("; ")}`)
      yield* Effect.sleep("250 millis")
    }
  })

  const visible = Effect.fnUntraced(function*(codes: RegExp, daemon?: Daemons.Daemon) {
    const rows = yield* runs
    const failed = rows.find(({ code, outcome }) => codes.test(code ?? outcome))
    if (failed === undefined) {
      return yield* broken(`I7 no run says ${codes}: ${rows.map(({ code, outcome }) => code ?? outcome).join(", ")}`)
    }
    if (daemon === undefined) return
    const metrics = yield* Effect.promise(async () => (await fetch(`${daemon.url}/metrics`)).text())
    if (!new RegExp(`^eco2mixd_runs_total\\{.*outcome="(failed|interrupted)".*\\} [1-9]`, "m").test(metrics)) {
      return yield* broken(`I7 no metric counts a run that failed`)
    }
    if (failed.code !== null && !daemon.said().includes(failed.code)) {
      return yield* broken(`I7 no line of the log says ${failed.code}`)
    }
  })

  const number = (sql: string) =>
    Effect.promise(async () => Number(Object.values((await Oracle.ask<object>(postgres.url, sql))[0]!)[0]))
  const connections = number("select count(*) from pg_stat_activity where application_name like 'eco2mixd%'")
  const resident = (pid: number) =>
    Effect.promise(async () =>
      Number((await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)])).stdout) / 1_024
    )
  const daemon = (more: Program.Settings = {}) =>
    Effect.tap(Daemons.daemon({ ...settings, ...more }), ({ said }) => Effect.sync(() => voices.push(said)))
  const calm = Effect.fnUntraced(function*(daemon: Daemons.Daemon, most = MOST_CONNECTIONS) {
    const memory = yield* resident(daemon.pid)
    if (memory > MOST_MEMORY) return yield* broken(`I8 the daemon has ${Math.round(memory)} MiB`)
    // A pool of connections lets go of those that it does not need after some seconds.
    for (let left = 30; left > 0; left--) {
      if ((yield* connections) <= most) return
      yield* Effect.sleep("1 second")
    }
    return yield* broken(`I8 the daemon has ${yield* connections} connections to PostgreSQL`)
  })

  return {
    random: () => uniform(seed, drawn++, 0),
    postgres,
    lake,
    disk,
    source,
    links,
    settings,
    stores,
    days,
    spoil: (...faults) => source.setFaults(faults.map((text) => Result.getOrThrow(Fault.parse(text)))),
    run,
    daemon,
    struck: Effect.fnUntraced(function*(way, watch, more = {}) {
      const strikes = yield* Effect.forkChild(links[way].watch(watch), { startImmediately: true })
      const struck = yield* daemon(more)
      yield* Fiber.join(strikes)
      return struck
    }),
    number,
    said: () => voices.map((said) => said()).join("\n"),
    runs,
    broken: found,
    recovers,
    visible,
    calm,
    heals: Effect.fnUntraced(function*(codes, daemon) {
      const took = yield* recovers()
      yield* visible(codes, daemon)
      yield* calm(daemon)
      return took
    })
  } satisfies Stage
})
