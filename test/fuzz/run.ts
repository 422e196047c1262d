/**
 * Searches for longer than a test may: `npm run fuzz`. Goes through all claims again and again with other inputs, tells what
 * it found at once, and ends with 1 where it found anything. A claim that was broken is not tried again.
 *
 *   --seconds N  how long (60)
 *   --seed TEXT  the inputs (the time); what it prints with a finding, with `--only`, finds it again
 *   --only TEXT  parts or claims whose name has it
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { parseArgs } from "node:util"
import type { Claim } from "./Fuzz.ts"
import { parts } from "./parts.ts"

const { values: options } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now()) },
    only: { type: "string", default: "" }
  }
})

interface Tried {
  readonly part: string
  readonly claim: Claim
  rounds: number
  millis: number
  found: boolean
}

const isMeant = (...names: ReadonlyArray<string>) => names.some((name) => name.includes(options.only))

const search = Effect.gen(function*() {
  const all: Array<Tried> = []
  for (const [part, claims] of Object.entries(parts)) {
    for (const claim of yield* claims) {
      if (isMeant(part, claim.says)) all.push({ part, claim, rounds: 0, millis: 0, found: false })
    }
  }
  const end = (yield* Clock.currentTimeMillis) + Number(options.seconds) * 1_000
  yield* Console.log(`Seed ${options.seed}, for ${options.seconds} s.`)
  for (let turn = 0;; turn++) {
    // The first turn is the seed itself, so that what is told of a finding finds it at once.
    const seed = turn === 0 ? options.seed : `${options.seed}/${turn}`
    for (const tried of all.filter(({ found }) => !found)) {
      const begun = yield* Clock.currentTimeMillis
      if (begun >= end) return all
      const rounds = tried.claim.rounds
      const found = yield* tried.claim.search({ seed, rounds })
      tried.rounds += rounds
      tried.millis += (yield* Clock.currentTimeMillis) - begun
      if (found === undefined) continue
      tried.found = true
      yield* Console.log(`\n${tried.part}: ${found}\n`)
    }
    if (all.every(({ found }) => found)) return all
  }
})

const program = Effect.gen(function*() {
  const all = yield* Effect.scoped(search)
  for (const { claim, found, millis, part, rounds } of all) {
    yield* Console.log(
      `${found ? "✗" : "✓"} ${part}: ${claim.says} (${rounds} rounds, ${(millis / 1_000).toFixed(1)} s)`
    )
  }
  if (all.some(({ found }) => found)) process.exitCode = 1
})

NodeRuntime.runMain(program)
