/** A question in SQL put to PostgreSQL, and its answer in the shape that Grafana's data source gives it. */
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { Field, Frame } from "./Frame.ts"

export interface SqlQuery {
  readonly refId: string
  readonly rawSql: string
  readonly format?: string
}

interface Result {
  readonly fields: ReadonlyArray<{ readonly name: string; readonly dataTypeId: number }>
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>
}

/** PostgreSQL's numbers for its types: bool; int8, int2, int4, float4, float8, numeric; date, timestamp, timestamptz. */
const KINDS: Readonly<Record<number, Field["type"]>> = {
  16: "boolean",
  20: "number",
  21: "number",
  23: "number",
  700: "number",
  701: "number",
  1700: "number",
  1082: "time",
  1114: "time",
  1184: "time"
}

const asJson: Readonly<Record<Field["type"], (value: unknown) => unknown>> = {
  time: (value) => value instanceof Date ? value.getTime() : new Date(String(value)).getTime(),
  number: Number,
  string: String,
  boolean: Boolean
}

const columnsOf = ({ fields, rows }: Result): ReadonlyArray<Field> =>
  fields.map(({ dataTypeId, name }) => {
    const type = KINDS[dataTypeId] ?? "string"
    return { name, type, values: rows.map((row) => row[name] === null ? null : asJson[type](row[name])) }
  })

/** Rows with words in them become series, one for each set of words; a lone column `metric` names them. */
const wide = (columns: ReadonlyArray<Field>): ReadonlyArray<Field> => {
  const time = columns.find(({ name, type }) => name === "time" && type === "time")
  if (time === undefined) throw new Error("A time series wants a column named time.")
  const words = columns.filter(({ type }) => type === "string")
  const numbers = columns.filter(({ type }) => type === "number")
  const moments = time.values as ReadonlyArray<number>
  if (moments.some((moment, at) => at > 0 && moment < moments[at - 1]!)) {
    throw new Error("A time series wants its rows ordered by time.")
  }
  if (words.length === 0) return [{ ...time, name: "Time" }, ...numbers]
  const times = [...new Set(moments)]
  const rowsOf = Map.groupBy(moments.keys(), (row) => JSON.stringify(words.map(({ values }) => values[row])))
  const series = [...rowsOf.values()].flatMap((rows) => {
    const labels = Object.fromEntries(words.map(({ name, values }) => [name, String(values[rows[0]!])]))
    const metric = columns.length === 3 ? labels["metric"] : undefined
    return numbers.map(({ name, values }): Field => {
      const known = new Map(rows.map((row) => [moments[row]!, values[row]]))
      const named = metric === undefined ? { name, labels } : { name: metric }
      return { ...named, type: "number", values: times.map((one) => known.get(one) ?? null) }
    })
  })
  return [{ name: "Time", type: "time", values: times }, ...series]
}

/** `text` is the question with its macros and variables put in. */
export const sqlFrames = Effect.fnUntraced(function*({ format, refId }: SqlQuery, text: string) {
  const sql = yield* PgClient.PgClient
  const columns = columnsOf((yield* sql.unsafe(text).raw) as Result)
  return [{ refId, fields: format === "time_series" ? wide(columns) : columns }] satisfies ReadonlyArray<Frame>
})
