/** A question in PromQL put to Prometheus, and its answer in the shape that Grafana's data source gives it. */
import * as Effect from "effect/Effect"
import { textAt } from "../support/Process.ts"
import type { Range } from "./Chosen.ts"
import type { Frame } from "./Frame.ts"

export interface PromQuery {
  readonly refId: string
  readonly expr: string
  readonly legendFormat?: string
  readonly format?: string
  readonly instant?: boolean
  readonly exemplar?: boolean
}

type Labels = Readonly<Record<string, string>>
type Point = readonly [number, string]

interface Series {
  readonly metric: Labels
  readonly value?: Point
  readonly values?: ReadonlyArray<Point>
}

const asked = <A>(url: string, path: string, parameters: Readonly<Record<string, string>>) =>
  Effect.map(textAt(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`), (text) => JSON.parse(text).data as A)

const numberOf = (text: string): number | null => text === "NaN" ? null : Number(text.replace("Inf", "Infinity"))

const nameOf = ({ expr, legendFormat = "" }: PromQuery, metric: Labels): string | undefined => {
  const { __name__: name = "", ...labels } = metric
  const all = Object.entries(labels).map(([key, value]) => `${key}="${value}"`).join(", ")
  const whole = all === "" ? name : `${name}{${all}}`
  if (legendFormat === "__auto") return Object.keys(metric).length === 0 ? expr : undefined
  return legendFormat.replaceAll(/\{\{\s*(.+?)\s*\}\}/g, (_, label: string) => metric[label] ?? "") || whole || expr
}

/** Over time, a table a series, with nothing where a step has no value. */
const overTime = (
  query: PromQuery,
  { from, to }: Range,
  step: number,
  all: ReadonlyArray<Series>
): ReadonlyArray<Frame> => {
  const times = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step)
  return all.map(({ metric, values = [] }) => {
    const known = new Map(values.map(([time, value]) => [Math.round(time * 1_000), numberOf(value)]))
    return {
      refId: query.refId,
      fields: [
        { name: "Time", type: "time", values: times },
        valueOf(query, metric, times.map((time) => known.get(time) ?? null))
      ]
    }
  })
}

const valueOf = (query: PromQuery, metric: Labels, values: ReadonlyArray<number | null>): Frame["fields"][number] => {
  const displayNameFromDS = nameOf(query, metric)
  return {
    name: "Value",
    type: "number",
    labels: metric,
    ...displayNameFromDS === undefined ? {} : { config: { displayNameFromDS } },
    values
  }
}

/** As it is at one moment: a table a series, or one table whose columns are the labels. */
const atOnce = (query: PromQuery, all: ReadonlyArray<Series>, isOnly: boolean): ReadonlyArray<Frame> => {
  const times = all.map(({ value }) => value![0] * 1_000)
  const values = all.map(({ value }) => numberOf(value![1]))
  if (query.format !== "table") {
    return all.map(({ metric }, at) => ({
      refId: query.refId,
      fields: [{ name: "Time", type: "time", values: [times[at]] }, valueOf(query, metric, [values[at]!])]
    }))
  }
  const labels = [...new Set(all.flatMap(({ metric }) => Object.keys(metric)))].toSorted()
  return [{
    refId: query.refId,
    fields: [
      { name: "Time", type: "time", values: times },
      ...labels.map((name) => ({ name, type: "string" as const, values: all.map(({ metric }) => metric[name] ?? "") })),
      { name: isOnly ? "Value" : `Value #${query.refId}`, type: "number", values }
    ]
  }]
}

/** `isOnly`: no other question stands in the panel. */
export const promFrames = (url: string, query: PromQuery, range: Range, step: number, isOnly: boolean) => {
  if (query.instant === true) {
    const time = String(range.to / 1_000)
    return Effect.map(
      asked<{ readonly result: ReadonlyArray<Series> }>(url, "query", { query: query.expr, time }),
      ({ result }) => atOnce(query, result, isOnly)
    )
  }
  const aligned = { from: Math.floor(range.from / step) * step, to: Math.floor(range.to / step) * step }
  return Effect.map(
    asked<{ readonly result: ReadonlyArray<Series> }>(url, "query_range", {
      query: query.expr,
      start: String(aligned.from / 1_000),
      end: String(aligned.to / 1_000),
      step: String(step / 1_000)
    }),
    ({ result }) => overTime(query, aligned, step, result)
  )
}

interface Exemplars {
  readonly exemplars: ReadonlyArray<{ readonly timestamp: number; readonly value: string }>
}

/** Single events on the lines: when, and how much; none where the panel does not ask for them. */
export const exemplars = (url: string, { exemplar, expr }: PromQuery, { from, to }: Range) =>
  exemplar !== true
    ? Effect.succeed([])
    : Effect.map(
      asked<ReadonlyArray<Exemplars>>(url, "query_exemplars", {
        query: expr,
        start: String(from / 1_000),
        end: String(to / 1_000)
      }),
      (all) =>
        all.flatMap((one) => one.exemplars.map(({ timestamp, value }) => [timestamp * 1_000, Number(value)] as const))
    )
