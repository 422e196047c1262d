/** Where a number comes from, through the program. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Program from "../support/Program.ts"

const record = (thermique: number, nature = "Données temps réel") =>
  JSON.stringify({
    code_insee_region: "53",
    nature,
    date_heure: "2020-05-01T10:00:00+00:00",
    consommation: 2000,
    thermique,
    ech_physiques: 5
  })

const DAY = ["--from", "2020-05-01", "--to", "2020-05-01"]

interface Explained {
  readonly origins: ReadonlyArray<{ readonly dataset: string; readonly origin: string }>
  readonly revisions: ReadonlyArray<{ readonly nature: string; readonly production: number; readonly run_id: string }>
  readonly versions: ReadonlyArray<
    { readonly granularity: string; readonly version: number; readonly current: boolean }
  >
  readonly runs: ReadonlyArray<{ readonly run_id: string; readonly trigger: string; readonly requested_by: string }>
}

describe("explain", () => {
  it.live("tells the call, the revisions, the versions and the runs; the call answers", () =>
    Effect.gen(function*() {
      const source = RecordFiles.fromLines([])
      const { url } = yield* OdreServer.serve({ grid: source })
      const settings = yield* Program.embeddedUp(url.replace("http://", "http://me:hunter2@"))
      for (const thermique of [100, 120]) {
        source.replace([record(thermique)])
        const { code, stderr } = yield* Program.run(["run", ...DAY], settings)
        assert.strictEqual(code, 0, stderr)
      }
      const json = yield* Program.run(["explain", "bretagne", "Thermique", "2020-05-01 12:00", "--json"], settings)
      assert.strictEqual(json.code, 0, json.stderr)
      const found = JSON.parse(json.stdout) as Explained
      assert.deepStrictEqual(found.revisions.map(({ production }) => production), [100, 120])
      assert.deepStrictEqual(
        found.versions.map(({ current, granularity, version }) => [granularity, version, current]),
        [["instant", 1, false], ["instant", 2, true], ["day", 1, false], ["day", 2, true]]
      )
      assert.deepStrictEqual(found.runs.map(({ run_id }) => run_id), found.revisions.map(({ run_id }) => run_id))
      assert.isTrue(
        found.runs.every(({ requested_by, trigger }) => trigger === "manual" && requested_by.startsWith("command "))
      )
      assert.notInclude(json.stdout, "hunter2")
      const answer = yield* Effect.promise(() => fetch(found.origins[0]!.origin).then((response) => response.text()))
      assert.strictEqual(answer.trim(), record(120))

      const page = yield* Program.run(["explain", "53", "thermique", "2020-05-01T10:00Z"], settings)
      assert.match(page.stdout, /thermique in Bretagne \(53\) at 2020-05-01 12:00 \+02:00/)
      assert.match(page.stdout, /Données temps réel +2 +120\u00A0MW .*thermique 100 → 120/)
      assert.match(page.stdout, /instant +Données temps réel +1 +2 +120\u00A0MW .*current/)

      const nothing = yield* Program.run(["explain", "53", "thermique", "2020-05-02T10:00Z"], settings)
      assert.strictEqual(nothing.code, 1)
      assert.match(nothing.stderr, /nothing is known of Bretagne at 2020-05-02 12:00.*eco2mixd run --from 2020-05-02/)
    }).pipe(Effect.scoped), 180_000)

  it.live("refuses what it does not know, before it opens anything", () =>
    Effect.gen(function*() {
      const refusals = [
        [["94", "solaire", "2020-05-01T10:00Z"], /"94" is no region.*93 Provence-Alpes-Côte d'Azur/],
        [["93", "gaz", "2020-05-01T10:00Z"], /"gaz" is no filière.*ensemble/],
        [["93", "solaire", "2020-10-25 02:30"], /twice.*\+02:00.*\+01:00/],
        [["93", "solaire", "noon"], /"noon" is no instant/],
        [["93", "solaire"], /instant/]
      ] as const
      for (const [args, line] of refusals) {
        const done = yield* Program.run(["explain", ...args], { ECO2MIXD_DATA_DIR: "/dev/null/x" })
        assert.strictEqual(done.code, 2, done.stderr)
        assert.match(done.stderr, line)
      }
    }), 180_000)
})
