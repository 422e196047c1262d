/**
 * What makes the tables, step by step and forward only. Each database remembers which steps were done to it and the SHA-256 of
 * their text: one that was made by other steps than these, or by more of them, is refused and left as it is.
 *
 * Not by effect's Migrator, which has no place for the text of a step, and takes up where a table says without asking what is
 * beyond; its table is kept as it is.
 */
import { SinkError } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import { createHash } from "node:crypto"
import sinkStatistics from "./migrations/0001_statistics.ts"
import sinkViews from "./migrations/0002_views.ts"
import ledger from "./migrations/0003_ledger.ts"
import findings from "./migrations/0004_findings.ts"
import daemon from "./migrations/0005_daemon.ts"
import ended from "./migrations/0006_findings.ts"
import dashboards from "./migrations/0007_dashboards.ts"
import appendOnly from "./migrations/0008_append_only.ts"
import checksums from "./migrations/0009_checksums.ts"
import fast from "./migrations/0010_fast.ts"
import journal from "./migrations/0011_journal.ts"
import crew from "./migrations/0012_crew.ts"
import lake from "./migrations/lake_0001.ts"
import lakeAppendOnly from "./migrations/lake_0002.ts"
import lakeChecksums from "./migrations/lake_0003.ts"
import lakeCounted from "./migrations/lake_0004.ts"
import { transaction } from "./transaction.ts"

/** By the table that remembers which have been done: those of sink and ledger, and those of a lake in PostgreSQL. */
const STATEMENTS = {
  eco2mixd_migrations: {
    "0001_statistics": sinkStatistics,
    "0002_views": sinkViews,
    "0003_ledger": ledger,
    "0004_findings": findings,
    "0005_daemon": daemon,
    "0006_findings": ended,
    "0007_dashboards": dashboards,
    "0008_append_only": appendOnly,
    "0009_checksums": checksums,
    "0010_fast": fast,
    "0011_journal": journal,
    "0012_crew": crew
  },
  eco2mixd_lake_migrations: {
    "0001_lake": lake,
    "0002_append_only": lakeAppendOnly,
    "0003_checksums": lakeChecksums,
    "0004_counted": lakeCounted
  }
} satisfies Readonly<Record<string, Readonly<Record<string, ReadonlyArray<string>>>>>

export type Table = keyof typeof STATEMENTS

export interface Migration {
  readonly id: number
  /** With its number in front. */
  readonly key: string
  readonly statements: ReadonlyArray<string>
  readonly sha256: string
}

const migrationsOf = (table: Table): ReadonlyArray<Migration> =>
  Object.entries(STATEMENTS[table]).map(([key, statements]) => ({
    id: Number.parseInt(key),
    key,
    statements,
    sha256: createHash("sha256").update(statements.join(";\n")).digest("hex")
  }))

export const MIGRATIONS: Readonly<Record<Table, ReadonlyArray<Migration>>> = {
  eco2mixd_migrations: migrationsOf("eco2mixd_migrations"),
  eco2mixd_lake_migrations: migrationsOf("eco2mixd_lake_migrations")
}

/** How far a database is, and what stands in this program's way there, with the way out. */
export interface Standing {
  readonly done: number
  readonly latest: number
  readonly refused: { readonly said: string; readonly mend: string } | null
}

interface Done {
  readonly id: number
  /** Null where none was kept: databases had no place for it before 0009_checksums. */
  readonly sha256: string | null
}

const refusal = (table: Table, remembered: ReadonlyArray<Done>, done: number, latest: number): Standing["refused"] => {
  const known = MIGRATIONS[table]
  if (done > latest) {
    return {
      said: `${table}: ${done} of ${latest} done; a newer version of this program made them`,
      mend: "run that version, or restore a backup from before it"
    }
  }
  for (const { id, key, sha256 } of known) {
    const before = remembered.find((one) => one.id === id)
    if (before === undefined ? id < done : before.sha256 !== null && before.sha256 !== sha256) {
      return {
        said: `${table}: ${key} ${
          before === undefined ? "was left out, though later ones are done" : "was done with another text"
        }`,
        mend: "run the version that made the tables, and write what was to be changed as a migration of its own"
      }
    }
  }
  return null
}

/** Two short questions, of which the second is asked where the first finds something. Changes nothing. */
export const standing = Effect.fnUntraced(function*(table: Table) {
  const sql = yield* PgClient.PgClient
  // Not by to_regclass, which within a transaction remembers what it saw before it waited for another.
  const [made] = yield* sql<{ readonly is: boolean }>`
    select exists (select from pg_class where relname = ${table} and pg_table_is_visible(oid)) as is`
  const remembered = made!.is
    ? yield* sql<Done>`select migration_id as id, to_jsonb(m) ->> 'sha256' as sha256 from ${sql(table)} as m`
    : []
  const done = Math.max(0, ...remembered.map(({ id }) => id))
  const latest = MIGRATIONS[table].at(-1)!.id
  return { done, latest, refused: refusal(table, remembered, done, latest) } satisfies Standing
})

/** How far it is, where nothing stands in the way. */
const allowed = Effect.fnUntraced(function*(table: Table) {
  const { done, latest, refused } = yield* standing(table)
  if (refused === null) return { done, isBehind: done < latest }
  return yield* new SinkError({
    reason: "Refused",
    during: "PostgresClient.migrate",
    detail: `The database is left as it is. ${refused.said}: ${refused.mend}.`
  })
})

/** One that the server did not take: nothing of it, or of those before it, is done. */
export class MigrationFailed extends Data.TaggedError("MigrationFailed")<{
  readonly key: string
  readonly cause: SqlError
}> {}

/**
 * All that is not done yet, with what is remembered of it, or nothing. Where all is done it is only looked at: whoever does the
 * daily work need not own the tables.
 */
export const bringUp = Effect.fnUntraced(function*(table: Table) {
  if (!(yield* allowed(table)).isBehind) return
  const sql = yield* PgClient.PgClient
  yield* transaction(sql)(Effect.gen(function*() {
    // Concurrent starters wait here for one another, and find all done.
    yield* sql`select pg_advisory_xact_lock(hashtext(${table}))`
    const { done, isBehind } = yield* allowed(table)
    if (!isBehind) return
    yield* sql`create table if not exists ${sql(table)} (
      migration_id integer primary key,
      created_at timestamptz not null default now(),
      name text not null
    )`
    for (const { id, key, statements } of MIGRATIONS[table]) {
      if (id <= done) continue
      yield* sql`insert into ${sql(table)} (migration_id, name) values (${id}, ${key.replace(/^\d+_/, "")})`
      yield* Effect.forEach(statements, (statement) => sql.unsafe(statement), { discard: true }).pipe(
        Effect.mapError((cause) => new MigrationFailed({ key, cause }))
      )
    }
    // Those that were done before there was a place for it, too: they were made by the same text.
    const known = JSON.stringify(MIGRATIONS[table].map(({ id, sha256 }) => ({ id, sha256 })))
    yield* sql`update ${sql(table)} as done set sha256 = known.sha256
      from json_to_recordset(${known}::json) as known (id integer, sha256 text)
      where done.migration_id = known.id and done.sha256 is null`
  }))
})
