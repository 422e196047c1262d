/** Daemons that share the work, and what becomes of a long run of theirs when members die, freeze, go and come. */
import * as Day from "#domain/Day"
import * as Effect from "effect/Effect"
import { within } from "../support/Daemon.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, RECOVERY } from "./Stage.ts"
import * as Team from "./Team.ts"

/**
 * How much longer a replay may take where two of three die or freeze when half of it is done: 15 s, and a quarter for what else the
 * machine does at the one time and not at the other.
 */
const LONGER = { seconds: 15, share: 1.25 }

/** Undisturbed it takes no less, in seconds: else there is no middle to strike in. */
const LEAST = 10

/** Days of three months, with no change of clocks, and what each has: twelve regions and 48 half-hours. */
const WINTER = { from: "2026-01-29" as Day.Day, to: "2026-03-03" as Day.Day }
const WHOLE_DAY = 576

/** Of members, while they do a backfill. */
const LEAST_KILLS = 3
const MOST_KILLS = 8

const deaths = (coordinator: "SIGKILL" | "SIGSTOP"): Scenario => ({
  id: "F32",
  what: coordinator === "SIGKILL"
    ? "of three that share a replay, SIGKILL of the one that keeps it and SIGSTOP of another"
    : "of three that share a replay, SIGSTOP of the one that keeps it and SIGKILL of another",
  play: Effect.fnUntraced(function*(stage) {
    const { cut, replay, seats } = yield* Team.working(stage)
    const undisturbed = yield* Team.succeeds(stage, yield* Team.ask(seats[0]!, replay), Team.LONG)
    if (undisturbed < LEAST) return yield* broken(`a replay takes ${undisturbed} s: that is no long one`)
    const shares = yield* Effect.forEach(seats, Team.parts)
    if (shares.some((share) => share === 0)) return yield* broken(`of the parts each has done ${shares.join(", ")}`)
    const rows = yield* Team.rowsBefore(stage, cut)
    yield* Team.forgetBefore(stage, cut)

    const id = yield* Team.ask(seats[1]!, replay)
    const began = performance.now()
    const half = Team.ALL / 2
    yield* within(Team.LONG, Effect.map(Team.publishedBefore(stage, cut), (days) => days >= half))
    const keeper = Team.keeperOf(seats, id)
    if (keeper === undefined) return yield* broken("I7 no log says that the run has begun")
    const [other, third] = seats.filter((seat) => seat !== keeper) as [Team.Seat, Team.Seat]
    const [killed, frozen] = coordinator === "SIGKILL" ? [keeper, other] : [other, keeper]
    killed.daemon().signal("SIGKILL")
    frozen.daemon().signal("SIGSTOP")
    yield* Team.succeeds(stage, id, Team.LONG)
    const took = (performance.now() - began) / 1_000
    frozen.daemon().signal("SIGCONT")
    if (took > LONGER.share * undisturbed + LONGER.seconds) {
      return yield* broken(`I6 it takes ${took.toFixed(1)} s, and ${undisturbed.toFixed(1)} s where nobody dies`)
    }
    if ((yield* Team.parts(third)) === shares[seats.indexOf(third)]) return yield* broken("the third has done nothing")
    const again = yield* Team.rowsBefore(stage, cut)
    if (again.sum !== rows.sum) return yield* broken(`I1 there are ${again.rows} rows, and there were ${rows.rows}`)
    yield* killed.begin
    yield* Team.calm(stage, seats)
    const replays = (yield* stage.runs).filter(({ trigger }) => trigger === "replay")
    if (replays.length !== 2 || replays.some(({ outcome }) => outcome !== "succeeded")) {
      return yield* broken(`I2 two replays are these: ${JSON.stringify(replays)}`)
    }
    yield* stage.recovers()
    return Math.max(0, took - undisturbed)
  })
})

