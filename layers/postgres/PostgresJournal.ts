/**
 * The journal in PostgreSQL: a line stands there by the same statement as what it tells of, so that neither is there without
 * the other.
 */
import type { Act } from "#domain/Act"
import type { JournalEntry, Page } from "#ports/Ledger"
import type * as PgClient from "@effect/sql-pg/PgClient"
import type { Fragment } from "effect/sql/Statement"

export const make = (sql: PgClient.PgClient) => {
  /** A line for each row of `of`, a name in a `with` before it: `act` is told of all of them, `by` where they know it. */
  const line = ({ became, by, deed, details, subject }: Act) =>
    sql`${by}, ${deed}, ${subject}::text, ${JSON.stringify(details)}::jsonb, ${became}`

  const insert = sql`insert into journal (requested_by, deed, subject, details, became)`

  return {
    /** Does `what`, which must return its rows, and writes one line for all of them where there are any. */
    writtenWith: (what: Fragment, act: Act) =>
      sql`with done as (${what}) ${insert} select ${line(act)} where exists (select from done)`,

    /** Does `what`, which must return `run_id` and `requested_by` of runs that have died, and writes a line for each. */
    buried: (what: Fragment) =>
      sql`
        with done as (${what})
        ${insert} select requested_by, 'start', run_id::text, '{}', 'interrupted' from done`,

    note: (act: Act) => sql`${insert} select ${line(act)}`,

    journal: ({ before, limit }: Page) =>
      sql<JournalEntry>`
        select id::text as id, floor(extract(epoch from at) * 1000)::float8 as at, requested_by as by, deed, subject,
          details, became
        from journal where ${
        before === undefined ? sql`true` : /^\d{1,18}$/.test(before) ? sql`id < ${before}::bigint` : sql`false`
      }
        order by journal.id desc limit ${limit}::integer`
  }
}
