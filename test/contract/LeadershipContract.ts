/** What every leadership promises, tried on the one that is handed in. */
import { type Candidate, Leadership, LEASE } from "#ports/Leadership"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"

/** How a test lets the lease grow older, without waiting. */
export class Later extends Context.Service<Later, (millis: number) => Effect.Effect<void>>()("test/Later") {}

const candidate = (name: string): Candidate => ({ id: crypto.randomUUID(), name })

/** All tests are about one lead: each begins and ends with nobody having it. */
const alone = <A, E>(test: (one: Candidate, other: Candidate) => Effect.Effect<A, E, Leadership | Later>) =>
  Effect.gen(function*() {
    const { leader, resign } = yield* Leadership
    const [one, other] = [candidate("one:8080"), candidate("other:8080")]
    assert.isNull(yield* leader)
    yield* test(one, other)
    yield* Effect.forEach([one, other], resign)
    assert.isNull(yield* leader)
  })

export const suite = <E>(name: string, leadership: Layer.Layer<Leadership | Later, E>) =>
  withLayer(leadership, { excludeTestServices: true })(`Leadership (${name})`, (it) => {
    it.effect("gives the lead to whoever comes first, and tells the others who that is", () =>
      alone(Effect.fnUntraced(function*(one, other) {
        const { claim, leader } = yield* Leadership
        const leading = yield* claim(one)
        assert.deepInclude(leading, one)
        assert.isNumber(leading.since)
        assert.deepStrictEqual(yield* claim(other), leading)
        assert.deepStrictEqual(yield* leader, leading)
      })))

    it.effect("lasts a lease from each renewal, by whoever leads and by no one else", () =>
      alone(Effect.fnUntraced(function*(one, other) {
        const { claim, leader } = yield* Leadership
        const later = yield* Later
        const leading = yield* claim(one)
        for (let times = 0; times < 3; times++) {
          yield* later(LEASE - 5_000)
          assert.deepStrictEqual(yield* claim(other), leading)
          assert.deepStrictEqual(yield* claim(one), leading)
        }
        yield* later(LEASE - 5_000)
        assert.deepStrictEqual(yield* claim(other), leading)
        yield* later(5_001)
        assert.isNull(yield* leader)
        const next = yield* claim(other)
        assert.deepInclude(next, other)
        assert.isAtLeast(next.since, leading.since)
        assert.deepStrictEqual(yield* claim(one), next)
        assert.deepStrictEqual(yield* leader, next)
      })))

    it.effect("goes on with a leader that comes late, where nobody came before", () =>
      alone(Effect.fnUntraced(function*(one, other) {
        const { claim } = yield* Leadership
        const later = yield* Later
        const leading = yield* claim(one)
        yield* later(10 * LEASE)
        assert.deepStrictEqual(yield* claim(one), leading)
        assert.deepStrictEqual(yield* claim(other), leading)
      })))

    it.effect("is free at once when its leader resigns, and when nobody else does", () =>
      alone(Effect.fnUntraced(function*(one, other) {
        const { claim, leader, resign } = yield* Leadership
        const leading = yield* claim(one)
        yield* resign(other)
        assert.deepStrictEqual(yield* leader, leading)
        yield* resign(one)
        assert.isNull(yield* leader)
        assert.deepInclude(yield* claim(other), other)
        yield* resign(one)
        assert.deepInclude(yield* leader, other)
      })))

    it.effect("has one leader, whoever ask at the same moment, from nobody and from one whose lease is over", () =>
      alone(Effect.fnUntraced(function*() {
        const { claim, leader, resign } = yield* Leadership
        const later = yield* Later
        for (let round = 0; round < 3; round++) {
          const many = Array.from({ length: 20 }, (_, number) => candidate(`${number}:8080`))
          const answers = yield* Effect.forEach(many, claim, { concurrency: "unbounded" })
          assert.deepStrictEqual([...new Set(answers.map(({ id }) => id))], [(yield* leader)!.id])
          assert.include(many.map(({ id }) => id), answers[0]!.id)
          yield* later(LEASE + 1)
          if (round === 2) yield* Effect.forEach(many, resign)
        }
      })))
  })
