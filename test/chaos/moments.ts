/** Deaths at moments that nobody chose, and two at the same moment. Each is healed by the next one that comes. */
import * as Day from "#domain/Day"
import * as Effect from "effect/Effect"
import { text } from "node:stream/consumers"
import { setTimeout } from "node:timers/promises"
import { within } from "../support/Daemon.ts"
import * as Program from "../support/Program.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, type Stage } from "./Stage.ts"

/** The server of the lake reads all that it has for each range: so a stage has so many, and there are several. */
const KILLS = 20
const PAIRS = 20
const STAGES = 10

/** Consolidated days, which are half as many records, before the days of real time. */
const dayOf = (stage: Stage, back: number): Day.Day => Day.plus(stage.days.from, -30 - back)

const backfill = (day: Day.Day, to = day): ReadonlyArray<string> => [
  "backfill",
  "--from",
  day,
  "--to",
  to,
  "--dataset",
  "eco2mix-regional-cons-def"
]

/** All of these days once more, in peace: nothing of them is new, and the days to be read are read. */
const isWhole = Effect.fnUntraced(function*(stage: Stage, last: number) {
  const { code, stderr, stdout } = yield* stage.run(backfill(dayOf(stage, last), dayOf(stage, 0)))
  if (code !== 0) return yield* broken(`the last backfill exits with ${code}: ${stderr}`)
  if (!/\b0 new revisions/.test(stdout.replaceAll("\u00A0", " "))) {
    return yield* broken(`I1 something was lost and found: ${stdout}`)
  }
  const daemon = yield* stage.daemon()
  const took = yield* stage.recovers()
  yield* stage.calm(daemon)
  return took
})

/** Runs it, and kills it after so many milliseconds if it has not ended; answers with its code, null where it was killed. */
const killedAfter = (args: ReadonlyArray<string>, settings: Program.Settings, millis: number) =>
  Effect.promise(async () => {
    const child = Program.start(args, settings)
    child.stdout.resume()
    const said = text(child.stderr)
    const over = new AbortController()
    await Promise.race([
      Program.exited(child),
      setTimeout(millis, undefined, { signal: over.signal }).catch(() => {})
    ])
    over.abort()
    child.kill("SIGKILL")
    await Program.exited(child)
    return { code: child.exitCode, stderr: await said }
  })

const killed = (part: number): Scenario => ({
  id: "F1",
  what: `SIGKILL at random moments of a backfill, ${part + 1} of ${STAGES}`,
  times: KILLS,
  play: Effect.fnUntraced(function*(stage, times) {
    const began = performance.now()
    const first = yield* stage.run(backfill(dayOf(stage, 0)))
    if (first.code !== 0) return yield* broken(first.stderr)
    const usual = performance.now() - began
    let [back, killed] = [1, 0]
    for (let time = 0; time < times; time++) {
      const { code, stderr } = yield* killedAfter(
        backfill(dayOf(stage, back)),
        stage.settings,
        stage.random() * usual
      )
      if (code === null) killed++
      else if (code === 0) back++
      else return yield* broken(`it exits with ${code}: ${stderr}`)
    }
    if (killed < times / 3) return yield* broken(`only ${killed} of ${times} were killed before their end`)
    // The one that was killed last has not been begun again yet.
    const healed = yield* stage.run(backfill(dayOf(stage, back)))
    if (healed.code !== 0) return yield* broken(healed.stderr)
    const interrupted = yield* stage.number(
      "select count(*)::integer as number from pipeline_runs where outcome = 'interrupted'"
    )
    if (interrupted === 0) return yield* broken("I7 no run says that it was interrupted")
    return yield* isWhole(stage, back)
  })
})

const together = (part: number): Scenario => ({
  id: "F23",
  what: `two processes in the same moment, over the same new day, ${part + 1} of ${STAGES}`,
  times: PAIRS,
  play: Effect.fnUntraced(function*(stage, times) {
    for (let back = 0; back < times; back++) {
      const both = yield* Effect.all(
        [stage.run(backfill(dayOf(stage, back))), stage.run(backfill(dayOf(stage, back)))],
        {
          concurrency: 2
        }
      )
      const wrong = both.find(({ code }) => code !== 0)
      if (wrong !== undefined) return yield* broken(`one of two exits with ${wrong.code}: ${wrong.stderr}`)
    }
    const began = yield* stage.number(
      "select count(*)::integer as number from pipeline_runs where trigger = 'backfill' and outcome = 'succeeded'"
    )
    // And the one before, in peace.
    if (began !== 2 * times + 1) return yield* broken(`${began} backfills have succeeded, of ${2 * times + 1}`)
    return yield* isWhole(stage, times - 1)
  })
})

const daemons: Scenario = {
  id: "F23",
  what: "two daemons in the same moment, again and again",
  times: 5,
  play: Effect.fnUntraced(function*(stage, times) {
    let worst = 0
    for (let time = 0; time < times; time++) {
      const took = yield* Effect.scoped(Effect.gen(function*() {
        const both = yield* Effect.all([stage.daemon(), stage.daemon()], { concurrency: 2 })
        yield* within(30, Effect.map(Effect.all(both.map(({ leads }) => leads)), (all) => all.some((one) => one)))
        const took = yield* stage.recovers()
        const leading = (yield* Effect.all(both.map(({ leads }) => leads))).filter((one) => one).length
        if (leading !== 1) return yield* broken(`${leading} of two lead`)
        for (const one of both) one.signal("SIGTERM")
        for (const { ended } of both) yield* ended
        return took
      }))
      worst = Math.max(worst, took)
    }
    const mornings = yield* stage.number(
      "select count(*)::integer as number from pipeline_runs where scheduled_for is not null and outcome = 'succeeded'"
    )
    if (mornings !== 1) return yield* broken(`one hour of the schedule was answered ${mornings} times`)
    return worst
  })
}

const parts = Array.from({ length: STAGES }, (_, part) => part)

export const moments: ReadonlyArray<Scenario> = [...parts.map(killed), ...parts.map(together), daemons]
