/** What PostgreSQL refuses by its own codes while it is up: writes, locks, connections, and those that it has. */
import * as Effect from "effect/Effect"
import { Client } from "pg"
import { within } from "../support/Daemon.ts"
import { isTriedAgain } from "./database.ts"
import * as Oracle from "./Oracle.ts"
import type { Scenario } from "./Scenario.ts"
import { RECOVERY, type Stage } from "./Stage.ts"
import { APPEND } from "./words.ts"

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

const readOnly: Scenario = {
  id: "F9",
  what: "PostgreSQL takes no write from the middle of an append on, until two runs have failed of it",
  play: Effect.fnUntraced(function*(stage) {
    const own = yield* client(stage)
    const daemon = yield* stage.struck("postgres", {
      direction: "up",
      sees: APPEND,
      skip: 1,
      strike: async () => {
        await own("alter system set default_transaction_read_only = on")
        await own("select pg_reload_conf()")
        return "pass" as const
      }
    })
    yield* within(RECOVERY, Effect.sync(() => failedOf("25006", daemon.said()) && isTriedAgain(daemon.said())))
    yield* Effect.promise(() => own("alter system reset default_transaction_read_only"))
    yield* Effect.promise(() => own("select pg_reload_conf()"))
    return yield* stage.heals(/^(Sink|Ledger)\.Unreachable$|^interrupted$/, daemon)
  })
}

/** A line of the log says that a run or a morning failed, or could not begin, by such a code of the server. */
const failedOf = (code: string, said: string): boolean =>
  new RegExp(`(has failed|could not begin|not written): .*\\(${code}\\)`).test(said)

const locked: Scenario = {
  id: "F9",
  what: "a table is locked by somebody else for longer than the lock timeout, until a run has failed of it",
  play: Effect.fnUntraced(function*(stage) {
    const own = yield* client(stage)
    const ask = (sql: string) => Effect.promise(() => own(sql))
    yield* ask("alter system set lock_timeout = '500ms'")
    yield* ask("select pg_reload_conf()")
    yield* ask("begin")
    yield* ask("lock table published_days in exclusive mode")
    const daemon = yield* stage.daemon()
    yield* within(RECOVERY, Effect.sync(() => failedOf("55P03", daemon.said())))
    yield* ask("rollback")
    yield* ask("alter system reset lock_timeout")
    yield* ask("select pg_reload_conf()")
    return yield* stage.heals(/^Sink\.Busy$/, daemon)
  })
}

/** All that the program has. */
const END = "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'eco2mixd%'"

const ended: Scenario = {
  id: "F9",
  what: "every connection is ended by an administrator in the middle of an append",
  play: Effect.fnUntraced(function*(stage) {
    const own = yield* client(stage)
    const daemon = yield* stage.struck("postgres", {
      direction: "up",
      sees: APPEND,
      skip: 1,
      strike: () => own(END).then(() => "pass" as const)
    })
    return yield* stage.heals(/^(Sink|Ledger)\.Unreachable$|^interrupted$/, daemon)
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
    return yield* stage.heals(/^Sink\.Busy$/, daemon)
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
    const daemon = yield* stage.struck("postgres", {
      direction: "up",
      sees: APPEND,
      skip: 1,
      // Again, for what came between.
      strike: () => take().then(() => own(END)).then(take).then(() => "pass" as const)
    })
    yield* within(RECOVERY, Effect.sync(() => /\.Busy/.test(daemon.said())))
    yield* release
    return yield* stage.heals(/^(Sink|Ledger|Gate)\.|^interrupted$/, daemon)
  })
}

export const refusals: ReadonlyArray<Scenario> = [readOnly, locked, deadlock, crowded, ended]
