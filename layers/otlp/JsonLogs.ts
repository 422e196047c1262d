/**
 * The daemon's log where no terminal shows it: a JSON object a line on stdout, its sentence in `message`, its facts in
 * `attributes`, and the trace that it belongs to. On a terminal it stays as it was: text for a person, on stderr.
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"

const json = Logger.make<unknown, void>((said) => {
  const { annotations, cause, level, message, timestamp } = Logger.formatStructured.log(said)
  // What nobody keeps has no name worth telling.
  const span = Option.filter(Context.getOption(said.fiber.context, Tracer.ParentSpan), ({ sampled }) => sampled)
  process.stdout.write(`${
    JSON.stringify({
      timestamp,
      level,
      message,
      ...Option.match(span, {
        onNone: () => ({}),
        onSome: ({ spanId, traceId }) => ({ trace_id: traceId, span_id: spanId })
      }),
      attributes: annotations,
      ...cause === undefined ? {} : { error: cause }
    })
  }\n`)
})

export const layer = Layer.suspend(() => process.stdout.isTTY === true ? Layer.empty : Logger.layer([json]))
