/** What could not be read, through the program: seen, tried again, let go of. */
import { newRun } from "#domain/Run"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import { Ledger } from "#ports/Ledger"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { inStores } from "../support/inStores.ts"
import * as Program from "../support/Program.ts"

const record = (fields: object = {}) =>
  JSON.stringify({
    code_insee_region: "53",
    nature: "Données temps réel",
    date_heure: "2020-05-01T10:00:00+00:00",
    consommation: 2000,
    thermique: 100,
    ...fields
  })

const CORSICA = record({ code_insee_region: "94", libelle_region: "\u001B[31mCorse" })

interface Listed {
  readonly waiting: number
  readonly entries: ReadonlyArray<{ readonly id: string; readonly reason: string; readonly resolution: string | null }>
}

const quarantine = (settings: Program.Settings, ...args: ReadonlyArray<string>) =>
  Program.run(["quarantine", ...args], settings)

describe("quarantine", () => {
  it.live("shows, retries and drops, and deletes nothing", () =>
    Effect.gen(function*() {
      const { url } = yield* OdreServer.serve({ grid: RecordFiles.fromLines([record(), CORSICA]) })
      const settings = yield* Program.embeddedUp(url)
      assert.match((yield* quarantine(settings, "list")).stdout, /Nothing waits/)
      const run = yield* Program.run(["run", "--from", "2020-05-01", "--to", "2020-05-01"], settings)
      assert.strictEqual(run.code, 0, run.stderr)

      const list = yield* quarantine(settings, "list")
      assert.match(list.stdout, /1 +.*eco2mix-regional-tr +UnknownRegion +code_insee_region is "94"/)
      assert.match(list.stdout, /1 wait for a person/)
      const show = yield* quarantine(settings, "show", "1")
      assert.match(show.stdout, /Entry 1: UnknownRegion/)
      assert.include(show.stdout, CORSICA)
      assert.notInclude(show.stdout, "\u001B")

      const still = yield* quarantine(settings, "retry", "1")
      assert.strictEqual(still.code, 1)
      assert.match(still.stdout, /1 {2}waits on: UnknownRegion: code_insee_region is "94"/)

      // As if Brittany had been unknown to the rules of its time.
      const text = record({ date_heure: "2020-05-01T10:15:00+00:00" })
      yield* inStores(
        settings,
        Effect.flatMap(Ledger, (ledger) =>
          ledger.quarantine(
            newRun({
              trigger: "manual",
              window: { from: "2020-05-01", to: "2020-05-01" },
              datasets: [],
              requestedBy: "test"
            }),
            [{
              dataset: "eco2mix-regional-tr",
              reason: "UnknownRegion",
              detail: "code_insee_region is \"53\"",
              text,
              bytes: Buffer.byteLength(text)
            }]
          ))
      )
      const retried = yield* quarantine(settings, "retry", "--all")
      assert.strictEqual(retried.code, 1)
      assert.match(retried.stdout, /retried: its observation is in the lake/)
      assert.match(retried.stdout, /Run \S+ succeeded: 2 records .*1 new revisions.*4 rows appended/)
      assert.match(retried.stderr, /1 of 2 still wait/)
      const rows = yield* Program.ask<{ n: number }>(
        "select count(*) as n from regional_energy_current where date_heure = '2020-05-01T10:15Z'",
        settings
      )
      assert.strictEqual(rows[0]!.n, 2)
      const [made] = yield* Program.ask<{ trigger: string; requested_by: string; outcome: string }>(
        "select trigger, requested_by, outcome from pipeline_runs order by started_at desc limit 1",
        settings
      )
      assert.deepInclude(made, { trigger: "manual", outcome: "succeeded" })
      assert.match(made!.requested_by, /^command /)

      const dropped = yield* quarantine(settings, "drop", "1")
      assert.strictEqual(dropped.code, 0, dropped.stderr)
      assert.match(dropped.stdout, /1 {2}dropped/)
      assert.match((yield* quarantine(settings, "list")).stdout, /Nothing waits/)
      const all = JSON.parse((yield* quarantine(settings, "list", "--resolved", "--json")).stdout) as Listed
      assert.strictEqual(all.waiting, 0)
      assert.deepStrictEqual(all.entries.map(({ id, resolution }) => [id === "1", resolution]), [
        [false, "retried"],
        [true, "dropped"]
      ])
      // Seen again by the next run, it stays dropped.
      yield* Program.run(["run", "--from", "2020-05-01", "--to", "2020-05-01"], settings)
      assert.match((yield* quarantine(settings, "list")).stdout, /Nothing waits/)
    }).pipe(Effect.scoped), 180_000)

  it.live("refuses what is not there, and what was not said", () =>
    Effect.gen(function*() {
      const settings = yield* Program.embeddedUp("http://127.0.0.1:1")
      for (
        const [args, code, line] of [
          [["show", "17"], 1, /no entry 17.*quarantine list/],
          [["retry", "17", "x"], 1, /no entry 17, x/],
          [["drop", "17"], 1, /no entry 17/],
          [["drop"], 2, /id/],
          [["retry"], 2, /or --all/],
          [["retry", "17", "--all"], 2, /not both/],
          [["list", "--limit", "0"], 2, /0 is no number of entries/]
        ] as const
      ) {
        const done = yield* quarantine(settings, ...args)
        assert.strictEqual(done.code, code, `${args.join(" ")}: ${done.stderr}`)
        assert.match(done.stderr, line)
      }
    }).pipe(Effect.scoped), 180_000)
})
