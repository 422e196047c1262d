/** How things stand, through the program: from nothing, over a good day, to what a person must act on. */
import { concernsOf } from "#cli/standing"
import * as Day from "#domain/Day"
import { ALL } from "#domain/Region"
import { newRun, NOTHING, type Outcome } from "#domain/Run"
import { enter, leave, USER } from "#layers/postgres/PostgresServer"
import { Leadership } from "#ports/Leadership"
import { Ledger } from "#ports/Ledger"
import { assert, describe, it } from "@effect/vitest"
import * as Cron from "effect/Cron"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { inStores } from "../support/inStores.ts"
import * as Program from "../support/Program.ts"

interface Status {
  readonly well: boolean
  readonly concerns: ReadonlyArray<string>
  readonly leader: { readonly name: string } | null
  readonly last_morning: { readonly outcome: string; readonly error: { readonly code: string } } | null
  readonly open_runs: ReadonlyArray<{ readonly run_id: string; readonly progress: object | null }>
  readonly last_runs: ReadonlyArray<{ readonly trigger: string }>
  readonly regions: ReadonlyArray<{ readonly code_insee_region: string; readonly lag_seconds: number }>
  readonly quota: ReadonlyArray<{ readonly dataset: string; readonly remaining: number }>
  readonly quarantine_waiting: number
  readonly findings: Readonly<Record<string, number>>
}

const status = (settings: Program.Settings) =>
  Effect.map(Program.run(["status", "--json"], settings), ({ code, stderr, stdout }) => {
    assert.isNotEmpty(stdout, stderr)
    return { code, stderr, seen: JSON.parse(stdout) as Status }
  })

const today = Day.of(Date.now())

const ended = (outcome: Outcome, trigger: "schedule" | "manual" = "schedule") =>
  Effect.scoped(Effect.gen(function*() {
    const ledger = yield* Ledger
    const run = newRun({
      trigger,
      window: { from: today, to: today },
      datasets: ["eco2mix-regional-tr"],
      requestedBy: "test"
    })
    yield* ledger.open(run)
    yield* ledger.close(run, outcome, NOTHING, {})
  }))

const FAILED: Outcome = {
  _tag: "Failed",
  code: "Ingest.Unreachable",
  message: "the source is away",
  remedy: "See whether ODRÉ answers."
}

