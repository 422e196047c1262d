/** « Pipeline »: from top to bottom the data's way, for whoever asks whether it is current, whole and to be believed. */
import { daemon } from "./pipeline/daemon.ts"
import { intoLake } from "./pipeline/intoLake.ts"
import { isCurrent } from "./pipeline/isCurrent.ts"
import { published } from "./pipeline/published.ts"
import { runs } from "./pipeline/runs.ts"
import { source as odre } from "./pipeline/source.ts"
import { worth } from "./pipeline/worth.ts"
import { alertsOverTime, dashboardOf } from "./skeleton.ts"
import { source } from "./variables.ts"

export const pipeline = dashboardOf({
  name: "pipeline",
  description:
    "Les données sont-elles à jour, complètes et crédibles, et que faire quand elles ne le sont pas ? De haut en bas, " +
    "dans le sens des données : d'ODRÉ au lac, du lac à PostgreSQL.",
  from: "now-7d",
  refresh: "1m",
  variables: [source("prometheus"), source("postgresql"), source("tempo")],
  annotations: [alertsOverTime],
  rows: [isCurrent, odre, intoLake, published, runs, worth, daemon]
})
