/**
 * A backfill or a replay by several daemons: one of them keeps it, hands out its months, and knows how far it has come. Begun
 * again elsewhere it goes on, as the months that were done answer at once.
 */
import * as Day from "#domain/Day"
import type { Counts, Run } from "#domain/Run"
import { Gate } from "#pipelines/Gate"
import { meter } from "#pipelines/Progress"
import { recorded } from "#pipelines/recorded"
import type { PartError } from "#ports/Crew"
import * as Effect from "effect/Effect"

/** Months handed out at the same time: enough for each of some members to have one, and another that waits. */
const HANDED_OUT = 12

/** Between two looks at what is wanted of the run, while its months are done elsewhere. */
const LOOK_AGAIN = "1 second"

export const spread = (
  run: Run,
  ahead: Day.DayRange,
  part: (days: Day.DayRange) => Effect.Effect<Counts, PartError>
) =>
  recorded(run, (tally) =>
    Effect.gen(function*() {
      const gate = yield* Gate
      const total = Day.count(run.window)
      const progress = yield* meter(total)
      const months = run.oldestFirst ? Day.months(ahead) : Day.months(ahead).toReversed()
      const waiting = new Set(months)
      const doing = new Set<Day.DayRange>()
      let done = total - Day.count(ahead)

      /** The months that are not done, and all that lies between them: what is done twice does no harm. */
      const tell = Effect.suspend(() => {
        const left = [...waiting]
        const [first] = run.oldestFirst ? left : left.toReversed()
        const last = run.oldestFirst ? left.at(-1) : left[0]
        const words = [...doing].map(({ from, to }) => `${from} to ${to}`).join(", ")
        return first === undefined || last === undefined
          ? progress.begin("Done", total)
          : progress.begin(`Handed out: ${words}`, done, { from: first.from, to: last.to })
      })

      const work = Effect.forEach(months, (days) =>
        Effect.gen(function*() {
          yield* gate.pass(null)
          doing.add(days)
          yield* tell
          // A part that was called off tells that the whole is: then it does not pass the gate.
          const counts = yield* part(days).pipe(
            Effect.tapError(({ code }) => code === "Gate.CalledOff" ? gate.pass(null) : Effect.void)
          )
          yield* tally(counts)
          waiting.delete(days)
          doing.delete(days)
          done += Day.count(days)
          yield* tell
        }), { concurrency: HANDED_OUT, discard: true })
      // It waits where its months do, and ends where they have yet to hear of it.
      yield* Effect.raceFirst(work, Effect.forever(Effect.andThen(Effect.sleep(LOOK_AGAIN), gate.pass(null))))
    }))
