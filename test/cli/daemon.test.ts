/** The daemon through the program, on embedded stores: what it does by itself, what it is asked, and how it stops. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { daemon, noMorningSoon, TOKEN, within } from "../support/Daemon.ts"
import * as Program from "../support/Program.ts"

interface Runs {
  readonly runs: ReadonlyArray<{
    readonly run_id: string
    readonly trigger: string
    readonly outcome: string
    readonly counts: { readonly days: number }
  }>
}

/** `docker stop` kills after ten seconds. */
const STOP_MILLIS = 10_000

/** The server of the stores and its processes, which take no step until the scope closes. */
const frozen = (settings: Program.Settings) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const file = join(settings["ECO2MIXD_DATA_DIR"]!, "postgres", "postmaster.pid")
      const postmaster = Number(readFileSync(file, "utf8").split("\n")[0])
      const children = execFileSync("pgrep", ["-P", String(postmaster)], { encoding: "utf8" }).trim().split("\n")
      const pids = [postmaster, ...children.map(Number)]
      for (const pid of pids) process.kill(pid, "SIGSTOP")
      return pids
    }),
    (pids) => Effect.sync(() => pids.forEach((pid) => process.kill(pid, "SIGCONT")))
  )

const source = Effect.map(OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }) }), ({ url }) => url)

describe("start", () => {
  it.live("makes up for the morning that has passed, once, and answers over HTTP", () =>
    Effect.gen(function*() {
      // A morning that has just come is no catch-up.
      const settings = { ...yield* Program.embeddedUp(yield* source), ...noMorningSoon() }
      const first = yield* daemon(settings)
      yield* within(60, Effect.map(first.get<Runs>("/api/v1/runs"), ({ runs }) => runs[0]?.outcome === "succeeded"))
      const { runs } = yield* first.get<Runs>("/api/v1/runs")
      assert.deepStrictEqual(runs.map(({ trigger }) => trigger), ["catch-up"])
      const stats = yield* first.get<{ readonly rows: ReadonlyArray<unknown> }>("/api/v1/stats?region=93&limit=5")
      assert.strictEqual(stats.rows.length, 5)
      first.signal("SIGTERM")
      assert.strictEqual((yield* first.ended).code, 0)

      const second = yield* daemon(settings)
      yield* within(20, second.leads)
      yield* Effect.sleep("1 second")
      assert.strictEqual((yield* second.get<Runs>("/api/v1/runs")).runs.length, 1)
    }).pipe(Effect.scoped), 180_000)

  it.live(
    "stops within ten seconds in the middle of a run, with open listeners, and goes on when it is back",
    () =>
      Effect.gen(function*() {
        const settings = { ...yield* Program.embeddedUp(yield* source), ECO2MIXD_CATCH_UP: "none" }
        const one = yield* daemon(settings)
        yield* within(20, one.leads)
        const events = yield* Effect.promise(() => fetch(`${one.url}/api/v1/events`))
        const { body } = yield* one.post<{ readonly run_id: string }>("/api/v1/runs", {
          kind: "backfill",
          from: "2026-01-01",
          to: "2026-06-30"
        })
        const runOf = (id: string) => one.get<Runs["runs"][number]>(`/api/v1/runs/${id}`)
        yield* within(60, Effect.map(runOf(body.run_id), ({ counts }) => counts.days > 0))
        one.signal("SIGTERM")
        const { code, took } = yield* one.ended
        assert.strictEqual(code, 0)
        assert.isBelow(took, STOP_MILLIS)
        yield* Effect.promise(() => events.text().catch(() => ""))
        const [line] = yield* Program.ask<{ readonly outcome: string; readonly days: number }>(
          `select outcome, days from pipeline_runs where run_id = '${body.run_id}'`,
          settings
        )
        assert.strictEqual(line!.outcome, "interrupted")
        assert.isAbove(line!.days, 0)

        const two = yield* daemon(settings)
        const gone = Effect.map(
          two.get<{ readonly runs: ReadonlyArray<{ readonly resumes: string | null; readonly run_id: string }> }>(
            "/api/v1/runs?trigger=backfill"
          ),
          ({ runs }) => runs.some(({ resumes }) => resumes === body.run_id)
        )
        yield* within(40, gone)
        const { runs } = yield* two.get<Runs>("/api/v1/runs?trigger=backfill&outcome=running")
        assert.strictEqual((yield* two.post(`/api/v1/runs/${runs[0]!.run_id}/cancel`)).status, 204)
        assert.strictEqual((yield* two.get<Runs>("/api/v1/runs?limit=1")).runs[0]!.outcome, "cancelled")
      }).pipe(Effect.scoped),
    240_000
  )

  it.live("told twice, stops at once", () =>
    Effect.gen(function*() {
      const settings = { ...yield* Program.embeddedUp("http://127.0.0.1:9"), ECO2MIXD_CATCH_UP: "none" }
      const one = yield* daemon(settings)
      yield* within(20, one.leads)
      // A database that answers nobody: the lead can't be given back, and stopping takes its time.
      yield* frozen(settings)
      one.signal("SIGTERM")
      yield* Effect.sleep("300 millis")
      one.signal("SIGTERM")
      const { code, took } = yield* one.ended
      assert.strictEqual(code, 143)
      assert.isBelow(took, 1_000)
      assert.include(one.said(), "told twice")
    }).pipe(Effect.scoped), 60_000)

  it.live(
    "is refused with every wrong setting at once, and beyond this machine without a token",
    () =>
      Effect.gen(function*() {
        const wrong = yield* Program.run(["start"], {
          ECO2MIXD_SCHEDULE: "soon",
          ECO2MIXD_DATASETS: "eco2mix-nothing",
          ECO2MIXD_REFRESH: "1 second",
          ECO2MIXD_CATCH_UP: "all",
          ECO2MIXD_QUOTA_RESERVE: "much"
        })
        assert.strictEqual(wrong.code, 78)
        for (const name of ["SCHEDULE", "DATASETS", "REFRESH", "CATCH_UP", "QUOTA_RESERVE"]) {
          assert.match(wrong.stderr, new RegExp(`ECO2MIXD_${name} must be`))
        }
        const open = yield* Program.run(["start"], { ECO2MIXD_HTTP_HOST: "0.0.0.0" })
        assert.strictEqual(open.code, 78)
        assert.include(open.stderr, "ECO2MIXD_API_TOKEN")
        const weak = yield* Program.run(["start"], { ECO2MIXD_API_TOKEN: "short" })
        assert.strictEqual(weak.code, 78)
        assert.notInclude(weak.stderr, "short ")
        assert.notInclude(wrong.stderr + open.stderr, TOKEN)
      }),
    60_000
  )
})

