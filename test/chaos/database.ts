/** Faults of PostgreSQL and of the way to it. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { within } from "../support/Daemon.ts"
import { missing as noMount } from "./disk.ts"
import type { Scenario } from "./Scenario.ts"
import { RECOVERY } from "./Stage.ts"
import { APPEND } from "./words.ts"

const stopped: Scenario = {
  id: "F7",
  what: "PostgreSQL stopped with immediate in the middle of an append, and started again",
  short: true,
  play: Effect.fnUntraced(function*(stage) {
    const daemon = yield* stage.struck("postgres", {
      direction: "up",
      sees: APPEND,
      skip: 1,
      strike: () => {
        stage.postgres.signal("SIGQUIT")
        return "pass"
      }
    })
    yield* stage.postgres.start
    return yield* stage.heals(/^(Sink|Ledger)\.|^interrupted$/, daemon)
  })
}

const answerLost: Scenario = {
  id: "F8",
  what: "the answer to a COMMIT is lost",
  short: true,
  play: Effect.fnUntraced(function*(stage) {
    // Not the first one: those are of the run's own beginning.
    const strikes = yield* Effect.forkChild(Effect.andThen(
      stage.links.postgres.watch({ direction: "up", sees: APPEND, strike: () => "pass" }),
      stage.links.postgres.watch({
        direction: "up",
        sees: "COMMIT",
        strike: (connection) => {
          connection.loseAnswer()
          return "pass"
        }
      })
    ))
    const daemon = yield* stage.daemon()
    yield* Fiber.join(strikes)
    return yield* stage.heals(/^Sink\./, daemon)
  })
}

/** Twice by now, and so later and later where it was taken for what does not pass. */
export const isTriedAgain = (said: string): boolean =>
  [...said.matchAll(/and is tried again at|could not begin/g)].length > 1

const full: Scenario = {
  id: "F10",
  what: "PostgreSQL's disk is full in the middle of an append, until two runs have failed of it",
  missing: noMount,
  disk: "postgres",
  play: Effect.fnUntraced(function*(stage) {
    const disk = stage.disk!
    const daemon = yield* stage.struck("postgres", {
      direction: "up",
      sees: APPEND,
      strike: () => disk.fill().then(() => "pass" as const)
    })
    yield* within(RECOVERY, Effect.sync(() => isTriedAgain(daemon.said())))
    yield* Effect.promise(disk.free)
    // Whatever looks after it starts it again.
    if (!stage.postgres.lives()) yield* stage.postgres.start
    return yield* stage.heals(/^(Sink|Ledger|Gate)\.|^interrupted$/, daemon)
  })
}

export const database: ReadonlyArray<Scenario> = [stopped, answerLost, full]
