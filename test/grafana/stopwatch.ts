/**
 * How long the server works at a question: the time that its process has on a processor, which is what it would take on a
 * machine that has nothing else to do. Where the system does not tell it, the time that passes.
 */
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import { existsSync, readFileSync } from "node:fs"
import { performance } from "node:perf_hooks"

/** Milliseconds until now. */
const clockOf = (pid: number): () => number => {
  const file = `/proc/${pid}/schedstat`
  return existsSync(file) ? () => Number(readFileSync(file, "utf8").split(" ")[0]) / 1e6 : () => performance.now()
}

/** Milliseconds that one question took: the middle of three rounds, after a first one that does not count. */
export const median = Effect.fnUntraced(function*(sql: PgClient.PgClient, question: string) {
  // A transaction, so that all of them are put to the same process.
  const times = yield* sql.withTransaction(Effect.gen(function*() {
    const [server] = yield* sql<{ readonly pid: number }>`select pg_backend_pid() as pid`
    const clock = clockOf(server!.pid)
    const times: Array<number> = []
    for (let round = 0; round < 4; round++) {
      const began = clock()
      yield* sql.unsafe(question)
      times.push(clock() - began)
    }
    return times.slice(1)
  }))
  return times.toSorted((a, b) => a - b)[1]!
})
