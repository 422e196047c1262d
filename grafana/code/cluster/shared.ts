/** « Que fait chacun ? »: the months of backfills and replays, by the daemon that did them, and how long they took. */
import { FAINT, NOW, QUIET, WELL } from "../colours.ts"
import { tableOf, timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { COUNTED, NONE } from "../steps.ts"
import { lines, range } from "../targets.ts"
import { cells, OUTCOMES, TRIGGERS } from "../words.ts"

const COUNT = "eco2mixd_part_duration_seconds_count"
const BUCKET = "eco2mixd_part_duration_seconds_bucket"

const quantile = (part: number, by = ""): string =>
  `histogram_quantile(${part}, sum by (le${by}) (rate(${BUCKET}{outcome="succeeded"}[1h]))) >= 0`

export const shared: Row = {
  question: "Que fait chacun ?",
  panels: [
    timeSeries({
      title: "Parts faites, par démon",
      told: {
        shows: "Les mois de reprises et de republications que chaque démon a faits, heure par heure.",
        normal: "tous y prennent part tant qu'il reste plus de mois que de démons.",
        otherwise: "un seul travaille : les autres ne répondent pas, ou il ne reste qu'un mois."
      },
      ...COUNTED,
      unknown: "aucune",
      legend: "list",
      targets: [
        range(`sum by (instance) (increase(${COUNT}{outcome="succeeded"}[$__interval]))`, { legend: "{{instance}}" })
      ],
      width: 12
    }),
    tableOf({
      title: "Ce que chacun a fait",
      told: {
        shows: "Les parts de la période montrée, par démon, par raison et par résultat.",
        normal: "toutes réussies.",
        otherwise:
          "des parts échouées chez un seul démon : c'est sa machine ou son réseau ; chez tous : la source ou une base."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      targets: [lines(`round(sum by (instance, trigger, outcome) (increase(${COUNT}[$__range])))`)],
      columns: {
        Time: { hidden: true },
        instance: { title: "Démon", unit: "string" },
        trigger: { title: "Raison", unit: "string", meanings: cells(TRIGGERS) },
        outcome: { title: "Résultat", unit: "string", meanings: cells(OUTCOMES, { succeeded: WELL, failed: NOW }) },
        Value: { title: "Parts" }
      },
      width: 12
    }),
    timeSeries({
      title: "Durée d'une part",
      told: {
        shows: "Le temps que prend un mois, tous démons de l'heure d'avant : la moitié, presque tous, les plus longs.",
        normal: "d'une demi-minute à quelques minutes, selon le mois et la source.",
        otherwise: "de plus en plus long : les démons attendent la source, ou la même base ; voyez celle-ci."
      },
      unit: "s",
      thresholds: NONE,
      min: 0,
      fill: 0,
      unknown: "aucune",
      colours: { "50 % sous": WELL, "95 % sous": QUIET, "99 % sous": FAINT },
      targets: [
        range(quantile(0.5), { legend: "50 % sous" }),
        range(quantile(0.95), { legend: "95 % sous" }),
        range(quantile(0.99), { legend: "99 % sous" })
      ],
      width: 12
    }),
    timeSeries({
      title: "Durée d'une part, par démon",
      told: {
        shows: "Pour chaque démon, le temps sous lequel 95 % de ses mois sont faits dans l'heure d'avant.",
        normal: "le même pour tous.",
        otherwise: "un démon plus lent que les autres : sa machine est à l'étroit, ou loin des bases."
      },
      unit: "s",
      thresholds: NONE,
      min: 0,
      fill: 0,
      unknown: "aucune",
      legend: "list",
      targets: [range(quantile(0.95, ", instance"), { legend: "{{instance}}" })],
      width: 12
    })
  ]
}
