/**
 * Clocks that jump, and the two days a year on which all clocks are changed: libfaketime tells the time to a real process.
 * Timers go on as they are, as they do where a machine's clock is set.
 */
import * as Day from "#domain/Day"
import * as Effect from "effect/Effect"
import { within } from "../support/Daemon.ts"
import { fakeClock, HOUR, missing, mornings } from "./clock.ts"
import * as Oracle from "./Oracle.ts"
import type { Scenario } from "./Scenario.ts"
import { broken } from "./Stage.ts"

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** In seconds: a look at the clock, at the next full minute; and a morning after it. */
const LOOK = 65
const NEXT = 90

const jumps: Scenario = {
  id: "F24",
  what: "a clock that jumps ahead by an hour, goes back, and is set right, with a morning each minute",
  missing,
  play: Effect.fnUntraced(function*(stage) {
    const clock = yield* fakeClock
    // Some seconds before a full minute, by this clock: each look at it is then soon.
    const ahead = 45 * SECOND - Date.now() % MINUTE
    yield* clock.set(ahead)
    const daemon = yield* stage.daemon({ ...clock.settings, ECO2MIXD_SCHEDULE: "* * * * *" })
    const answered = Effect.map(
      mornings(stage),
      (all) => all[0]?.outcome === "succeeded" ? Date.parse(`${all[0].slot}:00Z`) : 0
    )
    const time = (offset: number) => Date.now() + ahead + offset
    yield* within(NEXT, Effect.map(answered, (last) => last > 0))
    // Else the next one would be the month's, and read 400 days.
    yield* Effect.promise(() =>
      Oracle.ask(
        stage.stores.postgres,
        "update pipeline_runs set window_from = window_to - 399 where scheduled_for is not null"
      )
    )

    const before = (yield* mornings(stage)).length
    yield* clock.set(ahead + Day.HOUR)
    yield* within(NEXT, Effect.map(answered, (last) => last > time(Day.HOUR) - 2 * MINUTE))
    const seen = yield* mornings(stage)
    // The one at the full minute, and one more where that was before the jump.
    if (seen.length > before + 2) return yield* broken(`${seen.length - before} mornings are made up for an hour`)

    yield* clock.set(ahead)
    yield* Effect.sleep(`${LOOK} seconds`)
    const since = (yield* mornings(stage)).length - seen.length
    // One may have come at a full minute between the look and the setting.
    if (since > 1) return yield* broken(`${since} mornings are answered twice`)
    const quiet = yield* answered
    const own = yield* Effect.promise(async () => Date.parse((await fetch(daemon.url)).headers.get("date")!))
    if (Math.abs(own - time(0)) > MINUTE) return yield* broken(`it takes the time for ${new Date(own).toISOString()}`)

    yield* clock.set(ahead + Day.HOUR)
    const took = yield* within(NEXT, Effect.map(answered, (last) => last > quiet))
    const slots = (yield* mornings(stage)).filter(({ outcome }) => outcome === "succeeded").map(({ slot }) => slot)
    if (new Set(slots).size < slots.length) return yield* broken(`a morning was answered twice: ${slots.join(", ")}`)
    daemon.signal("SIGTERM")
    yield* daemon.ended
    yield* stage.recovers()
    return took
  })
}

/** The last Sunday of a month, from 1 to 12: the day on which clocks are changed. */
const lastSunday = (year: number, month: number): Day.Day => {
  const last = new Date(Date.UTC(year, month, 0))
  return Day.plus(last.toISOString().slice(0, 10) as Day.Day, -last.getUTCDay())
}

/** Newer days are not consolidated here. */
const CONSOLIDATED = 31

const changesBefore = (today: Day.Day): readonly [spring: Day.Day, autumn: Day.Day] => {
  const year = Number(today.slice(0, 4))
  const known = lastSunday(year, 10) < Day.plus(today, -CONSOLIDATED) ? year : year - 1
  return [lastSunday(known, 3), lastSunday(known, 10)]
}

const schedule: Scenario = {
  id: "F25",
  what: "the mornings of both changes of clocks, and of the days before",
  missing,
  play: Effect.fnUntraced(function*(stage) {
    const clock = yield* fakeClock
    const [spring, autumn] = changesBefore(stage.days.to)
    for (
      const [day, hour] of [
        [Day.plus(spring, -1), "05:30"],
        [spring, "04:30"],
        [Day.plus(autumn, -1), "04:30"],
        [autumn, "05:30"]
      ] as const
    ) {
      const slot = `${day}T${hour}`
      // The hour before has been answered or not; this one has just come.
      yield* clock.set(Date.parse(`${slot}:05Z`) - Date.now())
      const daemon = yield* stage.daemon({
        ...clock.settings,
        ECO2MIXD_SCHEDULE: HOUR,
        ECO2MIXD_CATCH_UP: "last"
      })
      yield* within(NEXT, Effect.map(mornings(stage), ([last]) => last?.slot === slot && last.outcome === "succeeded"))
      daemon.signal("SIGTERM")
      yield* daemon.ended
    }
    const slots = (yield* mornings(stage)).map(({ slot }) => slot)
    if (slots.length !== 4) return yield* broken(`there were mornings at ${slots.join(", ")}`)
    const { code, stderr } = yield* stage.run(["run", "--from", stage.days.from, "--to", stage.days.to])
    if (code !== 0) return yield* broken(`a run of today exits with ${code}: ${stderr}`)
    return yield* stage.recovers()
  })
}

const data: Scenario = {
  id: "F25",
  what: "the days of both changes of clocks",
  play: Effect.fnUntraced(function*(stage) {
    const counted: Array<string> = []
    for (const [index, day] of changesBefore(stage.days.to).entries()) {
      // The hour that never was is dropped; of the one that comes twice the source has the second pass alone.
      const halves = [46, 48][index]!
      const args = ["backfill", "--from", day, "--to", day, "--dataset", "eco2mix-regional-cons-def"]
      const { code, stderr } = yield* stage.run(args)
      if (code !== 0) return yield* broken(`a backfill of ${day} exits with ${code}: ${stderr}`)
      const rows = yield* Effect.promise(() =>
        Oracle.ask<{ documents: number; least: number; most: number }>(
          stage.stores.postgres,
          `select documents, min(record_count) as least, max(record_count) as most
           from published_days join regional_energy_stats on granularity = 'day'
             and (date_heure at time zone 'Europe/Paris')::date = day
           where day = '${day}' group by documents`
        )
      )
      const [row] = rows
      if (rows.length !== 1 || row!.documents !== 12 * halves || row!.least !== halves || row!.most !== halves) {
        counted.push(`${day} has ${JSON.stringify(rows)}, and not ${halves} half-hours of twelve regions`)
      }
    }
    if (counted.length > 0) return yield* broken(`I1 ${counted.join("; ")}`)
    yield* stage.daemon()
    return yield* stage.recovers()
  })
}

export const time: ReadonlyArray<Scenario> = [jumps, schedule, data]
