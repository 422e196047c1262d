/** The adapter turned to a receiver, on a clock that takes no time over pauses and writes down how long they were to be. */
import * as WebhookNotices from "#layers/webhook/WebhookNotices"
import { Notices } from "#ports/Notices"
import * as Clock from "effect/Clock"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** The adapter's limit for an attempt, in milliseconds: the one sleep that is no pause. */
const LIMIT = 10_000

export const receiver = Effect.fnUntraced(function*(settings: Readonly<Record<string, string>>) {
  const config = ConfigProvider.layer(ConfigProvider.fromUnknown(settings))
  const context = yield* Layer.build(Layer.provide(WebhookNotices.layer, config))
  const { receiver } = Context.get(context, Notices)
  if (receiver === null) return yield* Effect.die(new Error("there is no receiver"))
  return receiver
})

/** Runs on a clock on which `limit` stands for the limit, in milliseconds, and answers with the pauses too, in seconds. */
export const hurried = <A, E, R>(effect: Effect.Effect<A, E, R>, limit = LIMIT) =>
  Clock.clockWith((clock) => {
    const pauses: Array<number> = []
    const sleep = (duration: Duration.Duration) => {
      const millis = Duration.toMillis(duration)
      if (millis === LIMIT) return clock.sleep(Duration.millis(limit))
      pauses.push(millis / 1_000)
      return clock.sleep(Duration.millis(1))
    }
    return Effect.provideService(effect, Clock.Clock, {
      currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe(),
      currentTimeMillis: clock.currentTimeMillis,
      currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe(),
      currentTimeNanos: clock.currentTimeNanos,
      monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
      monotonicTimeNanos: clock.monotonicTimeNanos,
      sleep
    }).pipe(Effect.map((result) => ({ result, pauses })))
  })
