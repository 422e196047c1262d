/** What each token is for, what becomes of guessing, how often one address may ask, and who stands in the journal for what. */
import { networkOf } from "#layers/http/Limits"
import * as Limits from "#layers/http/Limits"
import { Listening } from "#ports/Listening"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { connect } from "node:net"
import { ask, doubles, server, TOKEN } from "./Serving.ts"

const START_TOKEN = "a-token-that-only-begins"
const RUN = { kind: "backfill", from: "2026-09-01", to: "2026-09-03" }

const serving = Layer.provideMerge(
  server({ ECO2MIXD_API_TOKEN: TOKEN, ECO2MIXD_API_START_TOKEN: START_TOKEN }),
  doubles
)

const post = (path: string, token: string, body?: unknown) =>
  ask(path, { method: "POST", headers: { authorization: `Bearer ${token}` }, body })

const journal = Effect.map(
  ask("/api/v1/journal"),
  ({ json }) =>
    (json.lines as ReadonlyArray<Record<string, unknown>>).toReversed().map((
      { became, deed, requested_by: by, subject }
    ) => [deed, subject, became, by])
)

describe("The API's tokens", () => {
  it.live("let one that only begins runs do nothing else, and the journal tell them apart", () =>
    Effect.gen(function*() {
      const begun = yield* post("/api/v1/runs", START_TOKEN, RUN)
      assert.strictEqual(begun.status, 202)
      const id = begun.json.run_id as string
      assert.strictEqual(begun.json.requested_by, "api 127.0.0.1 with the start token")
      for (const verb of ["pause", "resume", "cancel"]) {
        const refused = yield* post(`/api/v1/runs/${id}/${verb}`, START_TOKEN)
        assert.deepStrictEqual([refused.status, refused.json.code], [403, "Auth.Scope"], verb)
      }
      assert.strictEqual((yield* post(`/api/v1/runs/${id}/pause`, TOKEN)).status, 204)
      assert.strictEqual((yield* post("/api/v1/runs", TOKEN, RUN)).status, 409)
      assert.strictEqual((yield* post(`/api/v1/runs/${id}/cancel`, TOKEN)).status, 204)
      assert.strictEqual((yield* post(`/api/v1/runs/${id}/cancel`, TOKEN)).status, 404)
      const by = "api 127.0.0.1"
      assert.deepStrictEqual(yield* journal, [
        ["start", id, "begun", `${by} with the start token`],
        ["pause", id, "asked", by],
        ["pause", id, "done", by],
        ["start", null, "refused", by],
        ["cancel", id, "asked", by],
        ["start", id, "cancelled", `${by} with the start token`],
        ["cancel", id, "done", by],
        ["cancel", id, "asked", by],
        ["cancel", id, "refused", by]
      ])
    }).pipe(Effect.provide(serving)))

  it.live("are not compared for a while once ten were wrong, the right one neither", () =>
    Effect.gen(function*() {
      for (let wrong = 0; wrong < Limits.MOST_WRONG; wrong++) {
        assert.strictEqual((yield* post("/api/v1/runs", `${TOKEN}${wrong}`, RUN)).json.code, "Auth.Wrong")
      }
      for (const token of [`${TOKEN}x`, TOKEN, START_TOKEN]) {
        const refused = yield* post("/api/v1/runs", token, RUN)
        assert.deepStrictEqual([refused.status, refused.json.code], [429, "Auth.TooManyWrong"])
        assert.match(String(refused.headers["retry-after"]), /^([1-9]|[1-5]\d|60)$/)
      }
      assert.strictEqual((yield* ask("/api/v1/runs")).json.runs.length, 0)
    }).pipe(Effect.provide(serving)))

  it.live("differ, or the daemon does not begin", () =>
    Effect.gen(function*() {
      const both = server({ ECO2MIXD_API_TOKEN: TOKEN, ECO2MIXD_API_START_TOKEN: TOKEN })
      const error = yield* Effect.flip(Effect.scoped(Layer.build(Layer.provide(both, doubles))))
      assert.match(String(error), /ECO2MIXD_API_START_TOKEN is the same as ECO2MIXD_API_TOKEN/)
      assert.notInclude(String(error), TOKEN)
    }))
})

/** So many requests over one connection, one behind the other, and how many were answered with each status. */
const many = (path: string, count: number) =>
  Effect.flatMap(Listening, ({ url }) =>
    Effect.callback<Readonly<Record<string, number>>>((resume) => {
      const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n`
      const socket = connect(Number(new URL(url).port), "127.0.0.1", () =>
        socket.write(`${request}\r\n`.repeat(count - 1) + `${request}Connection: close\r\n\r\n`))
      let said = ""
      socket.setEncoding("utf8").on("data", (part: string) =>
        said += part).on("error", () => {})
      socket.on("close", () => {
        const statuses: Record<string, number> = {}
        for (const [, status] of said.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
          statuses[status!] = (statuses[status!] ?? 0) + 1
        }
        resume(Effect.succeed(statuses))
      })
    }))

describe("An address", () => {
  // Under Deno half of thousands that are sent on one connection before an answer are never answered.
  it.live.skipIf("Deno" in globalThis)(
    "is told to come later once it has asked too often, but never of whether the daemon is well",
    () =>
      Effect.gen(function*() {
        const extra = 7
        assert.deepStrictEqual(yield* many("/assets/none", Limits.MOST_REQUESTS + extra), {
          404: Limits.MOST_REQUESTS,
          429: extra
        })
        const refused = yield* ask("/api/v1/runs")
        assert.deepStrictEqual([refused.status, refused.json.code], [429, "Request.TooMany"])
        assert.match(String(refused.headers["retry-after"]), /^([1-9]|[1-5]\d|60)$/)
        for (const path of ["/healthz", "/metrics"]) assert.strictEqual((yield* ask(path)).status, 200)
      }).pipe(Effect.provide(serving)),
    30_000
  )

  it("may again when its minute is over, whatever others did", () => {
    const limit = Limits.make(2, 60_000)
    assert.strictEqual(limit.wait("192.0.2.1", 0), 0)
    limit.count("192.0.2.1", 0)
    limit.count("192.0.2.1", 30_000)
    assert.strictEqual(limit.wait("192.0.2.1", 30_500), 30)
    assert.strictEqual(limit.wait("192.0.2.2", 30_500), 0)
    assert.strictEqual(limit.wait("192.0.2.1", 60_000), 0)
  })

  it("is one of its network, and no more are remembered than fit", () => {
    assert.strictEqual(networkOf("192.0.2.1"), "192.0.2.1")
    assert.strictEqual(networkOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2")
    assert.strictEqual(networkOf("2001:db8::1"), "2001:db8:0:0")
    assert.strictEqual(networkOf("::1"), "0:0:0:0")
    assert.strictEqual(networkOf("fe80::1%eth0"), "fe80::1%eth0")
    const limit = Limits.make(1, 60_000)
    for (let number = 0; number < 25_000; number++) limit.count(`10.${number >> 8}.${number & 255}.1`, number)
    assert.isAtMost(limit.size(), 10_000)
    assert.isAbove(limit.wait("10.97.167.1", 25_000), 0)
  })
})
