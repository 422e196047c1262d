/** Several daemons on one pair of servers: the mornings, a backfill and a replay that they share. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { member, metric } from "../support/Crew.ts"
import { type Daemon, noMorningSoon, within } from "../support/Daemon.ts"
import * as FerretDb from "../support/FerretDb.ts"
import { servers } from "../support/Servers.ts"

interface Run {
  readonly run_id: string
  readonly trigger: string
  readonly outcome: string
  readonly counts: { readonly days: number; readonly rows: number }
}

const runsOf = (one: Daemon) =>
  Effect.map(one.get<{ readonly runs: ReadonlyArray<Run> }>("/api/v1/runs"), ({ runs }) => runs)

const ended = (one: Daemon, id: string, seconds: number) =>
  within(
    seconds,
    Effect.map(one.get<Run>(`/api/v1/runs/${id}`), ({ outcome }) => outcome !== "running" && outcome !== "interrupted")
  )

describe.skipIf(FerretDb.missing !== undefined)("a cluster", () => {
  it.live("answers a morning once, and shares a backfill and a replay", () =>
    Effect.gen(function*() {
      const source = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }) })
      const settings = { ...yield* servers(source.url), ...noMorningSoon() }
      const three = yield* Effect.all([member(settings), member(settings), member(settings)], { concurrency: 3 })
      const [one, two] = three
      yield* within(60, Effect.map(runsOf(one), ([run]) => run?.outcome === "succeeded"))
      yield* Effect.sleep("2 seconds")
      // Begun by the first of them that is up, it may go over to another one that comes, and is begun there again.
      const mornings = (yield* runsOf(two)).filter(({ outcome }) => outcome !== "interrupted")
      assert.deepStrictEqual(mornings.map(({ outcome, trigger }) => [trigger, outcome]), [["catch-up", "succeeded"]])

      // Parts of two months: FerretDB takes a second or two for eight days where several write.
      const days = { from: "2026-01-26", to: "2026-02-05" }
      for (const kind of ["backfill", "replay"]) {
        const asked = yield* two.post<Run>("/api/v1/runs", { kind, ...days })
        assert.strictEqual(asked.status, 202, JSON.stringify(asked.body))
        yield* ended(one, asked.body.run_id, 120)
        const done = yield* one.get<Run>(`/api/v1/runs/${asked.body.run_id}`)
        assert.deepStrictEqual([done.outcome, done.counts.days], ["succeeded", 11])
      }
      const parts = yield* Effect.forEach(three, (each) => metric(each, "eco2mixd_part_duration_seconds_count"))
      assert.strictEqual(parts.reduce((sum, count) => sum + count, 0), 4)
      assert.isAbove(parts.filter((count) => count > 0).length, 1)
      for (const each of three) {
        each.signal("SIGTERM")
        const { code, took } = yield* each.ended
        assert.strictEqual(code, 0)
        assert.isBelow(took, 10_000)
      }
    }).pipe(Effect.scoped), 240_000)
})
