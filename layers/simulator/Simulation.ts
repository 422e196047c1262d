/** The simulated source as a person asks for it, in texts: each that can't be understood is refused by name. */
import * as Day from "#domain/Day"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Fault from "./Fault.ts"
import * as OdreServer from "./OdreServer.ts"
import * as RecordFiles from "./RecordFiles.ts"
import * as SimulatedGrid from "./SimulatedGrid.ts"

export interface Options {
  /** JSONL files to serve; a simulated country where there are none. */
  readonly records: ReadonlyArray<string>
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  readonly seed: number
  /** As in `503:2`. */
  readonly faults: ReadonlyArray<string>
  /** ISO 8601 with its offset. */
  readonly now: string | undefined
  readonly realTimeFrom: string | undefined
  readonly start: string | undefined
  /** Calls a dataset and month. */
  readonly quota: number
}

/** What was asked for can't be simulated: names it, the reason and the way out. */
export class SimulationError extends Data.TaggedError("SimulationError")<{ readonly message: string }> {}

/** It can't listen where it was told to. */
export class ListenError extends Data.TaggedError("ListenError")<{ readonly message: string }> {}

/** Serves until the scope closes. */
export const serve = Effect.fn("Simulation.serve")(function*(options: Options) {
  const faults = yield* Effect.forEach(options.faults, (text) => Effect.fromResult(Fault.parse(text)))
  const now = yield* instantOf("--now", options.now)
  const realTimeFrom = yield* dayOf("--real-time-from", options.realTimeFrom)
  const start = yield* dayOf("--start", options.start)
  const grid = options.records.length > 0
    ? yield* RecordFiles.open(options.records)
    : SimulatedGrid.make({
      seed: options.seed,
      ...(now === undefined ? {} : { now }),
      ...(realTimeFrom === undefined ? {} : { realTimeFrom }),
      ...(start === undefined ? {} : { start })
    })
  const { host, port, quota } = options
  return yield* OdreServer.serve({ grid, host, port, faults, quota }).pipe(
    Effect.mapError(({ cause }) => {
      const code = Predicate.hasProperty(cause, "code") ? String(cause.code) : String(cause)
      return new ListenError({
        message: `${host}:${port} can't be listened on (${code}); take another --port, or 0 for any`
      })
    })
  )
})

const refuse = (message: string) => Effect.fail(new SimulationError({ message }))

const dayOf = (flag: string, text: string | undefined) => {
  const day = text === undefined ? undefined : Day.parse(text)
  return text !== undefined && day === undefined
    ? refuse(`${flag} ${JSON.stringify(text)} is no day of the calendar; write it as 2026-09-30`)
    : Effect.succeed(day)
}

const instantOf = (flag: string, text: string | undefined) => {
  const instant = text === undefined ? undefined : Date.parse(text)
  return Number.isNaN(instant) || (text !== undefined && !/(Z|[+-]\d\d:\d\d)$/.test(text))
    ? refuse(`${flag} ${JSON.stringify(text)} is no instant; write it as 2026-09-30T12:00:00Z`)
    : Effect.succeed(instant)
}
