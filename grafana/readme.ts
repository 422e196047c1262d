/**
 * Writes into README.md, beside this file, what each panel asks for; with `--check` it writes nothing, and exits 1 where that
 * stands there otherwise.
 */
import type { Dashboard, Panel } from "@grafana/grafana-foundation-sdk/dashboard"
import { parser } from "@prometheus-io/lezer-promql"
import { readFileSync, writeFileSync } from "node:fs"
import { ALL } from "./code/all.ts"
import { DASHBOARDS, type Name } from "./code/links.ts"

const BEGIN = "<!-- panels: node grafana/readme.ts -->"
const END = "<!-- /panels -->"

interface Query {
  readonly expr?: string
  readonly rawSql?: string
}

const distinct = (words: Iterable<string>): ReadonlyArray<string> => [...new Set(words)]

/** Of a histogram, its name without the part that is asked for; postgres_exporter has other names that end so. */
const familyOf = (series: string): string =>
  /^(eco2mixd|traces)_/.test(series) ? series.replace(/_(bucket|count|sum)$/, "") : series

const ofPromql = (expr: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  parser.parse(expr).iterate({
    enter: ({ name, node }) => {
      if (name !== "VectorSelector") return
      const metric = node.getChild("Identifier")
      if (metric !== null) found.push(familyOf(expr.slice(metric.from, metric.to)))
    }
  })
  return found
}

/** Tables, views and functions of the schema; not the names that a query gives to its own parts. */
const ofSql = (text: string): ReadonlyArray<string> => {
  const own = new Set(
    [...text.matchAll(/(?:\bwith|,)\s+(\w+)(?:\s*\([^)]*\))?\s+as\s*(?:not\s+)?(?:materialized\s*)?\(/gi)]
      .map((match) => match[1])
  )
  return [...text.matchAll(/\b(?:from|join)\s+(?:only\s+|lateral\s+)?([a-z_]\w*(?:\.\w+)?)/gi)]
    .map((match) => match[1]!)
    .filter((name) => !own.has(name) && /_/.test(name) && !/^(generate_series|jsonb?_\w+)$/.test(name))
}

const asked = ({ expr, rawSql }: Query, source: string | undefined): ReadonlyArray<string> =>
  rawSql !== undefined
    ? ofSql(rawSql)
    : source === "loki"
    ? [...(expr ?? "").matchAll(/service_name=~?"[^"]*"/g)].map(([stream]) => `{${stream}}`)
    : ofPromql(expr ?? "")

const panelsOf = ({ panels = [] }: Dashboard): ReadonlyArray<Panel> =>
  panels.flatMap((panel) => [panel as Panel, ...("panels" in panel ? panel.panels as ReadonlyArray<Panel> : [])])
    .filter(({ targets = [] }) => targets.length > 0)

const tableOf = (name: Name, dashboard: Dashboard): string =>
  [
    `**${DASHBOARDS[name].title}**`,
    "",
    "| panel | asks for |",
    "|---|---|",
    ...panelsOf(dashboard).map(({ datasource, targets = [], title }) => {
      const words = distinct(targets.flatMap((target) => asked(target as Query, datasource?.type)))
      return `| ${title} | ${words.map((word) => `\`${word.replaceAll("|", "\\|")}\``).join(", ")} |`
    })
  ].join("\n")

const file = new URL("README.md", import.meta.url)
const text = readFileSync(file, "utf8")
const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
if (begin < 0 || end < begin) throw new Error(`grafana/README.md has no place for the panels: ${BEGIN} … ${END}`)

const tables = (Object.keys(DASHBOARDS) as ReadonlyArray<Name>).flatMap((name) => {
  const dashboard = ALL[name]
  return dashboard === undefined ? [] : [tableOf(name, dashboard)]
})
const written = `${text.slice(0, begin + BEGIN.length)}\n\n${tables.join("\n\n")}\n\n${text.slice(end)}`

if (process.argv.includes("--check")) {
  if (written !== text) {
    console.error("The panels in grafana/README.md are not those of grafana/code: node grafana/readme.ts")
    process.exitCode = 1
  }
} else writeFileSync(file, written)
