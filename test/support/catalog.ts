/** What a database says of itself, a line each: all that migrations make, with its rights and comments, but no row. */
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"

const OURS = "in ('public', 'lake')"

export const catalog = (sql: PgClient.PgClient) =>
  Effect.map(
    sql.unsafe<{ readonly line: string }>(`
      with relation as (
        select c.*, format('%I.%I', n.nspname, c.relname) as full_name
        from pg_class c join pg_namespace n on n.oid = relnamespace where n.nspname ${OURS}
      ), line (line) as (
        select format('schema %s: %s, %s', nspname, nspacl, obj_description(oid, 'pg_namespace'))
        from pg_namespace where nspname ${OURS}
        union all
        select format('relation %s: %s, %s, %s, %s, %s', full_name, relkind, relacl, reloptions,
          pg_get_partkeydef(oid), obj_description(oid, 'pg_class'))
        from relation
        union all
        select format('column %s.%s: %s, %s, %s, %s, %s, %s, %s', full_name, attname, attnum,
          format_type(atttypid, atttypmod), attnotnull, attidentity, pg_get_expr(adbin, adrelid), attacl,
          col_description(attrelid, attnum))
        from relation join pg_attribute on attrelid = relation.oid and attnum > 0 and not attisdropped
        left join pg_attrdef on adrelid = attrelid and adnum = attnum
        union all
        select format('index %s: %s, %s', full_name, pg_get_indexdef(indexrelid), indisvalid)
        from relation join pg_index on indexrelid = relation.oid
        union all
        select format('constraint %s.%s: %s', full_name, conname, pg_get_constraintdef(pg_constraint.oid))
        from relation join pg_constraint on conrelid = relation.oid
        union all
        select format('trigger %s: %s, %s', full_name, pg_get_triggerdef(pg_trigger.oid), tgenabled)
        from relation join pg_trigger on tgrelid = relation.oid and not tgisinternal
        union all
        select format('view %s: %s', full_name, pg_get_viewdef(oid)) from relation where relkind = 'v'
        union all
        select format('function %s: %s, %s', pg_get_functiondef(p.oid), proacl, obj_description(p.oid, 'pg_proc'))
        from pg_proc p join pg_namespace n on n.oid = pronamespace where n.nspname ${OURS} and prokind = 'f'
        union all
        select format('type %s: %s, %s', typname, (select string_agg(enumlabel, ', ' order by enumsortorder)
          from pg_enum where enumtypid = t.oid), obj_description(t.oid, 'pg_type'))
        from pg_type t join pg_namespace n on n.oid = typnamespace where n.nspname ${OURS} and typtype = 'e'
      )
      select line from line`),
    (lines) => lines.map(({ line }) => line).toSorted()
  )

/** Every row of every table of ours, by the columns that it has now, or that `before` had. */
export const rows = Effect.fnUntraced(function*(sql: PgClient.PgClient, before?: Rows) {
  const tables = before === undefined
    ? yield* sql.unsafe<{ readonly name: string; readonly columns: string }>(`
        select format('%I.%I', n.nspname, relname) as name,
          (select string_agg(quote_ident(attname), ', ' order by attnum)
            from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
        from pg_class c join pg_namespace n on n.oid = relnamespace
        where n.nspname ${OURS} and relkind in ('r', 'p') and not relispartition order by 1`)
    : [...before].map(([name, { columns }]) => ({ name, columns }))
  const found = new Map<string, { readonly columns: string; readonly rows: ReadonlyArray<string> }>()
  for (const { columns, name } of tables) {
    const lines = yield* sql.unsafe<{ readonly row: string }>(
      `select row(${columns})::text as row from ${name}`
    )
    found.set(name, { columns, rows: lines.map(({ row }) => row).toSorted() })
  }
  return found as Rows
})

export type Rows = ReadonlyMap<string, { readonly columns: string; readonly rows: ReadonlyArray<string> }>