describe("backfill", () => {
  const args = (...more: ReadonlyArray<string>) => ["backfill", "--from", "2026-03-20", "--to", "2026-05-10", ...more]

  it.live("tried out says what it would bring, writes nothing, and is right", () =>
    Effect.gen(function*() {
      const settings = yield* Program.embeddedUp(yield* source)
      const figures = (text: string) => /: ([\d\s]+ records.*)\.\s*$/.exec(text.trim())?.[1]
      // Something is there already, so that not all is new.
      yield* Program.run(["run", "--from", "2026-04-29", "--to", "2026-05-01"], settings)
      const state = Program.ask(
        `select (select count(*) from pipeline_runs) as runs, (select count(*) from lake.revisions) as documents,
           (select count(*) from regional_energy_stats) as rows, (select count(*) from quarantine) as quarantined,
           (select count(*) from generations) as generations, (select count(*) from findings) as findings`,
        settings
      )
      const before = yield* state
      const rehearsed = yield* Program.run(args("--dry-run"), settings)
      assert.strictEqual(rehearsed.code, 0, rehearsed.stderr)
      assert.deepStrictEqual(yield* state, before)
      assert.match(rehearsed.stdout, /Nothing was written\. .* takes \d+ calls/)
      const real = yield* Program.run(args(), settings)
      assert.strictEqual(real.code, 0, real.stderr)
      assert.isString(figures(real.stdout))
      assert.strictEqual(figures(rehearsed.stdout), figures(real.stdout))
    }).pipe(Effect.scoped), 240_000)

  it.live(
    "killed, goes on in its month; --anew begins at the beginning; either end may come first",
    () =>
      Effect.gen(function*() {
        const settings = yield* Program.embeddedUp(yield* source)
        const child = Program.start(args("--oldest-first"), settings)
        let said = ""
        child.stderr.on("data", (piece) => said += String(piece))
        yield* within(60, Effect.sync(() => said.includes("Reading eco2mix-regional-tr, 2026-04-01")))
        assert.isTrue(said.startsWith("Reading eco2mix-regional-tr, 2026-03-20"))
        child.kill("SIGKILL")
        yield* Effect.promise(() => Program.exited(child))
        const again = yield* Program.run(args("--oldest-first"), settings)
        assert.strictEqual(again.code, 0, again.stderr)
        assert.match(again.stderr, /Going on with run \S+: 2026-04-01 to 2026-05-10 are left/)
        assert.notInclude(again.stderr, "Reading eco2mix-regional-tr, 2026-03")
        const third = yield* Program.run(args("--oldest-first"), settings)
        assert.include(third.stderr, "Reading eco2mix-regional-tr, 2026-03-20")
      }).pipe(Effect.scoped),
    240_000
  )

  it.live("leaves the mornings their part of the quota", () =>
    Effect.gen(function*() {
      const { url } = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }), quota: 10 })
      const settings = { ...yield* Program.embeddedUp(url), ECO2MIXD_QUOTA_RESERVE: "50 %" }
      const done = yield* Program.run(args("--dataset", "eco2mix-regional-tr"), settings)
      assert.strictEqual(done.code, 1)
      assert.match(done.stderr, /Gate\.QuotaReserved: \d calls to eco2mix-regional-tr are left of 10, and 5 are kept/)
      const [run] = yield* Program.ask<{ readonly error_code: string; readonly quota: Record<string, number> }>(
        "select error_code, quota_remaining as quota from pipeline_runs",
        settings
      )
      assert.strictEqual(run!.error_code, "Gate.QuotaReserved")
      assert.isAtLeast(run!.quota["eco2mix-regional-tr"]!, 5)
    }).pipe(Effect.scoped), 120_000)
})
