/** A backfill that is killed again and again ends in the same table, row for row, as one that was left in peace. */
import * as Fault from "#layers/simulator/Fault"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { once } from "node:events"
import { setTimeout } from "node:timers/promises"
import * as Program from "../support/Program.ts"

const KILLS = 5
const ARGS = ["backfill", "--from", "2025-03-20", "--to", "2025-04-10"]

/** All that a row says but when and by whom it was written. */
const TABLE = `
  select count(*) as rows, md5(string_agg(line, E'\\n' order by line)) as digest from (
    select (code_insee_region, libelle_region, filiere, nature, granularity, date_heure, avg_production, avg_consumption,
      avg_physical_exchange, record_count, generation, version)::text as line
    from regional_energy_stats) as lines`

const LAKE = `
  select count(*) as documents, count(distinct (instant, code_insee_region, nature, revision)) as keys,
    (select sum(documents) from published_days) as published from lake.revisions`

describe("SIGKILL", () => {
  it.live(`at ${KILLS} moments of a backfill changes nothing in the end`, () =>
    Effect.gen(function*() {
      const now = Date.UTC(2025, 11, 1)
      const grid = SimulatedGrid.make({ seed: 11, now, realTimeFrom: "2025-03-01" })
      const { url } = yield* OdreServer.serve({ grid })
      const peaceful = yield* Program.embeddedUp(url)
      const began = Date.now()
      const { code, stderr } = yield* Program.run(ARGS, peaceful)
      assert.strictEqual(code, 0, stderr)
      const whole = Date.now() - began

      // Slowed a little, so that the moments fall into all of its parts.
      const slow = yield* OdreServer.serve({ grid, faults: [Result.getOrThrow(Fault.parse("latency:50ms"))] })
      const troubled = yield* Program.embeddedUp(slow.url)
      let midway = 0
      for (let kill = 0; kill < KILLS; kill++) {
        yield* Effect.promise(async () => {
          const child = Program.start(ARGS, troubled)
          child.stdout.resume()
          // From when it says what it does: how long it takes to begin is the machine's business.
          const works = once(child.stderr, "data")
          await Promise.race([works, Program.exited(child)])
          child.stderr.resume()
          await Promise.race([setTimeout(whole * 0.85 * ((kill * 7) % KILLS) / KILLS), Program.exited(child)])
          if (child.exitCode === null) midway++
          child.kill("SIGKILL")
          await Program.exited(child)
        })
      }
      assert.isAtLeast(midway, 2)
      const last = yield* Program.run(ARGS, troubled)
      assert.strictEqual(last.code, 0, last.stderr)

      assert.deepStrictEqual(yield* Program.ask(TABLE, troubled), yield* Program.ask(TABLE, peaceful))
      const [runs] = yield* Program.ask<{ interrupted: number; running: number }>(
        `select count(*) filter (where outcome = 'interrupted') as interrupted,
           count(*) filter (where outcome = 'running') as running from pipeline_runs`,
        troubled
      )
      assert.isAtLeast(runs!.interrupted, 2)
      assert.strictEqual(runs!.running, 0)
      const [lake] = yield* Program.ask<{ documents: number; keys: number; published: number }>(LAKE, troubled)
      assert.deepStrictEqual([lake], yield* Program.ask(LAKE, peaceful))
      assert.strictEqual(lake!.keys, lake!.documents)
      assert.strictEqual(lake!.published, lake!.documents)
    }).pipe(Effect.scoped), 300_000)
})
