/**
 * The planner, told of new rows early: on a young table it guesses badly, and a page takes several times as long, until
 * autovacuum comes round after a minute.
 */
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"

/** Rows of a year's partition after which it is told first; then each time they have doubled, so that a backfill tells seldom. */
const FIRST = 10_000

export const analyzed = (sql: PgClient.PgClient) => {
  const years = new Map<number, { rows: number; next: number }>()

  /** Counts rows that were appended; outside any transaction, as others would wait for its end. */
  return Effect.fnUntraced(function*(year: number, rows: number): Effect.fn.Return<void, SqlError> {
    const known = years.get(year) ?? { rows: 0, next: FIRST }
    known.rows += rows
    years.set(year, known)
    if (known.rows < known.next) return
    known.next = known.rows * 2
    // Who may not do this is warned by the server, and autovacuum does it later.
    yield* sql`analyze ${sql(`regional_energy_stats_${year}`)}`
  })
}