describe("status", () => {
  it.live("goes from nothing known to well, to what a person must act on, and back", () =>
    Effect.gen(function*() {
      const settings = yield* Program.embeddedUp(yield* Program.simulate())

      const empty = yield* status(settings)
      assert.deepInclude(empty, { code: 1 })
      assert.deepInclude(empty.seen, {
        well: false,
        leader: null,
        last_morning: null,
        last_runs: [],
        regions: [],
        quota: []
      })
      assert.match(empty.stderr, /nothing is known yet/)

      assert.strictEqual((yield* Program.run(["run"], settings)).code, 0)
      const good = yield* status(settings)
      assert.strictEqual(good.code, 0, good.stderr)
      assert.deepStrictEqual(good.seen.regions.map(({ code_insee_region }) => code_insee_region), [...ALL])
      assert.isTrue(good.seen.regions.every(({ lag_seconds }) => lag_seconds > 0 && lag_seconds < 7_200))
      assert.deepStrictEqual(good.seen.quota.map(({ dataset }) => dataset), [
        "eco2mix-regional-tr",
        "eco2mix-regional-cons-def"
      ])
      assert.isTrue(good.seen.quota.every(({ remaining }) => remaining > 49_000 && remaining < 50_000))

      yield* inStores(settings, ended(FAILED))
      const failed = yield* status(settings)
      assert.strictEqual(failed.code, 1)
      assert.strictEqual(failed.seen.last_morning?.error.code, "Ingest.Unreachable")
      assert.match(failed.stderr, /morning of .* failed \(Ingest.Unreachable: the source is away\)/)
      const page = yield* Program.run(["status"], settings)
      assert.strictEqual(page.code, 1)
      assert.match(page.stdout, /^Act: the morning of .*See whether ODRÉ answers/)
      assert.match(page.stdout, /Leader +nobody leads/)
      assert.match(page.stdout, /schedule .*failed \(Ingest.Unreachable\)/)

      // Whoever reads the same days makes up for the morning.
      yield* inStores(settings, ended({ _tag: "Succeeded" }, "manual"))
      assert.strictEqual((yield* status(settings)).code, 0)
    }).pipe(Effect.scoped), 180_000)

  it.live("says who leads, what goes now, and how much waits", () =>
    Effect.gen(function*() {
      const settings = yield* Program.embeddedUp("http://127.0.0.1:1")
      yield* inStores(
        settings,
        Effect.gen(function*() {
          const ledger = yield* Ledger
          const leadership = yield* Leadership
          yield* leadership.claim({ id: crypto.randomUUID(), name: "here/42" })
          const run = newRun({
            trigger: "backfill",
            window: { from: "2020-01-01", to: "2020-12-31" },
            datasets: ["eco2mix-regional-cons-def"],
            requestedBy: "test"
          })
          yield* ledger.open(run)
          yield* ledger.progress(run, { doing: "Reading December", done: 12, total: 366, ahead: run.window }, NOTHING)
          yield* ledger.quarantine(run, [
            { dataset: "eco2mix-regional-tr", reason: "NotJson", detail: "the line is no JSON", text: "{", bytes: 1 }
          ])
          const { code, seen } = yield* status(settings)
          assert.strictEqual(code, 1)
          assert.deepInclude(seen, { quarantine_waiting: 1, well: false })
          assert.strictEqual(seen.leader?.name, "here/42")
          assert.deepInclude(seen.open_runs[0], {
            run_id: run.id,
            progress: { doing: "Reading December", done: 12, total: 366 }
          })
          const { stdout } = yield* Program.run(["status"], settings)
          assert.match(stdout, /Leader +here\/42, since/)
          assert.match(stdout, /Going now: backfill 2020-01-01 to 2020-12-31/)
          assert.match(stdout, /Reading December: 12 of 366 days done/)
          assert.match(stdout, /1 wait for a person: eco2mixd quarantine list/)
        }).pipe(Effect.scoped)
      )
    }).pipe(Effect.scoped), 180_000)

  it.live("names the way out where the database has no tables yet, and makes none", () =>
    Effect.gen(function*() {
      const folder = (yield* Program.embedded("http://127.0.0.1:1"))["ECO2MIXD_DATA_DIR"]!
      const { password, port } = yield* Effect.acquireRelease(
        Effect.promise(() => enter(folder, 0)),
        () => Effect.promise(() => leave(folder))
      )
      const settings = {
        ECO2MIXD_STORES: "servers",
        MONGO_URL: "mongodb://127.0.0.1:1/x",
        DATABASE_URL: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`
      }
      for (let times = 0; times < 2; times++) {
        const { code, stderr } = yield* Program.run(["status"], settings)
        assert.strictEqual(code, 1)
        assert.match(stderr, /tables are not there.*`eco2mixd run` makes them/)
      }
    }).pipe(Effect.scoped), 180_000)

  it.live("is drawn again and again until it is told to stop, which is no failure", () =>
    Effect.gen(function*() {
      const settings = yield* Program.embeddedUp("http://127.0.0.1:1")
      const child = Program.start(["status", "--watch", "--json"], settings)
      yield* Effect.promise(async () => {
        let lines = 0
        for await (const piece of child.stdout) {
          lines += String(piece).split("\n").length - 1
          if (lines >= 2) break
        }
        process.kill(child.pid!, "SIGINT")
        if (child.exitCode === null) await once(child, "exit")
      })
      assert.strictEqual(child.exitCode, 0)
    }).pipe(Effect.scoped), 180_000)
})

describe("concerns", () => {
  const now = Date.parse("2026-11-24T15:00:00Z")
  const plan = {
    schedule: Cron.parseUnsafe("30 6 * * *", "Europe/Paris"),
    datasets: ["eco2mix-regional-tr"] as const,
    refresh: null,
    catchUp: "window" as const
  }
  const seen = (latest: string, changes: Partial<Parameters<typeof concernsOf>[0]> = {}) => ({
    now,
    runs: [],
    leader: null,
    morning: null,
    quota: [],
    quarantine: 0,
    freshness: ALL.map((region) => ({ region, nature: "Données temps réel" as const, latest: Date.parse(latest) })),
    ...changes
  })

  it("a plan that reads once a day does not miss what came since", () => {
    assert.deepStrictEqual(concernsOf(seen("2026-11-24T05:00:00Z"), plan), [])
    assert.deepStrictEqual(concernsOf(seen("2026-11-23T23:30:00Z"), plan), [])
    assert.match(concernsOf(seen("2026-11-23T23:15:00Z"), plan)[0]!, /Bretagne.*lags by 15 h 45 min.*2026-11-24 06:30/)
  })

  it("one that reads each quarter of an hour misses more", () => {
    const often = { ...plan, refresh: Day.QUARTER }
    assert.deepStrictEqual(concernsOf(seen("2026-11-24T08:00:00Z"), often), [])
    assert.lengthOf(concernsOf(seen("2026-11-24T07:30:00Z"), often), 1)
  })

  it("a region of which nothing is known is missed, unless real time is not read at all", () => {
    const lost = seen("2026-11-24T05:00:00Z")
    const one = { ...lost, freshness: lost.freshness.slice(1) }
    assert.match(concernsOf(one, plan)[0]!, /no real-time measure is known of Île-de-France/)
    assert.deepStrictEqual(concernsOf(one, { ...plan, datasets: ["eco2mix-regional-cons-def"] }), [])
  })

  it("what waits in quarantine and a spent quota of this month want a person", () => {
    const at = (remaining: number, since: string) => ({
      quota: [{ dataset: "eco2mix-regional-tr" as const, remaining, since: Date.parse(since) }]
    })
    const concerns = (changes: Parameters<typeof seen>[1]) => concernsOf(seen("2026-11-24T05:00:00Z", changes), plan)
    assert.match(concerns({ quarantine: 2 }).join(), /^2 in quarantine wait/)
    assert.match(concerns(at(0, "2026-11-24T05:30:00Z")).join(), /^the quota of eco2mix-regional-tr is spent, 0 calls/)
    assert.lengthOf(concerns(at(49, "2026-11-24T05:30:00Z")), 1)
    assert.deepStrictEqual(concerns(at(50, "2026-11-24T05:30:00Z")), [])
    assert.deepStrictEqual(concerns(at(0, "2026-10-31T05:30:00Z")), [])
  })

  it("a morning that goes now is not yet late", () => {
    const early = { now: Date.parse("2026-11-24T05:40:00Z") }
    assert.deepStrictEqual(concernsOf(seen("2026-11-23T05:00:00Z", early), plan), [])
    assert.lengthOf(concernsOf(seen("2026-11-22T05:00:00Z", early), plan), 1)
  })
})
