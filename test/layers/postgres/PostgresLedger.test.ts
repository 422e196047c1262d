import { newRun, NOTHING, type Run } from "#domain/Run"
import ledgerTables from "#layers/postgres/migrations/0003_ledger"
import daemonTables from "#layers/postgres/migrations/0005_daemon"
import crewColumns from "#layers/postgres/migrations/0012_crew"
import { CONNECTIONS } from "#layers/postgres/PostgresClient"
import * as PostgresHistory from "#layers/postgres/PostgresHistory"
import * as PostgresLedger from "#layers/postgres/PostgresLedger"
import { Ledger } from "#ports/Ledger"
import { remedyOf } from "#ports/remedy"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as LedgerContract from "../../contract/LedgerContract.ts"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"

LedgerContract.suite("PostgreSQL", PostgresLedger.layer.pipe(Layer.provide(EmbeddedStores.layer)))

const run = (): Run =>
  newRun({
    trigger: "manual",
    window: { from: "2020-05-01", to: "2020-05-31" },
    datasets: ["eco2mix-regional-tr"],
    requestedBy: "test"
  })

/** The connection that shows that a run lives. */
const holderOf = ({ id }: Run) =>
  Effect.flatMap(PgClient.PgClient, (sql) =>
    sql`
      select pid from pg_locks
      where locktype = 'advisory' and granted and objid::bigint = hashtextextended(${id}, 0) & 4294967295`)

withLayer(PostgresLedger.layer.pipe(Layer.provideMerge(EmbeddedStores.layer)), { excludeTestServices: true })(
  "PostgresLedger",
  (it) => {
    it.effect("sees a run as interrupted whose connection is gone, even for whoever may only read", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const { open } = yield* Ledger
        const [dead, living] = [run(), run()]
        yield* open(dead)
        yield* open(living)
        yield* sql`
          select pg_terminate_backend(pid, 10000) from pg_locks
          where locktype = 'advisory' and objid::bigint = hashtextextended(${dead.id}, 0) & 4294967295`
        yield* sql`create role reader nologin`
        yield* sql`grant select on pipeline_runs to reader`
        const records = yield* sql.withTransaction(Effect.gen(function*() {
          yield* sql`set transaction read only`
          yield* sql`set local role reader`
          return yield* PostgresHistory.make(sql).runs({ limit: 2 })
        }))
        assert.deepStrictEqual(
          records.map(({ outcome, run }) => [run.id, outcome._tag]),
          [[living.id, "Running"], [dead.id, "Interrupted"]]
        )
        const [line] = yield* sql`select outcome from pipeline_runs where run_id = ${dead.id}::uuid`
        assert.strictEqual(line!["outcome"], "running")
      }))

    it.effect("leaves the pool to the work, however many runs go at once", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const { open } = yield* Ledger
        const some = Array.from({ length: CONNECTIONS + 2 }, run)
        yield* Effect.forEach(some, open, { discard: true })
        const answers = yield* Effect.all(some.map(() => sql`select pg_sleep(0.05)`), { concurrency: "unbounded" })
        assert.strictEqual(answers.length, some.length)
      }).pipe(Effect.scoped))

    it.effect("never sees a run as interrupted that ends while it is looked at", () =>
      Effect.gen(function*() {
        const ledger = yield* Ledger
        const some = Array.from({ length: 100 }, run)
        const ids = new Set(some.map(({ id }) => id))
        const seen = new Set<string>()
        const reader = yield* Effect.forkScoped(Effect.forever(
          Effect.map(ledger.runs({ limit: 1 }), ([last]) => ids.has(last?.run.id ?? "") && seen.add(last!.outcome._tag))
        ))
        for (const one of some) {
          yield* Effect.scoped(Effect.andThen(ledger.open(one), ledger.close(one, { _tag: "Cancelled" }, NOTHING, {})))
        }
        yield* Fiber.interrupt(reader)
        assert.deepStrictEqual([...seen].toSorted(), ["Cancelled", "Running"])
      }))

    it.effect("hears no more of whoever had a run that another process has opened since, and takes its lock from it", () =>
      Effect.gen(function*() {
        const another = Effect.map(
          Layer.build(Layer.fresh(PostgresLedger.layer)),
          (context) => Context.get(context, Ledger)
        )
        const [frozen, heir] = [yield* another, yield* another]
        const one = run()
        const own = yield* Effect.scope
        const asleep = yield* Scope.fork(own)
        yield* Scope.provide(frozen.open(one), asleep)
        const told = { doing: "Reading", done: 1, total: 31, ahead: one.window }
        yield* frozen.progress(one, told, { ...NOTHING, records: 1 })
        const [lock] = yield* holderOf(one)
        yield* heir.open(one)
        const [now, ...others] = yield* holderOf(one)
        assert.deepStrictEqual(others, [])
        assert.notStrictEqual(now!["pid"], lock!["pid"])

        const journal = heir.journal({ limit: 10_000 })
        const lines = (yield* journal).length
        yield* frozen.progress(one, { ...told, done: 30 }, { ...NOTHING, records: 30 })
        yield* frozen.close(one, { _tag: "Cancelled" }, NOTHING, {})
        yield* Scope.close(asleep, Exit.void)
        assert.deepInclude(yield* heir.run(one.id), {
          outcome: { _tag: "Running" },
          endedAt: null,
          step: told,
          counts: { ...NOTHING, records: 1 }
        })
        assert.strictEqual((yield* journal).length, lines)
        assert.deepStrictEqual(yield* holderOf(one), [now!])
        yield* heir.close(one, { _tag: "Succeeded" }, NOTHING, {})
        assert.strictEqual((yield* frozen.run(one.id))?.outcome._tag, "Succeeded")
      }))

    it.effect("reads the runs of a database from before the daemon", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const [failed, died] = [crypto.randomUUID(), crypto.randomUUID()]
        const records = yield* sql.withTransaction(Effect.gen(function*() {
          yield* sql`create schema before`
          yield* sql`set local search_path to before`
          for (const statement of ledgerTables) yield* sql.unsafe(statement)
          for (const id of [failed, died]) {
            yield* sql`
              insert into pipeline_runs (run_id, trigger, window_from, window_to, datasets)
              values (${id}::uuid, 'manual', '2020-05-01', '2020-05-31', '{eco2mix-regional-tr}')`
          }
          yield* sql`
            update pipeline_runs set outcome = 'failed', ended_at = now(), error_code = 'Ingest.Unreachable',
              error_message = 'no answer' where run_id = ${failed}::uuid`
          for (const statement of [...daemonTables, ...crewColumns]) yield* sql.unsafe(statement)
          return yield* Effect.forEach([failed, died], PostgresHistory.make(sql).run)
        }))
        const code = "Ingest.Unreachable"
        assert.deepStrictEqual(records.map((record) => record?.outcome), [
          { _tag: "Failed", code, message: "no answer", remedy: remedyOf(code) },
          { _tag: "Interrupted" }
        ])
        assert.deepStrictEqual(records[0]?.run, { ...run(), id: failed, requestedBy: "command" })
      }))
  }
)
