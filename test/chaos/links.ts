/** Faults of the ways between the program and its servers: cut after so many bytes, mute, slow. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { within } from "../support/Daemon.ts"
import type { Watch } from "./Link.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, RECOVERY, type Stage } from "./Stage.ts"
import { APPEND, RECORD } from "./words.ts"

type Way = keyof Stage["links"]

const NAMES: Readonly<Record<Way, string>> = { source: "the source", lake: "the lake", postgres: "PostgreSQL" }

/** How a run may end whose connection did, if it does not end well. */
const CUT =
  /^((Ingest|Lake|Sink|Ledger)\.(Unreachable|Incomplete)|Transform\.LakeUnavailable|interrupted|succeeded|running)$/

/** Of the bytes of a run in peace, as many as another run has for certain. */
const CERTAIN = 0.7

/**
 * One run after another of one day, of which the source says something else each time, so that all of them have work; each
 * loses its connection at another place, from the first byte to the last. The daemon's first morning makes up for them.
 */
const swept = (way: Way): Scenario => ({
  id: "F5",
  what: `the way to ${NAMES[way]} reset, and cut, after so many bytes of a run`,
  times: way === "source" ? 8 : 12,
  play: Effect.fnUntraced(function*(stage, times) {
    const link = stage.links[way]
    const day = stage.days.from
    const run = stage.run(["run", "--from", day, "--to", day])
    const before = { up: link.carried("up"), down: link.carried("down") }
    yield* run
    const whole = { up: link.carried("up") - before.up, down: link.carried("down") - before.down }
    let [struck, failures, news] = [0, 0, false]
    for (let at = 0; at < times; at++) {
      stage.spoil(...news ? ["revised"] : [])
      const direction = stage.random() < 0.5 ? "up" : "down"
      const bytes = Math.ceil((CERTAIN * whole[direction]) ** ((at + stage.random()) / times))
      const fate = stage.random() < 0.5 ? "reset" as const : "cut" as const
      // MongoDB's driver says a lost question again by itself, and its greeting, but no insert.
      const inInsert = way === "lake" && at === times - 1
      const where = inInsert ? { direction: "up", sees: RECORD } as const : { direction, sees: bytes } as const
      const strikes = yield* Effect.forkChild(link.watch({ ...where, strike: () => fate }))
      const { code, stderr } = yield* run
      yield* Fiber.interrupt(strikes)
      const said = inInsert ? `${fate} in the middle of an insert` : `${fate} after ${bytes} bytes ${direction}`
      if (code !== 0 && code !== 1) return yield* broken(`I7 a run exits with ${code}, ${said}: ${stderr}`)
      if (stderr.includes("a mistake in the program")) {
        return yield* broken(`I7 it takes it for its own, ${said}: ${stderr}`)
      }
      if (Exit.isSuccess(yield* Fiber.await(strikes))) struck++
      if (code === 1 || stderr.includes("failed")) failures++
      // What a run did not keep is news to the next one.
      if (code === 0) news = !news
    }
    if (struck < times / 2) return yield* broken(`only ${struck} of ${times} connections were lost`)
    if (failures === 0) return yield* broken("I7 no run said anything of it")
    const others = (yield* stage.runs).filter(({ code, outcome }) => !CUT.test(code ?? outcome))
    if (others.length > 0) return yield* broken(`I7 a run that was cut says ${others[0]!.code}: ${others[0]!.message}`)
    stage.spoil()
    const daemon = yield* stage.daemon()
    const took = yield* stage.recovers()
    yield* stage.calm(daemon)
    return took
  })
})

/** A way that takes everything and answers nothing, from certain bytes on, until the program says that it has noticed. */
const mute = (way: Way, watch: Pick<Watch, "direction" | "sees" | "skip">, noticed: RegExp): Scenario => ({
  id: "F6",
  what: `the way to ${NAMES[way]} is a black hole in the middle of a run, until that is noticed`,
  play: Effect.fnUntraced(function*(stage) {
    const link = stage.links[way]
    // Whoever sent the bytes waits for their answer from then on, and all others a moment later.
    const strikes = yield* Effect.forkChild(
      Effect.andThen(link.watch({ ...watch, strike: () => "drop" }), link.set("hole"))
    )
    const daemon = yield* stage.daemon()
    yield* Fiber.join(strikes)
    yield* within(RECOVERY + 5, Effect.sync(() => noticed.test(daemon.said())))
    yield* link.set("open")
    const took = yield* stage.recovers()
    yield* stage.calm(daemon)
    return took
  })
})

export const links: ReadonlyArray<Scenario> = [
  swept("source"),
  swept("lake"),
  swept("postgres"),
  mute("source", { direction: "down", sees: 200_000 }, /the body stopped/),
  mute("lake", { direction: "up", sees: "insert\0" }, /has failed: .*Lake\.Unreachable/),
  mute("postgres", { direction: "up", sees: APPEND, skip: 1 }, /has (been interrupted|failed)/)
]
