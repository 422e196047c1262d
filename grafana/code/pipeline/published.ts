/** « Qu'est-ce qui est publié ? »: the rows that PostgreSQL was given, and the days that still wait. */
import { QUIET } from "../colours.ts"
import { timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE, worseAbove } from "../steps.ts"
import { range } from "../targets.ts"

export const published: Row = {
  question: "Qu'est-ce qui est publié ?",
  panels: [
    timeSeries({
      title: "Lignes ajoutées, par heure",
      told: {
        shows: "Les lignes ajoutées à regional_energy_stats : une par région, filière, période et version.",
        normal: "quelques dizaines de milliers après le passage du matin, aucune entre deux.",
        otherwise: "rien après un matin qui a lu des nouvelles : la publication échoue, voyez les jours à publier."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      bars: true,
      interval: "1h",
      min: 0,
      legend: "hidden",
      colours: { lignes: QUIET },
      targets: [range("sum(increase(eco2mixd_rows_total[$__interval]))", { legend: "lignes" })],
      width: 8
    }),
    timeSeries({
      title: "Publications de jours, par heure",
      told: {
        shows: "Combien de fois un jour a été mis au niveau du lac.",
        normal: "trois ou quatre chaque matin ; des centaines pendant la lecture de l'historique.",
        otherwise: "le même jour sans cesse : sa publication ne tient pas, et les journaux disent pourquoi."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      bars: true,
      interval: "1h",
      min: 0,
      legend: "hidden",
      colours: { jours: QUIET },
      targets: [range("sum(increase(eco2mixd_publications_total[$__interval]))", { legend: "jours" })],
      width: 8
    }),
    timeSeries({
      title: "Jours qui attendent leur publication",
      told: {
        shows:
          "Les jours dont PostgreSQL n'a pas encore tout ce que le lac en sait, comptés à la fin de chaque passage.",
        normal: "0, sauf pendant un passage.",
        otherwise:
          "plus d'un jour durant, une alerte sonne : PostgreSQL refuse ou n'a plus de place. Le passage suivant répare."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ soon: 1 }),
      min: 0,
      legend: "hidden",
      targets: [range("max(eco2mixd_publications_waiting)", { legend: "jours" })],
      width: 8
    })
  ]
}
