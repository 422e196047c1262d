/** A receiver in this process, for every test above the ports: it takes what it is sent, unless it is told not to. */
import type { Notice } from "#domain/Notice"
import { Notices, type NoticesError } from "#ports/Notices"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** The mail of a `MemoryNotices`, for tests to look at and to hold up. */
export class MemoryMail extends Context.Service<MemoryMail, {
  /** What has arrived, oldest first. */
  readonly arrived: Effect.Effect<ReadonlyArray<Notice>>
  /** From now on each sending meets this first: a failure, or an endless wait. */
  readonly meet: (trouble: Effect.Effect<void, NoticesError>) => Effect.Effect<void>
}>()("eco2mixd/layers/memory/MemoryMail") {}

/** Provides the `Notices`, and the `MemoryMail` behind them. */
export const layer = Layer.effectContext(Effect.sync(() => {
  const arrived: Array<Notice> = []
  let trouble: Effect.Effect<void, NoticesError> = Effect.void
  const send = Effect.fn("MemoryNotices.send")((notice: Notice) =>
    Effect.suspend(() => trouble).pipe(
      Effect.andThen(Effect.sync(() => arrived.push(notice))),
      Effect.as("it was taken")
    )
  )
  return Context.make(Notices, { receiver: { name: "memory", send } }).pipe(
    Context.add(MemoryMail, {
      arrived: Effect.sync(() => [...arrived]),
      meet: (met) =>
        Effect.sync(() => {
          trouble = met
        })
    })
  )
}))
