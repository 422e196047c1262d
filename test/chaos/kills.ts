/** Deaths of the program, at every step of its work: killed, told to stop, frozen. It is started again, as a supervisor does. */
import * as Day from "#domain/Day"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { within } from "../support/Daemon.ts"
import type { Fate, Link } from "./Link.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, RECOVERY, type Stage } from "./Stage.ts"
import { APPEND, RECORD } from "./words.ts"

/** A step of a backfill, found by what goes over the links: the process dies in that very moment. */
interface Step {
  readonly what: string
  /** Default 1. Of two each is written over a connection of its own, and one of these has not said its COMMIT before. */
  readonly days?: number
  readonly strikes: (links: Stage["links"], die: (fate: Fate) => () => Fate) => Effect.Effect<void>
}

const sees = (link: Link, text: string) => link.watch({ direction: "up", sees: text, strike: () => "pass" })

/** The server has done it, and nobody hears so. */
const answerOf = (link: Link, text: string, die: (fate: Fate) => () => Fate) =>
  link.watch({
    direction: "up",
    sees: text,
    strike: (connection) => {
      connection.replaceAnswer((bytes) => {
        die("drop")()
        return bytes
      })
      return "pass"
    }
  })

const STEPS: ReadonlyArray<Step> = [
  {
    what: "before a fetch",
    strikes: ({ source }, die) => source.watch({ direction: "up", sees: "/exports/jsonl", strike: die("drop") })
  },
  {
    what: "in the middle of a body",
    strikes: ({ source }, die) => source.watch({ direction: "down", sees: 200_000, strike: die("cut") })
  },
  {
    what: "in the middle of an insert into the lake",
    strikes: ({ lake }, die) => lake.watch({ direction: "up", sees: RECORD, strike: die("pass") })
  },
  { what: "after an insert into the lake", strikes: ({ lake }, die) => answerOf(lake, RECORD, die) },
  {
    what: "in the middle of a cursor",
    strikes: ({ lake }, die) =>
      sees(lake, RECORD).pipe(
        Effect.andThen(sees(lake, "$group")),
        Effect.andThen(lake.watch({ direction: "down", sees: 50_000, strike: die("cut") }))
      )
  },
  {
    what: "in the middle of an append",
    strikes: ({ postgres }, die) => postgres.watch({ direction: "up", sees: APPEND, strike: die("pass") })
  },
  {
    what: "before a COMMIT",
    days: 2,
    strikes: ({ postgres }, die) =>
      Effect.andThen(
        sees(postgres, APPEND),
        postgres.watch({ direction: "up", sees: "COMMIT", strike: die("drop") })
      )
  },
  {
    what: "after a COMMIT",
    days: 2,
    strikes: ({ postgres }, die) => Effect.andThen(sees(postgres, APPEND), answerOf(postgres, "COMMIT", die))
  },
  {
    what: "before the ledger closes",
    strikes: ({ postgres }, die) => postgres.watch({ direction: "up", sees: "quota_remaining = ", strike: die("drop") })
  }
]

/** In seconds: the lease, the time until a standby asks, and what a busy machine adds. */
const TAKEOVER = 30

/** A day's twelve regions and 96 quarter-hours. */
const WHOLE_DAY = 1_152

const steps: Scenario = {
  id: "F1",
  what: `SIGKILL at every step of a backfill, ${STEPS.length} of them`,
  play: Effect.fnUntraced(function*(stage) {
    let daemon = yield* stage.daemon()
    let worst = yield* stage.recovers()
    // A day that was never read for each, before those that were.
    let day = Day.plus(stage.days.from, -1)
    const first = day
    for (const { days = 1, strikes, what } of STEPS) {
      const to = Day.plus(day, -1)
      day = Day.plus(day, -days)
      // A new one says its statements in words; one that has said them already names them.
      daemon.signal("SIGTERM")
      yield* daemon.ended
      daemon = yield* stage.daemon()
      const { signal } = daemon
      yield* within(TAKEOVER, daemon.leads)
      const struck = yield* Effect.forkChild(strikes(stage.links, (fate) => () => {
        signal("SIGKILL")
        return fate
      }))
      const asked = yield* daemon.post("/api/v1/runs", { kind: "backfill", from: day, to })
      if (asked.status !== 202) return yield* broken(`a backfill is answered with ${JSON.stringify(asked)}`)
      const { code } = yield* daemon.ended.pipe(
        Effect.timeoutOrElse({ duration: "30 seconds", orElse: () => broken(`it was never ${what}`) })
      )
      if (code !== null) return yield* broken(`it ended by itself with ${code} ${what}: ${daemon.said()}`)
      yield* Fiber.interrupt(struck)
      daemon = yield* stage.daemon()
      const took = yield* stage.recovers()
      const [run, killed] = yield* stage.runs
      if (run?.trigger !== "backfill" || killed?.outcome !== "interrupted") {
        return yield* broken(`I7 the run that died ${what} says ${killed?.outcome}, and a ${run?.trigger} followed`)
      }
      worst = Math.max(worst, took)
    }
    const whole = yield* stage.number(`select count(*)::integer as number from published_days
       where documents = ${WHOLE_DAY} and day >= '${day}' and day < '${first}'`)
    const read = Day.count({ from: day, to: Day.plus(first, -1) })
    if (whole !== read) return yield* broken(`I1 ${whole} days of ${read} are there whole`)
    yield* stage.calm(daemon)
    return worst
  })
}

