/** What was set aside and what was found, in PostgreSQL: each stands there once, however often it is seen. */
import { resolves } from "#domain/Act"
import * as Day from "#domain/Day"
import { type Finding, keyOf, SEVERITIES, type Severity } from "#domain/Finding"
import type { Judged } from "#domain/Judged"
import type { Quarantined } from "#domain/Quarantined"
import type { Run } from "#domain/Run"
import type { FindingEntry, FindingFilter, QuarantineEntry, QuarantineFilter, Resolution } from "#ports/Ledger"
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { columns, list } from "./columns.ts"
import type * as PostgresJournal from "./PostgresJournal.ts"
import { transaction } from "./transaction.ts"

/** Entries an INSERT: each may have 64 KiB, and a message to the server should stay under some megabytes. */
const BATCH = 100

export const make = (sql: PgClient.PgClient) => {
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

  const end = ({ natures, parts }: Judged, findings: ReadonlyArray<Finding>) => {
    const values = columns(sql, [
      [parts.map(({ check }) => check), "text"],
      [parts.map(({ region }) => region), "text"],
      [parts.map(({ day }) => Day.start(day)), "timestamptz"],
      [parts.map(({ day }) => Day.end(day)), "timestamptz"],
      [parts.map(({ since }) => since), "timestamptz"]
    ])
    return sql`
      update findings set ended_at = now() from ${values} as judged (check_name, region, start, stop, since)
      where ended_at is null and nature::text = any(${list(sql, natures, "text")})
        and findings.check_name = judged.check_name and code_insee_region = region
        and date_heure >= start and date_heure < stop and first_date_heure >= since
        and digest <> all(${list(sql, findings.map(sha256), "text")})`
  }

  const older = (before: string | undefined) => {
    if (before === undefined) return []
    return [isNumber(before) ? sql`id < ${before}::bigint` : sql`false`]
  }

  return {
    quarantine: (run: Run, entries: ReadonlyArray<Quarantined>) =>
      Effect.forEach(Arr.chunksOf(entries, BATCH), (part) => quarantine(run, part), { discard: true }),

    /** Those that are new. Of two that are the same the first is. */
    report: Effect.fnUntraced(function*(run: Run, judged: Judged, findings: ReadonlyArray<Finding>) {
      // One after the other: two that end and find at a time would wait for one another in a circle.
      yield* sql`lock table findings in share row exclusive mode`
      if (judged.parts.length > 0) yield* end(judged, findings)
      const fresh: Array<Finding> = []
      for (const part of Arr.chunksOf(findings, BATCH)) {
        const digests = new Set((yield* report(run, part)).map(({ digest }) => digest))
        fresh.push(...part.filter((finding) => digests.delete(sha256(finding))))
      }
      return fresh
    }, transaction(sql)),

    quarantined: ({ before, limit, resolved = false }: QuarantineFilter) =>
      Effect.map(
        // With a sign before it: the client takes a mark of UTF-8 for none of the text that begins with it and has broken bytes.
        sql<QuarantineEntry>`
          select id::text as id, dataset, reason, detail, '=' || record as text, record_bytes::float8 as bytes,
            ${millis(sql, "first_seen_at")} as "firstSeenAt", run_id::text as "runId", resolution
          from quarantine where ${sql.and([...(resolved ? [] : [sql`resolution is null`]), ...older(before)])}
          order by quarantine.id desc limit ${limit}::integer`,
        (lines) => lines.map((line) => ({ ...line, text: line.text.slice(1) }))
      ),

    resolve: ({ note }: Pick<ReturnType<typeof PostgresJournal.make>, "note">) =>
      Effect.fnUntraced(function*(ids: ReadonlyArray<string>, resolution: Resolution, by: string) {
        const lines = yield* sql<{ readonly id: string }>`
          update quarantine set resolution = ${resolution}, resolved_at = now()
          where id = any(string_to_array(${ids.filter(isNumber).join(",")}, ',')::bigint[]) and resolution is null
          returning id::text as id`
        if (lines.length > 0) yield* note(resolves(by, lines.map(({ id }) => id), resolution))
        return lines.length
      }, transaction(sql)),

    waiting: Effect.map(
      sql<{ readonly waiting: number }>`select count(*)::integer as waiting from quarantine where resolution is null`,
      ([line]) => line!.waiting
    ),

    standing: Effect.map(
      sql<{ readonly severity: Severity; readonly count: number }>`
        select severity, count(*)::integer as count from findings where ended_at is null group by severity`,
      (lines): Readonly<Record<Severity, number>> => {
        const counts = { info: 0, warning: 0, error: 0 }
        for (const { count, severity } of lines) counts[severity] = count
        return counts
      }
    ),

    findings: ({ before, days, ended = false, limit, severity }: FindingFilter) => {
      const grave = severity === undefined ? [] : SEVERITIES.slice(SEVERITIES.indexOf(severity))
      return sql<FindingEntry>`
        select id::text as id, check_name as check, severity, code_insee_region as region, nature::text as nature,
          granularity::text as granularity, ${millis(sql, "date_heure")} as instant,
          ${millis(sql, "first_date_heure")} as first, ${millis(sql, "last_date_heure")} as last, measure,
          figures as values, detail as text, ${millis(sql, "first_seen_at")} as "firstSeenAt",
          ${millis(sql, "ended_at")} as "endedAt", run_id::text as "runId"
        from findings
        where ${
        sql.and([
          ...(ended ? [] : [sql`ended_at is null`]),
          ...(severity === undefined ? [] : [sql.in("severity", grave)]),
          ...(days === undefined ? [] : [
            sql`date_heure >= ${new Date(Day.start(days.from))} and date_heure < ${new Date(Day.end(days.to))}`
          ]),
          ...older(before)
        ])
      } order by findings.id desc limit ${limit}::integer`
    }
  }
}

/** An instant in milliseconds since 1970 UTC. */
const millis = (sql: PgClient.PgClient, column: string) => sql`floor(extract(epoch from ${sql(column)}) * 1000)::float8`

/** Whether a text can be the id of an entry at all: the server would refuse another one, where it is only one that is not there. */
const isNumber = (text: string): boolean => /^\d{1,18}$/.test(text)

/** The whole key in one column: a number of readable ones would be as unique, and would cost the index as much as the row. */
const sha256 = (finding: Finding): string => createHash("sha256").update(keyOf(finding)).digest("hex")
