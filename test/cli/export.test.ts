/** Extracts through the program: read back, compared with the table, and the same however often and wherever they are made. */
import { enter, USER } from "#layers/postgres/PostgresServer"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import { DuckDBInstance } from "@duckdb/node-api"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as Program from "../support/Program.ts"

const DAYS = ["--from", "2020-05-01", "--to", "2020-05-03"]

/** Two regions, so many quarter-hours from midnight UTC on. */
const records = (quarters: number, consommation: number) =>
  Array.from({ length: quarters }, (_, quarter) =>
    ["53", "93"].map((region) =>
      JSON.stringify({
        code_insee_region: region,
        nature: "Données temps réel",
        date_heure: new Date(Date.UTC(2020, 4, 1, 0, 15 * quarter)).toISOString().replace("Z", "+00:00"),
        consommation: consommation + quarter,
        eolien: quarter % 3 === 0 ? null : quarter / 7,
        bioenergies: 40,
        ech_physiques: -3
      })
    )).flat()

const read = (...names: ReadonlyArray<string>) => Effect.promise(() => readFile(join(...names), "utf8"))

const ok = (args: ReadonlyArray<string>, settings: Program.Settings) =>
  Effect.map(Program.run(args, settings), (done) => {
    assert.strictEqual(done.code, 0, done.stderr)
    return done
  })

/** A store with what was published, a moment, and what was published since. */
const filled = Effect.gen(function*() {
  const source = RecordFiles.fromLines(records(250, 2000))
  const { url } = yield* OdreServer.serve({ grid: source })
  const settings = yield* Program.embeddedUp(url)
  const run = ["run", ...DAYS, "--dataset", "eco2mix-regional-tr"]
  yield* ok(run, settings)
  const [moment] = yield* Program.ask<{ now: string }>("select now() as now", settings)
  source.replace(records(260, 2001))
  yield* ok(run, settings)
  return { settings, moment: moment!.now }
})

const duck = (sql: string) =>
  Effect.promise(async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect()
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  })

/** While it goes on, nobody else reads the table; it is handed what ends when somebody waits to. */
const locked = <A, E, R>(settings: Program.Settings, work: (waits: Effect.Effect<void>) => Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const { password, port } = yield* Effect.promise(() => enter(settings["ECO2MIXD_DATA_DIR"]!, 0))
    const server = { host: "127.0.0.1", port, username: USER, password: Redacted.make(password), database: "eco2mixd" }
    return yield* Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const waits = sql`select from pg_locks where not granted`.pipe(
        Effect.repeat({ until: (found) => found.length > 0 }),
        Effect.asVoid,
        Effect.orDie
      )
      return yield* sql.withTransaction(Effect.andThen(sql`lock table regional_energy_stats`, work(waits)))
    }).pipe(Effect.provide(PgClient.layer(server)))
  })

const list = (folder: string) => Effect.promise(async () => (await readdir(folder)).toSorted())

