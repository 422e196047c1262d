/**
 * A crew of members in this process, for every test above the ports: whoever joins is one more of them. It keeps the whole
 * promise, by the test's clock, and forgets at the end.
 */
import type * as Day from "#domain/Day"
import type { Counts, Run } from "#domain/Run"
import { Crew, type Hand, type PartError } from "#ports/Crew"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Cron from "effect/Cron"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"

interface Member {
  readonly hand: Hand
  /** What it joined with: what it is at has nothing of whoever hands it over. */
  readonly context: Context.Context<never>
  readonly scope: Scope.Closeable
}

interface Part {
  readonly run: Run
  readonly days: Day.DayRange
  readonly answer: Deferred.Deferred<Counts, PartError>
}

export const layer = Layer.effect(
  Crew,
  Effect.gen(function*() {
    const crew = yield* Effect.scope
    const members: Array<Member> = []
    /** Open while there is a member. */
    const staffed = yield* Latch.make(false)
    const mornings = yield* Semaphore.make(1)
    const desk = yield* Semaphore.make(1)
    const hours = new Set<number>()
    const wholes = new Set<string>()
    const parts = new Map<string, Part["answer"]>()
    const waiting = yield* Queue.unbounded<Part>()
    let turn = 0

    /** Done by one of the members, and by the next one where that one leaves in the middle of it. */
    const done = <A, E>(work: (hand: Hand) => Effect.Effect<A, E>): Effect.Effect<A, E> =>
      Effect.gen(function*() {
        while (true) {
          yield* Latch.await(staffed)
          if (members.length === 0) continue
          const { context, hand, scope } = members[turn++ % members.length]!
          const fiber = yield* work(hand).pipe(
            Effect.updateContext<never, never>(() => context),
            Effect.forkIn(scope)
          )
          const exit = yield* Fiber.await(fiber)
          const hasLeft = scope.state._tag === "Closed"
          if (Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) && hasLeft) continue
          return yield* exit
        }
      })

    /** Once, whoever asks for it and however often. */
    const part = (run: Run, days: Day.DayRange) =>
      Effect.gen(function*() {
        const key = `${run.id}/${days.from}`
        const known = parts.get(key)
        if (known !== undefined) return yield* Deferred.await(known)
        const answer = Deferred.makeUnsafe<Counts, PartError>()
        parts.set(key, answer)
        yield* Queue.offer(waiting, { run, days, answer })
        return yield* Deferred.await(answer)
      })

    /** One part after the other, of those that wait: one in the middle of which it leaves waits for another member. */
    const worker = ({ part }: Hand) =>
      Effect.forever(Effect.uninterruptibleMask(Effect.fnUntraced(function*(restore) {
        const one = yield* restore(Queue.take(waiting))
        const exit = yield* Effect.exit(restore(part(one.run, one.days)))
        yield* Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
          ? Queue.offer(waiting, one)
          : Deferred.done(one.answer, exit)
      })))

    const due = (hour: number) =>
      Effect.suspend(() => {
        if (hours.has(hour)) return Effect.void
        hours.add(hour)
        const answered = Semaphore.withPermits(mornings, 1)(done(({ morning }) => morning))
        return Effect.asVoid(Effect.forkIn(answered, crew))
      })

    /** Each member has a clock of its own: an hour comes though others have left. */
    const clock = Effect.fnUntraced(function*(schedule: Cron.Cron) {
      while (true) {
        const now = yield* Clock.currentTimeMillis
        yield* due(Cron.prev(schedule, now + 1).getTime())
        yield* Effect.sleep(Cron.next(schedule, now).getTime() - now)
      }
    })

    yield* Effect.forkIn(Effect.forever(done(({ oversee }) => Effect.scoped(oversee))), crew)

    return Crew.of({
      join: Effect.fn("MemoryCrew.join")(function*(hand) {
        const context = yield* Effect.context<never>()
        const scope = yield* Scope.make()
        const member: Member = { hand, context, scope }
        yield* Effect.acquireRelease(
          Effect.sync(() => members.push(member)).pipe(Effect.andThen(Latch.open(staffed))),
          () =>
            Effect.suspend(() => {
              members.splice(members.indexOf(member), 1)
              return members.length === 0 ? Latch.close(staffed) : Effect.void
            }).pipe(Effect.andThen(Scope.close(scope, Exit.void)))
        )
        yield* Effect.forkIn(clock(hand.schedule), scope)
        yield* Effect.forkIn(worker(hand), scope)
      }),
      begin: Effect.fn("MemoryCrew.begin")((request) =>
        Semaphore.withPermits(desk, 1)(done(({ begin }) => begin(request)))
      ),
      spread: Effect.fn("MemoryCrew.spread")((run, ahead) =>
        Effect.suspend(() => {
          if (wholes.has(run.id)) return Effect.void
          wholes.add(run.id)
          const whole = done((hand) => hand.whole(run, ahead, (days) => part(run, days)))
          return Effect.asVoid(Effect.forkIn(whole, crew))
        })
      )
    })
  })
)
