import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import {
  A,
  type Answer,
  B,
  counted,
  failureOf,
  fakeOdre,
  fetched,
  lines,
  pauses,
  pieces,
  type Said,
  SILENT,
  texts
} from "./FakeOdre.ts"

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** An answer that begins after a while. */
const after = (seconds: number, said: Said): Answer => Effect.delay(Effect.succeed(said), seconds * SECOND)

/** An answer that comes in pieces, each after a while of silence. */
const slowly = (seconds: number, texts: ReadonlyArray<string>): Said => ({
  body: pieces([""], Stream.schedule(pieces(texts), Schedule.spaced(seconds * SECOND)))
})

describe("OdreIngest has had enough", () => {
  it.effect("of a source that does not answer, after a minute each time", () =>
    Effect.gen(function*() {
      for (const script of [{ count: [SILENT] }, { count: [counted(2)], exported: [SILENT] }]) {
        const source = fakeOdre(script)
        const path = "exported" in script ? "/exports/jsonl" : "/records"
        assert.deepInclude(failureOf(yield* fetched(source)), {
          reason: "Unreachable",
          detail: "no answer within 60 seconds"
        })
        const between = pauses(source, path)
        assert.strictEqual(between.length, 5)
        assert.isAtLeast(Math.min(...between), MINUTE)
        assert.isAtMost(Math.max(...between), MINUTE + 18 * SECOND + 1)
      }
    }))

  it.effect("of a body that has stopped, after half a minute", () =>
    Effect.gen(function*() {
      const stopping: Answer = { body: pieces([`${A}\n`, B.slice(0, 20)], Stream.never) }
      for (
        const [script, path] of [
          [{ count: [stopping, counted(2)], exported: [lines(A, B)] }, "/records"],
          [{ count: [counted(2)], exported: [stopping, lines(A, B)] }, "/exports/jsonl"]
        ] as const
      ) {
        const source = fakeOdre(script)
        assert.deepStrictEqual(texts(yield* fetched(source)), [A, B])
        assert.approximately(pauses(source, path)[0]!, 31 * SECOND, 201)
      }
      const always = failureOf(yield* fetched(fakeOdre({ count: [counted(2)], exported: [stopping] })))
      assert.deepInclude(always, { reason: "Unreachable", detail: "the body stopped for 30 seconds" })
    }))

  it.effect("of a refusal that does not end, and says what has come of it", () =>
    Effect.gen(function*() {
      const source = fakeOdre({
        count: [{ status: 503, body: pieces(["come back ", "later"], Stream.never) }, counted(2)],
        exported: [{ status: 400, body: pieces(["no such field"], Stream.never) }]
      })
      assert.deepInclude(failureOf(yield* fetched(source)), { reason: "Refused", detail: "400: no such field" })
      assert.approximately(pauses(source, "/records")[0]!, 31 * SECOND, 201)
    }))

  it.effect("not of an export that is long in the making, nor of one that comes slowly", () =>
    Effect.gen(function*() {
      const answers: ReadonlyArray<Answer> = [
        after(55, { body: `${A}\n${B}\n` }),
        slowly(29, `${A}\n${B}\n`.match(/[^]{1,10}/g) ?? []),
        after(55, slowly(29, [`${A}\n`, `${B}\n`]))
      ]
      for (const answer of answers) {
        const source = fakeOdre({ count: [counted(2)], exported: [answer] })
        assert.deepStrictEqual(texts(yield* fetched(source)), [A, B])
        assert.strictEqual(source.calls().length, 2)
      }
    }))
})