/** A morning, and a signal in the moment in which it begins to insert into the lake. */
const inTheMiddle = (stage: Stage) => stage.struck("lake", { direction: "up", sees: RECORD, strike: () => "pass" })

/** Within the ten seconds that Docker gives, in milliseconds. */
const STOPPED = 10_000

const interrupted = Effect.fnUntraced(function*(stage: Stage) {
  const daemon = yield* stage.daemon()
  const took = yield* stage.recovers()
  if (!(yield* stage.runs).some(({ outcome }) => outcome === "interrupted")) {
    return yield* broken("I7 no run says that it was interrupted")
  }
  yield* stage.calm(daemon)
  return took
})

const terminated: Scenario = {
  id: "F2",
  what: "SIGTERM in the middle of a morning",
  play: Effect.fnUntraced(function*(stage) {
    const daemon = yield* inTheMiddle(stage)
    daemon.signal("SIGTERM")
    const { code, took } = yield* daemon.ended
    if (code !== 0 || took > STOPPED) return yield* broken(`it ends with ${code} after ${Math.round(took)} ms`)
    const open = (yield* stage.runs).filter(({ outcome }) => outcome === "running")
    if (open.length > 0) return yield* broken("I4 the run that was stopped is still open")
    return yield* interrupted(stage)
  })
}

const terminatedTwice: Scenario = {
  id: "F2",
  what: "SIGTERM twice, while neither store answers",
  play: Effect.fnUntraced(function*(stage) {
    const daemon = yield* inTheMiddle(stage)
    yield* Effect.all([stage.links.postgres.set("hole"), stage.links.lake.set("hole")])
    daemon.signal("SIGTERM")
    yield* Effect.sleep("300 millis")
    daemon.signal("SIGTERM")
    const { code, took } = yield* daemon.ended
    if (code !== 143 || took > 1_000) return yield* broken(`it ends with ${code} after ${Math.round(took)} ms`)
    if (!daemon.said().includes("told twice")) return yield* broken("I7 it does not say why")
    yield* Effect.all([stage.links.postgres.set("open"), stage.links.lake.set("open")])
    return yield* interrupted(stage)
  })
}

/** In seconds. */
const FROZEN = 90

const frozen: Scenario = {
  id: "F3",
  what: `SIGSTOP of the leader for ${FROZEN} s, in the middle of an append, with a standby`,
  play: Effect.fnUntraced(function*(stage) {
    const strikes = yield* Effect.forkChild(stage.links.postgres.watch({
      direction: "up",
      sees: APPEND,
      strike: () => {
        one.signal("SIGSTOP")
        return "pass"
      }
    }))
    const one = yield* stage.daemon()
    yield* Fiber.join(strikes)
    const began = performance.now()
    const left = () => FROZEN - (performance.now() - began) / 1_000
    const two = yield* stage.daemon()
    yield* within(TAKEOVER, two.leads)
    // All of it is there while the other one still holds what it held: its connections, and a transaction.
    yield* within(
      left(),
      Effect.map(stage.runs, ([last, other]) => last?.outcome === "succeeded" && other?.outcome === "running")
    )
    yield* Effect.sleep(Math.max(0, left() * 1_000))
    one.signal("SIGCONT")
    const took = yield* stage.recovers()
    yield* within(RECOVERY, Effect.map(one.leads, (is) => !is))
    if (!(yield* two.leads)) return yield* broken("the one that took over has lost the lead to the one that woke up")
    // The server has given up its transaction; or it asks, before its next step, whether it leads.
    yield* stage.visible(/^Sink\.Unreachable$|^Gate\.LeadershipLost$/, one)
    yield* stage.calm(two)
    return took
  })
}

export const kills: ReadonlyArray<Scenario> = [
  steps,
  terminated,
  terminatedTwice,
  frozen
]
