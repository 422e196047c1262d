/** The alert rules as they stand in their file, and what their expressions ask for. */
import { parser } from "@prometheus-io/lezer-promql"
import { readFileSync } from "node:fs"
import { parse } from "yaml"

const root = new URL("../..", import.meta.url).pathname

export const FILE = `${root}grafana/alerts/eco2mixd.yaml`
/** Each alert as it fires and as it stays silent, for promtool. */
export const CASES = ["hours", "days"].map((span) => `${root}grafana/alerts/eco2mixd.${span}.test.yaml`)

export const read = (file: string): unknown => parse(readFileSync(file, "utf8"))

export interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

export const RULES: ReadonlyArray<Rule> = (read(FILE) as {
  readonly groups: ReadonlyArray<{ readonly rules: ReadonlyArray<Rule> }>
}).groups.flatMap(({ rules }) => rules)

export const ruleOf = (alert: string): Rule => {
  const rule = RULES.find((one) => one.alert === alert)
  if (rule === undefined) throw new Error(`No alert is called ${alert}.`)
  return rule
}

/** What an expression asks for, each metric with the labels it is chosen by, and without the time it is looked back over. */
export const selectorsOf = (expr: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  parser.parse(expr).iterate({
    enter: ({ from, name, to }) => {
      if (name === "VectorSelector") found.push(expr.slice(from, to))
    }
  })
  return found
}
