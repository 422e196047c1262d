/** README.md's section on operations, as it stands there: each block is run, and does what the words around it say. */
import { MIGRATIONS } from "#layers/postgres/Migrations"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import type * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { catalog, rows } from "../support/catalog.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as FerretDb from "../support/FerretDb.ts"
import type * as Program from "../support/Program.ts"
import { block, blocks, type Done, layer, missing, program, shell, Stack } from "./Operator.ts"

const POSTGRES = "Back up and restore PostgreSQL"
const LAKE = "Back up and restore the lake"
const REBUILD = "Rebuild PostgreSQL from the lake"
const UPGRADE = "Upgrade"
const ROTATE = "Rotate a secret"

const succeeded = ({ code, stderr, stdout }: Done): string => {
  assert.strictEqual(code, 0, stderr + stdout)
  return stdout
}

/** Some hours of two regions, as the source said them at first and at last. */
const said = readFileSync(new URL("../releases/0.1.0/records.jsonl", import.meta.url), "utf8")
  .replaceAll("2026-03-01", "2025-03-01").trim().split("\n").map((line) =>
    JSON.parse(line) as { readonly consommation: number; readonly code_insee_region: string }
  )
const atFirst = said.map((record) =>
  record.code_insee_region === "53" ? { ...record, consommation: record.consommation - 7 } : record
)

/** Read by a command, into whatever stores the settings name. */
const heard = Effect.fnUntraced(function*(
  records: ReadonlyArray<object>,
  run: (text: string, settings: Program.Settings) => Effect.Effect<Done>,
  command: string
) {
  const { url } = yield* OdreServer.serve({ grid: RecordFiles.fromLines(records.map((one) => JSON.stringify(one))) })
  return succeeded(yield* run(`${command} run --from 2025-03-01 --to 2025-03-01`, { ECO2MIXD_SOURCE_URL: url }))
})

const CURRENT = `select to_jsonb(c) - 'processed_at' - 'run_id' - 'generation' as row from regional_energy_current as c
  order by code_insee_region, filiere, granularity, date_heure`

const current = (sql: PgClient.PgClient) =>
  Effect.map(sql.unsafe<{ readonly row: object }>(CURRENT), (lines) => lines.map(({ row }) => row))

const everything = (sql: PgClient.PgClient) => Effect.all([catalog(sql), rows(sql)])

const underNode = "Deno" in globalThis ? it.live.skip : it.live

describe("README.md, Operations", () => {
  it("has no block but those that are run here", () => {
    const run = new Set([
      ...[0, 1].map((place) => block(POSTGRES, place)),
      ...[0, 1, 2, 3].map((place) => block(LAKE, place)),
      ...[REBUILD, UPGRADE, ROTATE].map((heading) => block(heading))
    ])
    assert.deepStrictEqual(blocks.filter(({ text }) => !run.has(text)), [])
  })

  underNode("backs up and restores embedded stores as a folder", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const run = (text: string, settings: Program.Settings = {}) =>
        shell(text, folder, { ECO2MIXD_EMBEDDED_PORT: "0", ...settings })
      const appended = /([1-9]\d*) rows appended/.exec(yield* heard(said, run, program))![1]!
      succeeded(yield* run(block(LAKE, 2)))
      succeeded(yield* run(block(LAKE, 3)))
      const rows = yield* run(`${program} sql --format csv "select count(*) from regional_energy_stats"`)
      assert.strictEqual(succeeded(rows).trim().split(/\s+/).at(-1), appended)
    }).pipe(Effect.scoped))
})

