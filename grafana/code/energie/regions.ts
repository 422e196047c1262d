/** « Qui produit, et qui consomme ? »: the regions on a map and in a table, as means over the shown time. */
import { FILIERES as NAMES } from "#domain/Filiere"
import { type Region, REGIONS } from "#domain/Region"
import * as geomap from "@grafana/grafana-foundation-sdk/geomap"
import { FAINT, FILIERES, QUIET } from "../colours.ts"
import { DASHBOARDS, link } from "../links.ts"
import { dressed, tableOf } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE, stepped, worseBelow } from "../steps.ts"
import { sql } from "../targets.ts"
import { CHOSEN, LOW_CARBON, MADE, RENEWABLE } from "./asked.ts"

/** Where a region's mark stands: about its middle, in degrees. */
const MIDDLES: Readonly<Record<Region, readonly [north: number, east: number]>> = {
  "11": [48.7, 2.5],
  "24": [47.5, 1.7],
  "27": [47.2, 4.8],
  "28": [49.1, 0.1],
  "32": [49.9, 2.8],
  "44": [48.7, 5.6],
  "52": [47.5, -0.8],
  "53": [48.2, -2.9],
  "75": [45.2, 0.2],
  "76": [43.7, 2.1],
  "84": [45.5, 4.6],
  "93": [43.9, 6]
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const named = Object.entries(REGIONS).map(([code, name]) => {
  const [north, east] = MIDDLES[code as Region]
  return `('${code}', ${quoted(name)}, ${north}::float8, ${east}::float8)`
})

/** A line for each region. Each share is that of the energy over the shown time, and not a mean of shares. */
const ofRegions = (columns: string) =>
  sql(`
with mix as (
  select *, ${LOW_CARBON} as low_carbon, ${RENEWABLE} as renewable, ${MADE} as made
  from regional_energy_mix(${CHOSEN})
), means as (
  select code_insee_region, avg(consumption) as consumption, avg(production) as production, avg(exchange) as exchange,
    sum(low_carbon) / nullif(sum(made), 0) as low_carbon, sum(renewable) / nullif(sum(made), 0) as renewable,
    count(*) as known, max(date_heure) as newest, ${NAMES.map((name) => `sum(${name}) as ${name}`).join(", ")}
  from mix group by 1
)
select ${columns}
from means join (values ${named.join(", ")}) as region (code, name, north, east) on code = code_insee_region
order by production desc nulls last`)

const greatest = `(select label from (values ${
  NAMES.map((name) => `(${quoted(FILIERES[name].label)}, ${name})`).join(", ")
}) as made (label, energy) where energy > 0 order by energy desc limit 1)`

const map = dressed(new geomap.PanelBuilder(), {
  title: "Où produit-on, et d'où exporte-t-on ?",
  told: {
    shows:
      "Une marque par région, d'autant plus grande qu'elle produit, bleue quand elle importe et grise quand elle exporte, " +
      "en moyenne sur la durée affichée. Le fond est livré avec Grafana : rien n'est demandé à un autre serveur.",
    normal:
      "de grandes marques grises sur les centrales (Centre, Grand Est, Rhône-Alpes), une bleue sur l'Île-de-France.",
    otherwise: "une marque qui manque : la région n'a rien donné sur cette durée."
  },
  unit: "megwatt",
  targets: [ofRegions(
    "name as \"Région\", north, east, production as \"Production\", consumption as \"Consommation\", exchange as \"Échanges\""
  )],
  width: 7,
  height: 14
})
  .thresholds(stepped([[null, FAINT], [0, QUIET]]))
  .view(new geomap.MapViewConfigBuilder().id("coords").lat(46.6).lon(2.4).zoom(5.1).allLayers(true))
  .controls(new geomap.ControlsOptionsBuilder().showZoom(true).mouseWheelZoom(false).showAttribution(false))
  .tooltip(new geomap.TooltipOptionsBuilder().mode(geomap.TooltipMode.Details))
  .basemap({
    build: () => ({
      type: "geojson",
      name: "Pays",
      config: {
        src: "public/maps/countries.geojson",
        rules: [],
        style: { color: { fixed: FAINT }, opacity: 0.15, lineWidth: 1 }
      }
    })
  })
  .layers([{
    build: () =>
      ({
        type: "markers",
        name: "Régions",
        tooltip: true,
        location: { mode: "coords", latitude: "north", longitude: "east" },
        config: {
          showLegend: false,
          style: {
            size: { field: "Production", fixed: 8, min: 6, max: 36 },
            color: { field: "Échanges", fixed: FAINT },
            opacity: 0.7,
            symbol: { mode: "fixed", fixed: "img/icons/marker/circle.svg" },
            text: { mode: "field", field: "Région", fixed: "" },
            textConfig: { fontSize: 10, offsetX: 0, offsetY: 0, textAlign: "center", textBaseline: "middle" }
          }
        }
      }) as ReturnType<MapLayer["build"]>
  }])

type MapLayer = Parameters<geomap.PanelBuilder["basemap"]>[0]

const { uid } = DASHBOARDS.energie

/** On a region's name: the whole dashboard for it alone, all else as it is. */
const toRegion = link(
  "Ne montrer que cette région",
  `/d/${uid}?var-region=%7B\${__data.fields.code}%7D&\${nature:queryparam}&\${vu:queryparam}&from=\${__from}&to=\${__to}`
)

const table = tableOf({
  title: "Les régions, côte à côte",
  told: {
    shows: "Les moyennes de chaque région sur la durée affichée. Couverture : production divisée par consommation. " +
      "Renouvelable : éolien, solaire, hydraulique et bioénergies. Connu : part des instants que la région la mieux connue a donnés.",
    normal: "tout connu à 100 %, et la même dernière mesure partout, à un quart d'heure près.",
    otherwise: "une région moins connue que les autres laisse des blancs dans les sommes : voyez le tableau Pipeline."
  },
  unit: "megwatt",
  thresholds: NONE,
  targets: [ofRegions(
    `code, name as "Région", consumption as "Consommation", production as "Production", exchange as "Échanges",
  production / nullif(consumption, 0) as "Couverture", low_carbon as "Bas-carbone", renewable as "Renouvelable",
  ${greatest} as "Première filière", newest as "Dernière mesure", known::float8 / max(known) over () as "Connu"`
  )],
  columns: {
    code: { hidden: true },
    Région: { width: 190, links: [toRegion] },
    Consommation: { width: 110 },
    Production: { width: 90 },
    Échanges: { width: 85, thresholds: [[null, FAINT], [0, QUIET]] },
    Couverture: { unit: "percentunit", decimals: 0, width: 90 },
    "Bas-carbone": { unit: "percentunit", decimals: 0, width: 100 },
    Renouvelable: { unit: "percentunit", decimals: 0, width: 105 },
    // In the text's colour: those of the filières are made for fills, and yellow on white is not read.
    "Première filière": { width: 120 },
    "Dernière mesure": { unit: "time:DD/MM HH:mm", width: 120 },
    Connu: { unit: "percentunit", decimals: 0, width: 65, thresholds: worseBelow({ soon: 1 }) }
  },
  sortBy: { column: "Production", descending: true },
  width: 17,
  height: 14
})

export const regionsRow: Row = { question: "Qui produit, et qui consomme ?", panels: [map, table] }
