/**
 * The ledger in PostgreSQL. A run is known to live by a lock that its own connection holds, and so one that has died is
 * known for dead, whatever killed it.
 */
import * as Act from "#domain/Act"
import type { Dataset } from "#domain/Dataset"
import type { Counts, Outcome, Run, Step } from "#domain/Run"
import { Ledger, LedgerError } from "#ports/Ledger"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { aside, failed } from "./PostgresClient.ts"
import * as PostgresHistory from "./PostgresHistory.ts"
import * as PostgresJournal from "./PostgresJournal.ts"
import * as PostgresPages from "./PostgresPages.ts"

/**
 * One for each run that goes, apart from the pool that its work is done with: held there, the runs of a busy moment would
 * leave none to any of them.
 */
const LOCKS = { maxConnections: 16 } as const

export const layer = Layer.effect(
  Ledger,
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const locks = Context.get(yield* Layer.build(aside(LOCKS)), PgClient.PgClient)
    const history = PostgresHistory.make(sql)
    const pages = PostgresPages.make(sql)
    const journal = PostgresJournal.make(sql)
    const holder = crypto.randomUUID()

    /**
     * A lock that the run's own connection holds, and that the server lets go of when the process dies: whose lock is free
     * is dead. Given back before the connection is, as the pool would keep it. Whoever holds it of a run that is opened
     * again is frozen, and holds it no more.
     */
    const live = (run: Run) =>
      Effect.flatMap(locks.reserve, (connection) => {
        const ask = (statement: string) => connection.execute(statement, [run.id], undefined)
        return Effect.acquireRelease(
          Effect.andThen(ask(END_HOLDER), ask("select pg_advisory_lock(hashtextextended($1, 0))")),
          // A connection that is lost has let go of it already.
          () => Effect.ignore(connection.execute("select pg_advisory_unlock_all()", [], undefined))
        )
      })

    const buryTheDead = journal.buried(sql`
      update pipeline_runs set outcome = 'interrupted', ended_at = now()
      where outcome = 'running' and pg_try_advisory_xact_lock(hashtextextended(run_id::text, 0))
      returning run_id, requested_by`)

    const insert = (run: Run, traceId: string | null) =>
      journal.writtenWith(
        sql`
        insert into pipeline_runs (run_id, trigger, window_from, window_to, datasets, requested_by, scheduled_for,
          oldest_first, resumes, trace_id, holder)
        values (${run.id}::uuid, ${run.trigger}, ${run.window.from}::date, ${run.window.to}::date,
          string_to_array(${run.datasets.join(",")}, ','), ${run.requestedBy},
          ${run.slot === null ? null : new Date(run.slot)}::timestamptz, ${run.oldestFirst}, ${run.resumes}::uuid,
          ${traceId}::text, ${holder}::uuid)
        on conflict (run_id) do update set
          outcome = 'running', ended_at = null, trace_id = excluded.trace_id, holder = excluded.holder
        returning run_id`,
        Act.begins(run)
      )

    const isHeld = ({ id }: Run) => sql`run_id = ${id}::uuid and holder = ${holder}::uuid`

    const progress = (run: Run, { ahead, doing, done, total }: Step, counts: Counts) =>
      sql`
        update pipeline_runs set ${
        sql.update({ ...counts })
      }, doing = ${doing}, days_done = ${done}::integer, days_total = ${total}::integer,
          ahead_from = ${ahead?.from ?? null}::date, ahead_to = ${ahead?.to ?? null}::date
        where ${isHeld(run)}`

    const close = (run: Run, outcome: Outcome, counts: Counts, quota: Readonly<Partial<Record<Dataset, number>>>) => {
      const failure = outcome._tag === "Failed" ? outcome : null
      return journal.writtenWith(
        sql`
        update pipeline_runs set ${
          sql.update({
            outcome: outcome._tag.toLowerCase(),
            error_code: failure?.code ?? null,
            error_message: failure?.message ?? null,
            error_remedy: failure?.remedy ?? null,
            ...counts
          })
        }, quota_remaining = ${JSON.stringify(quota)}::jsonb, ended_at = now() where ${isHeld(run)}
        returning run_id`,
        Act.ends(run, outcome)
      )
    }

    return Ledger.of({
      open: Effect.fn("PostgresLedger.open")(
        (run) =>
          Effect.flatMap(
            traceId,
            (trace) => Effect.all([buryTheDead, live(run), insert(run, trace)], { discard: true })
          ),
        said("open")
      ),
      progress: Effect.fn("PostgresLedger.progress")(
        (run, step, counts) => Effect.asVoid(progress(run, step, counts)),
        said("progress")
      ),
      close: Effect.fn("PostgresLedger.close")(
        (run, outcome, counts, quota) => Effect.asVoid(close(run, outcome, counts, quota)),
        said("close")
      ),
      quarantine: Effect.fn("PostgresLedger.quarantine")(pages.quarantine, said("quarantine")),
      report: Effect.fn("PostgresLedger.report")(pages.report, said("report")),
      ask: Effect.fn("PostgresLedger.ask")(history.ask, said("ask")),
      runs: Effect.fn("PostgresLedger.runs")(history.runs, said("runs")),
      run: Effect.fn("PostgresLedger.run")(history.run, said("run")),
      answered: Effect.fn("PostgresLedger.answered")(history.answered, said("answered")),
      unfinished: Effect.fn("PostgresLedger.unfinished")(history.unfinished, said("unfinished")),
      quarantined: Effect.fn("PostgresLedger.quarantined")(pages.quarantined, said("quarantined")),
      resolve: Effect.fn("PostgresLedger.resolve")(pages.resolve(journal), said("resolve")),
      waiting: pages.waiting.pipe(said("waiting"), Effect.withSpan("PostgresLedger.waiting")),
      standing: pages.standing.pipe(said("standing"), Effect.withSpan("PostgresLedger.standing")),
      findings: Effect.fn("PostgresLedger.findings")(pages.findings, said("findings")),
      note: Effect.fn("PostgresLedger.note")((act) => Effect.asVoid(journal.note(act)), said("note")),
      journal: Effect.fn("PostgresLedger.journal")(journal.journal, said("journal"))
    })
  })
)

/** Ends the connection that holds a run's lock, as its own role may. */
const END_HOLDER = `
  select pg_terminate_backend(pid) from pg_locks
  where locktype = 'advisory' and objsubid = 1 and granted and pid <> pg_backend_pid()
    and database = (select oid from pg_database where datname = current_database())
    and (classid::bigint << 32) | objid::bigint = hashtextextended($1, 0)`

const said = (method: string) => Effect.mapError(failed(LedgerError, `PostgresLedger.${method}`))

/** The trace of whoever calls the method that asks, which has a span of its own; null where it is in none that is kept. */
const traceId = Effect.currentSpan.pipe(
  Effect.map(({ parent }) =>
    parent.pipe(Option.filter(({ sampled }) => sampled), Option.map((span) => span.traceId), Option.getOrNull)
  ),
  Effect.orElseSucceed(() => null)
)
