/** « Tous les démons sont-ils là ? »: whom the daemons know of, who of them is well, and whether the whole work is somebody's. */
import { figures, timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE, worseAbove, worseBelow } from "../steps.ts"
import { now, range } from "../targets.ts"
import { ALERT } from "../thresholds.ts"

const KNOWN = "eco2mixd_cluster_runners{state=\"known\"}"
const HEALTHY = "eco2mixd_cluster_runners{state=\"healthy\"}"

/** Where a daemon works alone, none of this is told. */
const ALONE = "pas de partage"

export const present: Row = {
  question: "Tous les démons sont-ils là ?",
  panels: [
    figures({
      title: "Démons connus",
      told: {
        shows: "Combien de démons se partagent le travail, d'après celui qui en voit le moins.",
        normal: "autant qu'on en a lancé.",
        otherwise: "voyez « Qui répond à Prometheus ? » sur Pipeline, et les journaux de celui qui manque."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      targets: [now(`min(${KNOWN})`)],
      unknown: ALONE,
      width: 6
    }),
    figures({
      title: "Démons qui manquent",
      told: {
        shows: "Combien de démons étaient là dans la demi-heure, et n'y sont plus ou ne répondent plus aux autres.",
        normal: "0 ; un, le temps d'une mise à jour.",
        otherwise:
          "les autres font son travail : rien ne presse, mais relancez-le. S'il est parti pour de bon, attendez."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ now: 1 }),
      targets: [now(`max(max_over_time(${KNOWN}[30m])) - min(${HEALTHY})`)],
      unknown: ALONE,
      width: 6
    }),
    figures({
      title: "Lots de travail tenus",
      told: {
        shows: `Combien des ${ALERT.shards} lots entre lesquels le travail est divisé ont un démon.`,
        normal: `${ALERT.shards}, toujours ; moins, quelques secondes quand un démon meurt.`,
        otherwise: "ce qui tombe dans un lot sans démon attend : voyez si PostgreSQL répond, puis relancez les démons."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseBelow({ now: ALERT.shards }),
      targets: [now("sum(eco2mixd_cluster_shards)")],
      unknown: ALONE,
      width: 6
    }),
    figures({
      title: "Parts faites",
      told: {
        shows: "Combien de mois de reprises et de republications ont été faits dans la période montrée, par tous.",
        normal: "rien quand personne ne relit l'historique.",
        otherwise: "rien alors qu'une reprise est en cours : eco2mixd status dit ce qu'elle attend."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      targets: [now("sum(increase(eco2mixd_part_duration_seconds_count{outcome=\"succeeded\"}[$__range]))")],
      unknown: "aucune",
      width: 6
    }),
    timeSeries({
      title: "Démons connus, d'après chacun",
      told: {
        shows: "Combien de démons chacun connaît.",
        normal: "la même ligne pour tous.",
        otherwise: "l'un en voit moins : il vient de démarrer, ou n'atteint plus PostgreSQL."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      min: 0,
      fill: 0,
      legend: "list",
      targets: [range(`max by (instance) (${KNOWN})`, { legend: "{{instance}}" })],
      width: 8
    }),
    timeSeries({
      title: "Démons qui répondent, d'après chacun",
      told: {
        shows: "Combien de démons, parmi ceux que chacun connaît, répondent aux autres.",
        normal: "autant que de démons connus.",
        otherwise: "un démon ne répond pas aux autres : son ECO2MIXD_CLUSTER_ADDRESS ne mène pas à lui, ou il est figé."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      min: 0,
      fill: 0,
      legend: "list",
      targets: [range(`max by (instance) (${HEALTHY})`, { legend: "{{instance}}" })],
      width: 8
    }),
    timeSeries({
      title: "Lots de travail, par démon",
      told: {
        shows: `Entre quels démons les ${ALERT.shards} lots sont répartis.`,
        normal: `à peu près autant chacun, ${ALERT.shards} en tout.`,
        otherwise: "un creux qui dure : des lots sont sans démon, et ce qui y tombe attend."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      stacked: true,
      min: 0,
      legend: "list",
      targets: [range("sum by (instance) (eco2mixd_cluster_shards)", { legend: "{{instance}}" })],
      width: 8
    })
  ]
}
