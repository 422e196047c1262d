/** The ways from one place to the next: between the dashboards, and from a trace's id to the trace and to its logs. */
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard"

/** In the order of their links, which is the data's way: its uses first, then what carries it. */
export const DASHBOARDS = {
  energie: { uid: "eco2mixd-energie", title: "Énergie régionale", tip: "Ce que dit la donnée" },
  pipeline: { uid: "eco2mixd-pipeline", title: "Pipeline", tip: "Est-elle à jour, complète, crédible ?" },
  postgresql: { uid: "eco2mixd-postgresql", title: "PostgreSQL Overview", tip: "La base où elle est publiée" },
  lake: { uid: "eco2mixd-lake", title: "Lac de données", tip: "Le lac qui garde chaque révision" },
  cluster: {
    uid: "eco2mixd-cluster",
    title: "Partage du travail",
    tip: "Plusieurs démons : qui est là, et qui fait quoi"
  },
  logs: { uid: "eco2mixd-logs", title: "Journaux", tip: "Ce qu'en disent les programmes" }
} as const

export type Name = keyof typeof DASHBOARDS

/** A link to a place that is no dashboard of the list, or to a part of one. */
export const link = (title: string, url: string, tooltip = ""): dashboard.DashboardLink => ({
  title,
  type: dashboard.DashboardLinkType.Link,
  icon: "external link",
  tooltip,
  url,
  tags: [],
  asDropdown: false,
  targetBlank: false,
  includeVars: false,
  keepTime: false
})

/** To the other dashboards, at the same time and from the same data sources. */
export const others = (self: Name): ReadonlyArray<dashboard.DashboardLink> =>
  Object.entries(DASHBOARDS).filter(([name]) => name !== self).map(([, { tip, title, uid }]) => ({
    ...link(title, `/d/${uid}`, tip),
    icon: "dashboard",
    includeVars: true,
    keepTime: true
  }))

/** Grafana replaces variables in an address only where their braces are not encoded. */
const encoded = (query: object): string =>
  JSON.stringify(query).split(/(\$\{[^}]+\})/).map((part, index) => index % 2 === 1 ? part : encodeURIComponent(part))
    .join("")

const explore = (source: "tempo" | "loki", query: object): string =>
  "/explore?schemaVersion=1&panes=" + encoded({
    a: {
      datasource: `\${${source}}`,
      queries: [{ refId: "A", datasource: { type: source, uid: `\${${source}}` }, ...query }],
      range: { from: "${__from}", to: "${__to}" }
    }
  })

/** On a cell that holds a trace's id. */
export const toTrace = link(
  "Voir la trace",
  explore("tempo", { queryType: "traceql", query: "${__value.raw}" }),
  "Ce que le passage a fait, étape par étape"
)

/** On a cell that holds a trace's id. */
export const toItsLogs = link(
  "Lire ses journaux",
  `/d/${DASHBOARDS.logs.uid}?var-passage=\${__value.raw}&from=\${__from}&to=\${__to}`,
  "Ce que le démon a dit pendant ce passage"
)

/** On a panel: the traces of runs, the slow ones and those that failed. */
export const toRunTraces = link(
  "Chercher des traces",
  explore("tempo", {
    queryType: "traceql",
    query: "{ resource.service.name = \"eco2mixd\" && name = \"run\" }",
    limit: 50
  })
)