const reason = missing
if (reason !== undefined) describe("README.md, Operations of the stack", () => it.skip(reason, () => {}))
else {
  withLayer(layer, { excludeTestServices: true, timeout: 120_000 })("README.md, Operations of the stack", (it) => {
    it.effect("the backup brings PostgreSQL back, every version, run and right of it", () =>
      Effect.gen(function*() {
        const { asked, run } = yield* Stack
        const command = "docker compose run --rm eco2mixd"
        for (const records of [atFirst, said]) yield* heard(records, run, command)
        const before = yield* asked(everything)
        assert.isAbove(before[1].get("public.regional_energy_stats")!.rows.length, 200)
        succeeded(yield* run(block(POSTGRES)))
        succeeded(yield* run(block(POSTGRES, 1)))
        assert.deepStrictEqual(yield* asked(everything), before)
        // The next run finds nothing to do.
        assert.match((yield* heard(said, run, command)).replaceAll("\u00A0", " "), /\b0 new revisions, 32 unchanged/)
      }).pipe(Effect.scoped))

    it.effect("the lake alone gives the current rows back", () =>
      Effect.gen(function*() {
        const { asked, run } = yield* Stack
        succeeded(yield* run(block(LAKE)))
        const another = { MONGO_URL: yield* FerretDb.url }
        assert.match(
          succeeded(yield* run(block(LAKE, 1), another)),
          /^[1-9].* revisions read, [1-9].* of them not there/
        )
        assert.match(succeeded(yield* run(block(LAKE, 1), another)), /, 0 of them not there/)
        const before = yield* asked(current)
        assert.isNotEmpty(before.filter((row) => "version" in row && row.version === 2))
        succeeded(yield* run(block(REBUILD)))
        assert.deepStrictEqual(yield* asked(current), before)
        const [older] = yield* asked((sql) =>
          sql<{ readonly runs: number; readonly quarantined: number; readonly versions: number }>`
            select (select count(*)::integer from pipeline_runs where trigger <> 'replay') as runs,
              (select count(*)::integer from quarantine) as quarantined,
              (select count(*)::integer from regional_energy_stats where code_insee_region = '53' and version = 1
                and granularity = 'instant') as versions`
        )
        assert.deepStrictEqual(older, { runs: 0, quarantined: 0, versions: 0 })
      }).pipe(Effect.scoped))

    it.effect("an upgrade migrates first, and a downgrade is refused", () =>
      Effect.gen(function*() {
        const { asked, run } = yield* Stack
        // As version 0.1.0 had it.
        yield* asked((sql) =>
          Effect.all([
            sql`drop index regional_energy_stats_versions, regional_energy_stats_days, regional_energy_stats_hours`,
            sql`drop function look_after(regclass)`,
            sql`alter table pipeline_runs drop column asked, drop column holder`,
            sql`drop table journal`,
            sql`drop function refuse_rewriting()`,
            sql`alter table eco2mixd_migrations drop column sha256`,
            sql`delete from eco2mixd_migrations where migration_id > 8`
          ])
        )
        const late = yield* run("docker compose run --rm eco2mixd run --from 2025-03-01 --to 2025-03-01")
        assert.match(late.stderr, /`eco2mixd migrate`, as their owner/)
        succeeded(yield* run(block(UPGRADE)))
        const [kept] = yield* asked((sql) =>
          sql<{ readonly hashes: number }>`select count(sha256)::integer as hashes from eco2mixd_migrations`
        )
        assert.strictEqual(kept!.hashes, MIGRATIONS.eco2mixd_migrations.length)

        yield* asked((sql) => sql`insert into eco2mixd_migrations (migration_id, name) values (99, 'to_come')`)
        const newer = yield* asked(everything)
        for (const command of [block(UPGRADE), "docker compose run --rm eco2mixd start"]) {
          const { code, stderr } = yield* run(command)
          assert.strictEqual(code, 1, stderr)
          assert.match(
            stderr,
            /99 of \d+ done; a newer version of this program made them: run that version, or restore a backup/
          )
        }
        assert.deepStrictEqual(yield* asked(everything), newer)
        yield* asked((sql) => sql`delete from eco2mixd_migrations where migration_id = 99`)
      }).pipe(Effect.scoped))

    it.effect("a secret that is removed is made again, and the old one opens nothing", () =>
      Effect.gen(function*() {
        const { folder, run } = yield* Stack
        const enter = (password: string) =>
          run("psql --username=eco2mixd_writer --dbname=eco2mixd --command='select 1'", { PGPASSWORD: password })
        const secret = Effect.promise(() => readFile(join(folder, "secrets/eco2mixd_writer_password"), "utf8"))
        const before = yield* secret
        succeeded(yield* enter(before))
        const told = succeeded(yield* run(block(ROTATE)))
        assert.match(told, /2 made, \d+ there already/)
        const after = yield* secret
        succeeded(yield* enter(after))
        assert.match((yield* enter(before)).stderr, /password authentication failed/)
        const url = yield* Effect.promise(() => readFile(join(folder, "secrets/database_url"), "utf8"))
        assert.include(url, after)
        assert.strictEqual((yield* Effect.promise(() => stat(join(folder, "secrets/database_url")))).mode & 0o077, 0)
      }).pipe(Effect.scoped))
  })
}
