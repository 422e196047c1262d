/** « Que valent les données ? »: how old and how complete they are in each region, and what in them is hard to believe. */
import { FAINT, REGION_COLOURS, SOON } from "../colours.ts"
import { tableOf, timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE, worseAbove, worseBelow } from "../steps.ts"
import { lines, range } from "../targets.ts"
import { ALERT } from "../thresholds.ts"
import { cells, CHECKS, NATURE_WORDS, REGIONS, SEVERITIES, SEVERITY_COLOURS } from "../words.ts"

/** A line a region and a column for each value of another label, in the order given. */
const matrix = (columnField: string, ...values: ReadonlyArray<string>) => [
  {
    id: "groupingToMatrix",
    options: { columnField, rowField: "region", valueField: "Value", emptyValue: "null" }
  },
  {
    id: "organize",
    options: {
      excludeByName: {},
      renameByName: {},
      indexByName: Object.fromEntries([`region\\${columnField}`, ...values].map((name, at) => [name, at]))
    }
  }
]

const region = { title: "Région", unit: "string", meanings: cells(REGIONS) }

export const worth: Row = {
  question: "Que valent les données ?",
  panels: [
    tableOf({
      title: "Retard par région et nature",
      told: {
        shows: "L'âge de la mesure la plus récente de chaque région, pour chaque nature.",
        normal: "le temps réel a moins d'un jour ; les consolidées ont des semaines, les définitives des mois.",
        otherwise:
          "une région seule en retard : ODRÉ ne la publie plus, et eco2mixd explain le montre. Toutes : voyez les passages."
      },
      unit: "s",
      decimals: 1,
      thresholds: NONE,
      targets: [lines("min by (region, nature) (eco2mixd_lag_seconds)")],
      transformations: matrix("nature", ...Object.keys(NATURE_WORDS)),
      columns: {
        "region\\nature": region,
        "Données temps réel": {
          title: NATURE_WORDS["Données temps réel"]!,
          thresholds: worseAbove({ now: ALERT.lag })
        },
        "Données consolidées": { title: NATURE_WORDS["Données consolidées"]! },
        "Données définitives": { title: NATURE_WORDS["Données définitives"]! }
      },
      width: 12,
      height: 14
    }),
    tableOf({
      title: "Complétude par région",
      told: {
        shows: "La part des mesures que l'on connaît, d'hier et des sept jours avant aujourd'hui.",
        normal: "100 % après le passage du matin.",
        otherwise:
          "ODRÉ la complète souvent dans la journée ; si elle reste basse, eco2mixd audit compare la source et le lac."
      },
      unit: "percentunit",
      decimals: 1,
      thresholds: NONE,
      targets: [lines("max by (region, span) (eco2mixd_completeness_ratio)")],
      transformations: matrix("span", "yesterday", "week"),
      columns: {
        "region\\span": region,
        yesterday: { title: "Hier", thresholds: worseBelow({ now: ALERT.completeness }) },
        week: { title: "Sept jours", thresholds: worseBelow({ soon: ALERT.completeness }) }
      },
      width: 12,
      height: 14
    }),
    timeSeries({
      title: "Retard par région, au fil du temps",
      told: {
        shows: "L'âge de la mesure la plus récente de chaque région, quelle que soit la nature.",
        normal: "des dents de scie qui tombent à chaque passage, toutes ensemble.",
        otherwise:
          "une ligne qui se détache et monte : cette région n'est plus publiée. Elle ne retombe pas par une lecture d'historique."
      },
      unit: "s",
      thresholds: worseAbove({ now: ALERT.lag }),
      min: 0,
      legend: "right",
      fill: 0,
      names: REGIONS,
      colours: REGION_COLOURS,
      targets: [range("min by (region) (eco2mixd_lag_seconds)", { legend: "{{region}}" })],
      width: 24,
      height: 9
    }),
    timeSeries({
      title: "Complétude de la veille, au fil du temps",
      told: {
        shows:
          "La part des mesures de la veille que l'on connaît, pour chaque région, telle qu'elle était à chaque moment.",
        normal: "un creux entre minuit et le passage du matin, puis 100 %.",
        otherwise:
          "un creux qui dure : la région manque chez ODRÉ ; le passage suivant relit trois jours, et la comble."
      },
      unit: "percentunit",
      thresholds: NONE,
      min: 0,
      max: 1,
      legend: "right",
      fill: 0,
      names: REGIONS,
      colours: REGION_COLOURS,
      targets: [range("max by (region) (eco2mixd_completeness_ratio{span=\"yesterday\"})", { legend: "{{region}}" })],
      width: 24,
      height: 9
    }),
    timeSeries({
      title: "Nouveaux constats, par jour",
      told: {
        shows: "Ce qui, dans les données lues, est difficile à croire : compté une fois, le jour où c'est trouvé.",
        normal: "quelques-uns ; les échanges absents sont une habitude d'ODRÉ.",
        otherwise:
          "un bilan qui ne tombe pas juste ou des sauts en nombre : ODRÉ a publié une mauvaise période, prévenez-le."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      bars: true,
      stacked: true,
      interval: "1d",
      min: 0,
      legend: "list",
      names: CHECKS,
      targets: [range("sum by (check) (increase(eco2mixd_findings_total[1d]))", { legend: "{{check}}" })],
      width: 8
    }),
    timeSeries({
      title: "Constats qui tiennent",
      told: {
        shows: "Les constats que rien n'a encore démentis, selon leur gravité.",
        normal: "aucune erreur ; les informations s'accumulent sans qu'il y ait rien à faire.",
        otherwise:
          "une erreur : des valeurs publiées sont fausses. Elle s'éteint quand ODRÉ corrige et qu'un passage relit."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      min: 0,
      names: SEVERITIES,
      colours: SEVERITY_COLOURS,
      targets: [range("max by (severity) (eco2mixd_findings_standing)", { legend: "{{severity}}" })],
      width: 8
    }),
    timeSeries({
      title: "Quarantaine",
      told: {
        shows: "Les enregistrements mis de côté qui attendent quelqu'un, et ceux qui s'y ajoutent en une heure.",
        normal: "0.",
        otherwise: "si elle croît d'un coup, ODRÉ a changé un format : eco2mixd quarantine show en donne le texte."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ soon: 1 }),
      min: 0,
      colours: { "en attente": SOON, "mis de côté": FAINT },
      interval: "1h",
      targets: [
        range("max(eco2mixd_quarantine_records)", { legend: "en attente" }),
        range("sum(increase(eco2mixd_records_total{outcome=\"quarantined\"}[$__interval]))", { legend: "mis de côté" })
      ],
      width: 8
    })
  ]
}
