/** Runs, quarantine and findings in PostgreSQL. What is set aside or found stands there once, however often it is seen. */
import { type Finding, keyOf } from "#domain/Finding"
import type { Quarantined } from "#domain/Quarantined"
import type { Counts, Outcome, Run } from "#domain/Run"
import { Ledger, LedgerError } from "#ports/Ledger"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createHash } from "node:crypto"
import { columns } from "./columns.ts"
import { failed } from "./PostgresClient.ts"

/** Entries an INSERT: each may have 64 KiB, and a message to the server should stay under some megabytes. */
const BATCH = 100

export const layer = Layer.effect(
  Ledger,
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient

    /**
     * A lock that the run's own connection holds, and that the server lets go of when the process dies: whose lock is free
     * is dead. Given back before the connection is, as the pool would keep it.
     */
    const live = (run: Run) =>
      Effect.flatMap(sql.reserve, (connection) =>
        Effect.acquireRelease(
          connection.execute("select pg_advisory_lock(hashtextextended($1, 0))", [run.id], undefined),
          // A connection that is lost has let go of it already.
          () => Effect.ignore(connection.execute("select pg_advisory_unlock_all()", [], undefined))
        ))

    const buryTheDead = sql`
      update pipeline_runs set outcome = 'interrupted', ended_at = now()
      where outcome = 'running' and pg_try_advisory_xact_lock(hashtextextended(run_id::text, 0))`

    const insert = (run: Run) =>
      sql`
        insert into pipeline_runs (run_id, trigger, window_from, window_to, datasets)
        values (${run.id}::uuid, ${run.trigger}, ${run.window.from}::date, ${run.window.to}::date,
          string_to_array(${run.datasets.join(",")}, ','))`

    const close = (run: Run, outcome: Outcome, counts: Counts) =>
      sql`
        update pipeline_runs set ${
        sql.update({
          outcome: outcome._tag.toLowerCase(),
          error_code: outcome._tag === "Failed" ? outcome.code : null,
          error_message: outcome._tag === "Failed" ? outcome.message : null,
          ...counts
        })
      }, ended_at = now() where run_id = ${run.id}::uuid`

    const quarantine = (run: Run, entries: ReadonlyArray<Quarantined>) => {
      const texts = entries.map(({ text }) => text.replaceAll("\0", "␀"))
      const values = columns(sql, [
        [entries.map(({ dataset }) => dataset), "text"],
        [entries.map(({ reason }) => reason), "text"],
        [entries.map(({ detail }) => detail.replaceAll("\0", "␀")), "text"],
        [texts, "text"],
        [entries.map(({ bytes }) => bytes), "float8"],
        [texts.map((text) => createHash("sha256").update(text).digest("hex")), "text"]
      ])
      return sql`
        insert into quarantine (dataset, reason, detail, record, record_bytes, record_sha256, run_id)
        select *, ${run.id}::uuid from ${values}
        on conflict do nothing`
    }

    const report = (run: Run, findings: ReadonlyArray<Finding>) => {
      const values = columns(sql, [
        [findings.map(({ check }) => check), "text"],
        [findings.map(({ severity }) => severity), "text"],
        [findings.map(({ region }) => region), "text"],
        [findings.map(({ nature }) => nature), "text"],
        [findings.map(({ granularity }) => granularity), "text"],
        [findings.map(({ instant }) => instant), "timestamptz"],
        [findings.map(({ first }) => first), "timestamptz"],
        [findings.map(({ last }) => last), "timestamptz"],
        [findings.map(({ measure }) => measure), "text"],
        [findings.map(({ values }) => JSON.stringify(values)), "text"],
        [findings.map(({ text }) => text), "text"],
        [findings.map(sha256), "text"]
      ])
      return sql<{ readonly digest: string }>`
        insert into findings (check_name, severity, code_insee_region, nature, granularity, date_heure, first_date_heure,
          last_date_heure, measure, figures, detail, digest, run_id)
        select check_name, severity, region, nature::nature, granularity::granularity, start, first, last, measure,
          figures::jsonb, detail, digest, ${run.id}::uuid
        from ${values} as v (check_name, severity, region, nature, granularity, start, first, last, measure, figures, detail,
          digest)
        on conflict do nothing
        returning digest`
    }

    /** Those that are new. Of two that are the same the first is. */
    const reportAll = Effect.fnUntraced(function*(run: Run, findings: ReadonlyArray<Finding>) {
      const fresh: Array<Finding> = []
      for (const part of Arr.chunksOf(findings, BATCH)) {
        const digests = new Set((yield* report(run, part)).map(({ digest }) => digest))
        fresh.push(...part.filter((finding) => digests.delete(sha256(finding))))
      }
      return fresh
    })

    return Ledger.of({
      open: Effect.fn("PostgresLedger.open")(
        (run) => Effect.all([buryTheDead, live(run), insert(run)], { discard: true }),
        Effect.mapError(failed(LedgerError, "PostgresLedger.open"))
      ),
      close: Effect.fn("PostgresLedger.close")(
        (run, outcome, counts) => Effect.asVoid(close(run, outcome, counts)),
        Effect.mapError(failed(LedgerError, "PostgresLedger.close"))
      ),
      quarantine: Effect.fn("PostgresLedger.quarantine")(
        (run, entries) =>
          Effect.forEach(Arr.chunksOf(entries, BATCH), (part) => quarantine(run, part), { discard: true }),
        Effect.mapError(failed(LedgerError, "PostgresLedger.quarantine"))
      ),
      report: Effect.fn("PostgresLedger.report")(
        reportAll,
        Effect.mapError(failed(LedgerError, "PostgresLedger.report"))
      )
    })
  })
)

/** The whole key in one column: a number of readable ones would be as unique, and would cost the index as much as the row. */
const sha256 = (finding: Finding): string => createHash("sha256").update(keyOf(finding)).digest("hex")
