/** Traces and logs as they leave this process: whole, with the headers that were set, and never waited for. */
import * as PrometheusExposition from "#layers/otlp/PrometheusExposition"
import * as Telemetry from "#layers/otlp/Telemetry"
import { Exposition } from "#ports/Exposition"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { once } from "node:events"
import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"

interface Taken {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A collector that keeps what it is sent, or one that listens and never answers. */
const collector = (answers: boolean) =>
  Effect.gen(function*() {
    const taken: Array<Taken> = []
    const server = createServer((request, response) => {
      const pieces: Array<Buffer> = []
      request.on("data", (piece: Buffer) => pieces.push(piece))
      request.on("end", () => {
        taken.push({ path: request.url!, headers: request.headers, body: Buffer.concat(pieces).toString("latin1") })
        if (answers) response.writeHead(200).end()
      })
    })
    yield* Effect.acquireRelease(
      Effect.promise(() => once(server.listen(0, "127.0.0.1"), "listening")),
      () =>
        Effect.sync(() => {
          server.closeAllConnections()
          server.close()
        })
    )
    return { taken, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  })

const telemetry = (env: Record<string, string>) =>
  Telemetry.layer("1.2.3").pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env }))))

const work = Effect.logInfo("A sentence.").pipe(
  Effect.annotateLogs({ fact: "a fact" }),
  Effect.withSpan("inner", { attributes: { "a.key": "a value" } }),
  Effect.withSpan("outer")
)

const took = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const began = performance.now()
    return Effect.as(effect, 0).pipe(Effect.map(() => performance.now() - began))
  })

describe("Telemetry", () => {
  it.live("sends spans and log records when it ends, with the headers and under the name that were set", () =>
    Effect.gen(function*() {
      const { taken, url } = yield* collector(true)
      yield* Effect.provide(
        work,
        telemetry({
          OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/below/`,
          OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20of%20all, x-two = 2",
          OTEL_SERVICE_NAME: "another-name"
        })
      )
      assert.deepStrictEqual(taken.map(({ path }) => path).toSorted(), ["/below/v1/logs", "/below/v1/traces"])
      for (const { body, headers } of taken) {
        assert.deepInclude(headers, { authorization: "Bearer of all", "x-two": "2" })
        for (const said of ["another-name", "1.2.3", "service.instance.id"]) assert.include(body, said)
      }
      const [logs, traces] = taken.toSorted((a, b) => a.path.localeCompare(b.path)).map(({ body }) => body)
      for (const said of ["A sentence.", "a fact"]) assert.include(logs, said)
      for (const said of ["inner", "outer", "a value"]) assert.include(traces, said)
    }))

  it.live("sends nothing where no collector is named, or where it is switched off", () =>
    Effect.gen(function*() {
      const { taken, url } = yield* collector(true)
      yield* Effect.provide(work, telemetry({}))
      yield* Effect.provide(work, telemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SDK_DISABLED: "true" }))
      assert.deepStrictEqual(taken, [])
    }))

  it.live("waits at its end for no collector that never answers, and for none that is not there", () =>
    Effect.gen(function*() {
      const { url } = yield* collector(false)
      for (const endpoint of [url, "http://127.0.0.1:9"]) {
        let working = Infinity
        const whole = yield* took(Effect.provide(
          Effect.map(took(work), (took) => working = took),
          telemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
        ))
        assert.isBelow(working, 1_000)
        assert.isBelow(whole, 5_000)
      }
    }))

  for (
    const [name, value] of [
      ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318/hunter2"],
      ["OTEL_EXPORTER_OTLP_HEADERS", "hunter2"],
      ["OTEL_EXPORTER_OTLP_HEADERS", "authorization=hunter2%"]
    ] as const
  ) {
    it.live(`refuses ${name}=${value} by its name, and tells nothing of it`, () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(
          Effect.provide(work, telemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", [name]: value }))
        )
        assert.include(error.message, name)
        assert.notInclude(JSON.stringify(error) + error.message, "hunter2")
      }))
  }
})

describe("Prometheus exposition", () => {
  it.live("tells each metric with its help, the process's own too, and nothing of the library that holds it", () =>
    Effect.gen(function*() {
      const { text } = yield* Exposition
      const end = performance.now() + 300
      while (performance.now() < end);
      // The beat that was late comes after this.
      yield* Effect.sleep("100 millis")
      const said = yield* text
      assert.match(said, /^# HELP eco2mixd_memory_bytes \S.*\n# TYPE eco2mixd_memory_bytes gauge$/m)
      assert.match(said, /^eco2mixd_build_info\{version="1.2.3",stores="memory",runtime="\w+"\} 1$/m)
      assert.match(said, /^target_info\{.*service_version="1.2.3"/m)
      assert.notInclude(said, "otel_scope_name")
      const valueOf = (series: string) =>
        Number(said.split("\n").find((line) => line.startsWith(series))!.split(" ")[1])
      assert.isAbove(valueOf("eco2mixd_event_loop_delay_seconds{at=\"max\"}"), 0.2)
      assert.isAbove(valueOf("eco2mixd_cpu_seconds_total"), 0.2)
      assert.isAbove(valueOf("eco2mixd_disk_bytes{state=\"size\"}"), valueOf("eco2mixd_disk_bytes{state=\"free\"}"))
    }).pipe(
      Effect.provide(
        PrometheusExposition.layer({ version: "1.2.3", stores: "memory", folder: "/nowhere" }).pipe(
          Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: {} })))
        )
      )
    ))
})
