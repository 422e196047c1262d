/** What the table says, and said, while the source changes its mind: through the program. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Program from "../support/Program.ts"

const record = (nature: string, minute: number, consommation: number, eolien: number | string | null) =>
  JSON.stringify({
    code_insee_region: "53",
    nature,
    date_heure: new Date(Date.UTC(2020, 4, 1, 10, minute)).toISOString().replace("Z", "+00:00"),
    consommation,
    eolien,
    bioenergies: 40,
    ech_physiques: 0
  })

const TR = "Données temps réel"
const CONS = "Données consolidées"
const DAY = ["--from", "2020-05-01", "--to", "2020-05-01"]

interface Row {
  readonly date_heure: string
  readonly nature: string
  readonly avg_production: number | null
  readonly avg_consumption: number | null
}

describe("history", () => {
  it.live("A, B, A is three revisions, and each moment has its own table", () =>
    Effect.gen(function*() {
      const source = RecordFiles.fromLines([])
      const { url } = yield* OdreServer.serve({ grid: source })
      const settings = yield* Program.embeddedUp(url)
      const moments: Array<string> = []
      // The second says nothing of wind: its filière is gone, and comes back.
      for (const eolien of [100, null, 100]) {
        source.replace([record(TR, 0, 2000, eolien), record(TR, 15, 2010, 101), record(TR, 30, 2020, 102)])
        const { code, stderr } = yield* Program.run(["run", ...DAY], settings)
        assert.strictEqual(code, 0, stderr)
        const [now] = yield* Program.ask<{ now: string }>("select now() as now", settings)
        moments.push(now!.now)
      }
      const revisions = yield* Program.ask<{ revision: number; fingerprint: string }>(
        "select revision, fingerprint from lake.revisions where instant = '2020-05-01T10:00Z' order by 1",
        settings
      )
      assert.deepStrictEqual(revisions, [
        { revision: 1, fingerprint: "2000;0;;;100;;;;40" },
        { revision: 2, fingerprint: "2000;0;;;;;;;40" },
        { revision: 3, fingerprint: "2000;0;;;100;;;;40" }
      ])
      const versions = yield* Program.ask<{ date_heure: string; versions: number }>(
        `select date_heure, count(*) as versions from regional_energy_stats
         where granularity = 'instant' and filiere = 'ensemble' group by 1 order by 1`,
        settings
      )
      assert.deepStrictEqual(versions.map((row) => row.versions), [3, 1, 1])

      const asOf = (moment: string) =>
        Program.ask<{ filiere: string; version: number; avg_production: number }>(
          `select filiere, version, avg_production from regional_energy_as_of('${moment}')
           where date_heure = '2020-05-01T10:00Z' and granularity = 'instant' order by filiere`,
          settings
        )
      const bioenergies = (version: number) => ({ filiere: "bioenergies", version, avg_production: 40 })
      const eolien = (version: number) => ({ filiere: "eolien", version, avg_production: 100 })
      const ensemble = (version: number, avg_production: number) => ({ filiere: "ensemble", version, avg_production })
      assert.deepStrictEqual(yield* asOf(moments[0]!), [eolien(1), bioenergies(1), ensemble(1, 140)])
      assert.deepStrictEqual(yield* asOf(moments[1]!), [bioenergies(2), ensemble(2, 40)])
      assert.deepStrictEqual(yield* asOf(moments[2]!), [eolien(3), bioenergies(3), ensemble(3, 140)])
      assert.deepStrictEqual(yield* asOf("2020-01-01"), [])

      const moved = yield* Program.ask<{ version: number; production_change: number | null }>(
        `select version, production_change from regional_energy_revisions
         where date_heure = '2020-05-01T10:00Z' and granularity = 'instant' and filiere = 'ensemble' order by 1`,
        settings
      )
      assert.deepStrictEqual(moved, [
        { version: 1, production_change: null },
        { version: 2, production_change: -100 },
        { version: 3, production_change: 100 }
      ])
    }).pipe(Effect.scoped))

  it.live("a better nature takes the hour, and never stands beside a lesser one in it", () =>
    Effect.gen(function*() {
      const quarters = [0, 15, 30, 45, 60, 75].map((minute) => record(TR, minute, 2000 + minute, 100))
      const consolidated = [record(CONS, 0, 1900, "90"), record(CONS, 30, 1930, "93")]
      const { url } = yield* OdreServer.serve({ grid: RecordFiles.fromLines([...quarters, ...consolidated]) })
      const settings = yield* Program.embeddedUp(url)
      const { code, stderr } = yield* Program.run(["backfill", ...DAY], settings)
      assert.strictEqual(code, 0, stderr)

      const current = yield* Program.ask<Row>(
        `select date_heure, nature, avg_consumption from regional_energy_current
         where filiere = 'ensemble' and granularity = 'instant' order by 1`,
        settings
      )
      assert.deepStrictEqual(current.map((row) => [row.date_heure.slice(11, 16), row.nature, row.avg_consumption]), [
        ["10:00", CONS, 1900],
        ["10:30", CONS, 1930],
        ["11:00", TR, 2060],
        ["11:15", TR, 2075]
      ])
      const hourly = yield* Program.ask<Row>(
        `select date_heure, nature, avg_consumption, avg_production from regional_energy_hourly
         where filiere = 'eolien' order by 1`,
        settings
      )
      assert.deepStrictEqual(hourly.map((row) => [row.nature, row.avg_consumption, row.avg_production]), [
        [CONS, 1915, 91.5],
        [TR, 2067.5, 100]
      ])
      const days = yield* Program.ask<Pick<Row, "nature" | "avg_consumption">>(
        "select nature, avg_consumption from regional_energy_current where filiere = 'ensemble' and granularity = 'day'",
        settings
      )
      assert.deepStrictEqual(days, [{ nature: CONS, avg_consumption: 1915 }])
      const months = yield* Program.ask<Omit<Row, "avg_production"> & { days: number; record_count: number }>(
        `select date_heure, nature, avg_consumption, record_count, days from regional_energy_monthly
         where filiere = 'ensemble'`,
        settings
      )
      assert.deepStrictEqual(months, [
        { date_heure: "2020-04-30T22:00:00.000Z", nature: CONS, avg_consumption: 1915, record_count: 2, days: 1 }
      ])
    }).pipe(Effect.scoped))
})
