/** Drift, named through the program. What kinds there are is tried in `test/pipelines/audit.test.ts`. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { inStores } from "../support/inStores.ts"
import * as Program from "../support/Program.ts"
import { tampering } from "../support/tampering.ts"

const record = (day: number, fields: object = {}) =>
  JSON.stringify({
    code_insee_region: "53",
    nature: "Données temps réel",
    date_heure: `2020-05-0${day}T10:00:00+00:00`,
    consommation: 2000,
    thermique: 100,
    ech_physiques: 5,
    ...fields
  })

const DAYS = ["--from", "2020-05-01", "--to", "2020-05-03"]

describe("audit", () => {
  it.live("is quiet where all is one, and names each drift with what mends it", () =>
    Effect.gen(function*() {
      const source = RecordFiles.fromLines([record(1), record(2), record(3)])
      const { url } = yield* OdreServer.serve({ grid: source })
      const settings = yield* Program.embeddedUp(url)
      assert.strictEqual((yield* Program.run(["run", ...DAYS], settings)).code, 0)

      const quiet = yield* Program.run(["audit", ...DAYS], settings)
      assert.strictEqual(quiet.code, 0, quiet.stderr)
      assert.strictEqual(quiet.stderr, "")
      assert.deepStrictEqual(quiet.stdout.trim().split("\n").map((line) => line.slice(0, 14)), [
        "2020-05-01  ok",
        "2020-05-02  ok",
        "2020-05-03  ok"
      ])

      source.replace([record(1, { thermique: 150 }), record(2), record(3)])
      yield* inStores(
        settings,
        Effect.flatMap(PgClient.PgClient, (sql) =>
          Effect.andThen(
            tampering(sql),
            sql`delete from regional_energy_stats where granularity = 'instant' and filiere = 'thermique'
              and date_heure = '2020-05-02T10:00Z'`
          ))
      )
      const drift = yield* Program.run(["audit", ...DAYS], settings)
      assert.strictEqual(drift.code, 1)
      assert.match(drift.stdout, /2020-05-01 {2}DRIFT.*\n.*has revised 1 observation: 53 .* \(thermique 100 → 150\)/)
      assert.match(drift.stdout, /2020-05-02 {2}DRIFT.*\n.*1 row missing from the table: 53 thermique .* instant/)
      assert.match(drift.stdout, /2020-05-03 {2}ok/)
      assert.match(
        drift.stderr,
        /2 days drift; `eco2mixd run --from 2020-05-01 --to 2020-05-01`.*`eco2mixd replay --from 2020-05-02 --to 2020-05-02`/
      )
      const json = JSON.parse((yield* Program.run(["audit", ...DAYS, "--json"], settings)).stdout)
      assert.deepInclude(json, { from: "2020-05-01", to: "2020-05-03", drift: true })
      assert.deepStrictEqual(
        json.days.map(({ ok }: { ok: boolean }) => ok),
        [false, false, true]
      )
      assert.deepInclude(json.days[1].rows_drifting.first[0], { kind: "missing", filiere: "thermique" })

      // What it says mends it, does.
      yield* Program.run(["run", "--from", "2020-05-01", "--to", "2020-05-01"], settings)
      yield* Program.run(["replay", "--from", "2020-05-02", "--to", "2020-05-02"], settings)
      assert.strictEqual((yield* Program.run(["audit", ...DAYS], settings)).code, 0)
    }).pipe(Effect.scoped), 180_000)
})
