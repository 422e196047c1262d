/**
 * Which calls of a port go wrong, and how: a plan that counts them. What is not planned works as ever, and the same plan on
 * the same calls does the same.
 */
import type { Ingest, IngestError } from "#ports/Ingest"
import type { Lake, LakeError } from "#ports/Lake"
import type { Leadership, LeadershipError } from "#ports/Leadership"
import type { Ledger, LedgerError } from "#ports/Ledger"
import type { Sink, SinkError } from "#ports/Sink"
import type { Transform, TransformError } from "#ports/Transform"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"

interface Ports {
  readonly Ingest: readonly [Ingest["Service"], IngestError]
  readonly Lake: readonly [Lake["Service"], LakeError]
  readonly Leadership: readonly [Leadership["Service"], LeadershipError]
  readonly Ledger: readonly [Ledger["Service"], LedgerError]
  readonly Sink: readonly [Sink["Service"], SinkError]
  readonly Transform: readonly [Transform["Service"], TransformError]
}

export type Port = keyof Ports

/** What a port does not let fail is left alone. */
export const SPARED = ["quota", "origin", "recipe"] as const

/**
 * `before`: it fails, and nothing was done. `after`: it is done, and the answer is lost. `dies`: a mistake in the program.
 * `never`: no answer until there is another plan; who waits for it may be interrupted, and what may not be goes on then.
 */
export type How = "before" | "after" | "dies" | "never"

interface Which {
  /** The first call that goes wrong, from 1, of those that it may be. A stream is a call, and each of its elements is one. */
  readonly call: number
  readonly how: How
  /** How many go wrong in a row: one where it is not said, all from there on with `Infinity`. */
  readonly times?: number
}

/** Of whatever port, of one, or of one of its methods. */
export type Fault =
  | Which & { readonly port?: never }
  | {
    readonly [P in Port]: Which & {
      readonly port: P
      readonly method?: Exclude<keyof Ports[P][0], (typeof SPARED)[number]>
      /** The error's; one that passes by itself where it is not said. */
      readonly reason?: Ports[P][1]["reason"]
    }
  }[Port]

/** `Sink.append` */
export type Call = `${Port}.${string}`

export class Faults extends Context.Service<Faults, {
  /** These and no others from now on, and every call is counted anew. */
  readonly plan: (...faults: ReadonlyArray<Fault>) => Effect.Effect<void>
  /** The calls since the plan was made, oldest first. */
  readonly calls: Effect.Effect<ReadonlyArray<Call>>
  /** Those of them that went wrong. */
  readonly struck: Effect.Effect<ReadonlyArray<Call>>
  /** Waits for the first of those. */
  readonly strike: Effect.Effect<Call>
  /** A call of a method: the work, or what the plan makes of it. `error` makes the port's own, by its reason. */
  readonly call: <A, E, R>(
    port: Port,
    method: string,
    work: Effect.Effect<A, E, R>,
    error: (reason: string | undefined) => E
  ) => Effect.Effect<A, E, R>
}>()("eco2mixd/layers/faulty/Faults") {}

export const layer = Layer.sync(Faults, () => {
  let plan = planned([])

  const next = (port: Port, method: string): Fault | undefined => {
    let found: Fault | undefined
    for (const entry of plan.entries) {
      const { call, times = 1 } = entry.fault
      if (!isOf(entry.fault, port, method)) continue
      entry.seen++
      if (entry.seen >= call && entry.seen < call + times) found ??= entry.fault
    }
    return found
  }

  return Faults.of({
    plan: (...faults) =>
      Effect.suspend(() => {
        const before = plan
        plan = planned(faults)
        return Latch.open(before.over)
      }),
    calls: Effect.sync(() => [...plan.calls]),
    struck: Effect.sync(() => [...plan.struck]),
    strike: Effect.suspend(() => Deferred.await(plan.strike)),
    call: (port, method, work, error) =>
      Effect.suspend(() => {
        const name: Call = `${port}.${method}`
        const { calls, over, strike, struck } = plan
        calls.push(name)
        const fault = next(port, method)
        if (fault === undefined) return work
        struck.push(name)
        const failure = Effect.suspend(() => Effect.fail(error("reason" in fault ? fault.reason : undefined)))
        const outcome = {
          before: failure,
          after: Effect.andThen(work, failure),
          dies: Effect.die(new Error(`${name} was to die.`)),
          never: Effect.andThen(Latch.await(over), work)
        }[fault.how]
        return Effect.andThen(Deferred.succeed(strike, name), outcome)
      })
  })
})

const planned = (faults: ReadonlyArray<Fault>) => ({
  entries: faults.map((fault) => ({ fault, seen: 0 })),
  calls: [] as Array<Call>,
  struck: [] as Array<Call>,
  strike: Deferred.makeUnsafe<Call>(),
  over: Latch.makeUnsafe(false)
})

const isOf = (fault: Fault, port: Port, method: string): boolean =>
  fault.port === undefined || (fault.port === port && (fault.method === undefined || fault.method === method))
