/** The shipped files, read by the programs that they are for; and what the collector does with what it is sent. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Collector from "../support/Collector.ts"
import { within } from "../support/Daemon.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import { has, textAt } from "../support/Process.ts"
import * as Prometheus from "../support/Prometheus.ts"

const root = new URL("../..", import.meta.url).pathname
const alertmanager = join(root, "otel/alertmanager.yaml")
const rules = join(root, "grafana/alerts/eco2mixd.yaml")

const run = (program: string, args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) =>
  Effect.callback<{ readonly ok: boolean; readonly said: string }>((resume) => {
    execFile(
      program,
      args,
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => resume(Effect.succeed({ ok: error === null, said: stdout + stderr }))
    )
  })

/** A copy with another text, until the scope closes. */
const written = (text: string) =>
  Effect.gen(function*() {
    const file = join(yield* temporaryFolder, "file.yaml")
    yield* Effect.promise(() => writeFile(file, text))
    return file
  })

const withChange = (file: string, from: string, to: string) =>
  Effect.flatMap(Effect.promise(() => readFile(file, "utf8")), (text) => {
    assert.include(text, from)
    return written(text.replaceAll(from, to))
  })

describe.skipIf(Collector.missing !== undefined)(`otel/collector.yaml ${Collector.missing ?? ""}`, () => {
  const validate = (file: string, env = {}) =>
    Effect.flatMap(Effect.promise(Collector.build), (program) => run(program, ["validate", "--config", file], env))

  it.live("is what the collector takes, as it is and with every setting", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* validate(Collector.shipped), { ok: true, said: "" })
      const settings = {
        COLLECTOR_HOST: "0.0.0.0",
        COLLECTOR_MEMORY_MIB: "512",
        TEMPO_ENDPOINT: "tempo.example.org:443",
        TEMPO_HEADERS: "{Authorization: \"Basic abc=\"}",
        TEMPO_INSECURE: "false",
        TEMPO_CA_FILE: "/etc/ssl/certs/ca-certificates.crt",
        LOKI_ENDPOINT: "https://loki.example.org/otlp",
        LOKI_HEADERS: "{Authorization: \"Basic abc=\", X-Scope-OrgID: eco2mixd}",
        LOKI_CA_FILE: "/etc/ssl/certs/ca-certificates.crt"
      }
      const text = yield* Effect.promise(() => readFile(Collector.shipped, "utf8"))
      for (const name of Object.keys(settings)) assert.include(text, `\${env:${name}:-`)
      assert.deepStrictEqual(yield* validate(Collector.shipped, settings), { ok: true, said: "" })
    }), 180_000)

  it.live("is refused by name where it is broken", () =>
    Effect.gen(function*() {
      const broken = [
        ["limit_mib:", "limit_mb:", "limit_mb"],
        ["exporters: [otlp_http/loki]", "exporters: [otlp_http/locki]", "otlp_http/locki"],
        ["span_metrics:\n", "span_metric:\n", "span_metric"]
      ] as const
      for (const [from, to, name] of broken) {
        const { ok, said } = yield* validate(yield* withChange(Collector.shipped, from, to))
        assert.isFalse(ok)
        assert.include(said, name)
      }
      const { ok, said } = yield* validate(Collector.shipped, { COLLECTOR_MEMORY_MIB: "much" })
      assert.isFalse(ok)
      assert.include(said, "limit_mib")
    }).pipe(Effect.scoped), 180_000)

  it.live(
    "passes spans and logs on with the headers asked for, and counts no more kinds of span than it has room for",
    () =>
      Effect.gen(function*() {
        const one = yield* Collector.collector({
          TEMPO_HEADERS: "{Authorization: \"Basic tempo=\"}",
          LOKI_HEADERS: "{Authorization: \"Basic loki=\"}"
        })
        const send = (signal: string, body: unknown) =>
          Effect.promise(async () => {
            const headers = { "content-type": "application/json" }
            const answer = await fetch(`${one.endpoint}/v1/${signal}`, {
              method: "POST",
              headers,
              body: JSON.stringify(body)
            })
            assert.strictEqual(answer.status, 200, await answer.text())
          })
        const pair = (key: string, stringValue: string) => ({ key, value: { stringValue } })
        const resource = {
          attributes: [
            pair("service.name", "test"),
            pair("host.name", "h"),
            pair("process.pid", "1"),
            pair("os.type", "x")
          ]
        }
        const spans = Array.from({ length: 1_200 }, (_, at) => ({
          traceId: "0af7651916cd43dd8448eb211c80319c",
          spanId: (at + 1).toString(16).padStart(16, "0"),
          name: `kind ${at}`,
          kind: 1,
          startTimeUnixNano: "1000000000",
          endTimeUnixNano: "1018000000"
        }))
        yield* send("traces", { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] })
        yield* send("logs", {
          resourceLogs: [{ resource, scopeLogs: [{ logRecords: [{ body: { stringValue: "hello" } }] }] }]
        })
        yield* within(20, Effect.map(one.spans, ({ length }) => length === 1_200))
        yield* within(20, Effect.map(one.logs, ({ length }) => length === 1))
        const [span] = yield* one.spans
        const [log] = yield* one.logs
        assert.deepStrictEqual(span!.resource, { "service.name": "test", "test.authorization": "Basic tempo=" })
        assert.deepStrictEqual(log!.resource, { "service.name": "test", "test.authorization": "Basic loki=" })

        const counted = Effect.map(
          textAt(`http://${one.metrics}/metrics`),
          (text) => text.split("\n").filter((line) => line.startsWith("traces_span_metrics_calls_total{"))
        )
        // A series is told as 0 before it is told as what it is, so that nothing is lost to a rate.
        const past = /otel_metric_overflow="true".* 200(\.0)?$/
        yield* within(20, Effect.map(counted, (lines) => lines.some((line) => past.test(line))))
        assert.strictEqual((yield* counted).length, 1_001)
      }).pipe(Effect.scoped),
    180_000
  )
})

