/** « Qu'entre-t-il dans le lac ? »: what becomes of each record, and how much of it is news. */
import { FAINT, NOW, QUIET, SOON, WELL } from "../colours.ts"
import { timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { COUNTED, NONE } from "../steps.ts"
import { range } from "../targets.ts"
import { NATURE_WORDS, NEWS, RECORDS, STAGES } from "../words.ts"

export const intoLake: Row = {
  question: "Qu'entre-t-il dans le lac ?",
  panels: [
    timeSeries({
      title: "Ce que deviennent les enregistrements, par heure",
      told: {
        shows:
          "Les enregistrements lus, selon ce qu'ils deviennent : nouveaux pour le lac, connus déjà, ou mis de côté.",
        normal: "inchangés pour la plupart, car chaque matin relit trois jours ; vides pour les heures à venir.",
        otherwise:
          "en quarantaine : eco2mixd quarantine list. Beaucoup de nouvelles d'un coup : ODRÉ a consolidé un mois."
      },
      ...COUNTED,
      legend: "list",
      names: RECORDS,
      colours: {
        revisions: WELL,
        unchanged: QUIET,
        blank: FAINT,
        ghost: "#5b6785",
        repeated: SOON,
        quarantined: NOW
      },
      targets: [
        range("sum by (outcome) (increase(eco2mixd_records_total{outcome!=\"records\"}[$__interval]))", {
          legend: "{{outcome}}"
        })
      ],
      width: 12
    }),
    timeSeries({
      title: "Révisions, par jour",
      told: {
        shows:
          "Ce que le lac a appris en un jour : des mesures dont il n'avait rien, et des corrections de ce qu'il savait.",
        normal:
          "1 152 premières par jour de temps réel, et quelques dizaines de corrections ; davantage en début de mois.",
        otherwise:
          "des corrections plusieurs fois plus nombreuses : ODRÉ a refait une période ; eco2mixd explain montre laquelle."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      bars: true,
      stacked: true,
      interval: "1d",
      min: 0,
      names: NEWS,
      colours: { first: QUIET, revised: SOON },
      targets: [range("sum by (news) (increase(eco2mixd_revisions_total[1d]))", { legend: "{{news}}" })],
      width: 12
    }),
    timeSeries({
      title: "Révisions par nature, par jour",
      told: {
        shows: "Les mêmes révisions, selon que la donnée est de temps réel, consolidée ou définitive.",
        normal:
          "du temps réel chaque jour ; les consolidées en début de semaine et de mois, les définitives une fois l'an.",
        otherwise: "des définitives sans qu'ODRÉ les ait annoncées : comparez par eco2mixd audit avant de vous y fier."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      bars: true,
      stacked: true,
      interval: "1d",
      min: 0,
      names: NATURE_WORDS,
      targets: [range("sum by (nature) (increase(eco2mixd_revisions_total[1d]))", { legend: "{{nature}}" })],
      width: 12
    }),
    timeSeries({
      title: "Durée des étapes",
      told: {
        shows:
          "Combien de temps une tranche de travail a pris à chaque étape dans le jour d'avant ; 95 % sont plus courtes.",
        normal: "des secondes chez ODRÉ, des fractions de seconde pour le reste.",
        otherwise:
          "si le lac ou PostgreSQL ralentit, son tableau de bord dit pourquoi ; l'exemplaire d'un passage a sa trace."
      },
      unit: "s",
      thresholds: NONE,
      min: 0,
      fill: 0,
      legend: "right",
      names: STAGES,
      targets: [
        range(
          "histogram_quantile(0.95, sum by (le, stage) (increase(eco2mixd_chunk_duration_seconds_bucket[1d]))) >= 0",
          { legend: "{{stage}}" }
        )
      ],
      width: 12
    })
  ]
}
