/**
 * The tables of a PostgreSQL of ours as text, line by line, in the server's own words for a whole line: they keep each column
 * to the last bit, microsecond and null, and are read by any other server whose tables were made by the same migrations.
 */
import { Archive, ArchiveError, type Part, type Sum } from "#ports/Archive"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SqlError } from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import { analyzed } from "./analyzed.ts"
import { ARCHIVED, type Archived, STATISTICS } from "./archived.ts"
import { list } from "./columns.ts"
import { aside, failed } from "./PostgresClient.ts"

/** What a server may be told to write otherwise: texts of equal values must be equal on both sides. */
const WORDS = { TimeZone: "UTC", DateStyle: "ISO, YMD", extra_float_digits: "1", IntervalStyle: "postgres" }

/** One that reads, two that write, one that looks. */
const CONNECTIONS = 4

export const layer = Layer.effect(
  Archive,
  Effect.gen(function*() {
    const own = aside({ maxConnections: CONNECTIONS, startupParameters: WORDS })
    const sql = Context.get(yield* Layer.build(own), PgClient.PgClient)
    const written = analyzed(sql)
    const years = new Set<number>()

    const ready = Effect.gen(function*() {
      const asked = ARCHIVED.map(({ numbered, table }) =>
        `('${table}', ${numbered === null ? "null" : `'${numbered}'`})`
      )
      const missing = yield* sql.unsafe<{ readonly role: string; readonly said: string }>(`
        select current_user as role, case when not has_table_privilege(name, 'insert') then 'insert into ' || name
          else 'number the lines of ' || name end as said
        from (values ${asked.join(", ")}) as asked (name, numbered)
        where not has_table_privilege(name, 'insert') or numbered is not null
          and not has_sequence_privilege(pg_get_serial_sequence(name, numbered), 'update')`)
      if (missing.length === 0) return
      return yield* new ArchiveError({
        reason: "Refused",
        during: "PostgresArchive.ready",
        detail: `${missing[0]!.role} may not ${missing.map(({ said }) => said).join(", ")}: ` +
          "copy as the owner of the tables, with DATABASE_URL as `eco2mixd migrate` has it (eco2mixd_migrator)."
      })
    })

    const parts = Effect.gen(function*() {
      const made = yield* sql<{ readonly year: number }>`
        select right(relname, 4)::integer as year from pg_inherits join pg_class on pg_class.oid = inhrelid
        where inhparent = ${STATISTICS}::regclass order by 1`
      return ARCHIVED.flatMap(({ table }): ReadonlyArray<Part> =>
        table === STATISTICS ? made.map(({ year }) => ({ table, year })) : [{ table, year: null }]
      )
    })

    /** Nothing of a year that has no partition here. */
    const ifThere = <A, E>(part: Part, none: A, ask: Effect.Effect<A, E>) =>
      part.year === null
        ? ask
        : Effect.flatMap(
          sql<{ readonly is: boolean }>`select to_regclass(${relationOf(part)}) is not null as is`,
          ([found]) => found!.is ? ask : Effect.succeed(none)
        )

    const count = (part: Part) =>
      ifThere(
        part,
        0,
        Effect.map(
          sql<{ readonly lines: number }>`select count(*)::float8 as lines from ${sql(relationOf(part))}`,
          ([line]) => line!.lines
        )
      )

    const sum = (part: Part) =>
      ifThere(
        part,
        { lines: 0, digest: "0 0" },
        Effect.map(
          sql<Sum>`
            select count(*)::float8 as lines, coalesce(sum(hashtextextended(line, 0)::numeric), 0) || ' '
              || coalesce(bit_xor(hashtextextended(line, 1)), 0) as digest
            from (select archived::text as line from ${sql(relationOf(part))} as archived offset 0) as archived`,
          ([line]) => line!
        )
      )

    const names = Effect.fnUntraced(function*(part: Part) {
      const { name, table } = archivedAs(part)
      if (name === null) return null
      const found = yield* sql.unsafe<{ readonly name: string }>(`select ${name} as name from ${table}`)
      return new Set(found.map((line) => line.name)) as ReadonlySet<string>
    })

    const lines = (part: Part) => {
      const { key } = archivedAs(part)
      const order = key.length === 0
        ? sql.literal("")
        : sql`order by ${sql.csv(key.map((column) => sql`${sql(column)}`))}`
      return sql<{ readonly line: string }>`
        select archived::text as line from ${sql(relationOf(part))} as archived ${order}`.stream
    }

    const ensurePartition = Effect.fnUntraced(function*(year: number) {
      if (years.has(year)) return
      yield* sql`select ensure_statistics_partition(${year}::integer)`
      years.add(year)
    })

    /** What is done with a line whose key is there: nothing, or it is brought forward, where it is an earlier one. */
    const otherwise = Effect.fnUntraced(function*({ earlier, key, table }: Archived) {
      if (earlier === null) return "do nothing"
      const all = yield* sql<{ readonly name: string }>`
        select attname as name from pg_attribute
        where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`
      const changed = all.map(({ name }) => name).filter((name) => !key.includes(name))
      return `(${key.join(", ")}) do update set ${changed.map((name) => `${name} = excluded.${name}`).join(", ")}
        where ${earlier} and (${changed.map((name) => `held.${name}`).join(", ")})
          is distinct from (${changed.map((name) => `excluded.${name}`).join(", ")})`
    })

    const put = Effect.fnUntraced(function*(part: Part, texts: ReadonlyArray<string>) {
      const archived = archivedAs(part)
      const { numbered, table } = archived
      if (part.year !== null) yield* ensurePartition(part.year)
      const given = sql`select line::${sql(table)} as given from unnest(${list(sql, texts, "text")}) as line offset 0`
      if (numbered !== null) {
        // Before the lines: whatever ends this, no later line is given a number that is taken.
        const sequence = sql`pg_get_serial_sequence(${table}, ${numbered})`
        yield* sql`
          select setval(${sequence}, greatest(
            (select max((given).${sql(numbered)}) from (${given}) as given), pg_sequence_last_value(${sequence})))`
      }
      const [done] = yield* sql<{ readonly lines: number }>`
        with written as (
          insert into ${sql(table)} as held overriding system value select (given).* from (${given}) as given
          on conflict ${sql.literal(yield* otherwise(archived))} returning 1
        )
        select count(*)::float8 as lines from written`
      if (part.year !== null) yield* written(part.year, done!.lines)
      return done!.lines
    })

    return Archive.of({
      ready: ready.pipe(Effect.catchTag("SqlError", (error) => Effect.fail(failure("ready")(error)))),
      parts: Effect.mapError(parts, failure("parts")),
      count: Effect.fn("PostgresArchive.count")(count, Effect.mapError(failure("count"))),
      sum: Effect.fn("PostgresArchive.sum")(sum, Effect.mapError(failure("sum"))),
      names: Effect.fn("PostgresArchive.names")(names, Effect.mapError(failure("names"))),
      lines: (part) =>
        Stream.suspend(() => lines(part)).pipe(
          Stream.map(({ line }) => line),
          Stream.mapError(failure("lines"))
        ),
      put: Effect.fn("PostgresArchive.put")(put, Effect.mapError(failure("put")))
    })
  })
)

const failure = (method: string): (error: SqlError) => ArchiveError => failed(ArchiveError, `PostgresArchive.${method}`)

const archivedAs = (part: Part): Archived => ARCHIVED.find(({ table }) => table === part.table)!

const relationOf = ({ table, year }: Part): string => year === null ? table : `${table}_${year}`
