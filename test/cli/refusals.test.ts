/** Bad input, through the program: one line that names it, why, and the way out; the code that a script reads. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as Program from "../support/Program.ts"

interface Refusal {
  readonly args: ReadonlyArray<string>
  readonly settings?: Program.Settings
  readonly code: number
  readonly line: RegExp
}

const servers = { ECO2MIXD_STORES: "servers", MONGO_URL: "mongodb://127.0.0.1:1/x" }

const refusals: ReadonlyArray<Refusal> = [
  { args: ["nonsense"], code: 2, line: /"nonsense".*--help/ },
  { args: ["run", "--form", "2020-01-01"], code: 2, line: /--form/ },
  { args: ["run", "--from", "2020-02-30"], code: 2, line: /--from.*"2020-02-30" is no day.*2026-09-30/ },
  {
    args: ["run", "--from", "2020-02-02", "--to", "2020-02-01"],
    code: 2,
    line: /--from 2020-02-02 is after --to 2020-02-01/
  },
  { args: ["backfill", "--from", "2020-02-01"], code: 2, line: /--to/ },
  {
    args: ["backfill", "--from", "2020-02-01", "--to", "2020-02-02", "--dataset", "eco2mix"],
    code: 2,
    line: /--dataset.*eco2mix-regional-tr/
  },
  { args: ["replay"], code: 2, line: /--from/ },
  { args: ["run", "--to", "9999-12-31"], code: 2, line: /9999-12-31 is outside the years 2000 to 2099/ },
  { args: ["quickstart", "--once"], settings: { ECO2MIXD_SOURCE_URL: "odre" }, code: 78, line: /ECO2MIXD_SOURCE_URL/ },
  { args: ["sql"], code: 2, line: /query/ },
  { args: ["sql", "--format", "xml", "select 1"], code: 2, line: /--format.*"xml".*csv/ },
  { args: ["simulate", "--port", "70000"], code: 2, line: /70000 is no port/ },
  { args: ["simulate", "--fault", "gremlins"], code: 2, line: /--fault gremlins.*truncated/ },
  { args: ["simulate", "--now", "noon"], code: 2, line: /--now "noon".*2026-09-30T12:00:00Z/ },
  { args: ["simulate", "--records", "/nowhere/x.jsonl"], code: 2, line: /\/nowhere\/x\.jsonl/ },
  { args: ["run"], settings: { ECO2MIXD_STORES: "tape" }, code: 78, line: /ECO2MIXD_STORES.*"embedded" \| "servers"/ },
  { args: ["run"], settings: { ECO2MIXD_EMBEDDED_PORT: "high" }, code: 78, line: /ECO2MIXD_EMBEDDED_PORT/ },
  { args: ["run"], settings: { ECO2MIXD_EMBEDDED_PORT: "70000" }, code: 78, line: /ECO2MIXD_EMBEDDED_PORT.*65535/ },
  { args: ["run"], settings: { ECO2MIXD_SOURCE_URL: "odre" }, code: 78, line: /ECO2MIXD_SOURCE_URL.*URL/ },
  { args: ["run"], settings: { ECO2MIXD_SOURCE_URL: "ftp://odre" }, code: 78, line: /ECO2MIXD_SOURCE_URL.*https?:/ },
  { args: ["run"], settings: { ECO2MIXD_STORES: "servers" }, code: 78, line: /(MONGO_URL|DATABASE_URL).*not set/ },
  {
    args: ["start"],
    settings: { ECO2MIXD_CLUSTER: "on" },
    code: 78,
    line: /ECO2MIXD_CLUSTER is on.*ECO2MIXD_STORES=servers, or ECO2MIXD_CLUSTER=off/
  },
  ...["hunter2", "eco2mixd-1", "eco2mixd-1:70000", "http://eco2mixd-1:34431"].map((address): Refusal => ({
    args: ["start"],
    settings: {
      ...servers,
      DATABASE_URL: "postgres://me:hunter2@127.0.0.1:1/x",
      ECO2MIXD_CLUSTER: "on",
      ECO2MIXD_CLUSTER_ADDRESS: address
    },
    code: 78,
    line: /ECO2MIXD_CLUSTER_ADDRESS must be a host and a port like eco2mixd-1:34431/
  })),
  ...["/dev/null/x", "/proc/x"].map((folder): Refusal => ({
    args: ["sql", "select 1"],
    settings: { ECO2MIXD_DATA_DIR: folder },
    code: 1,
    line: new RegExp(`${folder} can't hold.*ECO2MIXD_DATA_DIR`)
  })),
  {
    args: ["sql", "select 1"],
    settings: { ...servers, DATABASE_URL: "hunter2" },
    code: 78,
    line: /DATABASE_URL.*postgres:\/\//
  },
  {
    args: ["sql", "select 1"],
    settings: { ...servers, DATABASE_URL_FILE: "/nowhere/url" },
    code: 78,
    line: /DATABASE_URL_FILE.*\/nowhere\/url.*(ENOENT|Requires read access)/
  },
  {
    args: ["sql", "select 1"],
    settings: { ...servers, DATABASE_URL: "postgres://me:hunter2@127.0.0.1:1/x" },
    code: 1,
    line: /ECONNREFUSED 127\.0\.0\.1:1/
  }
]

describe("refusals", () => {
  it.live("each names what was wrong, in one line, and no secret", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* Effect.forEach(refusals, ({ args, code, line, settings }) =>
        Effect.gen(function*() {
          const done = yield* Program.run(args, { ECO2MIXD_DATA_DIR: join(folder, "none"), ...settings })
          const call = `${args.join(" ")} ${JSON.stringify(settings ?? {})}: ${done.stderr}`
          assert.strictEqual(done.code, code, call)
          assert.strictEqual(done.stdout, "", call)
          assert.strictEqual(done.stderr.trim().split("\n").length, 1, call)
          assert.match(done.stderr, line, call)
          assert.notInclude(done.stderr, "hunter2")
        }), { concurrency: 2 })
    }).pipe(Effect.scoped), 180_000)

  it.live("a secret is read from its file", () =>
    Effect.gen(function*() {
      const file = join(yield* temporaryFolder, "url")
      yield* Effect.promise(() => writeFile(file, "postgres://me:hunter2@127.0.0.1:1/x\n"))
      const done = yield* Program.run(["sql", "select 1"], { ...servers, DATABASE_URL_FILE: file })
      assert.match(done.stderr, /ECONNREFUSED 127\.0\.0\.1:1/)
      assert.strictEqual(done.code, 1)
    }).pipe(Effect.scoped))

  it.live("a port that is taken is named, with the way out", () =>
    Effect.gen(function*() {
      const other = createServer().listen(0, "127.0.0.1")
      yield* Effect.addFinalizer(() => Effect.sync(() => other.close()))
      yield* Effect.promise(() => once(other, "listening"))
      const { port } = other.address() as { readonly port: number }
      const done = yield* Program.run(["sql", "select 1"], {
        ECO2MIXD_DATA_DIR: yield* temporaryFolder,
        ECO2MIXD_EMBEDDED_PORT: String(port)
      })
      assert.strictEqual(done.code, 1)
      assert.match(done.stderr, new RegExp(`Port ${port} is taken.*ECO2MIXD_EMBEDDED_PORT`))
    }).pipe(Effect.scoped))

  it.live("an answer of any length is written, as far as anybody reads it", () =>
    Effect.gen(function*() {
      const settings = yield* Program.embeddedUp("http://127.0.0.1:1")
      const long = "select generate_series(1, 200000) as n"
      const whole = yield* Program.run(["sql", long], settings)
      assert.isTrue(whole.stdout.endsWith("\n200000\n"), whole.stderr)
      const { code, said } = yield* Effect.promise(async () => {
        const child = Program.start(["sql", "--format", "csv", long], settings)
        let said = ""
        child.stderr.on("data", (piece) => said += String(piece))
        child.stdout.once("data", () => child.stdout.destroy())
        await Program.exited(child)
        return { code: child.exitCode, said }
      })
      assert.deepStrictEqual([code, said], [0, ""])
    }).pipe(Effect.scoped))

  it.live("sql answers in three formats, and changes nothing", () =>
    Effect.gen(function*() {
      const settings = yield* Program.embeddedUp("http://127.0.0.1:1")
      const ask = (...args: ReadonlyArray<string>) => Program.run(["sql", ...args], settings)
      const question =
        "select 1::bigint as one, 'a,\"b' as text, null as none, 1.50::numeric as n, 'infinity'::float8 as far"
      assert.deepStrictEqual(JSON.parse((yield* ask("--format", "json", question)).stdout), [
        { one: 1, text: "a,\"b", none: null, n: 1.5, far: "Infinity" }
      ])
      assert.strictEqual(
        (yield* ask("--format", "csv", question)).stdout,
        "one,text,none,n,far\n1,\"a,\"\"b\",,1.5,Infinity\n"
      )
      assert.match((yield* ask(question)).stdout, /^one\s+text\s+none\s+n\s+far\n─/)
      const odd =
        "select array['eolien'::filiere] as list, '{{1,2}}'::int[] as lists, 'infinity'::timestamptz as ever, " +
        "9007199254740993::numeric as exact, interval '1 day' as span, 'eolien'::filiere as word"
      assert.deepStrictEqual(JSON.parse((yield* ask("--format", "json", odd)).stdout), [
        {
          list: "{eolien}",
          lists: "{{1,2}}",
          ever: "infinity",
          exact: "9007199254740993",
          span: "1 day",
          word: "eolien"
        }
      ])
      assert.include((yield* ask("explain select 1")).stdout, "QUERY PLAN")
      for (
        const change of [
          "delete from generations",
          "drop table quarantine",
          "create table x (y int)",
          "nonsense",
          "select 1; select 2",
          "",
          "copy (select 1) to program 'true'",
          "copy (select 1) to stdout",
          "select pg_reload_conf()"
        ]
      ) {
        const done = yield* ask(change)
        assert.strictEqual(done.code, 1, change)
        assert.strictEqual(done.stderr.trim().split("\n").length, 1)
      }
    }).pipe(Effect.scoped))

  it.live("what the source sends and nobody can read is set aside by its reason, and the rest goes on", () =>
    Effect.gen(function*() {
      const good = (minute: number, fields: object = {}) =>
        JSON.stringify({
          code_insee_region: "53",
          nature: "Données temps réel",
          date_heure: `2020-05-01T10:${minute === 0 ? "00" : minute}:00+00:00`,
          consommation: 2000,
          ...fields
        })
      const lines = [
        good(0),
        "{\"code_insee_region\": \"53\", ",
        good(15, { code_insee_region: "94" }),
        good(15, { nature: "Données provisoires" }),
        "{\"date_heure\": 7}",
        good(30, { libelle_region: "x".repeat(10_000_000) }),
        good(45, { eolien: "abc", libelle_region: "\u0000" })
      ]
      const { url } = yield* OdreServer.serve({ grid: RecordFiles.fromLines(lines) })
      const settings = yield* Program.embeddedUp(url)
      const args = ["run", "--from", "2020-05-01", "--to", "2020-05-01", "--dataset", "eco2mix-regional-tr"]
      for (const news of [2, 0]) {
        const done = yield* Program.run(args, settings)
        assert.strictEqual(done.code, 0, done.stderr)
        assert.include(
          done.stdout,
          "7 records (0 blank, 0 ghost, 0 repeated, 6 quarantined)".replaceAll(" records", " records")
        )
        assert.include(done.stdout, `${news} new revisions`)
      }
      const set = yield* Program.ask<{ reason: string; bytes: number; kept: number }>(
        "select reason, record_bytes as bytes, octet_length(record) as kept from quarantine order by reason, bytes",
        settings
      )
      assert.deepStrictEqual(set.map(({ reason }) => reason), [
        "NotANumber",
        "NotJson",
        "TooLarge",
        "UnknownNature",
        "UnknownRegion",
        "UnknownRegion"
      ])
      const large = set.find(({ reason }) => reason === "TooLarge")!
      assert.isAbove(large.bytes, 10_000_000)
      assert.isAtMost(large.kept, 65_536)
      const [lake] = yield* Program.ask<{ documents: number; nul: number }>(
        "select count(*) as documents, sum(strpos(record, '\\u0000')) as nul from lake.revisions",
        settings
      )
      assert.strictEqual(lake!.documents, 2)
      assert.isAbove(lake!.nul, 0)
    }).pipe(Effect.scoped))
})
