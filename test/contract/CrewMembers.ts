/** Three members of a crew, with what the test has them do: what the contract of a crew is tried on. */
import type * as Day from "#domain/Day"
import { type Counts, newRun, NOTHING, type Run } from "#domain/Run"
import type { Crew, Hand } from "#ports/Crew"
import * as Context from "effect/Context"
import * as Cron from "effect/Cron"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"

export interface Fresh {
  /** One more of them, until the scope closes. */
  readonly member: Effect.Effect<Crew["Service"], never, Scope.Scope>
  /** Waits until so many have each a share of the work: while it is dealt out, what is begun may begin again elsewhere. */
  readonly settled: (members: number) => Effect.Effect<void>
}

/** Crews without members, one a test. */
export class Crews extends Context.Service<Crews, {
  readonly fresh: Effect.Effect<Fresh, never, Scope.Scope>
}>()("test/Crews") {}

/** No hour of it comes. */
const YEARLY = Cron.parseUnsafe("0 0 29 2 *")

export const NAMES = ["one", "two", "three"] as const
export type Name = (typeof NAMES)[number]

export const runOf = (): Run =>
  newRun({
    trigger: "backfill",
    window: { from: "2020-01-01", to: "2020-12-31" },
    datasets: ["eco2mix-regional-tr"],
    requestedBy: "test"
  })

export const MONTHS: ReadonlyArray<Day.DayRange> = Array.from({ length: 12 }, (_, index) => {
  const month = String(index + 1).padStart(2, "0") as `${number}`
  return { from: `2020-${month}-01`, to: `2020-${month}-28` }
})

export const monthOf = ({ from }: Day.DayRange): number => Number(from.slice(5, 7))

export const counted = (rows: number): Counts => ({ ...NOTHING, rows })

/** Three that have joined, with what is theirs to do, and how each of them leaves. */
export const three = Effect.fnUntraced(function*(handOf: (name: Name) => Partial<Hand>) {
  const outer = yield* Effect.scope
  const { fresh } = yield* Crews
  const { member, settled } = yield* fresh
  const joined = yield* Effect.forEach(
    NAMES,
    Effect.fnUntraced(function*(name) {
      const scope = yield* Scope.fork(outer)
      const crew = yield* Scope.provide(member, scope)
      const hand: Hand = {
        schedule: YEARLY,
        morning: Effect.void,
        begin: () => Effect.die("nobody asks"),
        whole: () => Effect.void,
        part: () => Effect.succeed(NOTHING),
        oversee: Effect.never,
        ...handOf(name)
      }
      yield* Scope.provide(crew.join(hand), scope)
      return [name, { crew, leave: Scope.close(scope, Exit.void) }] as const
    }),
    { concurrency: "unbounded" }
  )
  yield* settled(joined.length)
  return Object.fromEntries(joined) as Record<
    Name,
    { readonly crew: Crew["Service"]; readonly leave: Effect.Effect<void> }
  >
})

/** Work that tells how often it was done, and how many did it at the same time at most. */
export const watched = () => {
  const seen = { times: 0, now: 0, most: 0 }
  return {
    seen,
    of: <A, E, R>(work: Effect.Effect<A, E, R>) =>
      Effect.acquireUseRelease(
        Effect.sync(() => {
          seen.times++
          seen.most = Math.max(seen.most, ++seen.now)
        }),
        () => work,
        () => Effect.sync(() => seen.now--)
      )
  }
}

export const until = (condition: () => boolean) =>
  Effect.suspend(() => condition() ? Effect.void : Effect.fail("not yet")).pipe(
    Effect.retry({ schedule: Schedule.spaced("20 millis") })
  )
