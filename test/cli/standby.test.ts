/** Two daemons on the same servers: one leads, and whatever becomes of it, another one does within 30 s. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Daemon, daemon, within } from "../support/Daemon.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as Program from "../support/Program.ts"
import { servers } from "../support/Servers.ts"
import { wire } from "../support/Wire.ts"

interface Ready {
  readonly status: string
  readonly leads: boolean
  readonly leader: { readonly name: string } | null
}

const ready = ({ get }: Daemon) => get<Ready>("/readyz")
const leads = (one: Daemon) => Effect.map(ready(one), (answer) => answer.leads)

/** By the clock of this test: the lease, the time until a standby asks, and what a busy machine adds. */
const TAKEOVER_SECONDS = 30

const settled = FerretDb.missing === undefined ? it.live : it.live.skip

describe(`standby${FerretDb.missing === undefined ? "" : ` (${FerretDb.missing})`}`, () => {
  settled(
    "takes over from a leader that is killed, frozen or cut off, and nothing is doubled",
    () =>
      Effect.gen(function*() {
        const grid = SimulatedGrid.make({ seed: 5 })
        const { url: source } = yield* OdreServer.serve({ grid })
        const settings = yield* servers(source)

        const one = yield* daemon(settings)
        yield* within(10, leads(one))
        const two = yield* daemon(settings)
        yield* within(10, Effect.map(ready(two), ({ leader }) => leader !== null))
        const standing = yield* ready(two)
        assert.deepInclude(standing, { status: "ready", leads: false })
        assert.strictEqual(standing.leader!.name, (yield* ready(one)).leader!.name)
        const refused = yield* two.post<{ readonly code: string }>("/api/v1/runs", {
          kind: "manual",
          from: "2026-01-01",
          to: "2026-01-01"
        })
        assert.deepInclude(refused, { status: 409 })
        assert.strictEqual(refused.body.code, "Runs.StandsBy")

        // Killed, in the middle of a backfill that it was asked for: the heir goes on with it.
        const began = yield* one.post<{ readonly run_id: string }>("/api/v1/runs", {
          kind: "backfill",
          from: "2026-06-28",
          to: "2026-07-03",
          datasets: ["eco2mix-regional-cons-def"]
        })
        assert.strictEqual(began.status, 202)
        one.signal("SIGKILL")
        yield* within(TAKEOVER_SECONDS, leads(two))

        // Frozen: alive for the network and the server.
        const three = yield* daemon(settings)
        assert.isFalse(yield* leads(three))
        two.signal("SIGSTOP")
        yield* within(TAKEOVER_SECONDS, leads(three))
        two.signal("SIGCONT")
        yield* within(10, Effect.map(leads(two), (is) => !is))
        assert.strictEqual((yield* ready(two)).leader!.name, (yield* ready(three)).leader!.name)

        // The backfill of the dead leader is finished, whoever of the two went on with it.
        yield* within(
          90,
          Effect.map(
            three.get<{ readonly runs: ReadonlyArray<{ readonly outcome: string; readonly resumes: string | null }> }>(
              "/api/v1/runs?trigger=backfill"
            ),
            ({ runs }) => runs.some(({ outcome, resumes }) => outcome === "succeeded" && resumes !== null)
          )
        )
        const [doubled] = yield* Program.ask<{ readonly rows: number; readonly keys: number }>(
          `select count(*) as rows, count(distinct (code_insee_region, filiere, nature, granularity, date_heure,
           generation, version)) as keys from regional_energy_stats`,
          settings
        )
        assert.strictEqual(doubled!.rows, doubled!.keys)
        const left = yield* Program.ask("select run_id from pipeline_runs where outcome = 'running'", settings)
        assert.deepStrictEqual(left, [])
      }).pipe(Effect.scoped),
    300_000
  )

  settled("takes over from a leader whose network is cut, which finds out and stands by", () =>
    Effect.gen(function*() {
      const { url: source } = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }) })
      const settings = yield* servers(source)
      const database = new URL(settings["DATABASE_URL"]!)
      const line = yield* wire(Number(database.port))
      const through = new URL(database)
      through.port = String(line.port)
      const one = yield* daemon({ ...settings, DATABASE_URL: through.href })
      yield* within(10, leads(one))
      const two = yield* daemon(settings)
      line.setCut(true)
      yield* within(TAKEOVER_SECONDS, leads(two))
      yield* within(
        20,
        Effect.map(ready(one), ({ leads, status }) => !leads && status === "unready")
      )
      line.setCut(false)
      yield* within(60, Effect.map(ready(one), ({ leads, status }) => !leads && status === "ready"))
    }).pipe(Effect.scoped), 200_000)
})
