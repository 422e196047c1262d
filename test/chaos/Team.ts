/** Daemons that share the work, each at an address of its own, and a long run of theirs. */
import * as Day from "#domain/Day"
import { jsonOf } from "#domain/SourceRecord"
import * as MongoClient from "#layers/mongo/MongoClient"
import * as MongoLake from "#layers/mongo/MongoLake"
import { sort } from "#pipelines/ingest"
import { Lake } from "#ports/Lake"
import { revise, settle } from "#transform/revise"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Crew from "../support/Crew.ts"
import { type Daemon, within } from "../support/Daemon.ts"
import { freePorts } from "../support/Process.ts"
import type { Settings } from "../support/Program.ts"
import * as Oracle from "./Oracle.ts"
import { broken, type Stage } from "./Stage.ts"

/** Shards of the engine: all of them are dealt out to those who live. */
const SHARDS = 300

/** In seconds: until the members of a team know one another and have done the morning. */
const TOGETHER = 60

/** Where one of them lives: whoever dies there is begun again at the same address. */
export interface Seat {
  /** Up and listening; the one before has ended. */
  readonly begin: Effect.Effect<Daemon, never, Scope.Scope>
  /** Who was begun there last. */
  readonly daemon: () => Daemon
}

export const team = Effect.fnUntraced(function*(stage: Stage, size: number, more: Settings = {}) {
  const ports = yield* Effect.promise(() => freePorts(size))
  const seats = ports.map((port): Seat => {
    let daemon: Daemon | undefined
    return {
      daemon: () => daemon!,
      begin: Effect.tap(
        stage.daemon({ ...more, ECO2MIXD_CLUSTER: "on", ECO2MIXD_CLUSTER_ADDRESS: `127.0.0.1:${port}` }),
        (begun) => Effect.sync(() => daemon = begun)
      )
    }
  })
  yield* Effect.forEach(seats, ({ begin }) => begin, { concurrency: size })
  yield* together(seats)
  yield* within(TOGETHER, Effect.map(stage.runs, ([last]) => last?.outcome === "succeeded"))
  return seats
})

/** Each has a share of the work, and all of it is dealt out. */
export const together = (seats: ReadonlyArray<Seat>) =>
  within(
    TOGETHER,
    Effect.map(
      Effect.forEach(seats, (seat) => Crew.metric(seat.daemon(), "eco2mixd_cluster_shards")),
      (shares) => shares.every((share) => share > 0) && shares.reduce((a, b) => a + b, 0) === SHARDS
    ),
    "500 millis"
  ).pipe(Effect.catchDefect(() => broken(`I8 not all have a share of the work after ${TOGETHER} s`)))

/** Parts that each has done in this life of its own. */
export const parts = (seat: Seat) => Crew.metric(seat.daemon(), "eco2mixd_part_duration_seconds_count")

const IN_TIME = /"timestamp":"([^"]+)"/

/** The seat of whoever keeps the run: where it was begun last. */
export const keeperOf = (seats: ReadonlyArray<Seat>, id: string): Seat | undefined => {
  const begun = seats.map((seat) => {
    const lines = seat.daemon().said().split("\n")
    const line = lines.findLast((line) => line.includes(`Run ${id} (`) && line.includes(" begins."))
    return { seat, at: IN_TIME.exec(line ?? "")?.[1] ?? "" }
  }).toSorted((a, b) => a.at < b.at ? 1 : -1)
  return begun[0]?.at === "" ? undefined : begun[0]?.seat
}

export interface Asked {
  readonly kind: "backfill" | "replay"
  readonly from: Day.Day
  readonly to: Day.Day
  readonly datasets?: ReadonlyArray<string>
}

/** Has a run begun by a member, and answers with its id. */
export const ask = Effect.fnUntraced(function*(seat: Seat, asked: Asked) {
  const { body, status } = yield* seat.daemon().post<{ readonly run_id: string }>("/api/v1/runs", asked)
  if (status !== 202) return yield* broken(`a ${asked.kind} is answered with ${status} ${JSON.stringify(body)}`)
  return body.run_id
})

export const outcomeOf = (stage: Stage, id: string) =>
  Effect.map(stage.runs, (runs) => runs.find((run) => run.id === id)?.outcome)

/** Until it has ended; answers how many seconds that took. */
export const succeeds = Effect.fnUntraced(function*(stage: Stage, id: string, seconds: number) {
  const over = (outcome: string | undefined) =>
    outcome === "succeeded" || outcome === "failed" || outcome === "cancelled"
  const took = yield* within(seconds, Effect.map(outcomeOf(stage, id), over)).pipe(
    Effect.catchDefect(() => broken(`I6 the run has not ended after ${seconds} s`))
  )
  const run = (yield* stage.runs).find((run) => run.id === id)
  if (run?.outcome !== "succeeded") return yield* broken(`the run is ${run?.outcome}: ${run?.code} ${run?.message}`)
  return took
})