describe("export", () => {
  it.live(
    "writes the table's rows, the same bytes from another store too, and those of then",
    () =>
      Effect.gen(function*() {
        const folder = yield* temporaryFolder
        const stores = [yield* filled, yield* filled]
        for (const [index, { moment, settings }] of stores.entries()) {
          for (const format of ["csv", "parquet", "jsonl"]) {
            const out = join(folder, `${index}.${format}`)
            const done = yield* ok(["export", ...DAYS, "--format", format, "--out", out, "--json"], settings)
            const manifest = JSON.parse(done.stdout)
            assert.deepStrictEqual(JSON.parse(yield* read(`${out}.manifest.json`)), manifest)
            assert.deepInclude(manifest, {
              file: `${index}.${format}`,
              format,
              from: "2020-05-01",
              to: "2020-05-03",
              as_of: null,
              granularity: "instant",
              source: "RTE / ODRÉ, éCO2mix, Licence Ouverte 2.0"
            })
          }
          const past = join(folder, `${index}.then.csv`)
          yield* ok(
            ["export", ...DAYS, "--as-of", moment, "--granularity", "day", "--region", "bretagne", "--format", "csv"]
              .concat(
                "--out",
                past
              ),
            settings
          )
          const table = yield* Program.ask<{ csv: string }>(
            `select concat_ws(',', code_insee_region, libelle_region, filiere, nature, granularity,
             to_char(date_heure at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), coalesce(avg_production::text, ''),
             coalesce(avg_consumption::text, ''), avg_physical_exchange::text, record_count, generation, version) as csv
           from regional_energy_as_of('${moment}') where granularity = 'day' and code_insee_region = '53'
           order by date_heure, filiere`,
            settings
          )
          assert.strictEqual(table.length, 9)
          assert.deepStrictEqual((yield* read(past)).trimEnd().split("\n").slice(1), table.map(({ csv }) => csv))
        }
        for (const name of ["csv", "parquet", "jsonl", "then.csv"]) {
          const [one, two] = yield* Effect.promise(() =>
            Promise.all([0, 1].map((index) => readFile(join(folder, `${index}.${name}`))))
          )
          assert.isTrue(one!.equals(two!), name)
        }
        const types = "{'code_insee_region': 'VARCHAR', 'date_heure': 'TIMESTAMPTZ', 'avg_consumption': 'DOUBLE', " +
          "'avg_physical_exchange': 'DOUBLE', 'record_count': 'INTEGER', 'generation': 'INTEGER', 'version': 'INTEGER'}"
        const [csv, parquet] = [`read_csv('${folder}/0.csv', types = ${types})`, `'${folder}/0.parquet'`]
        for (const [one, other] of [[csv, parquet], [parquet, csv]]) {
          assert.deepStrictEqual(
            yield* duck(`select count(*)::int as n from (from ${one} except all from ${other})`),
            [{ n: 0 }]
          )
        }
        const sums =
          `count(*)::int as rows, count(avg_production)::int as measured, sum(avg_consumption)::int as consumed,
        max(version)::int as version`
        const [table] = yield* Program.ask<Record<string, number>>(
          `select ${sums} from regional_energy_current where granularity = 'instant'`,
          stores[0]!.settings
        )
        assert.deepStrictEqual(yield* duck(`select ${sums} from ${parquet}`), [table!])
        assert.isAbove(table!["rows"]!, 1_000)
        assert.strictEqual(table!["version"], 2)
      }).pipe(Effect.scoped),
    180_000
  )

  it.live(
    "says what it wrote, refuses what it must not, and leaves nothing half when it is stopped",
    () =>
      Effect.gen(function*() {
        const folder = yield* temporaryFolder
        const { settings } = yield* filled
        const out = join(folder, "x.csv")
        const args = (
          ...others: ReadonlyArray<string>
        ) => ["export", ...DAYS, "--format", "csv", "--out", out, ...others]
        const done = yield* ok(args(), settings)
        assert.match(done.stdout, /x\.csv: \d\u00A0\d{3} rows, \d+\u00A0\d{3} bytes, sha256 [0-9a-f]{64}\n$/)
        const before = yield* read(out)

        const refused: ReadonlyArray<readonly [ReadonlyArray<string>, number, RegExp]> = [
          [args(), 1, /x\.csv is there already: .*--force/],
          [
            ["export", ...DAYS, "--format", "csv", "--out", join(folder, "none/x.csv")],
            1,
            /none\/x\.csv can't be written \(ENOENT\)/
          ],
          [
            ["export", "--from", "2020-05-02", "--to", "2020-05-01", "--format", "csv", "--out", "y"],
            2,
            /is after --to/
          ],
          [args("--granularity", "hour"), 2, /--granularity.*"hour"/],
          [args("--as-of", "yesterday"), 2, /--as-of.*"yesterday" is no instant.*2026-09-30T12:00:00Z/],
          [args("--as-of", "2020-05-01T00:00:00+99:99"), 2, /\+99:99 is no offset/],
          [args("--region", "corse"), 2, /--region.*"corse" is no region.*53 Bretagne/],
          [["export", ...DAYS, "--format", "xml", "--out", out], 2, /--format.*"xml".*parquet/]
        ]
        for (const [call, code, line] of refused) {
          const { stderr, ...rest } = yield* Program.run(call, settings)
          assert.match(stderr, line)
          assert.strictEqual(stderr.trim().split("\n").length, 1, stderr)
          assert.deepStrictEqual(rest, { code, stdout: "" })
        }
        assert.strictEqual(yield* read(out), before)

        yield* ok(args("--force", "--region", "93"), settings)
        const replaced = yield* read(out)
        assert.isBelow(replaced.length, before.length)

        // The database is gone before it can answer.
        const broken = yield* Program.run([...args("--force")], {
          ...settings,
          ECO2MIXD_STORES: "servers",
          MONGO_URL: "mongodb://127.0.0.1:1/x",
          DATABASE_URL: "postgres://me:hunter2@127.0.0.1:1/x"
        })
        assert.strictEqual(broken.code, 1)
        assert.match(broken.stderr, /ECONNREFUSED/)
        // Stopped while the database keeps it waiting.
        const child = yield* locked(settings, (waits) =>
          Effect.gen(function*() {
            const child = Program.start(args("--force"), settings)
            yield* waits
            assert.include(yield* list(folder), "x.csv.part")
            // Deno takes a child that it has sent a signal by its own `kill` for killed by it.
            process.kill(child.pid!, "SIGTERM")
            yield* Effect.promise(() => Program.exited(child))
            return child
          }))
        assert.strictEqual(child.exitCode, 130)
        assert.deepStrictEqual(yield* list(folder), [
          "x.csv",
          "x.csv.manifest.json"
        ])
        assert.strictEqual(yield* read(out), replaced)
      }).pipe(Effect.scoped),
    180_000
  )
})
