/**
 * The stack as the dashboards see it, real but for the source: some weeks of a simulated country, read and published by a
 * daemon whose mornings went well, badly, and well again, with a Prometheus and a collector that watched.
 */
import * as Day from "#domain/Day"
import { enter, leave, paths, USER } from "#layers/postgres/PostgresServer"
import * as Fault from "#layers/simulator/Fault"
import type { Grid, Row } from "#layers/simulator/Grid"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { readFile } from "node:fs/promises"
import * as Collector from "../support/Collector.ts"
import { type Daemon, daemon, within } from "../support/Daemon.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as PostgresExporter from "../support/PostgresExporter.ts"
import * as Prometheus from "../support/Prometheus.ts"
import * as Roles from "../support/Roles.ts"
import type { Line } from "./logFrames.ts"

/** Why there is no scene, or undefined where there is one. */
export const missing: string | undefined = Collector.missing ?? Prometheus.missing ?? PostgresExporter.missing

const DAY = 86_400_000
const WEEKS = 3

const rules = new URL("../../grafana/alerts/eco2mixd.yaml", import.meta.url).pathname

/**
 * The source as it was two days ago, before some days were consolidated; and as it is, with a line that can't be read and an
 * hour that is hard to believe.
 */
const sourceOf = (now: number) => {
  const before = SimulatedGrid.make({ seed: 7, realTimeFrom: Day.plus(Day.of(now), -WEEKS * 7) })
  const after = SimulatedGrid.make({ seed: 7, realTimeFrom: Day.plus(Day.of(now), -4) })
  const noon = Math.floor(now / DAY) * DAY - DAY / 2
  const spoilt = (row: Row): Row => {
    const { instant } = row
    const other = (broken: boolean, text: Row["text"]) => ({
      instant,
      broken,
      field: (name: string) => row.field(name),
      text
    })
    const region = row.field("code_insee_region")
    if (region === "53" && instant === noon + DAY / 8) return other(true, () => "{\"code_insee_region\": \"53\",")
    if (region !== "93" || instant < noon || instant >= noon + DAY / 24) return row
    return other(false, (zone) => row.text(zone).replace(/"consommation": ?\d+/, "\"consommation\":15000"))
  }
  let isBefore = true
  const grid: Grid = {
    blocks: (dataset, interval, at) =>
      isBefore
        ? before.blocks(dataset, interval, at - 2 * DAY)
        : after.blocks(dataset, interval, at).map((block) => ({ ...block, rows: () => block.rows().map(spoilt) }))
  }
  return { grid, goOn: () => isBefore = false }
}

const faults = (...texts: ReadonlyArray<string>) => texts.map((text) => Result.getOrThrow(Fault.parse(text)))

interface Run {
  readonly run_id: string
  readonly outcome: string
}

/** Asks for a run, and waits for its end, however it ends. */
const ran = Effect.fnUntraced(function*(one: Daemon, body: Readonly<Record<string, unknown>>) {
  const { body: begun, status } = yield* one.post<Run>("/api/v1/runs", body)
  if (status !== 202) return yield* Effect.die(new Error(`${status}: ${JSON.stringify(begun)}`))
  const outcome = Effect.map(one.get<Run>(`/api/v1/runs/${begun.run_id}`), (run) => run.outcome)
  yield* within(600, Effect.map(outcome, (said) => said !== "running"))
  return yield* outcome
})

/** A role of Grafana's, with the rights that its file gives. */
const reader = Effect.fnUntraced(function*(admin: string) {
  const password = crypto.randomUUID()
  yield* Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    for (const statement of Roles.statementsOf("reader")) yield* sql.unsafe(statement)
    yield* sql.unsafe(`alter role eco2mixd_reader password '${password}'`)
  }).pipe(Effect.provide(PgClient.layer({ url: Redacted.make(admin) })))
  const url = new URL(admin)
  url.username = "eco2mixd_reader"
  url.password = password
  return url.href
})

// oxlint-disable-next-line typescript/no-explicit-any -- as the collector wrote it
type Json = any

/** What the collector passed on to the place of Loki, as Loki would label it. */
const sent = (text: string): ReadonlyArray<Line> =>
  text.split("\n").filter((line) => line.startsWith("{\"resourceLogs\"")).flatMap((line) =>
    (JSON.parse(line).resourceLogs as ReadonlyArray<Json>).flatMap(({ scopeLogs }) =>
      (scopeLogs as ReadonlyArray<Json>).flatMap(({ logRecords }) =>
        (logRecords as ReadonlyArray<Json>).map((one): Line => ({
          at: Number(one.timeUnixNano) / 1e6,
          text: one.body.stringValue,
          labels: {
            ...Object.fromEntries(
              ((one.attributes ?? []) as ReadonlyArray<Json>).map(({ key, value }) => [
                String(key).replaceAll(".", "_"),
                String(Object.values(value)[0])
              ])
            ),
            service_name: "eco2mixd",
            detected_level: String(one.severityText).toLowerCase(),
            trace_id: one.traceId ?? ""
          }
        }))
      )
    )
  )

