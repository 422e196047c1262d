/**
 * The real collector on the shipped otel/collector.yaml, built with the machine's Go, and what it passed on to the places of
 * Tempo and Loki. Where there is no Go, the tests that need it are skipped, and say so.
 */
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { temporaryFolder } from "./EmbeddedStores.ts"
import * as Otlp from "./Otlp.ts"
import { freePorts, has, serving } from "./Process.ts"

export const missing: string | undefined = has("go", "version")
  ? undefined
  : "skipped: there is no Go here, so the collector can't be built"

const root = new URL("../..", import.meta.url).pathname
export const shipped = join(root, "otel/collector.yaml")
const merged = join(root, "test/otelcol/test.yaml")
const binary = join(root, ".tools/otelcol")

/** Go keeps what it built: a minute and a half the first time, a second later. */
export const build = async (): Promise<string> => {
  await promisify(execFile)("go", ["build", "-o", binary, "."], { cwd: join(root, "test/otelcol") })
  return binary
}

export interface Collector {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string
  /** Span metrics, for Prometheus: host:port. */
  readonly metrics: string
  /** Its own telemetry, for Prometheus: host:port. */
  readonly self: string
  readonly spans: Effect.Effect<ReadonlyArray<Otlp.Span>>
  readonly logs: Effect.Effect<ReadonlyArray<Otlp.Log>>
  /** All that it was sent, as it wrote it down. */
  readonly text: Effect.Effect<string>
  readonly said: () => string
  readonly end: (signal: NodeJS.Signals) => Promise<void>
}

/** Until the scope closes; `env` are the shipped file's own settings. */
export const collector = Effect.fnUntraced(function*(env: Readonly<Record<string, string>> = {}) {
  const program = yield* Effect.promise(build)
  const folder = yield* temporaryFolder
  const names = ["HTTP", "GRPC", "TEMPO", "LOKI", "METRICS", "HEALTH", "SELF"] as const
  const ports = yield* Effect.promise(() => freePorts(names.length))
  const port = Object.fromEntries(names.map((name, at) => [name, String(ports[at])])) as Record<
    typeof names[number],
    string
  >
  const { end, said } = yield* serving({
    program,
    args: ["--config", shipped, "--config", merged],
    env: {
      FOLDER: folder,
      ...Object.fromEntries(names.map((name) => [`PORT_${name}`, port[name]])),
      TEMPO_ENDPOINT: `127.0.0.1:${port.TEMPO}`,
      LOKI_ENDPOINT: `http://127.0.0.1:${port.LOKI}/otlp`,
      ...env
    },
    ready: `http://127.0.0.1:${port.HEALTH}`
  })
  const kept = (name: string) => Effect.promise(() => readFile(join(folder, name), "utf8"))
  const result: Collector = {
    endpoint: `http://127.0.0.1:${port.HTTP}`,
    metrics: `127.0.0.1:${port.METRICS}`,
    self: `127.0.0.1:${port.SELF}`,
    spans: Effect.map(kept("traces.jsonl"), Otlp.spans),
    logs: Effect.map(kept("logs.jsonl"), Otlp.logs),
    text: Effect.map(Effect.all([kept("traces.jsonl"), kept("logs.jsonl")]), (both) => both.join("\n")),
    said,
    end
  }
  return result
})
