/** « PostgreSQL Overview »: how much the database has to do, how it bears it, and where its room went. */
import { ease } from "./postgresql/ease.ts"
import { room, rows } from "./postgresql/rows.ts"
import { work } from "./postgresql/work.ts"
import { alertsOverTime, dashboardOf } from "./skeleton.ts"
import { asked, source } from "./variables.ts"

export const postgresql = dashboardOf({
  name: "postgresql",
  description:
    "La base où tout est publié : combien de travail elle a, si elle le porte bien, et où sa place est passée.",
  from: "now-24h",
  refresh: "1m",
  variables: [
    source("prometheus"),
    source("postgresql"),
    asked("base", {
      label: "Base",
      description: "La base dont on montre les chiffres ; les tables sont celles de la source PostgreSQL.",
      source: "prometheus",
      query: {
        qryType: 1,
        query: "label_values(pg_database_size_bytes{datname!~\"template.\"}, datname)",
        refId: "base"
      },
      all: { text: "Toutes", value: ".+" },
      multi: true
    })
  ],
  annotations: [alertsOverTime],
  rows: [work, ease, rows, room]
})
