/** Embedded stores taken over to servers, through the program: all of it, whatever was killed, and nothing that is another's. */
import * as MongoClient from "#layers/mongo/MongoClient"
import * as MongoLake from "#layers/mongo/MongoLake"
import { clientOf, DATABASE } from "#layers/postgres/EmbeddedPostgres"
import * as PostgresLake from "#layers/postgres/PostgresLake"
import { find } from "#layers/postgres/PostgresServer"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { Lake } from "#ports/Lake"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { daemon } from "../support/Daemon.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as Program from "../support/Program.ts"
import { servers } from "../support/Servers.ts"

const DAY = ["--from", "2020-05-01", "--to", "2020-05-01"]
const SIMULATED = ["--from", "2026-06-28", "--to", "2026-06-29"]

const TABLES = [
  "generations",
  "pipeline_runs",
  "quarantine",
  "findings",
  "journal",
  "regional_energy_stats",
  "published_days"
]

const line = (fields: object, minute: number) =>
  JSON.stringify({
    code_insee_region: "53",
    nature: "Données temps réel",
    date_heure: new Date(Date.UTC(2020, 4, 1, 10, minute)).toISOString().replace("Z", "+00:00"),
    consommation: 2000,
    bioenergies: 40.1,
    ech_physiques: -0.3,
    ...fields
  })

/** What changes its mind, what nobody can read, what is hard to believe. */
const lines = (eolien: number | null, odd = "abc") => [
  line({ eolien }, 0),
  line({ eolien: 101 }, 15),
  line({ eolien: 102, solaire: odd, libelle_region: "a \"quote\", \\, (a bracket) and\na line" }, 30)
]

/** Every column of every line of every table. */
const told = (sql: PgClient.PgClient) =>
  Effect.map(
    sql.unsafe<{ readonly table: string; readonly lines: number; readonly digest: string }>(
      TABLES.map((table) =>
        `select '${table}' as table, count(*)::integer as lines, md5(string_agg(t::text, E'\\n' order by t::text)) as digest
         from ${table} t`
      ).join(" union all ")
    ),
    (tables) => ({ tables, lines: Object.fromEntries(tables.map(({ lines, table }) => [table, lines])) })
  )

const succeeded = (args: ReadonlyArray<string>, settings: Program.Settings) =>
  Effect.map(Program.run(args, settings), ({ code, stderr, stdout }) => {
    assert.strictEqual(code, 0, stderr)
    return stdout
  })

const refused = (args: ReadonlyArray<string>, settings: Program.Settings, line: RegExp) =>
  Effect.map(Program.run(args, settings), ({ code, stderr, stdout }) => {
    assert.strictEqual(code, 1, stdout)
    assert.match(stderr, line)
  })

/** Embedded stores and servers, and how a person has both: the embedded ones are those that are used. */
const stores = Effect.fnUntraced(function*(url: string) {
  const [embedded, there] = yield* Effect.all([Program.embeddedUp(url), servers(url)], { concurrency: 2 })
  const { DATABASE_URL, MONGO_URL } = there as Record<"DATABASE_URL" | "MONGO_URL", string>
  const server = yield* Effect.promise(() => find(embedded["ECO2MIXD_DATA_DIR"]!))
  if (typeof server === "string") throw new Error(server)
  return {
    embedded,
    there,
    both: { ...embedded, DATABASE_URL, MONGO_URL },
    // Made by the first command.
    source: opened(clientOf(server, DATABASE)),
    target: yield* opened({ url: Redacted.make(DATABASE_URL) })
  }
})

const opened = (config: PgClient.PgClientConfig) =>
  Effect.map(
    Layer.build(Layer.fresh(PgClient.layer({ ...config, startupParameters: { TimeZone: "UTC" } }))),
    Context.get(PgClient.PgClient)
  )

const revisions = Effect.gen(function*() {
  const lake = yield* Lake
  const all = yield* Stream.runCollect(lake.revisions({ from: "2020-01-01", to: "2026-12-31" }))
  return { id: yield* lake.id, all: all.map((one) => JSON.stringify(one)).toSorted() }
})

const inPostgres = (sql: PgClient.PgClient) =>
  revisions.pipe(Effect.provide(Layer.provide(PostgresLake.layer, Layer.succeed(PgClient.PgClient, sql))))

const inMongo = (settings: Program.Settings) =>
  revisions.pipe(Effect.provide(MongoLake.layer.pipe(
    Layer.provide(MongoClient.layer),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: settings })))
  )))

