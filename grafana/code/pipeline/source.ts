/** « Que dit la source ? »: the calls to ODRÉ that went wrong, those that are left, and how long it takes to answer. */
import { FAINT, NOW, QUIET } from "../colours.ts"
import { timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { COUNTED, NONE } from "../steps.ts"
import { range } from "../targets.ts"
import { after, DATASETS, REASONS } from "../words.ts"

export const source: Row = {
  question: "Que dit la source ?",
  panels: [
    timeSeries({
      title: "Appels qui n'ont rien donné, par heure",
      told: {
        shows: "Les appels à ODRÉ qui ont échoué, et ceux qui ont été faits de nouveau, selon la raison.",
        normal: "aucun ; quelques-uns quand ODRÉ redémarre, tous repris.",
        otherwise:
          "injoignable ou incomplet passe seul ; refusé ou illisible veut quelqu'un : eco2mixd doctor interroge ODRÉ."
      },
      ...COUNTED,
      unknown: "aucun",
      legend: "list",
      names: { ...after(REASONS, "failed ", "échoué : "), ...after(REASONS, "again ", "repris : ") },
      targets: [
        range("sum by (reason) (increase(eco2mixd_source_failures_total[$__interval]))", {
          legend: "failed {{reason}}"
        }),
        range("sum by (reason) (increase(eco2mixd_source_retries_total[$__interval]))", { legend: "again {{reason}}" })
      ],
      width: 8
    }),
    timeSeries({
      title: "Appels qui restent ce mois",
      told: {
        shows: "Les appels que chaque jeu de données permet encore, et leur limite, tels qu'ODRÉ les dit.",
        normal: "une pente douce qui remonte à la limite au début du mois.",
        otherwise:
          "une chute est une lecture de l'historique : suspendez-la sur la page du démon si les matins en manquent."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      min: 0,
      legend: "list",
      bounds: Object.keys(DATASETS).map((dataset) => `limit ${dataset}`),
      names: { ...after(DATASETS, "left ", "reste : "), ...after(DATASETS, "limit ", "limite : ") },
      colours: Object.fromEntries(Object.keys(DATASETS).map((dataset) => [`limit ${dataset}`, FAINT])),
      targets: [
        range("min by (dataset) (eco2mixd_quota_remaining_calls)", { legend: "left {{dataset}}" }),
        range("max by (dataset) (eco2mixd_quota_limit_calls)", { legend: "limit {{dataset}}" })
      ],
      width: 8
    }),
    timeSeries({
      title: "Durée d'une lecture",
      told: {
        shows:
          "Combien de temps a pris une fenêtre chez ODRÉ, reprises comprises, dans le jour d'avant : la moitié, les plus lentes.",
        normal: "quelques secondes ; rien quand un jour n'a rien lu.",
        otherwise:
          "une minute et plus : ODRÉ est surchargé, ou les reprises attendent. Les matins en durent davantage, sans mal."
      },
      unit: "s",
      thresholds: NONE,
      min: 0,
      colours: { "50 % sous": QUIET, "95 % sous": NOW },
      targets: [
        range(
          "histogram_quantile(0.5, sum by (le) (increase(eco2mixd_chunk_duration_seconds_bucket{stage=\"fetch\"}[1d]))) >= 0",
          { legend: "50 % sous" }
        ),
        range(
          "histogram_quantile(0.95, sum by (le) (increase(eco2mixd_chunk_duration_seconds_bucket{stage=\"fetch\"}[1d]))) >= 0",
          { legend: "95 % sous" }
        )
      ],
      width: 8
    })
  ]
}
