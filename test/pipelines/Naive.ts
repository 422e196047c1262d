/**
 * What the table must say of a lake, worked out with no line of the program's verbs: of each revision the record's own fields,
 * of each period plain sums. Slow, and short enough to be believed.
 */
import * as Day from "#domain/Day"
import { type Nature, NATURES } from "#domain/Nature"
import type { Region } from "#domain/Region"
import type { Revision } from "#domain/Revision"
import type { StatisticsRow } from "#domain/Statistic"
import type { Row } from "#layers/memory/MemorySink"
import { assert } from "@effect/vitest"

export const FILIERES =
  "nucleaire thermique eolien solaire hydraulique pompage bioenergies stockage_batterie destockage_batterie"
    .split(" ") as ReadonlyArray<StatisticsRow["filiere"]>

export type Fields = Readonly<Record<string, unknown>>

/** All that was said of a region at an instant in one nature, oldest first: what a revision is made of. */
export interface Said {
  readonly region: Region
  readonly nature: Nature
  readonly instant: number
  readonly words: ReadonlyArray<Fields>
}

export const saidOf = (revisions: ReadonlyArray<Revision>): ReadonlyArray<Said> => {
  const said = new Map<string, Said & { readonly words: Array<Fields> }>()
  for (const { instant, nature, record, region, revision } of revisions) {
    const key = [region, nature, instant].join(" ")
    const known = said.get(key) ?? { region, nature, instant, words: [] }
    known.words[revision - 1] = JSON.parse(record) as Fields
    said.set(key, known)
  }
  return [...said.values()]
}

type Version = Omit<StatisticsRow, "filiere" | "production">

/** A number, or a whole one that is written as text. */
export const numberOf = (value: unknown): number | null =>
  typeof value === "number" ? value : typeof value === "string" && /^\d+$/.test(value) ? Number(value) : null

const numbers = (words: ReadonlyArray<Fields>, field: string): ReadonlyArray<number> =>
  words.map((fields) => numberOf(fields[field])).filter((value) => value !== null)

const mean = (values: ReadonlyArray<number>): number | null =>
  values.length === 0 ? null : values.reduce((a, b) => a + b) / values.length

/** The rows of a period out of its last words. */
const rowsOfPeriod = (
  period: Pick<Version, "region" | "nature" | "granularity" | "start" | "version">,
  words: ReadonlyArray<Fields>
): ReadonlyArray<StatisticsRow> => {
  const version: Version = {
    ...period,
    consumption: mean(numbers(words, "consommation")),
    exchange: mean(numbers(words, "ech_physiques")),
    records: words.length
  }
  const sums = words.map((fields) => FILIERES.flatMap((filiere) => numbers([fields], filiere)))
    .filter((values) => values.length > 0)
    .map((values) => values.reduce((a, b) => a + b))
  return [
    { ...version, filiere: "ensemble", production: mean(sums) },
    ...FILIERES.flatMap((filiere) => {
      const production = mean(numbers(words, filiere))
      return production === null ? [] : [{ ...version, filiere, production }]
    })
  ]
}

/** The rows of an instant as they were after so many words; all of them where no number is given. */
export const instantRows = ({ instant, words, ...key }: Said, version = words.length): ReadonlyArray<StatisticsRow> =>
  rowsOfPeriod({ ...key, granularity: "instant", start: instant, version }, [words[version - 1]!])

/** Every row that the table has of a day, in the version that is current. */
export const rowsOfDay = (said: ReadonlyArray<Said>, day: Day.Day): ReadonlyArray<StatisticsRow> => {
  const ofDay = said.filter(({ instant }) => Day.of(instant) === day).toSorted((a, b) => a.instant - b.instant)
  const regions = [...new Set(ofDay.map(({ region }) => region))]
  return [
    ...ofDay.flatMap((one) => instantRows(one)),
    ...regions.flatMap((region) =>
      NATURES.flatMap((nature) => {
        const parts = ofDay.filter((one) => one.region === region && one.nature === nature)
        if (parts.length === 0) return []
        const version = parts.reduce((sum, { words }) => sum + words.length, 0)
        return rowsOfPeriod(
          { region, nature, granularity: "day", start: Day.start(day), version },
          parts.map(({ words }) => words.at(-1)!)
        )
      })
    )
  ]
}

/** How many documents each day has. */
export const documentsOf = (said: ReadonlyArray<Said>): ReadonlyMap<Day.Day, number> => {
  const documents = new Map<Day.Day, number>()
  for (const { instant, words } of said) {
    const day = Day.of(instant)
    documents.set(day, (documents.get(day) ?? 0) + words.length)
  }
  return documents
}

export const keyOf = ({ filiere, generation, granularity, nature, region, start, version }: Omit<Row, "runId">) =>
  [generation, region, nature, granularity, new Date(start).toISOString(), filiere, version].join(" ")

/** A table by its keys, each of which it has once; who wrote a row is left out. */
export const byKey = (rows: ReadonlyArray<Row>): ReadonlyMap<string, StatisticsRow> => {
  const table = new Map(rows.map((row) => {
    const { generation: _, runId: __, ...statistic } = row
    return [keyOf(row), statistic]
  }))
  assert.strictEqual(table.size, rows.length, "a row stands in the table twice")
  return table
}

/** Of a generation the table says what the lake says, and nothing else. */
export const assertSays = (rows: ReadonlyArray<Row>, generation: number, said: ReadonlyArray<Said>): void => {
  for (const day of documentsOf(said).keys()) assertSaysOf(rows, generation, said, day)
  assertNothingElse(rows, generation, said)
}

/** It says what the lake says of this day. */
export const assertSaysOf = (
  rows: ReadonlyArray<Row>,
  generation: number,
  said: ReadonlyArray<Said>,
  day: Day.Day
): void => {
  const table = byKey(rows)
  for (const row of rowsOfDay(said, day)) {
    const key = keyOf({ ...row, generation })
    assert.deepStrictEqual(table.get(key), row, key)
  }
}

/**
 * No row says what the lake never said: one of an instant says what was said in its version, one of a day what is said now if it
 * has the present version, and is older otherwise.
 */
export const assertNothingElse = (rows: ReadonlyArray<Row>, generation: number, said: ReadonlyArray<Said>): void => {
  const days = [...documentsOf(said).keys()].flatMap((day) => rowsOfDay(said, day))
  const right = new Map(
    said.flatMap((one) => one.words.flatMap((_, index) => instantRows(one, index + 1))).concat(days)
      .map((row) => [keyOf({ ...row, generation }), row])
  )
  const versions = new Map(days.map((row) => [periodOf(row), row.version]))
  for (const [key, row] of byKey(rows.filter((row) => row.generation === generation))) {
    if (row.granularity === "day" && row.version < (versions.get(periodOf(row)) ?? 0)) continue
    assert.deepStrictEqual(row, right.get(key), key)
  }
}

/** Of all filières, which may come and go. */
const periodOf = ({ granularity, nature, region, start }: StatisticsRow) =>
  [region, nature, granularity, start].join(" ")
