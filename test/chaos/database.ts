/** Faults of PostgreSQL and of the way to it. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { Client } from "pg"
import { within } from "../support/Daemon.ts"
import { missing as noMount } from "./disk.ts"
import * as Oracle from "./Oracle.ts"
import type { Scenario } from "./Scenario.ts"
import { RECOVERY, type Stage } from "./Stage.ts"

/** What the program says when it appends a day's rows. */
export const APPEND = "insert into regional_energy_stats"

const stopped: Scenario = {
  id: "F7",
  what: "PostgreSQL stopped with immediate in the middle of an append, and started again",
  short: true,
  play: Effect.fnUntraced(function*(stage) {
    const strikes = yield* Effect.forkChild(stage.links.postgres.watch({
      direction: "up",
      sees: APPEND,
      skip: 1,
      strike: () => {
        stage.postgres.signal("SIGQUIT")
        return "pass"
      }
    }))
    const daemon = yield* stage.daemon()
    yield* Fiber.join(strikes)
    yield* stage.postgres.start
    const took = yield* stage.recovers()
    yield* stage.visible(/^(Sink|Ledger)\.|^interrupted$/, daemon)
    yield* stage.calm(daemon)
    return took
  })
}

const answerLost: Scenario = {
  id: "F8",
  what: "the answer to a COMMIT is lost",
  short: true,
  play: Effect.fnUntraced(function*(stage) {
    // Not the first one: those are of the run's own beginning.
    const strikes = yield* Effect.forkChild(Effect.andThen(
      stage.links.postgres.watch({ direction: "up", sees: APPEND, strike: () => "pass" }),
      stage.links.postgres.watch({
        direction: "up",
        sees: "COMMIT",
        strike: (connection) => {
          connection.loseAnswer()
          return "pass"
        }
      })
    ))
    const daemon = yield* stage.daemon()
    yield* Fiber.join(strikes)
    const took = yield* stage.recovers()
    yield* stage.visible(/^Sink\./, daemon)
    yield* stage.calm(daemon)
    return took
  })
}

/** What PostgreSQL refuses until `mend`, from the middle of an append on, and long enough for a run to have failed of it. */
const refusing = (
  what: string,
  code: RegExp,
  spoil: (ask: Ask) => Promise<unknown>,
  mend: (ask: Ask) => Promise<unknown>
): Scenario => ({
  id: "F9",
  what,
  play: Effect.fnUntraced(function*(stage) {
    // A connection that is there before the fault is, and the same until it is over.
    const own = yield* client(stage)
    const strikes = yield* Effect.forkChild(stage.links.postgres.watch({
      direction: "up",
      sees: APPEND,
      skip: 1,
      strike: () => spoil(own).then(() => "pass" as const)
    }))
    const daemon = yield* stage.daemon()
    yield* Fiber.join(strikes)
    yield* within(RECOVERY, Effect.sync(() => code.test(daemon.said())))
    yield* Effect.promise(() => mend(own))
    const took = yield* stage.recovers()
    yield* stage.visible(/^(Sink|Ledger|Gate)\.|^interrupted$/, daemon)
    yield* stage.calm(daemon)
    return took
  })
})

type Ask = (sql: string) => Promise<unknown>

const client = (stage: Stage) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(async () => {
        const client = new Client({ connectionString: stage.stores.postgres })
        client.on("error", () => {})
        await client.connect()
        return client
      }),
      (client) => Effect.promise(() => client.end())
    ),
    (client): Ask => (sql) => client.query(sql)
  )

/** All that the program has. */
const END = "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'eco2mixd%'"

const ended: Scenario = {
  id: "F9",
  what: "every connection is ended by an administrator in the middle of an append",
  short: true,
  play: Effect.fnUntraced(function*(stage) {
    const own = yield* client(stage)
    const strikes = yield* Effect.forkChild(stage.links.postgres.watch({
      direction: "up",
      sees: APPEND,
      skip: 1,
      strike: () => own(END).then(() => "pass" as const)
    }))
    const daemon = yield* stage.daemon()
    yield* Fiber.join(strikes)
    const took = yield* stage.recovers()
    yield* stage.visible(/^(Sink|Ledger)\.Unreachable$|^interrupted$/, daemon)
    yield* stage.calm(daemon)
    return took
  })
}

