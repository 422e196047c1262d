/** « Que produit la France, et avec quoi ? »: the figures of the last measure, the stacked mix, and what crosses the borders. */
import { FILIERES as NAMES } from "#domain/Filiere"
import { ALL as REGIONS } from "#domain/Region"
import * as common from "@grafana/grafana-foundation-sdk/common"
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard"
import { CONSUMPTION, FAINT, FILIERES, QUIET } from "../colours.ts"
import { figures, timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE, worseBelow } from "../steps.ts"
import { sql } from "../targets.ts"
import { CHOSEN, LATELY, LOW_CARBON, MADE, SEEN } from "./asked.ts"

/** The newest line that has it: regions come in one after another, and a sum waits for the last of them. */
const newest = (figure: string, title: string, filieres: string, condition = figure) =>
  sql(`
select ${figure} as "${title}"
from regional_energy_sum(${LATELY}, '{${filieres}}', 'instant')
where ${condition} is not null
order by date_heure desc limit 1`)

const ofLastMeasure =
  "au dernier instant que toutes les régions choisies ont donné, dans les deux derniers jours affichés"

const consumption = figures({
  title: "Consommation",
  told: {
    shows: `La puissance consommée ${ofLastMeasure}.`,
    normal: "de 30 GW une nuit d'été à 90 GW un soir d'hiver, pour toute la France.",
    otherwise: "« inconnu » : aucune mesure depuis deux jours ; le tableau Pipeline dit pourquoi."
  },
  unit: "megwatt",
  thresholds: NONE,
  targets: [newest("consumption", "Consommation", "ensemble")],
  width: 4
})

const production = figures({
  title: "Production",
  told: {
    shows: `La somme des filières ${ofLastMeasure} ; le pompage et le stockage s'en retranchent.`,
    normal: "autour de la consommation, un peu au-dessus quand la France exporte.",
    otherwise: "« inconnu » : il manque une filière à une région ; le tableau des régions montre laquelle."
  },
  unit: "megwatt",
  thresholds: NONE,
  targets: [newest("production", "Production", "")],
  width: 4
})

const balance = figures({
  title: "Solde des échanges",
  told: {
    shows: `Ce qui entre moins ce qui sort, entre régions et avec l'étranger, ${ofLastMeasure}. Négatif : on exporte.`,
    normal: "la consommation moins la production, à quelques mégawatts près par région.",
    otherwise: "un grand écart est un constat de qualité : voyez le tableau Pipeline."
  },
  unit: "megwatt",
  thresholds: NONE,
  targets: [newest("exchange", "Solde des échanges", "ensemble")],
  width: 4
})

const lowCarbon = figures({
  title: "Part bas-carbone",
  told: {
    shows: "Nucléaire, éolien, solaire, hydraulique et bioénergies, divisés par ces mêmes filières et le thermique, " +
      `${ofLastMeasure}. Le stockage ne compte ni d'un côté ni de l'autre.`,
    normal: "plus de 90 % pour toute la France ; beaucoup moins dans une région sans nucléaire ni barrages.",
    otherwise: "une baisse vient le plus souvent d'un appel au gaz : la ligne « Thermique » du graphique le montre."
  },
  unit: "percentunit",
  decimals: 1,
  thresholds: NONE,
  targets: [newest(`(${LOW_CARBON}) / nullif(${MADE}, 0)`, "Part bas-carbone", "", "production")],
  width: 4
})

const counted = figures({
  title: "Régions comptées",
  told: {
    shows: "La part des régions choisies qui ont donné des mesures dans les deux derniers jours affichés.",
    normal: "100 %.",
    otherwise: "une région manque aux sommes de cette page : le tableau Pipeline dit depuis quand."
  },
  unit: "percentunit",
  decimals: 0,
  thresholds: worseBelow({ soon: 1 }),
  targets: [sql(`
select max(regions_expected)::float8 / case when \${region:sqlstring} = '{}' then ${REGIONS.length} else 1 end
  as "Régions comptées"
from regional_energy_sum(${LATELY}, '{ensemble}', 'instant')`)],
  width: 4
})