const why = FerretDb.missing ?? ""
describe(`copy ${why}`, () => {
  it.live.skipIf(FerretDb.missing !== undefined)(
    "takes over what was known, when it was, and goes on there",
    () =>
      Effect.gen(function*() {
        const source = RecordFiles.fromLines([])
        const { url } = yield* OdreServer.serve({ grid: source })
        const { both, embedded, source: from, target, there } = yield* stores(url)
        const moments: Array<string> = []
        for (const eolien of [100, null]) {
          source.replace(lines(eolien))
          yield* succeeded(["run", ...DAY], embedded)
          moments.push(new Date().toISOString())
        }
        const sql = yield* from
        const before = yield* told(sql)
        assert.deepInclude(before.lines, { pipeline_runs: 2, quarantine: 1, generations: 1 })
        assert.isAbove(before.lines["findings"]!, 0)

        const rehearsed = yield* succeeded(["copy", "--dry-run"], both)
        assert.match(
          rehearsed,
          /^Nothing was copied\. There is to copy: 4 revisions, \d+ rows, 1 published days, 2 runs/
        )
        assert.isTrue(Object.values((yield* told(target)).lines).every((lines) => lines === 0))
        const copied = yield* succeeded(["copy"], both)
        assert.match(copied, /4 revisions.* 2 runs, 1 entries of the quarantine, .*ECO2MIXD_STORES=servers/s)

        assert.deepStrictEqual(yield* told(target), before)
        assert.deepStrictEqual(yield* told(sql), before)
        assert.deepStrictEqual(yield* inMongo(there), yield* inPostgres(sql))
        for (const moment of ["2020-01-01", ...moments]) {
          const asOf = `select t::text as line from regional_energy_as_of('${moment}') t order by 1`
          const rows = yield* sql.unsafe(asOf)
          assert.strictEqual(rows.length > 0, moment !== "2020-01-01")
          assert.deepStrictEqual(yield* target.unsafe(asOf), rows)
        }
        const explain = ["explain", "53", "eolien", "2020-05-01T10:00Z", "--json"]
        assert.strictEqual(yield* succeeded(explain, there), yield* succeeded(explain, embedded))

        // The embedded stores go on once more: what stands differently there now is brought forward.
        yield* succeeded(["quarantine", "drop", "1"], embedded)
        yield* succeeded(["replay", ...DAY], embedded)
        const later = yield* told(sql)
        assert.notDeepEqual(later, before)
        assert.match(yield* succeeded(["copy"], both), /4 \(0 of them not there before\) revisions/)

        assert.deepStrictEqual(yield* told(target), later)

        // What could not be read is numbered behind what came along.
        source.replace(lines(null, "def"))
        const next = yield* succeeded(["run", ...DAY], there)
        assert.match(next, /0 new revisions, 3 unchanged; 0 days published, 0 rows appended/)
        const after = (yield* told(target)).lines
        assert.deepStrictEqual(after, {
          ...later.lines,
          pipeline_runs: 4,
          quarantine: 2,
          journal: later.lines["journal"]! + 2
        })
        // The servers have gone on by themselves: what they heard is not lost for it.
        yield* refused(["copy"], both, /Copy\.Foreign: pipeline_runs in the database to copy to has/)
        assert.deepStrictEqual((yield* told(target)).lines, after)
      }).pipe(Effect.scoped),
    120_000
  )

  it.live.skipIf(FerretDb.missing !== undefined)(
    "goes on where it was killed, and leaves alone what is another's",
    () =>
      Effect.gen(function*() {
        const { url } = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 3, now: Date.UTC(2026, 6, 1) }) })
        const { both, embedded, source: from, target, there } = yield* stores(url)
        yield* succeeded(["backfill", ...SIMULATED], embedded)
        const sql = yield* from
        const before = yield* told(sql)

        for (const moment of ["Copying the lake", "Copying regional_energy_stats of 2026"]) {
          const killed = yield* Effect.promise(async () => {
            const child = Program.start(["copy"], both)
            let said = ""
            child.stdout.resume()
            child.stderr.on("data", (piece) => {
              said += String(piece)
              if (said.includes(moment)) child.kill("SIGKILL")
            })
            await Program.exited(child)
            return { code: child.exitCode, said }
          })
          assert.isNull(killed.code, killed.said)
          assert.include(killed.said, moment)
        }
        // Meanwhile the source has gone on, and is copied as it is now.
        yield* succeeded(["run", ...SIMULATED], embedded)
        yield* succeeded(["copy"], both)
        const now = yield* told(sql)
        assert.deepStrictEqual(yield* told(target), now)
        assert.strictEqual(now.lines["regional_energy_stats"], before.lines["regional_energy_stats"])
        assert.deepStrictEqual(yield* inMongo(there), yield* inPostgres(sql))

        const folder = join(yield* temporaryFolder, "other")
        const other = { ...both, ECO2MIXD_DATA_DIR: folder }
        yield* refused(["copy"], other, /There are no embedded stores in .*other: set ECO2MIXD_DATA_DIR/)
        assert.isFalse(existsSync(folder))
        yield* succeeded(["migrate"], other)
        yield* refused(["copy"], other, /Copy\.Foreign: The lake to copy to is another one/)
        assert.deepStrictEqual(yield* told(target), now)

        const { password, port } = sql.config as { readonly password: Redacted.Redacted; readonly port: number }
        const itself = `postgres://eco2mixd:${Redacted.value(password)}@127.0.0.1:${port}/${DATABASE}`
        yield* refused(
          ["copy"],
          { ...both, DATABASE_URL: itself },
          /Copy\.Foreign: DATABASE_URL names the embedded store/
        )
        assert.deepStrictEqual(yield* told(sql), now)

        yield* Effect.scoped(Effect.gen(function*() {
          yield* daemon(there)
          yield* refused(["copy", "--dry-run"], both, /InUse: The stores to be copied to are led by .*stop that daemon/)
        }))
        // It may have begun a run, which is its business.
        const left = yield* told(target)
        yield* Effect.scoped(Effect.gen(function*() {
          yield* daemon(embedded)
          yield* refused(["copy"], both, /Copy\.InUse: The stores to be copied are led by .*stop that daemon/)
        }))
        assert.deepStrictEqual(yield* told(target), left)
      }).pipe(Effect.scoped),
    120_000
  )
})
