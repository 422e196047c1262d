/** A tracer that keeps every span in this process, for tests to look at. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"

export interface Kept {
  /** All spans, in the order in which they began. */
  readonly all: ReadonlyArray<Tracer.NativeSpan>
  readonly tracer: Tracer.Tracer
  readonly named: (name: string) => ReadonlyArray<Tracer.NativeSpan>
  /** A span and all below it, a line each, two spaces deeper a level. */
  readonly tree: (root: Tracer.AnySpan) => ReadonlyArray<string>
}

export const keep = (): Kept => {
  const all: Array<Tracer.NativeSpan> = []
  const below = (parent: Tracer.AnySpan, indent: string): ReadonlyArray<string> =>
    all.flatMap((span) =>
      Option.getOrUndefined(span.parent) === parent ? [`${indent}${span.name}`, ...below(span, `${indent}  `)] : []
    )
  return {
    all,
    tracer: Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        all.push(span)
        return span
      }
    }),
    named: (name) => all.filter((span) => span.name === name),
    tree: (root) => [root._tag === "Span" ? root.name : root.spanId, ...below(root, "  ")]
  }
}

/** Traced into these spans, as if a collector took them. */
export const into = (spans: Kept) => <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.withTracer(work, spans.tracer)

export const attributesOf = (span: Tracer.Span): Readonly<Record<string, unknown>> =>
  Object.fromEntries(span.attributes)

export const hasFailed = ({ status }: Tracer.Span): boolean => status._tag === "Ended" && Exit.isFailure(status.exit)
