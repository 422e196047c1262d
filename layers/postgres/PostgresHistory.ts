/**
 * The runs of the ledger, read back. A run whose process died is seen as interrupted at once, though only the next run
 * that opens may write that down: whoever reads changes nothing.
 */
import type { Dataset } from "#domain/Dataset"
import type { Day } from "#domain/Day"
import { type Counts, NOTHING, type Run, type RunRecord, type Trigger, type Wish } from "#domain/Run"
import type { RunFilter } from "#ports/Ledger"
import { remedyOf } from "#ports/remedy"
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { Fragment } from "effect/sql/Statement"

interface Line extends Counts {
  readonly run_id: string
  readonly trigger: Trigger
  readonly window_from: Day
  readonly window_to: Day
  readonly datasets: ReadonlyArray<Dataset>
  readonly requested_by: string
  readonly scheduled_for: Date | null
  readonly oldest_first: boolean
  readonly resumes: string | null
  readonly started_at: Date
  readonly ended_at: Date | null
  readonly state: Lowercase<RunRecord["outcome"]["_tag"]>
  readonly error_code: string | null
  readonly error_message: string | null
  readonly error_remedy: string | null
  readonly doing: string | null
  readonly days_done: number
  readonly days_total: number
  readonly ahead_from: Day | null
  readonly ahead_to: Day | null
  readonly quota_remaining: RunRecord["quota"]
  readonly trace_id: string | null
  readonly asked: Wish
}

export const make = (sql: PgClient.PgClient) => {
  /**
   * Runs that stand as running and whose lock is free. A run closes before it lets go of its lock: one that ends at this very
   * moment may be among these, and is seen as what it is by whoever reads its line afterwards.
   */
  const dead = Effect.map(
    sql<{ readonly run_id: string }>`
      select run_id::text as run_id from pipeline_runs
      where outcome = 'running' and not exists (
        select from pg_locks
        where locktype = 'advisory' and objsubid = 1 and granted
          and database = (select oid from pg_database where datname = current_database())
          and (classid::bigint << 32) | objid::bigint = hashtextextended(run_id::text, 0))`,
    (lines) => lines.map(({ run_id }) => run_id)
  )

  /** Newest first, of the lines as the next run that opens will leave them: `state` is what `outcome` will be. */
  const select = Effect.fnUntraced(function*(where: Fragment, limit: number) {
    const ids = (yield* dead).join(",")
    // Not materialized: with thousands of runs the indexes of the table are wanted.
    const lines = yield* sql<Line>`
      with seen as not materialized (
        select *, case when outcome = 'running' and run_id = any(string_to_array(${ids}, ',')::uuid[])
          then 'interrupted' else outcome end as state
        from pipeline_runs)
      select run_id::text as run_id, trigger, window_from::text as window_from, window_to::text as window_to, datasets,
        requested_by, scheduled_for, oldest_first, resumes::text as resumes, started_at,
        case when state = outcome then ended_at else now() end as ended_at, state, error_code, error_message,
        error_remedy, doing, days_done, days_total, ahead_from::text as ahead_from, ahead_to::text as ahead_to,
        quota_remaining, trace_id, asked, ${sql.csv(COUNTS.map((name) => sql`${sql(name)}`))}
      from seen where ${where} order by seen.started_at desc, seen.run_id desc limit ${limit}::integer`
    return lines.map(recordOf)
  })

  const first = (where: Fragment) => Effect.map(select(where, 1), ([record]) => record ?? null)

  const olderThan = (id: string) =>
    sql`(started_at, run_id) < (select started_at, run_id from pipeline_runs where run_id = ${id}::uuid)`

  return {
    runs: ({ before, limit, outcome, trigger }: RunFilter) =>
      select(
        sql.and([
          ...(trigger === undefined ? [] : [sql`trigger = ${trigger}`]),
          ...(outcome === undefined ? [] : [sql`state = ${outcome.toLowerCase()}`]),
          ...(before === undefined ? [] : [isRunId(before) ? olderThan(before) : sql`false`])
        ]),
        limit
      ),

    // One that is seen as interrupted may be gone on with by another process.
    ask: (id: string, wish: Wish) =>
      isRunId(id)
        ? Effect.map(
          sql`
            update pipeline_runs set asked = ${wish}
            where run_id = ${id}::uuid and outcome in ('running', 'interrupted') returning run_id`,
          (lines) => lines.length > 0
        )
        : Effect.succeed(false),

    run: (id: string) => isRunId(id) ? first(sql`run_id = ${id}::uuid`) : Effect.succeed(null),

    answered: (days: number) =>
      Effect.map(
        sql<{ readonly last: Date | null }>`
          select max(scheduled_for) as last from pipeline_runs
          where outcome = 'succeeded' and window_to - window_from + 1 >= ${days}::integer`,
        ([line]) => line?.last?.getTime() ?? null
      ),

    // A run that went on with another and died before its first step leaves that one where it was.
    unfinished: (like: Pick<Run, "trigger" | "window" | "datasets" | "oldestFirst">) => {
      const alike = sql`trigger = ${like.trigger} and window_from = ${like.window.from}::date
        and window_to = ${like.window.to}::date and datasets = string_to_array(${like.datasets.join(",")}, ',')
        and oldest_first = ${like.oldestFirst}`
      return first(sql`
        ${alike} and state in ('interrupted', 'failed')
        and case when doing is null then resumes is null else ahead_from is not null end
        and not exists (
          select from seen as heir where heir.resumes = seen.run_id
            and not (heir.doing is null and heir.state in ('interrupted', 'failed')))
        and started_at > coalesce(
          (select max(started_at) from pipeline_runs where ${alike} and outcome = 'succeeded'), '-infinity')`)
    }
  }
}

const COUNTS = Object.keys(NOTHING) as ReadonlyArray<keyof Counts>

/** Whether a text can be the id of a run at all: the server would refuse another one, where it is only one that is not there. */
const isRunId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

const recordOf = (line: Line): RunRecord => ({
  run: {
    id: line.run_id,
    trigger: line.trigger,
    window: { from: line.window_from, to: line.window_to },
    datasets: line.datasets,
    requestedBy: line.requested_by,
    slot: line.scheduled_for?.getTime() ?? null,
    oldestFirst: line.oldest_first,
    resumes: line.resumes
  },
  startedAt: line.started_at.getTime(),
  endedAt: line.ended_at?.getTime() ?? null,
  outcome: outcomeOf(line),
  counts: Object.fromEntries(COUNTS.map((name) => [name, line[name]])) as unknown as Counts,
  step: line.doing === null ? null : {
    doing: line.doing,
    done: line.days_done,
    total: line.days_total,
    ahead: line.ahead_from === null || line.ahead_to === null ? null : { from: line.ahead_from, to: line.ahead_to }
  },
  quota: line.quota_remaining,
  traceId: line.trace_id,
  asked: line.asked
})

const outcomeOf = ({ error_code, error_message, error_remedy, state }: Line): RunRecord["outcome"] => {
  switch (state) {
    case "running":
      return { _tag: "Running" }
    case "succeeded":
      return { _tag: "Succeeded" }
    case "interrupted":
      return { _tag: "Interrupted" }
    case "cancelled":
      return { _tag: "Cancelled" }
    case "failed": {
      const code = error_code ?? "Defect"
      // Failures from before remedies were written down have the one of today.
      return { _tag: "Failed", code, message: error_message ?? "", remedy: error_remedy ?? remedyOf(code) }
    }
  }
}
