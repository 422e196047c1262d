/**
 * What an operator gets to see of a daemon at work: a morning that it makes up for, a backfill that the API asks for and
 * that meets one hiccup of the source, and one that the source refuses; through the real collector and Prometheus.
 */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Collector from "../support/Collector.ts"
import { type Daemon, daemon, noMorningSoon, TOKEN, within } from "../support/Daemon.ts"
import type * as Otlp from "../support/Otlp.ts"
import * as PostgresExporter from "../support/PostgresExporter.ts"
import { textAt } from "../support/Process.ts"
import * as Program from "../support/Program.ts"
import * as Prometheus from "../support/Prometheus.ts"
import { servers } from "../support/Servers.ts"
import * as Sink from "../support/Sink.ts"

export const STORES = ["embedded", "servers"] as const
export type Stores = (typeof STORES)[number]

export const missing = Collector.missing ?? Prometheus.missing ?? PostgresExporter.missing

/** Says nothing and lets in: no trace and no log line may hold it. */
const CANARY = "canary-7c4e1f"

/** 2026 has summer time in both windows, and neither is read again each morning. */
const WINDOWS = {
  well: { from: "2026-04-20", to: "2026-05-03", days: 14 },
  ill: { from: "2026-03-02", to: "2026-03-08", days: 7 }
}

export interface Run {
  readonly run_id: string
  readonly trigger: string
  readonly outcome: string
  readonly started_at: string
  readonly ended_at: string | null
  readonly counts: Readonly<Record<string, number>>
}

export class Seen extends Context.Service<Seen, {
  readonly stores: Stores
  readonly morning: Run
  readonly well: Run
  readonly ill: Run
  readonly days: typeof WINDOWS
  readonly spans: ReadonlyArray<Otlp.Span>
  readonly logs: ReadonlyArray<Otlp.Log>
  /** The spans of a run's trace. */
  readonly traceOf: (run: Run) => ReadonlyArray<Otlp.Span>
  /** All that the collector wrote down, and all that the daemons said on their own. */
  readonly said: string
  readonly secrets: ReadonlyArray<string>
  /** The daemon's own numbers. */
  readonly metrics: Effect.Effect<string>
  readonly prometheus: Effect.Success<ReturnType<typeof Prometheus.prometheus>>
}>()("eco2mixd/test/otel/Seen") {}

const settled = (one: Daemon, id: string) =>
  Effect.gen(function*() {
    const run = one.get<Run>(`/api/v1/runs/${id}`)
    yield* within(90, Effect.map(run, ({ outcome }) => outcome !== "running"))
    return yield* run
  })

const backfill = (one: Daemon, { from, to }: { readonly from: string; readonly to: string }) =>
  Effect.gen(function*() {
    const { body } = yield* one.post<{ readonly run_id: string }>("/api/v1/runs", { kind: "backfill", from, to })
    return yield* settled(one, body.run_id)
  })

/** A URL whose password is one that can be found again. */
const guarded = (url: string): string => {
  const address = new URL(url)
  address.username = "somebody"
  address.password = CANARY
  return address.href
}

export const layer = (stores: Stores) =>
  Layer.effect(
    Seen,
    Effect.gen(function*() {
      const source = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 5 }) })
      const collector = yield* Collector.collector()
      const hook = yield* Sink.sink()
      const onServers = stores === "servers" ? yield* servers(guarded(source.url)) : undefined
      const settings = {
        ...onServers ?? (yield* Program.embeddedUp(guarded(source.url))),
        ...onServers === undefined ? {} : { MONGO_URL: `${guarded(onServers["MONGO_URL"]!)}?authMechanism=PLAIN` },
        ...Sink.settingsOf(hook),
        // A morning that has just come is no catch-up.
        ...noMorningSoon(),
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${CANARY}`,
        OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
        OTEL_BSP_SCHEDULE_DELAY: "200",
        OTEL_BLRP_SCHEDULE_DELAY: "200"
      }

      const first = yield* daemon(settings)
      const mornings = first.get<{ readonly runs: ReadonlyArray<Run> }>("/api/v1/runs?trigger=catch-up")
      yield* within(90, Effect.map(mornings, ({ runs }) => runs[0]?.outcome === "succeeded"))
      const morning = (yield* mornings).runs[0]!
      first.signal("SIGTERM")
      yield* first.ended

      // Now what is known of the morning is told from the start, and not a minute later.
      const second = yield* daemon(settings)
      const jobs = {
        eco2mixd: new URL(second.url).host,
        collector: collector.metrics,
        "collector-self": collector.self
      }
      const prometheus = yield* Prometheus.prometheus({
        jobs: onServers === undefined
          ? jobs
          : { ...jobs, postgresql: yield* PostgresExporter.postgresExporter(onServers["DATABASE_URL"]!) }
      })
      yield* within(20, second.leads)
      source.setFaults([{ name: "503", times: 1, share: 0, millis: 0 }])
      const well = yield* backfill(second, WINDOWS.well)
      source.setFaults([{ name: "429", times: Infinity, share: 0, millis: 30 * 60_000 }])
      const ill = yield* backfill(second, WINDOWS.ill)
      source.setFaults([])

      const roots = Effect.map(collector.spans, (spans) => spans.filter(({ name }) => name === "run"))
      yield* within(20, Effect.map(roots, ({ length }) => length === 3))
      yield* within(
        20,
        Effect.map(collector.logs, (logs) =>
          logs.some(({ attributes, severity }) => attributes["run.id"] === ill.run_id && severity !== "Info"))
      )

      const spans = yield* collector.spans
      const password = onServers === undefined ? [] : [new URL(onServers["DATABASE_URL"]!).password]
      return Seen.of({
        stores,
        morning,
        well,
        ill,
        days: WINDOWS,
        spans,
        logs: yield* collector.logs,
        traceOf: ({ run_id }) => {
          const root = spans.find(({ attributes, name }) =>
            name === "run" && attributes["run.id"] === run_id
          )
          return spans.filter(({ traceId }) => traceId === root?.traceId)
        },
        said: [yield* collector.text, first.said(), second.said()].join("\n"),
        secrets: [CANARY, TOKEN, Sink.SECRET, "hunter2", "hunter3", ...password],
        metrics: textAt(`${second.url}/metrics`),
        prometheus
      })
    })
  )
