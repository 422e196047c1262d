/** Versions that are exchanged: members go and come, and one that does not know what is said, while a long run of theirs goes. */
import * as ClusterCrew from "#layers/cluster/ClusterCrew"
import { POOL } from "#layers/cluster/ClusterSettings"
import * as PostgresClient from "#layers/postgres/PostgresClient"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import { within } from "../support/Daemon.ts"
import { freePorts } from "../support/Process.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, type Stage } from "./Stage.ts"
import * as Team from "./Team.ts"

/** Within the ten seconds that Docker gives, in milliseconds. */
const STOPPED = 10_000

/** Told to stop, it ends by itself, and in time. */
const stops = Effect.fnUntraced(function*(seat: Team.Seat) {
  seat.daemon().signal("SIGTERM")
  const { code, took } = yield* seat.daemon().ended
  if (code !== 0 || took > STOPPED) return yield* broken(`it ends with ${code} after ${Math.round(took)} ms`)
})

const rolling: Scenario = {
  id: "F34",
  what: "members are stopped and begun again, one after the other, while they share a replay",
  play: Effect.fnUntraced(function*(stage) {
    const { replay, seats } = yield* Team.working(stage)
    const id = yield* Team.ask(seats[0]!, replay)
    for (const seat of seats) {
      yield* stops(seat)
      yield* seat.begin
      yield* Team.together(seats)
    }
    const began = performance.now()
    yield* Team.succeeds(stage, id, Team.LONG)
    const took = (performance.now() - began) / 1_000
    yield* Team.calm(stage, seats)
    yield* stage.recovers()
    return took
  })
}

/** In seconds: longer than the engine keeps, by itself, what nobody knows. */
const UNKNOWN = 70

/** A version that knows none of the messages, and takes its share of the work. */
const stranger = Effect.fnUntraced(function*(stage: Stage) {
  const [port] = yield* Effect.promise(() => freePorts(1))
  const settings = { DATABASE_URL: stage.stores.postgres, ECO2MIXD_CLUSTER_ADDRESS: `127.0.0.1:${port}` }
  const scope = yield* Effect.acquireRelease(Scope.make(), (scope) => Scope.close(scope, Exit.void))
  yield* Layer.buildWithScope(
    ClusterCrew.layer.pipe(
      Layer.provide(PostgresClient.layerIn(POOL)),
      Layer.provide([ConfigProvider.layer(ConfigProvider.fromEnv({ env: settings })), Logger.layer([])])
    ),
    scope
  ).pipe(Effect.orDie)
  return { leaves: Scope.close(scope, Exit.void) }
})

const unknown: Scenario = {
  id: "F34",
  what: `for ${UNKNOWN} s a version that knows no message of a shared replay is alone with it`,
  play: Effect.fnUntraced(function*(stage) {
    const { cut, replay, seats } = yield* Team.working(stage)
    const id = yield* Team.ask(seats[0]!, replay)
    yield* within(Team.LONG, Effect.map(Team.publishedBefore(stage, cut), (days) => days >= 2))
    const { leaves } = yield* stranger(stage)
    yield* Effect.forEach(seats, stops, { concurrency: seats.length })
    const days = yield* Team.publishedBefore(stage, cut)
    yield* Effect.sleep(`${UNKNOWN} seconds`)
    const messages = yield* Team.waiting(stage)
    if (messages === 0 || days === Team.ALL) return yield* broken("nothing waits")
    yield* leaves
    const began = performance.now()
    yield* Effect.forEach(seats, ({ begin }) => begin, { concurrency: seats.length })
    yield* Team.succeeds(stage, id, Team.LONG)
    const took = (performance.now() - began) / 1_000
    yield* Team.calm(stage, seats)
    yield* stage.recovers()
    return took
  })
}

export const upgrades: ReadonlyArray<Scenario> = [rolling, unknown]