const GRAVE: Readonly<Record<string, string>> = { ERROR: "error", FATAL: "fatal", PANIC: "fatal", WARNING: "warn" }

/** PostgreSQL's own log, of which a line that begins with a tab goes on with the one before. */
const written = (text: string): ReadonlyArray<Line> =>
  [...text.matchAll(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+) UTC \[\d+\] (\w+): .*(?:\n\t.*)*/gm)]
    // Debian's exporter asks at each scrape for columns that PostgreSQL 17 has moved; the one of the compose file does not.
    .filter(([line]) => !line.includes("checkpoints_timed"))
    .map(([line, at, level]) => ({
      at: Date.parse(`${at!.replace(" ", "T")}Z`),
      text: line,
      labels: { service_name: "postgresql", detected_level: GRAVE[level!] ?? "info" }
    }))

/** Where to look at it. */
export interface Seen {
  /** Prometheus's origin. */
  readonly prometheus: string
  /** When it began to watch, in milliseconds since 1970. */
  readonly since: number
  /** PostgreSQL, as the role of dashboards. */
  readonly reader: string
  readonly lines: ReadonlyArray<Line>
}

/** Until the scope closes; at least so many minutes of it are scraped. */
export const scene = Effect.fnUntraced(function*(minutes: number) {
  const now = Date.now()
  const { goOn, grid } = sourceOf(now)
  const odre = yield* OdreServer.serve({ grid, quota: 500 })
  const folder = yield* temporaryFolder
  const server = yield* Effect.acquireRelease(
    Effect.promise(() => enter(folder, 0)),
    () => Effect.promise(() => leave(folder))
  )
  const admin = `postgres://${USER}:${server.password}@127.0.0.1:${server.port}/postgres`
  const collector = yield* Collector.collector()
  const stores = FerretDb.missing === undefined
    ? { ECO2MIXD_STORES: "servers", DATABASE_URL: admin, MONGO_URL: yield* FerretDb.url }
    : { ECO2MIXD_DATA_DIR: folder, ECO2MIXD_EMBEDDED_PORT: "0" }
  const one = yield* daemon({
    ...stores,
    ECO2MIXD_SOURCE_URL: odre.url,
    ECO2MIXD_CATCH_UP: "last",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint
  })
  const prometheus = yield* Prometheus.prometheus({
    jobs: {
      eco2mixd: one.url.replace("http://", ""),
      collector: collector.metrics,
      "collector-self": collector.self,
      postgresql: yield* PostgresExporter.postgresExporter(admin)
    },
    rules
  })
  const days = (from: number) => ({ from: Day.plus(Day.of(now), -from), to: Day.of(now) })
  yield* Console.log(
    `backfill of ${WEEKS} weeks, as the source was two days ago: ${yield* ran(one, {
      kind: "backfill",
      ...days(WEEKS * 7)
    })}`
  )
  goOn()
  odre.setFaults(faults("503:2", "truncated:1"))
  yield* Console.log(
    `run of the last ten days, with calls that fail: ${yield* ran(one, { kind: "manual", ...days(10) })}`
  )
  odre.setFaults(faults("html"))
  yield* Console.log(`run where the source is a page of HTML: ${yield* ran(one, { kind: "manual", ...days(2) })}`)
  odre.setFaults([])
  yield* Console.log(`run where nothing is amiss: ${yield* ran(one, { kind: "manual", ...days(2) })}`)
  yield* Console.log(`replay of a week: ${yield* ran(one, { kind: "replay", ...days(7) })}`)
  yield* within(minutes * 60 + 1, Effect.sync(() => Date.now() - now > minutes * 60_000))
  yield* Console.log(`run before the picture: ${yield* ran(one, { kind: "manual", ...days(2) })}`)
  yield* prometheus.waitFor("sum(eco2mixd_open_runs) == 0 and sum(traces_span_metrics_calls_total) > 0")
  const log = yield* Effect.promise(() => readFile(paths(folder).log, "utf8"))
  const seen: Seen = {
    prometheus: prometheus.url,
    since: now,
    reader: yield* reader(admin),
    lines: [...sent(yield* collector.text), ...written(log)]
  }
  return seen
})
