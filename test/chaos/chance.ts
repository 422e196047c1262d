/** One fault after another, drawn by lot, on one deployment that goes on living: its daemon is started again by a supervisor. */
import { isAlive } from "#layers/postgres/isAlive"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { type Daemon, within } from "../support/Daemon.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, RECOVERY, type Stage } from "./Stage.ts"

interface Strike {
  readonly name: string
  /** Done, and undone where it does not pass by itself. */
  readonly strike: (stage: Stage, daemon: Daemon) => Effect.Effect<void>
}

const forSeconds = (stage: Stage, most: number) => Effect.sleep(`${Math.ceil(stage.random() * most * 1_000)} millis`)

const link = (way: keyof Stage["links"], mode: "hole" | "refuse"): Strike => ({
  name: `${way}: ${mode}`,
  strike: (stage) =>
    stage.links[way].set(mode).pipe(
      Effect.andThen(forSeconds(stage, 8)),
      Effect.andThen(stage.links[way].set("open"))
    )
})

const reset = (way: keyof Stage["links"]): Strike => ({
  name: `${way}: reset`,
  strike: (stage) => Effect.sync(() => stage.links[way].reset())
})

const source = (fault: string): Strike => ({
  name: `source: ${fault}`,
  strike: (stage) => Effect.sync(() => stage.spoil(fault))
})

const STRIKES: ReadonlyArray<Strike> = [
  ...(["source", "lake", "postgres"] as const).flatMap((way) => [link(way, "hole"), link(way, "refuse"), reset(way)]),
  ...["503:2", "truncated:50%:1", "cut:1", "html:1", "in-band:1", "429:1s:1", "shuffled:1"].map(source),
  { name: "program: SIGKILL", strike: (_, daemon) => Effect.sync(() => daemon.signal("SIGKILL")) },
  { name: "program: SIGTERM", strike: (_, daemon) => Effect.sync(() => daemon.signal("SIGTERM")) },
  {
    name: "program: SIGSTOP",
    strike: (stage, daemon) =>
      Effect.sync(() => daemon.signal("SIGSTOP")).pipe(
        Effect.andThen(forSeconds(stage, 20)),
        Effect.andThen(Effect.sync(() => daemon.signal("SIGCONT")))
      )
  },
  {
    name: "postgres: immediate",
    strike: (stage) => Effect.andThen(Effect.sync(() => stage.postgres.signal("SIGQUIT")), stage.postgres.start)
  },
  {
    name: "lake: SIGKILL",
    strike: (stage) => Effect.andThen(Effect.sync(() => stage.lake.signal("SIGKILL")), stage.lake.start)
  }
]

/** Of ten rounds, those that read news from the source: each makes what the lake reads longer. */
const NEWS = 0.2

/** A daemon and the scope that it lives in. */
const begun = Effect.fnUntraced(function*(stage: Stage) {
  const scope = yield* Scope.make()
  const daemon = yield* Scope.provide(stage.daemon(), scope)
  return { daemon, scope }
})

export const chance = (minutes: number): Scenario => ({
  id: "F31",
  what: `random faults for ${minutes} minutes`,
  play: Effect.fnUntraced(function*(stage) {
    const end = performance.now() + minutes * 60_000
    let worst = 0
    let rounds = 0
    let living = yield* begun(stage)
    yield* stage.recovers()
    while (performance.now() < end) {
      const { name, strike } = STRIKES[Math.floor(stage.random() * STRIKES.length)]!
      const hasNews = stage.random() < NEWS
      if (hasNews) stage.spoil("revised:1")
      const asked = yield* living.daemon.post("/api/v1/runs", {
        kind: hasNews ? "manual" : "replay",
        ...stage.days
      })
      if (asked.status !== 202) return yield* broken(`a run is answered with ${JSON.stringify(asked)}`)
      yield* forSeconds(stage, 2)
      yield* strike(stage, living.daemon)
      // As a supervisor: whoever has ended is begun again.
      yield* Effect.sleep("200 millis")
      if (!isAlive(living.daemon.pid) || /^program: SIG(TERM|KILL)$/.test(name)) {
        yield* living.daemon.ended
        yield* Scope.close(living.scope, Exit.void)
        living = yield* begun(stage)
      }
      stage.spoil()
      // What was asked for by hand and failed is asked for by hand again; what was published of it is whole all the same. A run
      // whose end nobody could write down is known for dead by its lock, and written down by the next one.
      const { daemon } = living
      const isOver = Effect.map(
        daemon.get<{ readonly runs?: ReadonlyArray<{ readonly outcome: string }> }>("/api/v1/runs"),
        ({ runs }) => runs?.every(({ outcome }) => outcome !== "running") === true
      )
      yield* within(RECOVERY, isOver).pipe(
        Effect.catchDefect(() => broken(`I6 after ${name} the run still goes on ${RECOVERY} s later`))
      )
      const again = yield* stage.run(["run", "--from", stage.days.from, "--to", stage.days.to])
      if (again.code !== 0) return yield* broken(`after ${name} a run exits with ${again.code}: ${again.stderr}`)
      const took = yield* stage.recovers()
      worst = Math.max(worst, took)
      rounds++
    }
    yield* Scope.close(living.scope, Exit.void)
    if (rounds === 0) return yield* broken("there was no time for a single fault")
    return worst
  })
})
