/** Faults of what the program is told, and mornings that passed while nobody looked. */
import * as Effect from "effect/Effect"
import { chmod, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Daemons from "../support/Daemon.ts"
import * as Program from "../support/Program.ts"
import * as Oracle from "./Oracle.ts"
import type { Scenario } from "./Scenario.ts"
import { broken } from "./Stage.ts"

/** The code of a wrong configuration (sysexits.h). */
const CONFIG = 78

/** A setting that names a file does not work: it is said which, in one line, and nothing is begun. */
const refuses = Effect.fnUntraced(function*(settings: Program.Settings, file: string) {
  const { code, stderr } = yield* Program.run(["start"], { ECO2MIXD_HTTP_PORT: "0", ...settings })
  if (code !== CONFIG) return yield* broken(`it exits with ${code}, and not with ${CONFIG}: ${stderr}`)
  if (!stderr.includes(file) && !stderr.includes("_FILE")) {
    return yield* broken(`I7 it does not say which file: ${stderr}`)
  }
  if (/^\s+at /m.test(stderr)) return yield* broken(`it shows its own lines: ${stderr}`)
})

const secrets: Scenario = {
  id: "F28",
  what: "a secret's file that is missing, empty, and readable by all",
  short: true,
  play: Effect.fnUntraced(function*(stage) {
    const file = join(stage.lake.folder, "..", "database-url")
    const write = (text: string, mode = 0o600) =>
      Effect.promise(async () => {
        await writeFile(file, text, { mode })
        await chmod(file, mode)
      })
    const { DATABASE_URL, ...others } = stage.settings
    const settings = { ...others, DATABASE_URL_FILE: file }
    yield* refuses(settings, file)
    yield* write("")
    yield* refuses(settings, file)
    yield* write(`${DATABASE_URL}\n`, 0o644)
    const doctor = yield* Program.run(["doctor"], settings)
    if (!doctor.stdout.includes("chmod")) {
      return yield* broken(`I7 doctor does not say that others can read it: ${doctor.stdout}`)
    }
    // In order again: the same file, for its owner alone.
    yield* write(`${DATABASE_URL}\n`)
    const daemon = yield* Daemons.daemon(settings)
    const took = yield* stage.recovers()
    yield* stage.calm(daemon)
    yield* Effect.promise(() => rm(file))
    return took
  })
}

/** As if its last morning lay so many days back. */
const down = (days: number): Scenario => ({
  id: "F26",
  what: `down for ${days} days`,
  play: Effect.fnUntraced(function*(stage) {
    const before = yield* stage.daemon()
    yield* stage.recovers()
    before.signal("SIGTERM")
    yield* before.ended
    yield* Effect.promise(() =>
      Oracle.ask(
        stage.stores.postgres,
        `update pipeline_runs set scheduled_for = scheduled_for - interval '${days} days',
           started_at = started_at - interval '${days} days', ended_at = ended_at - interval '${days} days'`
      )
    )
    const daemon = yield* stage.daemon()
    const caughtUp = Effect.promise(async () => {
      const [run] = await Oracle.ask<{ days: number; trigger: string }>(
        stage.stores.postgres,
        `select window_to - window_from + 1 as days, trigger from pipeline_runs
         where scheduled_for is not null and outcome = 'succeeded' order by started_at desc limit 1`
      )
      return run!
    })
    const took = yield* stage.recovers(90)
    const run = yield* caughtUp
    if (run.trigger !== "catch-up" || run.days < days) {
      return yield* broken(`I7 the last morning is a ${run.trigger} of ${run.days} days`)
    }
    yield* stage.calm(daemon)
    return took
  })
})

export const settings: ReadonlyArray<Scenario> = [secrets, down(3), down(40)]
