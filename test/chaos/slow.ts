/** Ways that are slow: nothing fails of it, it only takes longer. */
import * as Effect from "effect/Effect"
import { within } from "../support/Daemon.ts"
import * as Toxiproxy from "../support/Toxiproxy.ts"
import * as Oracle from "./Oracle.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, RECOVERY, type Stage } from "./Stage.ts"

/** How long the ways are slow, in seconds, and what a run in peace is done in on any machine. */
const LASTS = 25

/** Way by way, the program's settings with a proxy in between. */
const between = Effect.fnUntraced(function*({ lake, links, postgres }: Stage) {
  const proxy = yield* Toxiproxy.serve
  const [source, documents, rows] = yield* Effect.all([
    proxy("source", links.source.port),
    proxy("lake", links.lake.port),
    proxy("postgres", links.postgres.port)
  ])
  return {
    proxies: [source, documents, rows],
    settings: {
      ECO2MIXD_SOURCE_URL: `http://127.0.0.1:${source.port}`,
      MONGO_URL: lake.urlAt(documents.port),
      DATABASE_URL: postgres.urlAt(rows.port)
    }
  }
})

const slow = (what: string, toxic: Toxiproxy.Toxic): Scenario => ({
  id: "F4",
  what,
  missing: Toxiproxy.missing,
  play: Effect.fnUntraced(function*(stage) {
    const { proxies, settings } = yield* between(stage)
    const daemon = yield* stage.daemon(settings)
    yield* Effect.forEach(proxies, (proxy) => proxy.spoil(toxic))
    yield* within(RECOVERY, Effect.map(stage.runs, ([last]) => last?.trigger === "catch-up"))
    yield* Effect.sleep(`${LASTS} seconds`)
    yield* Effect.forEach(proxies, ({ heal }) => heal)
    const took = yield* stage.recovers()
    const [run] = yield* Effect.promise(() =>
      Oracle.ask<{ lasted: number }>(
        stage.stores.postgres,
        "select extract(epoch from ended_at - started_at)::float8 as lasted from pipeline_runs where trigger = 'catch-up'"
      )
    )
    const rows = yield* stage.runs
    if (rows.some(({ outcome }) => outcome !== "succeeded")) return yield* broken("a run failed of it")
    if (run!.lasted < LASTS / 2) return yield* broken(`a run was done after ${run!.lasted} s: nothing was slow`)
    yield* stage.calm(daemon)
    return took
  })
})

export const slows: ReadonlyArray<Scenario> = [
  slow("every answer of source, lake and PostgreSQL comes a second later, by chance sooner or later", {
    type: "latency",
    latency: 500,
    jitter: 250
  }),
  slow("source, lake and PostgreSQL at 8 KB/s", { type: "bandwidth", rate: 8 })
]
