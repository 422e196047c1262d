/** The dashboards as Grafana reads them, from their files: every panel, and every question that is put to a data source. */
import type { Dashboard, Panel, VariableModel } from "@grafana/grafana-foundation-sdk/dashboard"
import { readdirSync, readFileSync } from "node:fs"

export const folder = new URL("../../grafana/dashboards/", import.meta.url)

/** By the name of the file, without `.json`. */
export const DASHBOARDS: Readonly<Record<string, Dashboard>> = Object.fromEntries(
  readdirSync(folder).filter((file) => file.endsWith(".json")).toSorted().map((file) => [
    file.replace(".json", ""),
    JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Dashboard
  ])
)

const isRow = (panel: { readonly type: string }): boolean => panel.type === "row"

/** Rows and what stands in them, closed rows too, from top to bottom. */
export const everything = ({ panels = [] }: Dashboard): ReadonlyArray<Panel> =>
  panels.flatMap((panel) => [panel as Panel, ...("panels" in panel ? panel.panels as ReadonlyArray<Panel> : [])])

export const panelsOf = (dashboard: Dashboard): ReadonlyArray<Panel> =>
  everything(dashboard).filter((panel) => !isRow(panel))

export const rowsOf = (dashboard: Dashboard): ReadonlyArray<Panel> => everything(dashboard).filter(isRow)

export const panel = (dashboard: string, title: string): Panel => {
  const found = panelsOf(DASHBOARDS[dashboard]!).find((one) => one.title === title)
  if (found === undefined) throw new Error(`There is no panel « ${title} » in ${dashboard}.json.`)
  return found
}

interface Asker {
  /** The file's name. */
  readonly dashboard: string
  /** The panel's title; a variable's or an annotation's name where these ask. */
  readonly panel: string
  readonly by: "panel" | "variable" | "annotation"
  /** What a reader can choose on this dashboard. */
  readonly variables: ReadonlyArray<VariableModel>
}

export type Target =
  & Asker
  & (
    | { readonly kind: "promql"; readonly expr: string; readonly instant: boolean }
    | { readonly kind: "logql"; readonly expr: string; readonly instant: boolean }
    | { readonly kind: "sql"; readonly rawSql: string; readonly format: "table" | "time_series" }
  )

interface Query {
  readonly datasource?: { readonly type?: string }
  readonly expr?: string
  readonly rawSql?: string
  readonly format?: string
  readonly instant?: boolean
}

const KINDS: Readonly<Record<string, Target["kind"]>> = {
  prometheus: "promql",
  loki: "logql",
  "grafana-postgresql-datasource": "sql"
}

/** What `label_values(metric, label)` asks about. */
const labelValues = /^label_values\((.+), *\w+\)$/

const targetOf = (asker: Asker, query: Query, type = query.datasource?.type): Target => {
  const kind = KINDS[type ?? ""]
  if (kind === undefined) throw new Error(`${asker.dashboard}, ${asker.panel}: nobody knows how to ask ${type}.`)
  return kind === "sql"
    ? { ...asker, kind, rawSql: query.rawSql!, format: query.format === "time_series" ? "time_series" : "table" }
    : { ...asker, kind, expr: query.expr!, instant: query.instant ?? false }
}

const ofVariable = (
  asker: Omit<Asker, "panel" | "by">,
  { datasource, name, query, type }: VariableModel
): ReadonlyArray<Target> => {
  if (type !== "query") return []
  const text = typeof query === "string" ? query : query?.["rawSql"] as string ?? query?.["query"] as string
  const expr = labelValues.exec(text)?.[1] ?? text
  return [targetOf({ ...asker, panel: name, by: "variable" }, { expr, rawSql: text, instant: true }, datasource?.type)]
}

/** All of them, of panels, of variables that ask and of annotations. */
export const targets: ReadonlyArray<Target> = Object.entries(DASHBOARDS).flatMap(([dashboard, one]) => {
  const variables = one.templating.list ?? []
  const asker = { dashboard, variables }
  return [
    ...variables.flatMap((variable) => ofVariable(asker, variable)),
    ...(one.annotations.list ?? []).map((annotation) =>
      targetOf(
        { ...asker, panel: annotation.name, by: "annotation" },
        annotation.target as Query ?? annotation,
        annotation.datasource?.type
      )
    ),
    ...panelsOf(one).flatMap(({ targets = [], title = "" }) =>
      targets.map((query) => targetOf({ ...asker, panel: title, by: "panel" }, query as Query))
    )
  ]
})

/** What Grafana puts for its own variables in PromQL and LogQL, for a day shown in points of five minutes. */
const OWN: Readonly<Record<string, string>> = {
  __rate_interval: "5m",
  __interval: "5m",
  __interval_ms: "300000",
  __range: "1d",
  __range_s: "86400",
  __auto: "5m",
  __from: "1600000000000",
  __to: "1600086400000"
}

/** What stands for a variable where its reader chose nothing yet. */
const firstOf = (variable: VariableModel): string => {
  const value = variable.current?.value
  return value === "$__all" ? variable.allValue ?? ".*" : typeof value === "string" ? value : value?.join("|") ?? ""
}

/** PromQL or LogQL as it is sent: with what the reader chose, or with what is chosen at first. */
export const expanded = (
  text: string,
  variables: ReadonlyArray<VariableModel>,
  chosen: Readonly<Record<string, string>> = {}
): string =>
  text.replaceAll(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? ""
    const variable = variables.find((one) => one.name === name)
    const value = chosen[name] ?? OWN[name] ?? (variable === undefined ? undefined : firstOf(variable))
    if (value === undefined) throw new Error(`Nobody knows ${whole}, of « ${text} ».`)
    return value
  })
