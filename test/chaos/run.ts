/**
 * Faults on the real program and real servers, one after another, and after each the question whether anything was lost or doubled:
 * `npm run chaos`. What each said is kept in `.tools/chaos`.
 *
 *   --only F7,F9   these alone
 *   --seed N       another country and other moments (1); the table names it
 *   --minutes M    and then random faults for so long (F31)
 *   --short        those that are played with every change
 *   --times N      how often at most what is done several times
 *   --at-once N    scenarios that are played beside one another (1)
 *   --list         says what there is
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Runtime from "effect/Runtime"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { parseArgs } from "node:util"
import type { Scenario } from "./Scenario.ts"
import { scenarios } from "./scenarios.ts"
import { stage } from "./Stage.ts"

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "0" },
    short: { type: "boolean", default: false },
    times: { type: "string", default: "20" },
    "at-once": { type: "string", default: "1" },
    list: { type: "boolean", default: false }
  }
})

const whole = (name: string, text: string, least: number): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least) return number
  console.error(`--${name} ${text} is no whole number of ${least} or more.`)
  process.exit(2)
}
const seed = whole("seed", options.seed, 0)
const minutes = whole("minutes", options.minutes, 0)
const times = whole("times", options.times, 1)
const atOnce = whole("at-once", options["at-once"], 1)

const wanted = options.only.toUpperCase().split(",").map((id) => id.trim()).filter((id) => id !== "")
const known = scenarios(minutes)
const unknown = wanted.find((id) => !known.some((scenario) => scenario.id === id))
if (unknown !== undefined) {
  console.error(`There is no fault ${unknown}; there are ${[...new Set(known.map(({ id }) => id))].join(", ")}.`)
  process.exit(2)
}
const chosen = known.filter(({ id, short }) =>
  (wanted.length === 0 || wanted.includes(id)) && (!options.short || short === true)
)

const FOLDER = new URL("../../.tools/chaos", import.meta.url).pathname

interface Result {
  readonly scenario: Scenario
  readonly verdict: "PASS" | "FAIL" | "skipped"
  /** In seconds. */
  readonly recovery: number
  readonly took: number
  readonly why: string
}

const play = (scenario: Scenario, index: number) =>
  Effect.gen(function*() {
    if (scenario.missing !== undefined) {
      return { scenario, verdict: "skipped", recovery: 0, took: 0, why: scenario.missing } satisfies Result
    }
    const began = performance.now()
    let said = () => ""
    const exit = yield* Effect.scoped(
      Effect.gen(function*() {
        const own = yield* stage(seed + index, scenario.disk)
        said = own.said
        const recovery = yield* Effect.scoped(scenario.play(own, Math.min(scenario.times ?? 1, times)))
        const found = yield* own.broken
        if (found.length > 0) return yield* Effect.die(new Error(found.join("; ")))
        return recovery
      })
    ).pipe(Effect.exit)
    const took = (performance.now() - began) / 1_000
    const result: Result = Exit.isSuccess(exit)
      ? { scenario, verdict: "PASS", recovery: exit.value, took, why: "" }
      : { scenario, verdict: "FAIL", recovery: 0, took, why: messageOf(exit.cause) }
    if (Exit.isFailure(exit)) {
      yield* Effect.promise(async () => {
        await mkdir(FOLDER, { recursive: true })
        await writeFile(
          join(FOLDER, `${scenario.id}-${seed}-${index}.log`),
          `${scenario.what}\n${Cause.pretty(exit.cause)}\n${said()}\n`
        )
      })
    }
    yield* Effect.sync(() => console.log(lineOf(result)))
    return result
  })

const messageOf = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  return error instanceof Error ? error.message : String(error)
}

const HEADINGS = ["fault", "what", "verdict", "recovered", "in all"]
const lineOf = ({ recovery, scenario, took, verdict, why }: Result): string => {
  const healed = verdict === "PASS" ? `${recovery.toFixed(1)} s` : ""
  const line = [scenario.id, scenario.what, verdict, healed, `${took.toFixed(1)} s`]
  return `| ${line.join(" | ")} |${why === "" ? "" : `\n      ${why.slice(0, 2_000)}`}`
}

const main = Effect.gen(function*() {
  if (options.list) {
    for (const { id, short, times, what } of chosen) {
      console.log(
        `${id.padEnd(4)} ${what}${times === undefined ? "" : ` (${times} times)`}${short === true ? " *" : ""}`
      )
    }
    return
  }
  console.log(`seed ${seed}, ${chosen.length} scenarios`)
  console.log(`| ${HEADINGS.join(" | ")} |\n|${HEADINGS.map(() => "---|").join("")}`)
  // The longest have the highest numbers: beside others they come first, so that no processor waits for them at the end.
  const results = yield* Effect.forEach(
    atOnce > 1 ? chosen.toReversed() : chosen,
    (scenario) => play(scenario, known.indexOf(scenario)),
    { concurrency: atOnce }
  )
  const count = (verdict: Result["verdict"]) => results.filter((result) => result.verdict === verdict).length
  const slowest = Math.max(0, ...results.map(({ recovery }) => recovery))
  console.log(
    `\nseed ${seed}: ${count("PASS")} passed, ${count("FAIL")} failed, ${count("skipped")} skipped; ` +
      `the slowest recovery took ${slowest.toFixed(1)} s.`
  )
  if (count("FAIL") > 0) process.exitCode = 1
})

// Not left to the end of the event loop: what Node then cleans up has been seen to go round for ever, after sockets that were reset.
NodeRuntime.runMain(main, {
  teardown: (exit, onExit) => Exit.isSuccess(exit) ? process.exit() : Runtime.defaultTeardown(exit, onExit)
})
