import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import { connect } from "node:net"
import { arriving, ask, faults, linesOf, pageOf, within } from "./Asking.ts"

const grid = SimulatedGrid.make({ now: Date.parse("2026-09-20T10:07:00Z") })
const params = { where: within("2026-09-10", "2026-09-11"), timezone: "UTC" }
const ROWS = 1_152

const serving = (...texts: ReadonlyArray<string>) => OdreServer.serve({ grid, faults: faults(...texts) })

const isRecord = (line: string): boolean => line.startsWith("{") && line.endsWith("}")

describe("OdreServer faults", () => {
  it.live("truncated: stops at the end of a line, and heals after its count", () =>
    Effect.gen(function*() {
      const server = yield* serving("truncated:25%:1")
      const total = pageOf(yield* ask(server, "/records", { ...params, limit: "0" })).total_count
      const short = yield* ask(server, "/exports/jsonl", params)
      assert.strictEqual(short.status, 200)
      assert.strictEqual(linesOf(short).length, total / 4)
      assert.isTrue(linesOf(short).every(isRecord))
      assert.strictEqual(linesOf(yield* ask(server, "/exports/jsonl", params)).length, total)
    }))

  it.live("cut: stops in the middle of a line; an array stays open", () =>
    Effect.gen(function*() {
      const server = yield* serving("cut")
      const lines = linesOf(yield* ask(server, "/exports/jsonl", params))
      assert.strictEqual(lines.length, ROWS / 2 + 1)
      assert.isFalse(isRecord(lines.at(-1) ?? ""))
      assert.isTrue(lines.slice(0, -1).every(isRecord))
      assert.isFalse((yield* ask(server, "/exports/json", params)).text.trimEnd().endsWith("]"))
    }))

  it.live("in-band: ends in an error text after a 200", () =>
    Effect.gen(function*() {
      const answer = yield* ask(yield* serving("in-band"), "/exports/jsonl", params)
      assert.strictEqual(answer.status, 200)
      assert.isTrue(linesOf(answer).at(-1)?.startsWith("Streaming interrupted due to the following error: "))
      assert.strictEqual(linesOf(answer).length, ROWS / 2 + 1)
    }))

  it.live("429: says when to come again, in the header and in the body", () =>
    Effect.gen(function*() {
      const server = yield* serving("429:3s:1")
      const answer = yield* ask(server, "/records", { ...params, limit: "0" })
      assert.strictEqual(answer.status, 429)
      assert.strictEqual(answer.headers.get("retry-after"), "3")
      assert.strictEqual(answer.headers.get("x-ratelimit-dataset-remaining"), "49999")
      const reset = (JSON.parse(answer.text) as Record<string, string>)["reset_time"] ?? ""
      assert.closeTo(Date.parse(reset) - Date.now(), 3_000, 1_500)
      assert.strictEqual((yield* ask(server, "/exports/jsonl", params)).status, 200)
    }))

  it.live("503 and html: an outage and its page, on both paths, counted together", () =>
    Effect.gen(function*() {
      const server = yield* serving("503:2", "html:1")
      assert.strictEqual((yield* ask(server, "/records", params)).status, 503)
      assert.strictEqual((yield* ask(server, "/exports/jsonl", params)).status, 503)
      const page = yield* ask(server, "/exports/jsonl", params)
      assert.strictEqual(page.status, 200)
      assert.include(page.headers.get("content-type"), "text/html")
      assert.include(page.text, "<html>")
      assert.strictEqual(linesOf(yield* ask(server, "/exports/jsonl", params)).length, ROWS)
      server.setFaults(faults("503"))
      assert.strictEqual((yield* ask(server, "/exports/jsonl", params)).status, 503)
    }))

  it.live("latency: waits before it answers", () =>
    Effect.gen(function*() {
      const server = yield* serving("latency:150ms:1")
      const [slow] = yield* Effect.timed(ask(server, "/records", { ...params, limit: "0" }))
      assert.isAtLeast(Duration.toMillis(slow), 145)
      const [fast] = yield* Effect.timed(ask(server, "/records", { ...params, limit: "0" }))
      assert.isBelow(Duration.toMillis(fast), Duration.toMillis(slow))
    }))

  it.live("unended: closes the connection in the middle of the body", () =>
    Effect.gen(function*() {
      const got = yield* arriving(yield* serving("unended:50%"), "/exports/jsonl", params, 5_000)
      assert.strictEqual(got.end, "broken")
      assert.strictEqual(linesOf(got).length, ROWS / 2)
    }))

  it.live("reset: breaks it, and what was on its way is lost", () =>
    Effect.gen(function*() {
      const got = yield* arriving(yield* serving("reset:50%"), "/exports/jsonl", params, 5_000)
      assert.strictEqual(got.end, "broken")
      assert.isAtMost(linesOf(got).length, ROWS / 2)
    }))

  it.live("stall: sends no more and stays", () =>
    Effect.gen(function*() {
      const got = yield* arriving(yield* serving("stall:50%"), "/exports/jsonl", params, 300)
      assert.strictEqual(got.end, "silent")
      assert.strictEqual(linesOf(got).length, ROWS / 2)
    }))

  it.live("repeat: as many records as there should be, and one of them missing", () =>
    Effect.gen(function*() {
      const lines = linesOf(yield* ask(yield* serving("repeat"), "/exports/jsonl", params))
      assert.strictEqual(lines.length, ROWS)
      assert.strictEqual(new Set(lines).size, ROWS - 1)
    }))

  it.live("closes within a second, whatever is open", () =>
    Effect.gen(function*() {
      const scope = yield* Scope.make()
      const server = yield* serving("stall").pipe(Scope.provide(scope))
      const reading = arriving(server, "/exports/jsonl", params, 20_000)
      const socket = connect(Number(new URL(server.url).port))
      const stalled = yield* Effect.forkChild(reading)
      yield* Effect.sleep("200 millis")
      const began = performance.now()
      yield* Scope.close(scope, Exit.void)
      assert.isBelow(performance.now() - began, 1_000)
      socket.destroy()
      assert.strictEqual((yield* Fiber.join(stalled)).end, "broken")
      const refused = yield* Effect.exit(Effect.tryPromise(() => fetch(server.url)))
      assert.isTrue(Exit.isFailure(refused))
    }))
})
