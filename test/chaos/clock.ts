/** Clocks that are set by hand for real processes, by libfaketime, and the mornings that these come to. */
import * as Effect from "effect/Effect"
import { globSync } from "node:fs"
import { rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as Oracle from "./Oracle.ts"
import type { Stage } from "./Stage.ts"

const library = globSync("/usr/lib/*/faketime/libfaketime.so.1")[0]

/** Why no clock can be set here, if none can. */
export const missing = library === undefined ? "skipped: there is no libfaketime here (Debian: faketime)" : undefined

/** Ahead of the machine's clock by so many milliseconds, from when it is set. */
export const fakeClock = Effect.gen(function*() {
  const file = join(yield* temporaryFolder, "clock")
  const set = (ahead: number) =>
    Effect.promise(async () => {
      const seconds = Math.round(ahead / 1_000)
      await writeFile(`${file}.next`, `${seconds < 0 ? "" : "+"}${seconds}\n`)
      // Never half a number, for whoever reads it meanwhile.
      await rename(`${file}.next`, file)
    })
  yield* set(0)
  const settings = {
    LD_PRELOAD: library!,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    NO_FAKE_STAT: "1"
  }
  return { set, settings }
})

interface Morning {
  readonly id: string
  readonly slot: string
  readonly outcome: string
  readonly trigger: string
}

/** Newest first. */
export const mornings = (stage: Stage) =>
  Effect.promise(() =>
    Oracle.ask<Morning>(
      stage.stores.postgres,
      `select run_id::text as id, to_char(scheduled_for at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as slot, outcome, trigger
       from pipeline_runs where scheduled_for is not null order by started_at desc`
    )
  )

/** Half past six in Paris: half past four or half past five in UTC. */
export const HOUR = "30 6 * * *"
