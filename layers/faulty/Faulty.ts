/**
 * Any keeper of the ports' promises, made to break them as planned: to see what becomes of a run, put this over your own layers.
 *
 * ```ts
 * const stores = Faulty.over(StreamTransform.layer).pipe(
 *   Layer.provideMerge(Faulty.over(Layer.mergeAll(MyIngest, MyLake, MySink, MyLedger))),
 *   Layer.provideMerge(Faults.layer)
 * )
 * const program = Effect.gen(function*() {
 *   const { plan } = yield* Faults.Faults
 *   yield* plan({ port: "Sink", method: "append", call: 3, how: "after" })
 *   yield* daily(run) // fails with `Sink.Unreachable`, and the third day's rows stand in the table
 * })
 * ```
 */
import { Faults, type Port, SPARED } from "#layers/faulty/Faults"
import { Ingest, IngestError } from "#ports/Ingest"
import { Lake, LakeError } from "#ports/Lake"
import { Leadership, LeadershipError } from "#ports/Leadership"
import { Ledger, LedgerError } from "#ports/Ledger"
import { Sink, SinkError } from "#ports/Sink"
import { Transform, TransformError } from "#ports/Transform"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

/** The layer's ports, as the plan wants them; whatever else it has is as it was. */
export const over = <A, E, R>(layer: Layer.Layer<A, E, R>): Layer.Layer<A, E, R | Faults> =>
  Layer.effectContext(
    Effect.gen(function*() {
      const faults = yield* Faults
      return [
        replace(Ingest, faulty(faults, "Ingest", IngestError, "Unreachable")),
        replace(Lake, faulty(faults, "Lake", LakeError, "Unreachable")),
        replace(Leadership, faulty(faults, "Leadership", LeadershipError, "Unreachable")),
        replace(Ledger, faulty(faults, "Ledger", LedgerError, "Unreachable")),
        replace(Sink, faulty(faults, "Sink", SinkError, "Unreachable")),
        replace(Transform, faulty(faults, "Transform", TransformError, "LakeUnavailable"))
      ].reduce((context, replaced) => replaced(context), yield* Layer.build(layer))
    })
  )

/** The same context, with another keeper of this port where it has one. */
const replace = <I, S>(port: Context.Key<I, S>, by: (service: S) => S) => <A>(context: Context.Context<A>) =>
  Option.match(Context.getOption(context, port), {
    onNone: () => context,
    // No other service than those that it had: the type stays.
    onSome: (service) => Context.add(context, port, by(service)) as Context.Context<A>
  })

type Failing<Reason> = new(
  fields: { readonly reason: Reason; readonly during: string; readonly detail: string }
) => unknown

/** A port is a record of effects, streams and functions that make them: each is handed to the plan when it is run. */
const faulty = <Reason extends string>(
  { call }: Faults["Service"],
  port: Port,
  Failure: Failing<Reason>,
  usual: Reason
) => {
  const spared = new Set<string>(SPARED)
  const planned = (method: string, member: unknown): unknown => {
    if (spared.has(method)) return member
    const during = `${port}.${method}`
    // A reason that is none of the port's is refused by its error.
    const error = (reason: string | undefined) =>
      new Failure({ reason: (reason ?? usual) as Reason, during, detail: `${during} was to fail.` })
    const run = <A, R>(work: Effect.Effect<A, unknown, R>) => call(port, method, work, error)
    if (Effect.isEffect(member)) return run(member)
    if (Stream.isStream(member)) {
      return Stream.unwrap(run(Effect.succeed(Stream.mapEffect(member, (element) => run(Effect.succeed(element))))))
    }
    return typeof member === "function"
      ? (...args: ReadonlyArray<unknown>) => planned(method, member(...args))
      : member
  }
  return <S extends object>(service: S): S =>
    Object.fromEntries(Object.entries(service).map(([method, member]) => [method, planned(method, member)])) as S
}