const lastMeasure = figures({
  title: "Dernière mesure",
  told: {
    shows:
      "L'instant le plus récent qu'une des régions choisies ait donné dans les 31 derniers jours affichés, heure de Paris.",
    normal: "ce matin, quand le passage de 06 h 30 est fait ; moins d'une heure avec l'actualisation.",
    otherwise: "plus vieux qu'un jour : le tableau Pipeline montre le retard de chaque région."
  },
  unit: "time:DD/MM/YYYY HH:mm",
  thresholds: NONE,
  fields: "/.*/",
  targets: [sql(`
select max(newest.date_heure) as "Dernière mesure"
from unnest('{${REGIONS.join(",")}}'::text[]) as region
cross join unnest(enum_range(null::nature)) as known
cross join lateral (
  select date_heure from regional_energy_stats
  where code_insee_region = region and filiere = 'ensemble' and nature = known
    and granularity = 'instant'
    and date_heure >= greatest($__timeFrom()::timestamptz, $__timeTo()::timestamptz - interval '31 days')
    and date_heure < $__timeTo() and processed_at <= ${SEEN}
    and (\${nature:sqlstring} = '{}' or nature = any(\${nature:sqlstring}))
    and (avg_consumption is not null or avg_production is not null)
  order by date_heure desc limit 1) as newest
where \${region:sqlstring} = '{}' or region = any(\${region:sqlstring})`)],
  width: 4
})

const mix = timeSeries({
  title: "La production par filière, et la consommation",
  told: {
    shows:
      "La puissance de chaque filière, l'une sur l'autre, le pompage et le stockage sous zéro, et la consommation en " +
      "ligne. Jusqu'à 7 jours chaque mesure, jusqu'à 60 jours celle de chaque heure pile, au-delà la moyenne de chaque jour.",
    normal: "le nucléaire au fond, le solaire à midi, deux pointes de consommation par jour.",
    otherwise:
      "un blanc est ce que l'on ne sait pas : il manque une région ou une filière, et une somme sans elle serait " +
      "fausse. Le tableau des régions montre laquelle."
  },
  unit: "megwatt",
  thresholds: NONE,
  legend: "right",
  stacked: true,
  // A filière that none of the regions has is no line of zeros.
  hidesEmpty: true,
  colours: Object.fromEntries(NAMES.map((name) => [FILIERES[name].label, FILIERES[name].colour])),
  targets: [sql(
    `
select date_heure as time, ${NAMES.map((name) => `${name} as "${FILIERES[name].label}"`).join(", ")},
  consumption as "${CONSUMPTION.label}"
from regional_energy_sum(${CHOSEN})
order by 1`,
    "time_series"
  )],
  width: 24,
  height: 13
})
  .overrideByName(CONSUMPTION.label, [
    { id: "color", value: { mode: "fixed", fixedColor: CONSUMPTION.colour } },
    { id: "custom.stacking", value: { mode: "none", group: "B" } },
    { id: "custom.fillOpacity", value: 0 },
    { id: "custom.lineWidth", value: 2 }
  ])

const exchange = timeSeries({
  title: "Importe-t-on, ou exporte-t-on ?",
  told: {
    shows: "Le solde des échanges physiques des régions choisies : import au-dessus de zéro, export au-dessous.",
    normal: "pour toute la France le plus souvent sous zéro ; une région sans centrale reste au-dessus.",
    otherwise:
      "un blanc : une région n'a pas donné ses échanges, ce qui annonce souvent des valeurs qui seront corrigées."
  },
  unit: "megwatt",
  thresholds: [[null, FAINT], [0, QUIET]],
  legend: "hidden",
  targets: [sql(
    `
select date_heure as time, exchange as "Échanges"
from regional_energy_sum(${CHOSEN}, '{ensemble}')
order by 1`,
    "time_series"
  )],
  width: 24,
  height: 6
})
  .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds))
  .gradientMode(common.GraphGradientMode.Scheme)
  .fillOpacity(30)
  // Zero is always there: above it or below is what the panel is about.
  .axisSoftMin(0)
  .axisSoftMax(0)

export const mixRow: Row = {
  question: "Que produit la France, et avec quoi ?",
  panels: [consumption, production, balance, lowCarbon, counted, lastMeasure, mix, exchange]
}
