/** « Partage du travail »: several daemons that share the work, who of them is there, and what each has done. */
import { present } from "./cluster/present.ts"
import { said } from "./cluster/said.ts"
import { shared } from "./cluster/shared.ts"
import { alertsOverTime, dashboardOf } from "./skeleton.ts"
import { source } from "./variables.ts"

export const cluster = dashboardOf({
  name: "cluster",
  description:
    "Plusieurs démons se partagent le travail (ECO2MIXD_CLUSTER). Sont-ils tous là, que fait chacun, et qu'est-ce qui attend ? " +
    "Vide là où un démon travaille seul.",
  from: "now-24h",
  refresh: "30s",
  variables: [source("prometheus")],
  annotations: [alertsOverTime],
  rows: [present, shared, said]
})
