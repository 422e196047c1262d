/** How long the lake took to answer, told alike by whoever keeps it. A question that nobody waited for is not told. */
import * as Metrics from "#telemetry/Metrics"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Pull from "effect/Pull"
import * as Stream from "effect/Stream"

/** A call of one of the port's methods. */
export const lakeOperation = (operation: string) => {
  const [answered, failed] = [timesOf(operation, "ok"), timesOf(operation, "failed")]
  return <A, E, R>(call: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.clockWith((clock) => {
      const began = clock.monotonicTimeNanosUnsafe()
      return Effect.onExit(call, (exit) => {
        if (Exit.isFailure(exit) && isNoAnswer(exit.cause)) return Effect.void
        const took = Duration.nanos(clock.monotonicTimeNanosUnsafe() - began)
        return Metric.update(Exit.isSuccess(exit) ? answered : failed, Duration.toSeconds(took))
      })
    })
}

/** A stream of the port's, batch by batch as the server sends them. */
export const lakeBatches = (operation: string) => {
  const timed = lakeOperation(operation)
  return <A, E, R>(batches: Stream.Stream<A, E, R>): Stream.Stream<A, E, R> =>
    Stream.transformPull(batches, (pull) => Effect.succeed(timed(pull)))
}

const timesOf = (operation: string, outcome: "ok" | "failed") =>
  Metric.withAttributes(Metrics.lakeOperations, { operation, outcome })

/** The end of a stream, or somebody who left. */
const isNoAnswer = (cause: Cause.Cause<unknown>): boolean => Pull.isDoneCause(cause) || Cause.hasInterruptsOnly(cause)
