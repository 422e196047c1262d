/** Notices to real receivers: what arrives, what is tried again and for how long, and what of the URL is never told. */
import { signed } from "#layers/webhook/signature"
import type { NoticesError } from "#ports/Notices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Inspectable from "effect/Inspectable"
import * as Tracer from "effect/Tracer"
import { within } from "../../support/Daemon.ts"
import { bodyOf, KEY, PATH, SECRET, settingsOf, sink, verify } from "../../support/Sink.ts"
import { failedMorning, testNotice } from "./Letters.ts"
import { hurried, receiver } from "./Sending.ts"

const ID = "0b6f8a3e-2f43-8f0e-9c51-6d0a4a5b7c21"

/** All that a person or a log could see of an error. */
const seen = (error: NoticesError): string =>
  [error.message, String(error), error.stack, JSON.stringify(error), Inspectable.toStringUnknown(error)].join("\n")

const isSilent = (text: string) => {
  for (const secret of ["hunter2", "hunter3", SECRET, SECRET.slice(6)]) assert.notInclude(text, secret)
}

describe("WebhookNotices", () => {
  it("signs as the specification's own example does", () => {
    const headers = signed(KEY, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330_999, "{\"test\": 2432232314}")
    assert.deepStrictEqual(headers, {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    })
  })

  it.live("sends signed JSON once, to the whole of the URL, and tells nobody of our traces", () =>
    Effect.gen(function*() {
      const spans: Array<Tracer.Span> = []
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          spans.push(span)
          return span
        }
      })
      const to = yield* sink(200)
      const { name, send } = yield* receiver(settingsOf(to))
      assert.strictEqual(name, `127.0.0.1:${to.port}`)
      const said = yield* send(failedMorning(ID)).pipe(Effect.provideService(Tracer.Tracer, tracer))
      assert.strictEqual(said, `127.0.0.1:${to.port} answered 200`)
      assert.strictEqual(to.taken.length, 1)
      const [taken] = to.taken
      assert.deepInclude(taken, { method: "POST", path: PATH })
      assert.deepInclude(taken!.headers, { "content-type": "application/json", "webhook-id": ID })
      assert.closeTo(Number(taken!.headers["webhook-timestamp"]), Date.now() / 1_000, 10)
      yield* Effect.promise(() => verify(taken!, KEY))
      assert.doesNotHaveAnyKeys(taken!.headers, ["traceparent", "b3"])
      assert.deepInclude(bodyOf(taken!), { id: ID, version: 1, event: "run.failed" })
      assert.deepStrictEqual(spans.map(({ name }) => name), ["WebhookNotices.send"])
      isSilent(JSON.stringify([...spans[0]!.attributes]))
    }))

  it.live("signs with the bytes of a secret that is plain text", () =>
    Effect.gen(function*() {
      const secret = "plain-and-long-enough-to-be-one"
      const to = yield* sink()
      const { send } = yield* receiver({ ...settingsOf(to), ECO2MIXD_WEBHOOK_SECRET: secret })
      yield* send(testNotice(ID))
      yield* Effect.promise(() => verify(to.taken[0]!, new TextEncoder().encode(secret)))
    }))

  it.live("tries again what may pass, by the same id, each time signed anew", () =>
    Effect.gen(function*() {
      const to = yield* sink((response) => response.destroy(), 503, 429, 408, 425, 204)
      const { send } = yield* receiver(settingsOf(to))
      const { pauses, result } = yield* hurried(send(failedMorning(ID)))
      assert.match(result, /answered 204$/)
      assert.strictEqual(to.taken.length, 6)
      assert.deepStrictEqual([...new Set(to.taken.map(({ headers }) => headers["webhook-id"]))], [ID])
      for (const taken of to.taken) yield* Effect.promise(() => verify(taken, KEY))
      // Jitter: from four fifths to six fifths.
      for (const [index, pause] of [2, 8, 32, 128, 300].entries()) {
        assert.isAtLeast(pauses[index]!, pause * 0.79)
        assert.isAtMost(pauses[index]!, pause * 1.21)
      }
    }))

  it.live("gives up after six, and a person's test after one", () =>
    Effect.gen(function*() {
      const to = yield* sink(500)
      const { name, send } = yield* receiver(settingsOf(to))
      const { result: lost } = yield* hurried(Effect.flip(send(failedMorning(ID))))
      assert.deepInclude(lost, { reason: "Unreachable", detail: `${name} answered 500, 6 times` })
      assert.strictEqual(to.taken.length, 6)
      const test = yield* Effect.flip(send(testNotice(ID)))
      assert.deepInclude(test, { reason: "Unreachable", detail: `${name} answered 500` })
      assert.strictEqual(to.taken.length, 7)
    }))

  it.live("waits as long as it is told to, and not for hours", () =>
    Effect.gen(function*() {
      const told = (after: string) => sink((response) => response.writeHead(429, { "retry-after": after }).end(), 204)
      const asked = Effect.fnUntraced(function*(after: string) {
        const to = yield* told(after)
        const { send } = yield* receiver(settingsOf(to))
        return yield* hurried(Effect.exit(send(failedMorning(ID))))
      })
      const seconds = yield* asked("120")
      assert.isTrue(Exit.isSuccess(seconds.result))
      assert.closeTo(seconds.pauses[0]!, 120, 1)
      const date = yield* asked(new Date(Date.now() + 90_000).toUTCString())
      assert.isTrue(Exit.isSuccess(date.result))
      assert.closeTo(date.pauses[0]!, 90, 2)
      const hours = yield* asked("7200")
      assert.isTrue(Exit.isFailure(hours.result))
      assert.deepStrictEqual(hours.pauses, [])
      const nonsense = yield* asked("soon")
      assert.isTrue(Exit.isSuccess(nonsense.result))
      assert.isBelow(nonsense.pauses[0]!, 3)
    }))

  it.live("takes a refusal for final, and tells nothing of the path", () =>
    Effect.gen(function*() {
      for (const status of [400, 401, 404, 410]) {
        const to = yield* sink((response, { url }) => response.writeHead(status).end(`Cannot POST ${url}`))
        const { send } = yield* receiver(settingsOf(to))
        const error = yield* Effect.flip(send(failedMorning(ID)))
        assert.deepInclude(error, { reason: "Refused" })
        assert.include(error.message, `answered ${status}: see whether ECO2MIXD_WEBHOOK_URL is right`)
        assert.strictEqual(to.taken.length, 1)
        isSilent(seen(error))
      }
    }))

  it.live("follows no redirect, wherever it leads", () =>
    Effect.gen(function*() {
      const other = yield* sink()
      for (const status of [301, 302, 307, 308]) {
        const to = yield* sink((response) => response.writeHead(status, { location: other.url }).end())
        const { send } = yield* receiver(settingsOf(to))
        const error = yield* Effect.flip(send(failedMorning(ID)))
        assert.deepInclude(error, { reason: "Refused" })
        assert.include(error.message, `answered ${status}, a redirect`)
        isSilent(seen(error))
      }
      assert.strictEqual(other.connections(), 0)
    }))

  it.live("gives up on a receiver that says nothing, and lets go of it at once when it is told to", () =>
    Effect.gen(function*() {
      let gone = 0
      const to = yield* sink((_, { socket }) => void socket.on("close", () => gone++))
      const { name, send } = yield* receiver(settingsOf(to))
      const { result } = yield* hurried(Effect.flip(send(failedMorning(ID))), 50)
      assert.deepInclude(result, { reason: "Unreachable", detail: `${name} did not answer within 10 s, 6 times` })
      const fiber = yield* Effect.forkChild(send(failedMorning(ID)))
      yield* within(5, Effect.sync(() => to.taken.length === 7))
      const began = performance.now()
      yield* Fiber.interrupt(fiber)
      assert.isBelow(performance.now() - began, 1_000)
      yield* within(5, Effect.sync(() => gone === 7))
    }))

  it.live("needs no more of an answer than its status", () =>
    Effect.gen(function*() {
      let ended = false
      const to = yield* sink((response) => {
        response.writeHead(200).write("x".repeat(65_536))
        const going = setInterval(() => response.write("x"), 10)
        response.on("close", () => {
          clearInterval(going)
          ended = true
        })
      })
      const { send } = yield* receiver(settingsOf(to))
      assert.match(yield* send(testNotice(ID)), /answered 200$/)
      yield* within(5, Effect.sync(() => ended))
    }))

  it.live("says of a receiver that is not there where it was to be, and no more", () =>
    Effect.gen(function*() {
      const { port } = yield* Effect.scoped(sink())
      const { send } = yield* receiver(settingsOf({ url: `http://127.0.0.1:${port}${PATH}` }))
      const error = yield* Effect.flip(send(testNotice(ID)))
      assert.deepInclude(error, { reason: "Unreachable" })
      assert.match(error.message, new RegExp(`^127\\.0\\.0\\.1:${port} can't be reached: .*ECONNREFUSED`))
      isSilent(seen(error))
      const nowhere = yield* receiver(settingsOf({ url: `https://no-such-host.invalid${PATH}` }))
      const unresolved = yield* Effect.flip(nowhere.send(testNotice(ID)))
      assert.match(unresolved.message, /^no-such-host\.invalid can't be reached: .*(ENOTFOUND|EAI_AGAIN)/)
      isSilent(seen(unresolved))
    }))

  it.live("does not call a name that leads to a private address, nor knock there", () =>
    Effect.gen(function*() {
      const to = yield* sink()
      const { send } = yield* receiver({
        ECO2MIXD_WEBHOOK_URL: `https://localhost:${to.port}${PATH}`,
        ECO2MIXD_WEBHOOK_SECRET: SECRET
      })
      const { pauses, result: error } = yield* hurried(Effect.flip(send(failedMorning(ID))))
      assert.deepInclude(error, { reason: "Forbidden" })
      assert.match(error.message, /^localhost is (127\.0\.0\.1|::1), a loopback address.*ECO2MIXD_WEBHOOK_PRIVATE/)
      assert.deepStrictEqual(pauses, [])
      isSilent(seen(error))
      assert.strictEqual(to.connections(), 0)
      const allowed = yield* receiver(settingsOf({ url: `http://localhost:${to.port}${PATH}` }))
      assert.match(yield* allowed.send(testNotice(ID)), /^localhost:\d+ answered 204$/)
    }))

  it.live("asks no proxy of the environment, which could call where it may not", () =>
    Effect.gen(function*() {
      const proxy = yield* sink(200)
      const to = yield* sink()
      yield* Effect.acquireRelease(
        Effect.sync(() => {
          process.env["HTTP_PROXY"] = `http://127.0.0.1:${proxy.port}`
        }),
        () =>
          Effect.sync(() => {
            delete process.env["HTTP_PROXY"]
          })
      )
      const { send } = yield* receiver(settingsOf(to))
      yield* send(testNotice(ID))
      assert.strictEqual(proxy.connections(), 0)
      assert.strictEqual(to.taken.length, 1)
    }))
})
