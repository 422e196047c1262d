/** « Énergie régionale »: what the published table says of the country, from its last figure to the history of a value. */
import { variables } from "./energie/asked.ts"
import { changesRow } from "./energie/changes.ts"
import { mixRow } from "./energie/mix.ts"
import { nextRow } from "./energie/next.ts"
import { regionsRow } from "./energie/regions.ts"
import { dashboardOf } from "./skeleton.ts"

export const energie = dashboardOf({
  name: "energie",
  description:
    "Ce que la France produit, consomme et échange, région par région, et comment chaque valeur fut corrigée. " +
    "Données RTE / ODRÉ, Licence Ouverte 2.0.",
  from: "now-7d",
  refresh: "15m",
  variables,
  rows: [mixRow, regionsRow, changesRow, nextRow]
})