const noPromtool = has("promtool", "--version") ? undefined : "skipped: there is no promtool here"

describe.skipIf(noPromtool !== undefined)(`otel/prometheus.yaml ${noPromtool ?? ""}`, () => {
  it.live("is what Prometheus takes, with our rules in their place", () =>
    Effect.gen(function*() {
      const file = yield* withChange(Prometheus.shipped, "/etc/prometheus/alerts/eco2mixd.yaml", rules)
      const { ok, said } = yield* run("promtool", ["check", "config", file])
      assert.isTrue(ok, said)
      assert.match(said, /SUCCESS: [1-9]\d* rules found/)
      const broken = yield* withChange(file, "honor_labels", "honour_labels")
      const refused = yield* run("promtool", ["check", "config", broken])
      assert.isFalse(refused.ok)
      assert.include(refused.said, "honour_labels")
    }).pipe(Effect.scoped))
})

const noAmtool = has("amtool", "--version") ? undefined : "skipped: there is no amtool here"

describe.skipIf(noAmtool !== undefined)(`otel/alertmanager.yaml ${noAmtool ?? ""}`, () => {
  it.live("is what Alertmanager takes, but for the file that holds the address", () =>
    Effect.gen(function*() {
      // Debian's 0.25 knows no url_file; 0.26 and later do, and this is all that differs.
      const file = yield* withChange(
        alertmanager,
        "url_file: /run/secrets/alert_webhook_url",
        "url: http://127.0.0.1:9/"
      )
      const { ok, said } = yield* run("amtool", ["check-config", file])
      assert.isTrue(ok, said)
      const broken = yield* withChange(file, "send_resolved", "send_solved")
      const refused = yield* run("amtool", ["check-config", broken])
      assert.isFalse(refused.ok)
      assert.include(refused.said, "send_solved")
    }).pipe(Effect.scoped))

  it.live("holds no address itself", () =>
    Effect.gen(function*() {
      for (const name of ["collector", "prometheus", "alertmanager"]) {
        const text = yield* Effect.promise(() => readFile(join(root, `otel/${name}.yaml`), "utf8"))
        const code = text.replaceAll(/#.*$/gm, "")
        assert.notMatch(code, /password|token|secret(?!s\/)|bearer|basic /i, name)
        assert.notMatch(code, /\/\/[^/\s]+@/, name)
      }
    }))
})
