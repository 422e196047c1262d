/** The rows of a day as the lake makes them, against those that the table shows. */
import type * as Day from "#domain/Day"
import type { Subject } from "#domain/Filiere"
import { type Nature, NATURES } from "#domain/Nature"
import type { Region } from "#domain/Region"
import { GRANULARITIES, type Granularity, rowAt, type Statistics, type StatisticsRow } from "#domain/Statistic"
import { Query, type Row } from "#ports/Query"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** A row that is not as the lake makes it. */
export interface RowDrift {
  readonly region: Region
  readonly filiere: Subject
  readonly nature: Nature
  readonly granularity: Granularity
  /** Start of its period, in milliseconds since 1970 UTC. */
  readonly start: number
  /**
   * `missing`: the table has no version of it; `outdated`: it has another version than the lake's; `different`: it has the
   * version, with other values; `unknown`: the table has it, and the lake makes no such row.
   */
  readonly kind: "missing" | "outdated" | "different" | "unknown"
  /** By column, what the table has and what the lake makes. */
  readonly columns: ReadonlyArray<{ readonly column: string; readonly table: Value; readonly lake: Value }>
}

type Value = number | null

/** `expected` is undefined where the lake has nothing of the day; `generation` is null where there is none of the present rules. */
export const comparison = Effect.fn("comparison")(
  function*(day: Day.Day, generation: number | null, expected: Statistics | undefined) {
    const query = yield* Query
    const shown = new Map<string, Row>()
    for (const granularity of GRANULARITIES) {
      for (const nature of NATURES) {
        const rows = query.rows({
          regions: [],
          filieres: [],
          nature,
          granularity,
          days: { from: day, to: day },
          asOf: null,
          after: null,
          limit: null
        })
        yield* Stream.runForEach(rows, (row) => Effect.sync(() => shown.set(keyOf(row), row)))
      }
    }

    const drift: Array<RowDrift> = []
    for (let index = 0; index < (expected?.length ?? 0); index++) {
      const made = rowAt(expected!, index)
      const key = keyOf(made)
      const row = shown.get(key)
      shown.delete(key)
      const found = row === undefined
        ? { kind: "missing" as const, columns: [] }
        : differences(row, { ...made, generation })
      if (found !== null) drift.push({ ...periodOf(made), ...found })
    }
    for (const row of shown.values()) drift.push({ ...periodOf(row), kind: "unknown", columns: [] })
    return drift
  }
)

type Period = Pick<RowDrift, "region" | "filiere" | "nature" | "granularity" | "start">

const keyOf = (row: Pick<Row, "region" | "filiere" | "nature" | "granularity" | "start">): string =>
  [row.granularity, row.start, row.region, row.filiere, row.nature].join("|")

const periodOf = ({ filiere, granularity, nature, region, start }: Period | Row): Period => ({
  region,
  filiere,
  nature,
  granularity: granularity as Granularity,
  start
})

const VERSION = [["generation", "generation"], ["version", "version"]] as const

const VALUES = [
  ["production", "avg_production"],
  ["consumption", "avg_consumption"],
  ["exchange", "avg_physical_exchange"],
  ["records", "record_count"]
] as const

/** Of another version other values are no news: only the version is told. */
const differences = (
  row: Row,
  made: StatisticsRow & { readonly generation: number | null }
): Pick<RowDrift, "kind" | "columns"> | null => {
  const among = (columns: ReadonlyArray<readonly [name: keyof Row & keyof typeof made, column: string]>) =>
    columns.filter(([name]) => row[name] !== made[name])
      .map(([name, column]) => ({ column, table: row[name] as Value, lake: made[name] as Value }))
  const versions = among(VERSION)
  if (versions.length > 0) return { kind: "outdated", columns: versions }
  const values = among(VALUES)
  return values.length > 0 ? { kind: "different", columns: values } : null
}
