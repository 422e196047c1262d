/**
 * An alert on its whole way: the daemon dies, the real Prometheus sees it by the shipped rules, the real Alertmanager tells it
 * by the shipped file, and a person's webhook hears of it, and of its end.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Alertmanager from "../support/Alertmanager.ts"
import { daemon, within } from "../support/Daemon.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import { freePorts } from "../support/Process.ts"
import { embedded } from "../support/Program.ts"
import * as Prometheus from "../support/Prometheus.ts"
import { bodyOf, sink } from "../support/Sink.ts"
import { FILE, ruleOf } from "./Rules.ts"

const missing = Prometheus.missing ?? Alertmanager.missing

/** The shipped rules, of which the one waits for seconds instead of minutes. */
const impatient = (alert: string): string => {
  const text = readFileSync(FILE, "utf8")
  const from = text.indexOf(`- alert: ${alert}\n`)
  assert.isAbove(from, 0)
  return text.slice(0, from) + text.slice(from).replace(/for: \S+/, "for: 3s")
}

interface Message {
  readonly status: "firing" | "resolved"
  readonly groupLabels: Readonly<Record<string, string>>
  readonly alerts: ReadonlyArray<{
    readonly status: string
    readonly labels: Readonly<Record<string, string>>
    readonly annotations: Readonly<Record<string, string>>
  }>
}

describe("an alert", () => {
  it.live.skipIf(missing)(
    "reaches the webhook when the daemon dies, and again when it is back",
    () =>
      Effect.gen(function*() {
        const hook = yield* sink(200)
        const messages = () => hook.taken.map((one) => bodyOf(one) as Message)

        const [port] = yield* Effect.promise(() => freePorts(1))
        const settings = {
          ...yield* embedded("http://127.0.0.1:9"),
          ECO2MIXD_HTTP_PORT: String(port),
          // Nothing to read from, and nothing to make up for.
          ECO2MIXD_CATCH_UP: "none"
        }
        const first = yield* daemon(settings)

        const folder = yield* temporaryFolder
        const rules = join(folder, "eco2mixd.yaml")
        yield* Effect.promise(() => writeFile(rules, impatient("DaemonDown")))
        const prometheus = yield* Prometheus.prometheus({
          jobs: { eco2mixd: `127.0.0.1:${port}` },
          rules,
          alertmanager: yield* Alertmanager.alertmanager(hook.url)
        })
        yield* prometheus.waitFor("up{job=\"eco2mixd\"} == 1")
        assert.deepStrictEqual(messages(), [])

        first.signal("SIGKILL")
        yield* within(60, Effect.sync(() => messages().length > 0))
        const { annotations } = ruleOf("DaemonDown")
        const [told] = messages()
        assert.strictEqual(told!.status, "firing")
        assert.deepStrictEqual(told!.groupLabels, { alertname: "DaemonDown" })
        assert.deepStrictEqual(told!.alerts.map(({ labels }) => labels), [
          { alertname: "DaemonDown", severity: "critical" }
        ])
        assert.deepStrictEqual(told!.alerts[0]!.annotations, annotations)

        yield* daemon(settings)
        yield* within(60, Effect.sync(() => messages().some(({ status }) => status === "resolved")))
        const last = messages().at(-1)!
        assert.deepStrictEqual(last.alerts.map(({ labels, status }) => [labels["alertname"], status]), [
          ["DaemonDown", "resolved"]
        ])
        assert.deepStrictEqual(new Set(messages().map(({ status }) => status)), new Set(["firing", "resolved"]))
      }).pipe(Effect.scoped),
    // Alertmanager may have to be built.
    300_000
  )
})
