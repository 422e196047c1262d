/**
 * `layers/postgres/DICTIONARY.md` says of each table, view, function and column what the database says of it, and is written
 * from there: `npx vitest run --config test/vitest.config.ts test/layers/postgres/dictionary.test.ts -u`.
 */
import * as PgClient from "@effect/sql-pg/PgClient"
import { expect, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"

interface Line {
  readonly table: string
  readonly kind: "table" | "view"
  readonly says: string
  readonly column: string
  readonly type: string
  readonly means: string
}

const columns = Effect.flatMap(PgClient.PgClient, (sql) =>
  sql<Line>`
    select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as table,
      case c.relkind when 'v' then 'view' else 'table' end as kind, obj_description(c.oid, 'pg_class') as says,
      a.attname as column, format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then '' else ', null' end as type,
      coalesce(col_description(c.oid, a.attnum), '') as means
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname in ('public', 'lake') and c.relkind in ('r', 'p', 'v') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and c.relname !~ '_migrations$'
    order by c.relname <> 'regional_energy_stats', n.nspname desc, c.relkind = 'v', c.relname, a.attnum`)

const functions = Effect.flatMap(PgClient.PgClient, (sql) =>
  sql<{ readonly call: string; readonly says: string }>`
    select p.proname || '(' || pg_get_function_arguments(p.oid) || ')' as call, obj_description(p.oid, 'pg_proc') as says
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype
    order by p.proname`)

const cell = (text: string): string => text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|")

/** Of a view, whose columns are mostly those of the table, nothing is said twice. */
const rowOf = ({ column, kind, means, type }: Line): string =>
  `| \`${column}\` | ${kind === "view" ? type.replace(", null", "") : type} | ${cell(means)} |`

withLayer(EmbeddedStores.layer, { excludeTestServices: true })("the dictionary", (it) => {
  it.effect("says what the database says of itself", () =>
    Effect.gen(function*() {
      const tables = Map.groupBy(yield* columns, ({ table }) => table)
      const parts = [
        "# What the tables say",
        "Written from the comments in the database by a test; `\\d+` in psql shows the same. Powers are in MW, instants are UTC.",
        ...[...tables].flatMap(([table, lines]) => [
          `## ${lines[0]!.kind} \`${table}\``,
          `${lines[0]!.says}.`,
          ["| column | type | meaning |", "|---|---|---|", ...lines.map(rowOf)].join("\n")
        ]),
        "## functions",
        [
          "| call | gives |",
          "|---|---|",
          ...(yield* functions).map(({ call, says }) => `| \`${cell(call)}\` | ${cell(says)} |`)
        ].join("\n")
      ]
      yield* Effect.promise(() =>
        expect(`${parts.join("\n\n")}\n`).toMatchFileSnapshot("../../../layers/postgres/DICTIONARY.md")
      )
    }))
})
