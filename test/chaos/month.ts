/** A month of mornings that several daemons share: each hour of the schedule is answered once, whoever dies. */
import * as Day from "#domain/Day"
import * as Cron from "effect/Cron"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import { within } from "../support/Daemon.ts"
import { fakeClock, HOUR, missing, mornings } from "./clock.ts"
import type { Fate } from "./Link.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, type Stage } from "./Stage.ts"
import * as Team from "./Team.ts"

const MORNINGS = 30

/** Of so many mornings there is one before or in which a member dies. */
const EACH = 4

/** In seconds, the first of a month too, which reads 400 days. */
const LONGEST = 150

/** After the hour, in milliseconds. */
const LATE = 5_000

const textOf = (hour: number): string => new Date(hour).toISOString().slice(0, 16)

type Seats = ReadonlyArray<Team.Seat>

/** One dies, whoever it is, and then the hour comes. */
const before = Effect.fnUntraced(function*(stage: Stage, seats: Seats, comes: Effect.Effect<void>) {
  const victim = seats[Math.floor(seats.length * stage.random())]!
  victim.daemon().signal("SIGKILL")
  yield* comes
  return victim
})

/** The hour comes, and whoever answers it dies as it asks the source. */
const inTheMiddle = Effect.fnUntraced(function*(stage: Stage, seats: Seats, comes: Effect.Effect<void>) {
  const asks = Promise.withResolvers<void>()
  const isDead = Promise.withResolvers<Fate>()
  const watching = yield* Effect.forkChild(
    stage.links.source.watch({
      direction: "up",
      sees: "/exports/jsonl",
      strike: () => {
        asks.resolve()
        return isDead.promise
      }
    }),
    { startImmediately: true }
  )
  yield* comes
  yield* Effect.promise(() => asks.promise)
  const open = (yield* mornings(stage)).find(({ outcome }) => outcome === "running")
  const victim = open === undefined ? undefined : Team.keeperOf(seats, open.id)
  if (victim === undefined) return yield* broken("I7 no log says that the morning has begun")
  victim.daemon().signal("SIGKILL")
  isDead.resolve("drop")
  yield* Fiber.join(watching)
  return victim
})

export const month: Scenario = {
  id: "F35",
  what: `${MORNINGS} mornings of three that share them, and members that die before a morning or in it`,
  missing,
  play: Effect.fnUntraced(function*(stage) {
    const schedule = Result.getOrThrow(Cron.parse(HOUR, "Europe/Paris"))
    const hours = Array.from(
      { length: MORNINGS },
      (_, day) => Cron.next(schedule, Day.start(Day.plus(stage.days.to, day + 1 - MORNINGS))).getTime()
    )
    const clock = yield* fakeClock
    const comes = (hour: number) => clock.set(hour + LATE - Date.now())
    const outcomes = (hour: number) =>
      Effect.map(
        mornings(stage),
        (all) => all.filter(({ slot }) => slot === textOf(hour)).map(({ outcome }) => outcome)
      )
    const answered = (hour: number) =>
      within(LONGEST, Effect.map(outcomes(hour), (known) => known.includes("succeeded"))).pipe(
        Effect.catchDefect(() => broken(`I6 no run has answered ${textOf(hour)} after ${LONGEST} s`))
      )

    const [first, ...others] = hours as [number, ...Array<number>]
    yield* comes(first)
    const seats = yield* Team.team(stage, 3, { ...clock.settings, ECO2MIXD_SCHEDULE: HOUR })
    yield* answered(first)
    let worst = 0
    for (const [day, hour] of others.entries()) {
      const dies = day % (2 * EACH) === EACH - 1
        ? before
        : day % (2 * EACH) === 2 * EACH - 1
        ? inTheMiddle
        : undefined
      const victim = yield* dies?.(stage, seats, comes(hour)) ?? Effect.as(comes(hour), undefined)
      const took = yield* answered(hour)
      if (victim === undefined) continue
      worst = Math.max(worst, took)
      yield* victim.begin
      yield* Team.together(seats)
    }

    const known = yield* mornings(stage)
    const slots = known.filter(({ outcome }) => outcome === "succeeded").map(({ slot }) => slot).toSorted()
    const wanted = hours.map(textOf)
    if (slots.join() !== wanted.join()) {
      const missed = wanted.filter((slot) => !slots.includes(slot))
      const twice = slots.filter((slot, at) => slots.indexOf(slot) !== at || !wanted.includes(slot))
      return yield* broken(`no morning answers ${missed.join(", ")}; too many answer ${twice.join(", ")}`)
    }
    yield* stage.recovers()
    return worst
  })
}