/** Both wait for the other; ours is patient, so that it is the program that is told. */
const deadlock: Scenario = {
  id: "F9",
  what: "a deadlock with somebody else",
  play: Effect.fnUntraced(function*(stage) {
    const own = yield* client(stage)
    const ask = (sql: string) => Effect.promise(() => own(sql))
    yield* ask("alter system set deadlock_timeout = '2s'")
    yield* ask("select pg_reload_conf()")
    yield* ask("set deadlock_timeout = '1h'")
    yield* ask("begin")
    yield* ask("lock table regional_energy_stats in share mode")
    const daemon = yield* stage.daemon()
    const waits = Effect.promise(async () => {
      const [row] = await Oracle.ask<{ count: number }>(
        stage.stores.postgres,
        "select count(*)::integer as count from pg_locks where not granted and relation is not null"
      )
      return row!.count > 0
    })
    yield* within(RECOVERY, waits, "20 millis")
    // Whoever waits for us holds a line of it.
    yield* ask("lock table published_days in access exclusive mode")
    yield* ask("rollback")
    const took = yield* stage.recovers()
    yield* stage.visible(/^Sink\.Busy$/, daemon)
    yield* stage.calm(daemon)
    return took
  })
}

const crowded: Scenario = {
  id: "F9",
  what: "no connection is left, until a run has failed of it",
  play: Effect.fnUntraced(function*(stage) {
    const own = yield* client(stage)
    const others: Array<Client> = []
    const release = Effect.promise(async () => {
      await Promise.all(others.splice(0).map((other) => other.end()))
    })
    yield* Effect.addFinalizer(() => release)
    const take = async () => {
      for (let left = 100; left > 0; left--) {
        const other = new Client({ connectionString: stage.stores.postgres })
        other.on("error", () => {})
        try {
          await other.connect()
        } catch {
          return
        }
        others.push(other)
      }
    }
    const strikes = yield* Effect.forkChild(stage.links.postgres.watch({
      direction: "up",
      sees: APPEND,
      skip: 1,
      // One end more, for what came between.
      strike: () => take().then(() => own(END)).then(take).then(() => "pass" as const)
    }))
    const daemon = yield* stage.daemon()
    yield* Fiber.join(strikes)
    yield* within(RECOVERY, Effect.sync(() => /\.Busy/.test(daemon.said())))
    yield* release
    const took = yield* stage.recovers()
    yield* stage.visible(/^(Sink|Ledger|Gate)\.|^interrupted$/, daemon)
    yield* stage.calm(daemon)
    return took
  })
}

const full: Scenario = {
  id: "F10",
  what: "PostgreSQL's disk is full in the middle of an append, until a run has failed of it",
  missing: noMount,
  disk: "postgres",
  play: Effect.fnUntraced(function*(stage) {
    const disk = stage.disk!
    const strikes = yield* Effect.forkChild(stage.links.postgres.watch({
      direction: "up",
      sees: APPEND,
      strike: () => disk.fill().then(() => "pass" as const)
    }))
    const daemon = yield* stage.daemon()
    yield* Fiber.join(strikes)
    yield* within(RECOVERY, Effect.sync(() => /"error.type":"(Sink|Ledger)\./.test(daemon.said())))
    yield* Effect.promise(disk.free)
    // Whatever looks after it starts it again.
    if (!stage.postgres.lives()) yield* stage.postgres.start
    const took = yield* stage.recovers()
    yield* stage.visible(/^(Sink|Ledger|Gate)\.|^interrupted$/, daemon)
    yield* stage.calm(daemon)
    return took
  })
}

export const database: ReadonlyArray<Scenario> = [
  stopped,
  answerLost,
  refusing(
    "PostgreSQL takes no write, until a run has failed of it",
    /25006/,
    (ask) => ask("alter system set default_transaction_read_only = on").then(() => ask("select pg_reload_conf()")),
    async (ask) => {
      await ask("alter system reset default_transaction_read_only")
      await ask("select pg_reload_conf()")
    }
  ),
  refusing(
    "the table is locked by somebody else for longer than the lock timeout, until a run has failed of it",
    /55P03/,
    async (ask) => {
      await ask("alter system set lock_timeout = '500ms'")
      await ask("select pg_reload_conf()")
      await ask("set lock_timeout = 0")
      await ask("begin")
      await ask("lock table published_days in exclusive mode")
    },
    async (ask) => {
      await ask("rollback")
      await ask("alter system reset lock_timeout")
      await ask("select pg_reload_conf()")
    }
  ),
  deadlock,
  crowded,
  ended,
  full
]
