/** An embedded server that dies under a daemon, through the program: it is brought back, and `doctor` tells of it meanwhile. */
import { find } from "#layers/postgres/PostgresServer"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { daemon, within } from "../support/Daemon.ts"
import { examine } from "../support/Doctor.ts"
import * as Program from "../support/Program.ts"

/** Within which a person would not yet have come to look. */
const BACK_SECONDS = 30

const source = Effect.map(OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }) }), ({ url }) => url)

/** Number and port of the server, by the file that it keeps. */
const serverOf = (settings: Program.Settings) =>
  Effect.promise(async () => {
    const lines = (await readFile(join(settings["ECO2MIXD_DATA_DIR"]!, "postgres/postmaster.pid"), "utf8")).split("\n")
    return { pid: Number(lines[0]), port: Number(lines[3]) }
  })

describe("an embedded PostgreSQL that is killed", () => {
  it.live(
    "is brought back by its daemon, which leads and answers as before, and is stopped with it",
    () =>
      Effect.gen(function*() {
        const settings: Program.Settings = { ...yield* Program.embedded(yield* source), ECO2MIXD_CATCH_UP: "none" }
        const one = yield* daemon(settings)
        const ready = Effect.promise(async () => {
          const answer = await fetch(`${one.url}/readyz`)
          return answer.ok && (await answer.json() as { readonly leads: boolean }).leads
        })
        yield* within(20, ready)
        const before = yield* serverOf(settings)
        process.kill(before.pid, "SIGKILL")
        // The daemon tells of it once the server is back, which may answer a moment before.
        const told = Effect.sync(() => /WARN.*had died .*runs again/.test(one.said()))
        yield* within(BACK_SECONDS, Effect.map(Effect.all([told, ready]), ([told, ready]) => told && ready))
        const after = yield* serverOf(settings)
        assert.notStrictEqual(after.pid, before.pid)
        assert.strictEqual(after.port, before.port)
        assert.deepStrictEqual(yield* one.get("/api/v1/runs"), { runs: [], next: null })
        // Another command finds it where it is, and leaves it up.
        assert.deepStrictEqual(yield* Program.ask("select 1 as one", settings), [{ one: 1 }])
        assert.strictEqual((yield* serverOf(settings)).pid, after.pid)
        one.signal("SIGTERM")
        assert.strictEqual((yield* one.ended).code, 0)
        assert.strictEqual(yield* Effect.promise(() => find(settings["ECO2MIXD_DATA_DIR"]!)), "down")
      }).pipe(Effect.scoped),
    120_000
  )

  it.live("is a failure to doctor while another process needs it", () =>
    Effect.gen(function*() {
      // This process is that user, and watches nothing.
      const settings = yield* Program.embeddedUp(yield* source)
      const before = yield* serverOf(settings)
      process.kill(before.pid, "SIGKILL")
      const { failed, of } = yield* examine(settings)
      assert.deepStrictEqual(failed, ["postgres"])
      assert.include(of("postgres").said, `is down, and process ${process.pid} needs it`)
      assert.match(of("postgres").mend!, /restart the daemon/)
      // A command that starts it does so where this process looks for it.
      yield* Program.ask("select 1 as one", { ...settings, ECO2MIXD_EMBEDDED_PORT: "0" })
      assert.strictEqual((yield* serverOf(settings)).port, before.port)
    }).pipe(Effect.scoped), 120_000)
})
