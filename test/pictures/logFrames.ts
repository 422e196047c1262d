/**
 * A question in LogQL answered from lines that are held here, in the shape that Grafana's data source gives it. There is no
 * Loki: this reads what the dashboards ask (a selector, filters of lines and labels, counts over time) and refuses the rest.
 */
import type { Range } from "./Chosen.ts"
import type { Frame } from "./Frame.ts"

export interface Line {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly text: string
  /** `service_name`, `detected_level`, `trace_id`, and attributes with `_` for each dot. */
  readonly labels: Readonly<Record<string, string>>
}

export interface LogQuery {
  readonly refId: string
  readonly expr: string
  readonly legendFormat?: string
  readonly maxLines?: number
  readonly queryType?: string
}

type Keeps = (line: Line) => boolean

const COUNT = /^sum(?: by \((\w+)\))? ?\(count_over_time\((.+) \[(\w+)\]\)\)$/s
const LABEL = /^\s*(\w+)(=~|!~|!=|=)"((?:[^"\\]|\\.)*)"\s*$/
const TEXT = /^(\|~|\|=|!~|!=) ?(?:`([^`]*)`|"((?:[^"\\]|\\.)*)")\s*/
const STAGE = /^\| (\w+(?:=~|!~|!=|=)"(?:[^"\\]|\\.)*"(?: or \w+(?:=~|!~|!=|=)"(?:[^"\\]|\\.)*")*)\s*/

/** Go's regular expressions say at their beginning that case does not matter. */
const pattern = (text: string, isWhole: boolean): RegExp => {
  const isLoose = text.startsWith("(?i)")
  const rest = isLoose ? text.slice(4) : text
  return new RegExp(isWhole ? `^(?:${rest})$` : rest, isLoose ? "i" : "")
}

const ofLabel = (text: string): Keeps => {
  const [, name = "", how, value = ""] = LABEL.exec(text) ?? []
  if (how === undefined) throw new Error(`The stand-in for Loki does not understand ${text}.`)
  const matches = how.endsWith("~") ? pattern(value, true) : undefined
  return ({ labels }) => {
    const found = labels[name] ?? ""
    return (matches === undefined ? found === value : matches.test(found)) !== how.startsWith("!")
  }
}

const anyOf = (some: ReadonlyArray<Keeps>): Keeps => (line) => some.some((keeps) => keeps(line))

const ofText = (how: string, value: string): Keeps => {
  const matches = how.endsWith("~") ? pattern(value, false) : undefined
  return ({ text }) => (matches === undefined ? text.includes(value) : matches.test(text)) !== how.startsWith("!")
}

const filterOf = (expr: string): Keeps => {
  const [selector = "", inside = ""] = /^\{(.*?)\}\s*/s.exec(expr) ?? []
  const all: Array<Keeps> = inside.split(",").map(ofLabel)
  for (let rest = expr.slice(selector.length); rest !== "";) {
    const text = TEXT.exec(rest)
    const stage = STAGE.exec(rest)
    if (text !== null) all.push(ofText(text[1]!, text[2] ?? text[3] ?? ""))
    else if (stage !== null) all.push(anyOf(stage[1]!.split(" or ").map(ofLabel)))
    else throw new Error(`The stand-in for Loki does not understand ${rest}.`)
    rest = rest.slice((text ?? stage)![0].length)
  }
  return (line) => all.every((keeps) => keeps(line))
}

export const logFrames = (
  query: LogQuery,
  range: Range,
  step: number,
  lines: ReadonlyArray<Line>
): ReadonlyArray<Frame> => {
  const { maxLines = 1_000, queryType, refId } = query
  const count = COUNT.exec(query.expr)
  const keeps = filterOf(count?.[2] ?? query.expr)
  const found = lines.filter((line) => line.at >= range.from && line.at <= range.to && keeps(line))
  if (count === null) {
    const last = found.toSorted((a, b) => a.at - b.at).slice(-maxLines)
    return last.length === 0 ? [] : [{
      refId,
      fields: [
        { name: "Time", type: "time", values: last.map(({ at }) => at) },
        { name: "Line", type: "string", values: last.map(({ text }) => text) },
        { name: "level", type: "string", values: last.map(({ labels }) => labels["detected_level"]) }
      ]
    }]
  }
  const by = count[1]
  const groups = Map.groupBy(found, ({ labels }) => by === undefined ? "" : labels[by] ?? "")
  const times = queryType === "instant"
    ? [range.to]
    : Array.from({ length: Math.floor((range.to - range.from) / step) }, (_, at) => range.from + (at + 1) * step)
  const width = queryType === "instant" ? range.to - range.from : step
  return [...groups].map(([value, own]) => ({
    refId,
    fields: [
      { name: "Time", type: "time", values: times },
      {
        name: "Value",
        type: "number",
        ...by === undefined ? {} : { labels: { [by]: value } },
        config: { displayNameFromDS: (query.legendFormat ?? "").replaceAll(/\{\{\s*\w+\s*\}\}/g, value) || value },
        // A count of nothing is no point in Loki.
        values: times.map((time) => own.filter(({ at }) => at > time - width && at <= time).length || null)
      }
    ]
  }))
}
