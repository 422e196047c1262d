/**
 * So many places in the whole cluster, for what must not be done by all at the same time. Each is a lock that a connection
 * holds and the server lets go of when the holder dies; of a holder that is frozen it ends the connection.
 *
 * By locks of the server and not by messages between members: whoever holds a place must lose it when it dies, and a place
 * that is counted by a member is counted anew by the next one, while its holders still work.
 */
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as SqlClient from "effect/sql/SqlClient"

/** Of the first of the two numbers of a lock, by what the places are for. */
const KINDS = { export: 0x65_63_6f_33, append: 0x65_63_6f_34 } as const

/** Between two tries for a place, in milliseconds: little beside an export, or a day that is written. */
const TRY_AGAIN = 50

/** A holder says so often that it is there, and is taken for dead after that time, both in milliseconds. */
const BEAT = 5_000
const SILENCE = 20_000

/** Does work while it has one of the places; waits for one, and fails with nothing of its own. */
export interface Places {
  readonly within: <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

/** On a pool of its own, which has a connection for each place that this process may want at the same time. */
export const make = Effect.fnUntraced(function*(kind: keyof typeof KINDS, places: number) {
  const sql = yield* SqlClient.SqlClient

  /** One connection, with a place; where none is free it tries again and again. */
  const taken = Effect.gen(function*() {
    const connection = yield* sql.reserve
    const ask = (statement: string, parameters: ReadonlyArray<unknown>) =>
      connection.execute(statement, parameters, undefined)
    yield* ask("select set_config('idle_session_timeout', $1, false)", [String(SILENCE)])
    yield* Effect.addFinalizer(() =>
      // A connection that is lost has let go of it already.
      Effect.ignore(ask("select pg_advisory_unlock_all(), set_config('idle_session_timeout', '0', false)", []))
    )
    while (true) {
      const lines = yield* ask(
        "select place from generate_series(1, $1::integer) as place where pg_try_advisory_lock($2::integer, place) limit 1",
        [places, KINDS[kind]]
      )
      if (lines.length > 0) break
      yield* Effect.sleep(TRY_AGAIN)
    }
    const beat = ask("select 1", []).pipe(Effect.ignore, Effect.repeat(Schedule.spaced(BEAT)), Effect.delay(BEAT))
    yield* Effect.forkScoped(beat)
  }).pipe(
    // Where the server is away, what the place is for fails of it in words of its own, or waits.
    Effect.retry({ schedule: Schedule.spaced(TRY_AGAIN), times: 3 }),
    Effect.ignore,
    Effect.withTracerEnabled(false)
  )

  const within: Places["within"] = (work) =>
    Effect.scoped(Effect.andThen(Effect.provideService(taken, SqlClient.SqlClient, sql), work)) as never
  return { within } satisfies Places
})