const DATASET = "eco2mix-regional-cons-def"

/** Puts days of a consolidated series into the lake alone: nothing of them is published. */
export const fill = Effect.fnUntraced(
  function*(stage: Stage, ranges: ReadonlyArray<Day.DayRange>) {
    const lake = yield* Lake
    for (const { from, to } of ranges) {
      const [start, end] = [Day.start(from), Day.end(to)].map((instant) => new Date(instant).toISOString())
      const url = new URL(`/api/explore/v2.1/catalog/datasets/${DATASET}/exports/jsonl`, stage.stores.source)
      const where = `date_heure >= date'${start}' AND date_heure < date'${end}'`
      url.search = String(new URLSearchParams({ where, timezone: "UTC" }))
      const lines = (yield* Effect.promise(async () => (await fetch(url)).text())).split("\n").filter((line) =>
        line !== ""
      )
      const records = lines.map((text) => ({ text, json: jsonOf(text), bytes: Buffer.byteLength(text) }))
      const heard = settle(sort(DATASET, records).heard)
      yield* lake.insert(revise(heard, new Map(), { fetchedAt: Date.now(), runId: crypto.randomUUID() }))
    }
  },
  (work, stage) =>
    Effect.provide(
      work,
      MongoLake.layer.pipe(
        Layer.provide(MongoClient.layer),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { MONGO_URL: stage.stores.mongo } })))
      )
    ).pipe(Effect.orDie)
)

/** Of the days before a day: how many are published. */
export const publishedBefore = (stage: Stage, day: Day.Day) =>
  stage.number(`select count(*)::integer as number from published_days where day < '${day}'`)

/** Of the days before a day: every row, by all that a second replay makes the same. */
export const rowsBefore = (stage: Stage, day: Day.Day) =>
  Effect.map(
    Effect.promise(() =>
      Oracle.ask<{ rows: number; sum: string }>(
        stage.stores.postgres,
        `select count(*)::integer as rows, coalesce(md5(string_agg(line, E'\\n' order by line)), '') as sum
         from (select (to_jsonb(r) - 'processed_at' - 'run_id')::text as line from regional_energy_stats r
               where date_heure < '${day}'::timestamp at time zone 'Europe/Paris') as lines`
      )
    ),
    ([rows]) => rows!
  )

/** As if the days before a day had never been published. */
export const forgetBefore = (stage: Stage, day: Day.Day) =>
  Effect.promise(() =>
    Oracle.ask(
      stage.stores.postgres,
      `set session_replication_role = replica;
       delete from regional_energy_stats where date_heure < '${day}'::timestamp at time zone 'Europe/Paris';
       delete from published_days where day < '${day}'`
    )
  )

/** Months in the lake, so many that each of three has some of them whatever the lot says, and days of each. */
const MONTHS = 16
const DAYS = 1

/** What is in the lake then. */
export const ALL = MONTHS * DAYS

/** In seconds: what a long run may take. */
export const LONG = 180

/** Connections to PostgreSQL of three. */
const CONNECTIONS = 60

/** The first days of so many months, before what the stage has read. */
const monthsBefore = (stage: Stage): ReadonlyArray<Day.DayRange> => {
  const first = new Date(`${stage.days.from.slice(0, 7)}-01T00:00:00Z`)
  return Array.from({ length: MONTHS }, (_, back) => {
    const month = new Date(first)
    month.setUTCMonth(first.getUTCMonth() - 2 - back)
    const from = month.toISOString().slice(0, 10) as Day.Day
    return { from, to: Day.plus(from, DAYS - 1) }
  }).toReversed()
}

/** Three at work, and a lake that has what they are asked to replay. */
export const working = Effect.fnUntraced(function*(stage: Stage) {
  const ranges = monthsBefore(stage)
  const cut = Day.plus(ranges.at(-1)!.to, 1)
  const seats = yield* team(stage, 3)
  // Only now: their morning would publish it.
  yield* fill(stage, ranges)
  return { seats, cut, replay: { kind: "replay", from: ranges[0]!.from, to: Day.plus(cut, -1) } as const }
})

export const calm = Effect.fnUntraced(function*(stage: Stage, seats: ReadonlyArray<Seat>) {
  yield* together(seats)
  for (const seat of seats) yield* stage.calm(seat.daemon(), CONNECTIONS)
})

/** What waits for a member that does it, of long runs. */
export const waiting = (stage: Stage) =>
  stage.number(`select count(*)::integer as number from eco2mixd_cluster.cluster_messages
    where not processed and entity_type like 'Workflow/%'`)
