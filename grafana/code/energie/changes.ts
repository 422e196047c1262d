/** « Comment une valeur a-t-elle changé ? »: how far the first word was from the last, nature by nature, and each correction. */
import { FILIERES as NAMES } from "#domain/Filiere"
import { NATURES } from "#domain/Nature"
import { FAINT, QUIET, WELL } from "../colours.ts"
import { toItsLogs, toTrace } from "../links.ts"
import { tableOf, timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE } from "../steps.ts"
import { sql } from "../targets.ts"
import { natureLabel, SEEN } from "./asked.ts"

/** Corrections are looked at closely or not at all: those of a year would be a hundred thousand. */
const WEEK = "greatest($__timeFrom()::timestamptz, $__timeTo()::timestamptz - interval '7 days')"
const lastWeek = "Des 7 derniers jours affichés"

/** Of the columns of `regional_energy_mix` and `_sum` the one that the reader follows: the others are null. */
const FOLLOWED = `case when \${filiere:sqlstring} = '{ensemble}' then production else coalesce(${NAMES.join(", ")}) end`

const rowsChosen = `filiere = any(\${filiere:sqlstring}) and granularity = 'instant'
    and date_heure >= ${WEEK} and date_heure < $__timeTo()
    and (\${region:sqlstring} = '{}' or code_insee_region = any(\${region:sqlstring}))
    and (\${nature:sqlstring} = '{}' or nature = any(\${nature:sqlstring})) and processed_at <= ${SEEN}`

const moved = timeSeries({
  title: "De combien la première annonce était-elle à côté ?",
  told: {
    shows: `${lastWeek} : la dernière valeur connue de la filière moins la première qui en fut publiée, ` +
      "pour l'ensemble des régions choisies. Au-dessus de zéro, on avait d'abord annoncé trop peu.",
    normal: "quelques pour cent de la filière, dans les deux sens, et zéro là où rien n'a été corrigé.",
    otherwise: "une longue suite du même côté : la source a revu sa méthode, ou une première mesure était incomplète."
  },
  unit: "megwatt",
  thresholds: NONE,
  bars: true,
  legend: "hidden",
  colours: { Écart: QUIET },
  targets: [sql(
    `
with first as (
  select distinct on (code_insee_region, date_heure) code_insee_region, date_heure, avg_production as value
  from regional_energy_stats
  where ${rowsChosen}
  order by code_insee_region, date_heure, processed_at, nature, generation, version
), last as (
  select code_insee_region, date_heure, ${FOLLOWED} as value
  from regional_energy_mix(${WEEK}, $__timeTo(), ${SEEN}, \${nature:sqlstring}, \${region:sqlstring}, \${filiere:sqlstring}, 'instant')
), compared as (
  select date_heure, sum(last.value - first.value) as moved, count(last.value - first.value) as known
  from first join last using (code_insee_region, date_heure) group by 1
)
select date_heure as time, case when known = max(known) over () then moved end as "Écart" from compared order by 1`,
    "time_series"
  )],
  width: 12,
  height: 9
})

const COLOURS = [FAINT, QUIET, WELL]

const natures = timeSeries({
  title: "Que dit chaque nature ?",
  told: {
    shows:
      "La filière dans chaque nature où elle est publiée, pour l'ensemble des régions choisies : ce que le temps réel en " +
      "disait, et ce qu'il en reste une fois consolidé, puis définitif. Affichez un seul jour pour les comparer de près.",
    normal:
      "des lignes presque confondues ; le plus souvent une seule, car une nature remplace l'autre un ou deux mois après.",
    otherwise: "un grand écart entre deux lignes : voyez la liste des corrections, et les constats du tableau Pipeline."
  },
  unit: "megwatt",
  thresholds: NONE,
  fill: 0,
  hidesEmpty: true,
  colours: Object.fromEntries(NATURES.map((nature, at) => [natureLabel(nature), COLOURS[at]!])),
  targets: NATURES.map((nature) =>
    sql(
      `
select date_heure as time, ${FOLLOWED} as "${natureLabel(nature)}"
from regional_energy_sum($__timeFrom(), $__timeTo(), ${SEEN}, '{${nature}}', \${region:sqlstring}, \${filiere:sqlstring})
order by 1`,
      "time_series"
    )
  ),
  width: 12,
  height: 9
})

const corrections = tableOf({
  title: "Les plus grandes corrections",
  told: {
    shows:
      `${lastWeek} : les cinquante valeurs de la filière, région par région, qu'une version a le plus changées, avec le ` +
      "passage qui l'a apportée.",
    normal: "des corrections de quelques pour cent, le lendemain puis un ou deux mois après.",
    otherwise:
      "une valeur qui double ou tombe à zéro : « eco2mixd explain » raconte toute son histoire, jusqu'au texte reçu."
  },
  unit: "megwatt",
  thresholds: NONE,
  targets: [sql(`
select date_heure as "Instant", libelle_region as "Région", nature::text as "Nature", version as "Version",
  previous_production as "Avant", avg_production as "Après", production_change as "Écart",
  production_change / nullif(abs(previous_production), 0) as "Écart relatif", consumption_change as "Écart de consommation",
  processed_at as "Publié le", trace_id as "Trace"
from regional_energy_revisions left join pipeline_runs using (run_id)
where ${rowsChosen} and production_change <> 0
order by abs(production_change) desc, date_heure desc limit 50`)],
  columns: {
    Instant: { unit: "time:DD/MM/YYYY HH:mm", width: 150 },
    Région: { width: 190 },
    Nature: {
      width: 110,
      meanings: Object.fromEntries(NATURES.map((nature) => [nature, { text: natureLabel(nature) }]))
    },
    Version: { unit: "none", width: 80 },
    Avant: { width: 95 },
    Après: { width: 95 },
    Écart: { width: 95 },
    "Écart relatif": { unit: "percentunit", decimals: 1, width: 115 },
    "Écart de consommation": { width: 190 },
    "Publié le": { unit: "time:DD/MM/YYYY HH:mm", width: 150 },
    Trace: { unit: "string", links: [toTrace, toItsLogs] }
  },
  width: 24,
  height: 11
})

export const changesRow: Row = {
  question: "Comment une valeur a-t-elle changé ?",
  panels: [moved, natures, corrections]
}
