/**
 * Something asked again and again, to be told. Where it can't be answered this is said once when it begins, and once when it is
 * over; whoever asks goes on. A mistake of ours counts as no answer too: a number that nobody mends any more would stand
 * still, and look well.
 */
import { codeOf, type Failure } from "#ports/failure"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/** `subject` begins a sentence: `Who leads can't be known now`. */
export const question = <E extends Failure, R>(
  subject: string,
  ask: Effect.Effect<void, E, R>
): Effect.Effect<void, never, R> => {
  let isOpen = false
  const unanswered = (cause: Cause.Cause<E>) =>
    Effect.suspend(() => {
      if (isOpen) return Effect.void
      isOpen = true
      const said = Option.match(Cause.findErrorOption(cause), {
        onNone: () => ({ message: Cause.pretty(cause), code: "Defect" }),
        onSome: (error) => ({ message: error.message, code: codeOf(error) })
      })
      return Effect.logWarning(`${subject} can't be known now: ${said.message}`).pipe(
        Effect.annotateLogs({ "error.type": said.code })
      )
    })
  const answered = Effect.suspend(() => {
    if (!isOpen) return Effect.void
    isOpen = false
    return Effect.logInfo(`${subject} is known again.`)
  })
  return Effect.matchCauseEffect(ask, {
    onFailure: (cause) => Cause.hasInterruptsOnly(cause) ? Effect.interrupt : unanswered(cause),
    onSuccess: () => answered
  })
}
