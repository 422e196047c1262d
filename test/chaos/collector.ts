/** A collector that is dead, or takes all and answers nothing: neither costs a run more than a little time. */
import * as Effect from "effect/Effect"
import { within } from "../support/Daemon.ts"
import { freePorts } from "../support/Process.ts"
import * as Link from "./Link.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, RECOVERY, type Stage } from "./Stage.ts"

/** What a run may take longer for it: a moment in all; in milliseconds. */
const MOST = { share: 1.5, more: 3_000 }

/** The quickest of so many runs is what a run takes: the machine's other work makes of any one what it likes. */
const TRIES = 3

const timed = Effect.fnUntraced(function*(stage: Stage, endpoint?: string) {
  const began = performance.now()
  const { code, stderr } = yield* stage.run(
    ["run", "--from", stage.days.from, "--to", stage.days.from],
    endpoint === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }
  )
  if (code !== 0) return yield* broken(`A run exits with ${code}: ${stderr}`)
  return performance.now() - began
})

const absent = (what: string, endpointOf: Effect.Effect<string, never, import("effect/Scope").Scope>): Scenario => ({
  id: "F27",
  what,
  play: Effect.fnUntraced(function*(stage) {
    const endpoint = yield* endpointOf
    let [took, without] = [Infinity, Infinity]
    const isLonger = () => took > MOST.share * without + MOST.more
    let left = TRIES
    do {
      // Each has as much to write as the other: what was revised, and what it was before.
      stage.spoil("revised")
      without = Math.min(without, yield* timed(stage))
      stage.spoil()
      took = Math.min(took, yield* timed(stage, endpoint))
      left--
    } while (left > 0 && isLonger())
    if (isLonger()) {
      return yield* broken(`a run takes ${Math.round(took)} ms, and ${Math.round(without)} without a collector`)
    }
    const daemon = yield* stage.daemon({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
    const recovery = yield* stage.recovers()
    const metrics = Effect.promise(async () => (await fetch(`${daemon.url}/metrics`)).text())
    const isCounted = Effect.map(
      metrics,
      (text) => /^eco2mixd_telemetry_batches_total\{.*outcome="failed".*\} [1-9]/m.test(text)
    )
    yield* within(RECOVERY, isCounted)
    if (!daemon.said().includes("The collector does not take our")) {
      return yield* broken("I7 no line of the log says it")
    }
    if ((yield* stage.runs).some(({ outcome }) => outcome !== "succeeded")) return yield* broken("a run failed of it")
    yield* stage.calm(daemon)
    return recovery
  })
})

const dead = Effect.map(Effect.promise(() => freePorts(1)), ([port]) => `http://127.0.0.1:${port}`)

const silent = Effect.gen(function*() {
  const link = yield* Link.link(9)
  yield* link.set("hole")
  return `http://127.0.0.1:${link.port}`
})

export const collector: ReadonlyArray<Scenario> = [
  absent("the collector is dead", dead),
  absent("the collector takes all and answers nothing", silent)
]
