/** The long-running process that a container runs: the daemon and its HTTP server, until it is told to stop. */
import { settled } from "#cli/config"
import { Doors, type StartError } from "#cli/Doors"
import * as crew from "#pipelines/crew"
import * as daemon from "#pipelines/daemon"
import * as notices from "#pipelines/notices"
import * as vitals from "#pipelines/vitals"
import type { Ledger } from "#ports/Ledger"
import { Listening } from "#ports/Listening"
import type { Query } from "#ports/Query"
import type { Runs } from "#ports/Runs"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Schedule from "effect/Schedule"
import { hostname } from "node:os"

/** Stores that are not there yet: a compose file starts all at once. */
const patience = Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("15 seconds")])

/**
 * The daemon and its HTTP server on the ports that are there, for ever; then `greeting`, which says where it is. What goes
 * `beside` them sees the same runs. In a `cluster` it shares the work, else it leads or stands by.
 */
export const up = <A, E = never>(
  greeting: (url: string) => Effect.Effect<A>,
  beside: Layer.Layer<never, E, Ledger | Query | Runs> = Layer.empty,
  cluster: Effect.Success<Doors["Service"]["cluster"]> = null
) =>
  Effect.gen(function*() {
    const doors = yield* Doors
    const candidate = { id: crypto.randomUUID(), name: `${hostname()}/${process.pid}` }
    const runs = cluster === null ? daemon.layer(candidate) : Layer.provide(crew.layer(candidate), cluster)
    const all = Layer.mergeAll(doors.http, vitals.layer, beside).pipe(
      Layer.provide(runs),
      Layer.provide(doors.plan)
    )
    const stay = Effect.flatMap(Listening, ({ url }) => Effect.andThen(greeting(url), Effect.never))
    return yield* Effect.provide(stay, all)
  })

const greet = (url: string) => Effect.logInfo(`eco2mixd listens on ${url} (page /, API /docs, metrics /metrics).`)

const logged = <A, E, R>(work: Effect.Effect<A, E, R>) =>
  Effect.flatMap(Doors, ({ logs }) => Effect.provide(work, logs))

export const start = Command.make(
  "start",
  {},
  Effect.fn(function*() {
    const doors = yield* Doors
    for (const warning of yield* settled) yield* Effect.logWarning(warning)
    const daemon = up(greet, Layer.provide(notices.layer, doors.notices), yield* doors.cluster).pipe(
      Effect.provide(doors.live),
      Effect.tapError((error) =>
        passes(error)
          ? Effect.logWarning(`The daemon can't start yet, and tries again: ${error.message}`)
          : Effect.void
      ),
      Effect.retry({ schedule: patience, while: passes })
    )
    // From its first moment on it only waits to be told to stop, which is no failure.
    return yield* Effect.raceFirst(daemon, doors.stayUp).pipe(Effect.provide(doors.telemetry))
  }, logged)
).pipe(
  Command.withDescription("Stay up: read each morning, publish, answer over HTTP"),
  Command.withExamples([
    { command: "eco2mixd start", description: "On embedded stores, the page on http://127.0.0.1:8080" },
    {
      command: "ECO2MIXD_STORES=servers DATABASE_URL_FILE=… MONGO_URL_FILE=… eco2mixd start",
      description: "On PostgreSQL and MongoDB; of two one leads, or with ECO2MIXD_CLUSTER=on all share the work"
    }
  ])
)

/** Whether time alone may mend it: a server that is not up yet, and not one of our own that can't come up. */
const passes = (error: StartError): boolean =>
  Predicate.hasProperty(error, "reason") && (error.reason === "Unreachable" || error.reason === "Busy") &&
  Predicate.hasProperty(error, "during") && !String(error.during).startsWith("Embedded")
