/** What a reader may choose at a dashboard's head: where its data comes from, and what it shows. */
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard"
import { type Source, SOURCES } from "./targets.ts"

type Variable = dashboard.VariableModel

const LABELS: Readonly<Record<Source, string>> = {
  prometheus: "Prometheus",
  postgresql: "PostgreSQL",
  loki: "Loki",
  tempo: "Tempo"
}

/** The data source of a kind; where there is one, it is chosen. Provisioned ones have their variable's name as uid. */
export const source = (name: Source): Variable =>
  new dashboard.DatasourceVariableBuilder(name)
    .label(LABELS[name])
    .type(SOURCES[name].type)
    .current({ text: LABELS[name], value: name, selected: true })
    .allowCustomValue(false)
    .build()

interface Words {
  readonly label: string
  /** What choosing does, for the tip that shows over the label. */
  readonly description: string
}

/** Free text; empty until someone writes. */
export const textBox = (name: string, { description, label }: Words): Variable =>
  new dashboard.TextBoxVariableBuilder(name)
    .label(label)
    .description(description)
    .defaultValue("")
    .current({ text: "", value: "", selected: true })
    .build()

export interface Choice {
  readonly text: string
  readonly value: string
}

interface Choices extends Words {
  readonly choices: ReadonlyArray<Choice>
  /** The value that is chosen at first; the first one where it is left out. */
  readonly first?: string
}

/** One of a few; none of the texts and values may have a comma or a colon with spaces around it, by which Grafana divides them. */
export const choice = (name: string, { choices, description, first, label }: Choices): Variable => {
  const chosen = choices.find(({ value }) => value === first) ?? choices[0]!
  const options = choices.map((one) => ({ ...one, selected: one === chosen }))
  return new dashboard.CustomVariableBuilder(name)
    .label(label)
    .description(description)
    .values(choices.map(({ text, value }) => `${text} : ${value}`).join(", "))
    .options(options)
    .current({ ...chosen, selected: true })
    .allowCustomValue(false)
    .build()
}

interface Asked extends Words {
  readonly source: Source
  readonly query: string | Record<string, unknown>
  /** The text of the entry that stands for all, and what it stands for in a query. */
  readonly all?: { readonly text: string; readonly value: string }
  readonly multi?: boolean
}

/** One of what a data source knows, asked for when the dashboard opens. */
export const asked = (name: string, { all, description, label, multi = false, query, source }: Asked): Variable => {
  const variable = new dashboard.QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource(SOURCES[source])
    .query(query)
    .refresh(dashboard.VariableRefresh.OnDashboardLoad)
    .multi(multi)
    .allowCustomValue(false)
  return (all === undefined
    ? variable
    : variable.includeAll(true).allValue(all.value).current({ text: all.text, value: "$__all", selected: true }))
    .build()
}
