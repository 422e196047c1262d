/** Faults that no process on a real clock can be given: in process, by the test that holds them, found by its name. */
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import type { Scenario } from "./Scenario.ts"
import { broken } from "./Stage.ts"

const root = new URL("../..", import.meta.url).pathname

/** The tests of a file whose names begin so; one that is not there any more is a failure. */
const held = (id: Scenario["id"], what: string, file: string, name = ""): Scenario => ({
  id,
  what: `${what} (in process)`,
  play: Effect.fnUntraced(function*(stage) {
    const began = performance.now()
    const { code, said } = yield* Effect.promise(() =>
      new Promise<{ readonly code: number; readonly said: string }>((resolve) => {
        const args = ["node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", file]
        const named = name === "" ? [] : ["--testNamePattern", name]
        execFile(
          process.execPath,
          [...args, ...named],
          { cwd: root, env: { ...process.env, NO_COLOR: "1" }, maxBuffer: 1e8 },
          (error, stdout, stderr) => resolve({ code: error === null ? 0 : 1, said: stdout + stderr })
        )
      })
    )
    const took = (performance.now() - began) / 1_000
    if (code !== 0) return yield* broken(said)
    if (!/Tests\s+[1-9]\d* passed/.test(said)) return yield* broken(`no test of ${file} is called ${name}`)
    // The stage was not needed: its own morning shows that nothing else is wrong with it.
    yield* stage.daemon()
    yield* stage.recovers()
    return took
  })
})

const MORNINGS = "test/pipelines/daemon.mornings.test.ts"

export const inProcess: ReadonlyArray<Scenario> = [
  held(
    "F24",
    "a clock that jumps by an hour and goes back",
    MORNINGS,
    "are not run again by a clock that goes back, and none is skipped by one that jumps ahead"
  ),
  held("F25", "both changes of clocks, in the schedule", MORNINGS, "come once a day, over both changes of clocks"),
  held("F25", "both changes of clocks, in the data", "test/transform/decode.test.ts"),
  held("F26", "mornings of a year, and 40 days of downtime", MORNINGS, "that 40 days of downtime missed"),
  held("F29", "the store of each released version", "test/releases/releases.test.ts"),
  held("F30", "each call of every port, failing in five ways", "test/pipelines/faults.test.ts"),
  held("F30", "random sequences of changes, runs and deaths, beside a model", "test/pipelines/model.test.ts")
]
