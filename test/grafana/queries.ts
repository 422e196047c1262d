/** The questions that the dashboards put to PostgreSQL, with what a reader may choose. */
import type { VariableModel } from "@grafana/grafana-foundation-sdk/dashboard"
import { panel, type Target, targets } from "./Dashboards.ts"
import type { Chosen } from "./macros.ts"

type Sql = Extract<Target, { readonly kind: "sql" }>

export interface Query extends Pick<Sql, "dashboard" | "panel" | "rawSql"> {
  /** The dashboard, the panel or variable, and which of its questions it is where it has several. */
  readonly title: string
  readonly isSeries: boolean
  /** Columns that the panel speaks of by name. */
  readonly named: ReadonlyArray<string>
  /** Everything as a reader finds it. */
  readonly found: Readonly<Record<string, Chosen>>
  /** What else may be chosen of the variables that the question has, one at a time. */
  readonly others: ReadonlyArray<readonly [name: string, chosen: Chosen]>
}

const isList = ({ includeAll = false, multi = false }: VariableModel): boolean => multi || includeAll

const chosenOf = (variable: VariableModel): Chosen => ({
  value: variable.current?.value ?? "",
  isList: isList(variable)
})

const mentions = (rawSql: string, { name }: VariableModel): boolean => new RegExp(`\\$\\{?${name}\\b`).test(rawSql)

/** Moments that someone may write: a day, a minute in Paris, an instant in full. */
const WRITTEN = ["2026-11-24", " 2026-11-24 18:30 ", "2100-01-01T00:00:00.123+01:00"]

const othersOf = (variable: VariableModel): ReadonlyArray<readonly [name: string, chosen: Chosen]> => {
  const { value } = chosenOf(variable)
  const all = variable.type === "textbox" ? WRITTEN : (variable.options ?? []).map((option) => option.value)
  return all.filter((other) => other !== value).map((other) =>
    [variable.name, { value: other, isList: isList(variable) }] as const
  )
}

const queryOf = (target: Sql): Query => {
  const { by, dashboard, format, rawSql, variables } = target
  const brothers = targets.filter((other) => other.dashboard === dashboard && other.panel === target.panel)
  const { fieldConfig, transformations = [] } = by === "panel" ? panel(dashboard, target.panel) : {}
  const names = (fieldConfig?.overrides ?? []).filter(({ matcher }) => matcher.id === "byName")
  return {
    dashboard,
    panel: target.panel,
    title: `${dashboard}: ${target.panel}${brothers.length > 1 ? ` (${brothers.indexOf(target) + 1})` : ""}`,
    rawSql,
    isSeries: format === "time_series",
    // A transformation makes columns of its own, and a panel of several questions speaks of all of theirs.
    named: transformations.length > 0 || brothers.length > 1
      ? []
      : names.map(({ matcher }) => String(matcher.options)),
    found: Object.fromEntries(variables.map((variable) => [variable.name, chosenOf(variable)])),
    others: variables.filter((variable) => mentions(rawSql, variable)).flatMap(othersOf)
  }
}

export const queries: ReadonlyArray<Query> = targets.filter((target): target is Sql => target.kind === "sql").map(
  queryOf
)

/** The question of a panel that has one. */
export const queryOfPanel = (dashboard: string, title: string): Query => {
  const found = queries.find((query) => query.dashboard === dashboard && query.panel === title)
  if (found === undefined) throw new Error(`« ${title} » of ${dashboard}.json asks PostgreSQL nothing.`)
  return found
}