const kills: Scenario = {
  id: "F33",
  what: "members that share a backfill are killed at random moments, and begun again",
  play: Effect.fnUntraced(function*(stage) {
    const seats = yield* Team.team(stage, 3)
    const id = yield* Team.ask(seats[0]!, { kind: "backfill", ...WINTER, datasets: ["eco2mix-regional-cons-def"] })
    let [killed, last] = [0, 0]
    while (killed < MOST_KILLS) {
      yield* Effect.sleep((2 + 4 * stage.random()) * 1_000)
      if ((yield* Team.outcomeOf(stage, id)) === "succeeded") break
      const one = seats[Math.floor(seats.length * stage.random())]!
      one.daemon().signal("SIGKILL")
      killed++
      yield* Effect.sleep(2_000 * stage.random())
      yield* one.begin
      last = performance.now()
    }
    if (killed < LEAST_KILLS) return yield* broken(`there was time for ${killed} deaths alone`)
    yield* Team.succeeds(stage, id, Team.LONG)
    const took = (performance.now() - last) / 1_000
    const whole = yield* stage.number(`select count(*)::integer as number from published_days
       where documents = ${WHOLE_DAY} and day between '${WINTER.from}' and '${WINTER.to}'`)
    if (whole !== Day.count(WINTER)) return yield* broken(`I1 ${whole} days of ${Day.count(WINTER)} are there whole`)
    yield* Team.calm(stage, seats)
    yield* stage.recovers()
    return took
  })
}

/** Of a run that is not to go on: nothing is published for so long, in seconds, once what was begun is done. */
const STILL = 5

const wishes: Scenario = {
  id: "F33",
  what:
    "a shared replay is paused, resumed and called off by way of a member that does not keep it, which dies meanwhile",
  play: Effect.fnUntraced(function*(stage) {
    const { cut, replay, seats } = yield* Team.working(stage)
    const id = yield* Team.ask(seats[0]!, replay)
    const published = Team.publishedBefore(stage, cut)
    yield* within(Team.LONG, Effect.map(published, (days) => days >= 2))
    const keeper = Team.keeperOf(seats, id)
    if (keeper === undefined) return yield* broken("I7 no log says that the run has begun")
    const [other, third] = seats.filter((seat) => seat !== keeper) as [Team.Seat, Team.Seat]
    const wish = Effect.fnUntraced(function*(seat: Team.Seat, wanted: "pause" | "resume" | "cancel") {
      const { body, status } = yield* seat.daemon().post(`/api/v1/runs/${id}/${wanted}`)
      if (status >= 300) return yield* broken(`${wanted} is answered with ${status} ${JSON.stringify(body)}`)
    })
    const isStill = Effect.gen(function*() {
      const before = yield* published
      yield* Effect.sleep(`${STILL} seconds`)
      return (yield* published) === before
    })

    yield* wish(other, "pause")
    yield* within(RECOVERY, isStill)
    const paused = yield* published
    keeper.daemon().signal("SIGKILL")
    yield* keeper.begin
    yield* within(RECOVERY, Effect.sync(() => Team.keeperOf(seats, id) !== undefined))
    yield* Team.together(seats)
    if (!(yield* isStill) || (yield* published) !== paused) {
      return yield* broken(`${yield* published} days are published, and ${paused} were when it was paused`)
    }
    if (paused === Team.ALL) return yield* broken("it was done before it was paused")
    yield* wish(third, "resume")
    const took = yield* within(RECOVERY, Effect.map(published, (days) => days > paused))
    yield* wish(other, "cancel")
    yield* within(RECOVERY, Effect.map(Team.outcomeOf(stage, id), (outcome) => outcome === "cancelled"))
    yield* within(RECOVERY, Effect.map(Team.waiting(stage), (messages) => messages === 0))
    if ((yield* published) === Team.ALL) return yield* broken("it was done before it was called off")

    yield* Team.succeeds(stage, yield* Team.ask(third, replay), Team.LONG)
    yield* Team.calm(stage, seats)
    yield* stage.recovers()
    return took
  })
}

export const cluster: ReadonlyArray<Scenario> = [
  deaths("SIGKILL"),
  deaths("SIGSTOP"),
  kills,
  wishes
]
