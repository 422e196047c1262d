/**
 * Every call that a run makes goes wrong once, in each way that there is. The run says so, and the next one leaves what would be
 * there if nothing had happened, to the last row; of a daemon's morning, without a hand.
 */
import { newRun, type Run } from "#domain/Run"
import * as Faults from "#layers/faulty/Faults"
import * as Faulty from "#layers/faulty/Faulty"
import { backfill } from "#pipelines/backfill"
import { daily } from "#pipelines/daily"
import { replay } from "#pipelines/replay"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import * as Daemons from "./Daemons.ts"
import {
  after,
  before,
  CONS,
  DAYS,
  disturbed,
  faultOf,
  inspect,
  isEnd,
  lastWords,
  outcomeOf,
  outcomes,
  quiet,
  rows,
  say,
  stores,
  TR,
  type Way,
  WAYS
} from "./Scene.ts"

const runOf = (trigger: Run["trigger"]): Run =>
  newRun({ trigger, window: DAYS, datasets: [TR, CONS], requestedBy: "test" })

const KINDS = {
  daily: { begin: () => daily(runOf("manual")), leastCalls: 35 },
  backfill: { begin: () => backfill(runOf("backfill")), leastCalls: 40 },
  // What the lake has heard in a daily that found no sink.
  replay: { begin: () => replay(runOf("replay")), leastCalls: 15 }
} as const

type Kind = keyof typeof KINDS

/** A run that finds some days published, and more to do, and whose n-th call goes wrong. */
const run = Effect.fnUntraced(function*(kind: Kind, way: Way, n: number) {
  const { plan } = yield* Faults.Faults
  yield* say(before)
  yield* daily(runOf("manual"))
  yield* say(after)
  if (kind === "replay") {
    yield* plan({ port: "Sink", call: 1, how: "before" })
    yield* Effect.flip(daily(runOf("manual")))
  }
  const earlier = yield* rows
  const runs = (yield* outcomes).length
  const { call, exit } = yield* disturbed(KINDS[kind].begin(), way, n)
  const ended = yield* outcomes
  return { call, exit, earlier, outcome: ended.length === runs ? "nothing" : ended[0] }
})

for (const kind of ["daily", "backfill", "replay"] as const) {
  describe(`a ${kind}, each of whose calls goes wrong once`, () => {
    for (const way of WAYS) {
      it.effect(`(${way}), is made good by the next one`, () =>
        Effect.gen(function*() {
          const undisturbed = yield* run(kind, way, Infinity).pipe(
            Effect.flatMap(({ earlier }) => inspect(earlier)),
            Effect.provide(stores)
          )
          const calls: Array<string> = []
          /** The call that went wrong, if the run came to so many. */
          const next = Effect.gen(function*() {
            const { call, earlier, exit, outcome } = yield* run(kind, way, calls.length + 1)
            if (call === undefined) return undefined
            const where = `call ${calls.length + 1}, ${call}`
            assert.strictEqual(outcome, outcomeOf(call, way), where)
            assert.strictEqual(Exit.isSuccess(exit), outcome === "Succeeded" && call === "Ledger.progress", where)
            yield* KINDS[kind].begin()
            assert.deepStrictEqual(yield* inspect(earlier), undisturbed, where)
            return call
          }).pipe(Effect.provide(stores))
          for (let call = yield* next; call !== undefined; call = yield* next) calls.push(call)
          assert.isAbove(calls.length, KINDS[kind].leastCalls, calls.join(" "))
        }))
    }
  })
}

describe("a daemon's morning, each of whose calls goes wrong once", () => {
  const daemons = Faulty.over(Daemons.stores).pipe(Layer.provideMerge(Layer.merge(Faults.layer, quiet)))

  /** The first daemon's morning with the n-th call going wrong; where that stops it, another daemon comes after it. */
  const morning = Effect.fnUntraced(
    function*(way: Way, n: number) {
      const { calls, plan, struck } = yield* Faults.Faults
      yield* say(before)
      yield* daily(runOf("manual"))
      yield* say(after)
      const earlier = yield* rows
      yield* Daemons.setTime("2020-05-02T05:00:00Z")
      yield* plan(faultOf(way, n))
      // No morning was ever answered: the last one is made up for at once.
      const first = yield* Daemons.begin("one", { datasets: [TR, CONS] })
      yield* TestClock.adjust("4 seconds")
      const [call] = yield* struck
      const count = (yield* calls).length
      if (call !== undefined && isEnd(way)) {
        const stopped = yield* Effect.forkChild(Effect.exit(first.stop))
        yield* Effect.yieldNow
        yield* plan(...lastWords(way))
        yield* TestClock.adjust("2 seconds")
        yield* Fiber.await(stopped)
        yield* plan()
        yield* Daemons.begin("two", { datasets: [TR, CONS] })
      }
      yield* TestClock.adjust("70 seconds")
      return { call, count, table: yield* inspect(earlier), outcomes: yield* outcomes }
    },
    Effect.scoped,
    Effect.provide(daemons)
  )

  for (const way of WAYS) {
    it.effect(`(${way}), is made good without a hand`, () =>
      Effect.gen(function*() {
        const undisturbed = yield* morning(way, Infinity)
        assert.isAbove(undisturbed.count, 30)
        for (let n = 1; n <= undisturbed.count; n++) {
          const { call, outcomes, table } = yield* morning(way, n)
          assert.isDefined(call, `call ${n}`)
          assert.deepStrictEqual(table, undisturbed.table, `call ${n}, ${call}`)
          assert.include(outcomes.slice(0, -1), "Succeeded", `call ${n}, ${call}`)
        }
      }))
  }
})
