/**
 * Writes what a store of this version looks like, made by this version: `node test/releases/make.ts test/releases/0.2.0`, on the
 * tag of the release. Some hours of two regions, of one revised, and one record that can't be read. Two files: store.sql, and
 * records.jsonl, which is what the source said last.
 */
import { clientOf, DATABASE } from "#layers/postgres/EmbeddedPostgres"
import { MIGRATIONS } from "#layers/postgres/Migrations"
import { find } from "#layers/postgres/PostgresServer"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Program from "../support/Program.ts"

const DAY = "2026-03-01"
const REGIONS = new Set(["53", "93"])

type Fields = Readonly<Record<string, unknown>>

const jsonl = (records: ReadonlyArray<Fields>): string => records.map((one) => `${JSON.stringify(one)}\n`).join("")

/** As ODRÉ would say it, until four in the morning. */
const heard = async (source: string): Promise<ReadonlyArray<Fields>> => {
  const url = new URL("/api/explore/v2.1/catalog/datasets/eco2mix-regional-tr/exports/jsonl", source)
  url.searchParams.set("where", `date='${DAY}'`)
  const records = (await (await fetch(url)).text()).trim().split("\n").map((line) => JSON.parse(line) as Fields)
  const chosen = records.filter(({ code_insee_region, heure }) =>
    REGIONS.has(String(code_insee_region)) && String(heure) < "04:00"
  )
  return [...chosen, { ...chosen[0], code_insee_region: "00", libelle_region: "Nowhere" }]
}

/** As Migrations.ts makes it. */
const remembering = (table: string): string =>
  `create table ${table} (
     migration_id integer primary key,
     created_at timestamp with time zone not null default now(),
     name text not null
   )`

/** What a row of `lake.identity` and the like is made with is left out: the rows themselves follow. */
const schema = Object.entries(MIGRATIONS).flatMap(([table, migrations]) => [
  remembering(table),
  ...migrations.flatMap(({ statements }) => statements.filter((statement) => !statement.startsWith("insert")))
])

const data = Effect.gen(function*() {
  const sql = yield* PgClient.PgClient
  // Who made it is nobody's business, and no figure.
  yield* sql`update pipeline_runs set requested_by = 'command operator@machine', trace_id = null`
  const statements: Array<string> = []
  for (
    const { year } of yield* sql<{ readonly year: string }>`
    select right(inhrelid::regclass::text, 4) as year from pg_inherits where inhparent = 'regional_energy_stats'::regclass`
  ) statements.push(`select ensure_statistics_partition(${year})`)
  const tables = yield* sql<
    { readonly name: string; readonly columns: ReadonlyArray<string>; readonly counts: boolean }
  >`
    select format('%I.%I', n.nspname, relname) as name, array_agg(quote_ident(attname) order by attnum) as columns,
      bool_or(attidentity <> '') as counts
    from pg_class c join pg_namespace n on n.oid = relnamespace
    join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
    where n.nspname in ('public', 'lake') and relkind in ('r', 'p') and not relispartition group by 1 order by 1`
  for (const { columns, counts, name } of tables) {
    const values = columns.map((column) => `quote_nullable(${column}::text)`).join(" || ', ' || ")
    const lines = yield* sql.unsafe<{ readonly line: string }>(
      `select '(' || ${values} || ')' as line from ${name} order by 1`
    )
    if (lines.length === 0) continue
    const all = lines.map(({ line }) => line).join(",\n")
    statements.push(`insert into ${name} (${columns.join(", ")}) overriding system value values\n${all}`)
    if (counts) statements.push(`select setval(pg_get_serial_sequence('${name}', 'id'), (select max(id) from ${name}))`)
  }
  return statements
})

const asked = (args: ReadonlyArray<string>, settings: Program.Settings) =>
  Effect.map(Program.run(args, settings), ({ code, stderr }) => {
    if (code !== 0) throw new Error(stderr)
  })

const make = Effect.fnUntraced(function*(folder: string) {
  yield* Effect.promise(() => mkdir(folder, { recursive: true }))
  const file = join(folder, "records.jsonl")
  const records = yield* Effect.flatMap(
    Program.simulate("--now", `${DAY}T12:00:00Z`),
    (source) => Effect.promise(() => heard(source))
  )
  // By more than the filières can account for, which is a finding.
  const revised = records.map((record) =>
    record["code_insee_region"] === "93" && String(record["heure"]) < "02:00"
      ? { ...record, consommation: Number(record["consommation"]) + 100 }
      : record
  )
  const settings = yield* Program.embeddedUp("http://127.0.0.1:1")
  for (const said of [records, revised]) {
    yield* Effect.promise(() => writeFile(file, jsonl(said)))
    const source = yield* Program.simulate("--records", file)
    yield* asked(["run", "--from", DAY, "--to", DAY], { ...settings, ECO2MIXD_SOURCE_URL: source })
  }
  const server = yield* Effect.promise(() => find(settings["ECO2MIXD_DATA_DIR"]!))
  if (typeof server === "string") throw new Error(`the store is ${server}`)
  const rows = yield* Effect.provide(
    data,
    PgClient.layer({ ...clientOf(server, DATABASE), startupParameters: { TimeZone: "UTC" } })
  )
  const text = [...schema, ...rows].map((statement) => `${statement};\n`).join("\n")
  yield* Effect.promise(() => writeFile(join(folder, "store.sql"), text))
  yield* Console.log(`${folder}: ${(text.length / 1_000).toFixed()} kB`)
})

await Effect.runPromise(Effect.scoped(make(process.argv[2]!)))
