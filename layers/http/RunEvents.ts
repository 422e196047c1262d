/** The runs as they go, as server-sent events: first what goes now, then each change. */
import { type LiveRun, Runs } from "#ports/Runs"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { runOf } from "./shapes.ts"

/** Proxies hang up on a connection that says nothing for a minute. */
const HEARTBEAT = "15 seconds"

/** After this, in milliseconds, a browser that lost the connection asks again. */
const RETRY = 2_000

/** Changes that a client may be behind before it misses some. */
const BEHIND = 64

const eventOf = (live: LiveRun, now: number): string => `event: run\ndata: ${JSON.stringify(runOf(live, now))}\n\n`

/** Ends with its scope; whoever reads too slowly misses changes, never the last one. */
export const events = Stream.unwrap(Effect.gen(function*() {
  const runs = yield* Runs
  const changes = yield* Queue.sliding<LiveRun>(BEHIND)
  // It listens before it looks, so that no change falls between.
  yield* Stream.runForEach(runs.changes, (live) => Queue.offer(changes, live)).pipe(
    Effect.forkScoped({ startImmediately: true })
  )
  const going = yield* runs.live
  const told = Stream.concat(Stream.fromIterable(going), Stream.fromQueue(changes)).pipe(
    Stream.mapEffect((live) => Effect.map(Clock.currentTimeMillis, (now) => eventOf(live, now)))
  )
  const heartbeat = Stream.fromEffectSchedule(Effect.succeed(": still here\n\n"), Schedule.spaced(HEARTBEAT)).pipe(
    // The first one comes at once.
    Stream.drop(1)
  )
  return Stream.concat(Stream.make(`retry: ${RETRY}\n\n`), Stream.merge(told, heartbeat))
}))
