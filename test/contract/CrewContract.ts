/** What every crew promises, tried on the one that is handed in: three members, some of whom leave in the middle of it. */
import type { Counts } from "#domain/Run"
import { PartError } from "#ports/Crew"
import { type RunRequest, RunsError } from "#ports/Runs"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Cron from "effect/Cron"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import type * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Result from "effect/Result"
import { counted, type Crews, monthOf, MONTHS, type Name, NAMES, runOf, three, until, watched } from "./CrewMembers.ts"

const OFTEN = Cron.parseUnsafe("* * * * * *")

const REQUEST: RunRequest = {
  trigger: "backfill",
  window: { from: "2020-01-01", to: "2020-12-31" },
  datasets: ["eco2mix-regional-cons-def"],
  requestedBy: "test \u{1F50C}",
  oldestFirst: true,
  anew: false
}

export const suite = <E>(name: string, crews: Layer.Layer<Crews, E>) =>
  withLayer(crews, { excludeTestServices: true })(`Crew (${name})`, (it) => {
    it.effect("answers each hour once, one after the other", () =>
      Effect.gen(function*() {
        const { of, seen } = watched()
        const began = yield* Clock.currentTimeMillis
        yield* three(() => ({ schedule: OFTEN, morning: of(Effect.sleep("50 millis")) }))
        yield* until(() => seen.times >= 4)
        const hours = Math.floor((yield* Clock.currentTimeMillis) / 1_000) - Math.floor(began / 1_000) + 1
        assert.isAtMost(seen.times, hours)
        assert.strictEqual(seen.most, 1)
      }))

    it.effect("has a request answered by one member, several of them one by one, and the hour that has passed by itself", () =>
      Effect.gen(function*() {
        const passed = watched()
        const { of, seen } = watched()
        const asked: Array<RunRequest> = []
        const run = runOf()
        const busy = new RunsError({ reason: "Busy", during: "Runs.start", detail: "another one is going" })
        const { one, three: last, two } = yield* three(() => ({
          morning: passed.of(Effect.void),
          begin: (request) =>
            of(Effect.suspend(() => {
              asked.push(request)
              return Effect.andThen(
                Effect.sleep("20 millis"),
                asked.length === 1 ? Effect.succeed(run) : Effect.fail(busy)
              )
            }))
        }))
        const answers = yield* Effect.forEach(
          [one, two, last, one],
          ({ crew }) => Effect.result(crew.begin(REQUEST)),
          { concurrency: "unbounded" }
        )
        assert.deepStrictEqual(asked, Array.from({ length: 4 }, () => REQUEST))
        assert.strictEqual(seen.most, 1)
        assert.deepStrictEqual(answers.flatMap((answer) => Result.isSuccess(answer) ? [answer.success] : []), [run])
        const refusals = answers.flatMap((answer) => Result.isFailure(answer) ? [answer.failure] : [])
        assert.deepStrictEqual(refusals.map(({ message, reason }) => [reason, message]), [
          ["Busy", "another one is going"],
          ["Busy", "another one is going"],
          ["Busy", "another one is going"]
        ])
        yield* until(() => passed.seen.times > 0)
        assert.strictEqual(passed.seen.times, 1)
      }))

    it.effect("does a run once however often it is handed in, its parts by several members", () =>
      Effect.gen(function*() {
        const { of, seen } = watched()
        const shared = yield* Latch.make()
        const by = { one: watched(), two: watched(), three: watched() }
        const told = yield* Queue.unbounded<unknown>()
        const { one, three: last, two } = yield* three((name) => ({
          whole: (run, ahead, part) =>
            of(
              Effect.forEach(MONTHS, part, { concurrency: 12 }).pipe(
                Effect.orDie,
                Effect.flatMap((counts) => Queue.offer(told, [run, ahead, counts]))
              )
            ),
          part: (_run, days) =>
            by[name].of(Effect.gen(function*() {
              // One member alone waits for ever.
              if (NAMES.filter((one) => by[one].seen.times > 0).length > 1) yield* Latch.open(shared)
              yield* Latch.await(shared)
              yield* Effect.sleep("1 millis")
              return counted(monthOf(days))
            }))
        }))
        const [run, other] = [runOf(), runOf()]
        const counts = MONTHS.map((days) => counted(monthOf(days)))
        yield* Effect.forEach([one, two, last, one], ({ crew }) => crew.spread(run, run.window), {
          concurrency: "unbounded",
          discard: true
        })
        assert.deepStrictEqual(yield* Queue.take(told), [run, run.window, counts])
        yield* two.crew.spread(run, run.window)
        yield* two.crew.spread(other, { ...other.window, from: "2020-03-01" })
        assert.deepStrictEqual(yield* Queue.take(told), [other, { ...other.window, from: "2020-03-01" }, counts])
        assert.deepStrictEqual(seen, { times: 2, now: 0, most: 1 })
        for (const name of NAMES) assert.isAtMost(by[name].seen.most, 1)
      }))

    it.effect("tells of a part that fails by its name and in its words, to whoever asks again too", () =>
      Effect.gen(function*() {
        const error = new PartError({ reason: "Failed", code: "Sink.Refused", detail: "the table said no" })
        const heard = yield* Deferred.make<ReadonlyArray<PartError>>()
        const { seen, of } = watched()
        const run = runOf()
        const { one } = yield* three(() => ({
          whole: (_run, _ahead, part) =>
            Effect.all([Effect.flip(part(MONTHS[0]!)), Effect.flip(part(MONTHS[0]!))]).pipe(
              Effect.orDie,
              Effect.flatMap((errors) => Deferred.succeed(heard, errors))
            ),
          part: () => of(Effect.fail(error))
        }))
        yield* one.crew.spread(run, run.window)
        const errors = yield* Deferred.await(heard)
        assert.deepStrictEqual(errors.map(({ code, message }) => [code, message]), [
          ["Sink.Refused", "the table said no"],
          ["Sink.Refused", "the table said no"]
        ])
        assert.strictEqual(seen.times, 1)
      }))

    it.effect("goes on elsewhere with a run whose member leaves, and the parts that were done answer at once", () =>
      Effect.gen(function*() {
        const begun: Array<Name> = []
        const parts: Array<number> = []
        const half = yield* Latch.make()
        const ended = yield* Deferred.make<ReadonlyArray<Counts>>()
        const run = runOf()
        const members = yield* three((name) => ({
          whole: (_run, _ahead, part) =>
            Effect.gen(function*() {
              begun.push(name)
              yield* Effect.forEach(MONTHS.slice(0, 3), part, { concurrency: 3 })
              if (begun.length === 1) return yield* Effect.andThen(Latch.open(half), Effect.never)
              yield* Deferred.succeed(ended, yield* Effect.forEach(MONTHS.slice(0, 4), part))
            }).pipe(Effect.orDie),
          part: (_run, days) =>
            Effect.sync(() => {
              parts.push(monthOf(days))
              return counted(monthOf(days))
            })
        }))
        yield* members.one.crew.spread(run, run.window)
        yield* Latch.await(half)
        yield* members[begun[0]!].leave
        assert.deepStrictEqual(yield* Deferred.await(ended), [1, 2, 3, 4].map(counted))
        assert.strictEqual(begun.length, 2)
        assert.notStrictEqual(begun[1], begun[0])
        assert.deepStrictEqual(parts.toSorted(), [1, 2, 3, 4])
      }))

    it.effect("has a part done again elsewhere whose member leaves, and what one member does for all", () =>
      Effect.gen(function*() {
        const [doing, overseers]: [Array<Name>, Array<Name>] = [[], []]
        const [begun, ended] = [yield* Latch.make(), yield* Deferred.make<Counts>()]
        const { of, seen } = watched()
        const run = runOf()
        const members = yield* three((name) => ({
          whole: (_run, _ahead, part) =>
            part(MONTHS[0]!).pipe(Effect.orDie, Effect.flatMap((counts) => Deferred.succeed(ended, counts))),
          part: () =>
            Effect.suspend(() => {
              doing.push(name)
              return doing.length === 1
                ? Effect.andThen(Latch.open(begun), Effect.never)
                : Effect.succeed(counted(7))
            }),
          oversee: of(Effect.andThen(Effect.sync(() => overseers.push(name)), Effect.never))
        }))
        yield* members.one.crew.spread(run, run.window)
        yield* Latch.await(begun)
        yield* members[doing[0]!].leave
        assert.deepStrictEqual(yield* Deferred.await(ended), counted(7))
        assert.notStrictEqual(doing[1], doing[0])
        yield* until(() => overseers.length > 0 && overseers.at(-1) !== doing[0])
        const [last] = overseers.slice(-1)
        yield* members[last!].leave
        yield* until(() => overseers.at(-1) !== last)
        assert.notInclude([doing[0], last], overseers.at(-1))
        assert.strictEqual(seen.most, 1)
      }))
  })
