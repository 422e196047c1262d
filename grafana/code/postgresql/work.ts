/** « Combien de travail ? »: transactions, size and connections, as figures and over time. */
import { NOW, QUIET, WELL } from "../colours.ts"
import { figures, timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE, worseAbove } from "../steps.ts"
import { now, range } from "../targets.ts"
import { ALERT, LOOK } from "../thresholds.ts"

const COMMIT = "pg_stat_database_xact_commit{datname=~\"$base\", datname!~\"template.\"}"
const ROLLBACK = "pg_stat_database_xact_rollback{datname=~\"$base\", datname!~\"template.\"}"

export const work: Row = {
  question: "Combien de travail ?",
  panels: [
    figures({
      title: "Transactions par seconde",
      told: {
        shows: "Combien de transactions se terminent par seconde, en moyenne sur les cinq dernières minutes.",
        normal: "quelques-unes : les battements du démon, la page et Grafana ; des centaines pendant un passage.",
        otherwise: "des milliers sans passage en cours : quelqu'un d'autre se sert de la base."
      },
      unit: "ops",
      decimals: 1,
      thresholds: NONE,
      targets: [now(`sum(rate(${COMMIT}[5m])) + sum(rate(${ROLLBACK}[5m]))`)],
      width: 6
    }),
    figures({
      title: "Taille",
      told: {
        shows: "Ce que les bases choisies occupent sur le disque.",
        normal: "environ un gigaoctet par année publiée, et moins de la moitié pour le lac là où il s'y trouve.",
        otherwise:
          "les plus grandes tables, plus bas, disent laquelle croît ; VACUUM rend ce que les lignes mortes occupent."
      },
      unit: "bytes",
      thresholds: NONE,
      targets: [now("sum(pg_database_size_bytes{datname=~\"$base\", datname!~\"template.\"})")],
      width: 6
    }),
    figures({
      title: "Connexions prises",
      told: {
        shows: "La part des connexions permises qui sont prises, toutes bases confondues.",
        normal: "moins de la moitié.",
        otherwise:
          "au-delà de 80 %, les suivantes seront refusées : cherchez qui les tient, ou relevez max_connections."
      },
      unit: "percentunit",
      decimals: 0,
      thresholds: worseAbove({ soon: LOOK.connectionsTaken, now: ALERT.connectionsTaken }),
      targets: [now("sum(pg_stat_database_numbackends) / min(pg_settings_max_connections)")],
      width: 6
    }),
    figures({
      title: "PostgreSQL",
      told: {
        shows: "Si la base répond à qui la mesure.",
        normal: "elle répond.",
        otherwise: "elle est arrêtée, ou refuse le compte de la mesure : eco2mixd doctor dit lequel des deux."
      },
      unit: "string",
      thresholds: NONE,
      meanings: { "1": { text: "répond", colour: WELL }, "0": { text: "ne répond pas", colour: NOW } },
      targets: [now("min(pg_up)")],
      width: 6
    }),
    timeSeries({
      title: "Transactions par seconde, au fil du temps",
      told: {
        shows: "Les transactions réussies et celles qui ont été annulées.",
        normal: "un fond régulier, des pics aux passages, presque aucune annulée.",
        otherwise:
          "beaucoup d'annulées : un programme se trompe sans cesse, et les journaux de PostgreSQL disent lequel."
      },
      unit: "ops",
      thresholds: NONE,
      min: 0,
      colours: { réussies: QUIET, annulées: NOW },
      targets: [
        range(`sum(rate(${COMMIT}[$__rate_interval]))`, { legend: "réussies" }),
        range(`sum(rate(${ROLLBACK}[$__rate_interval]))`, { legend: "annulées" })
      ],
      width: 8
    }),
    timeSeries({
      title: "Taille des bases, au fil du temps",
      told: {
        shows: "Ce que chaque base occupe sur le disque.",
        normal: "elle croît un peu chaque matin, et beaucoup pendant une lecture d'historique.",
        otherwise: "une marche sans lecture d'historique : voyez les plus grandes tables, et les lignes mortes."
      },
      unit: "bytes",
      thresholds: NONE,
      min: 0,
      targets: [
        range("sum by (datname) (pg_database_size_bytes{datname=~\"$base\", datname!~\"template.\"})", {
          legend: "{{datname}}"
        })
      ],
      width: 8
    }),
    timeSeries({
      title: "Connexions, selon ce qu'elles font",
      told: {
        shows:
          "Les connexions qui travaillent, attendent ou tiennent une transaction ouverte, et combien il en est permis.",
        normal: "quelques-unes, presque toutes en attente (idle).",
        otherwise: "« idle in transaction » qui dure : un programme a oublié de finir, et retient VACUUM ; arrêtez-le."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      min: 0,
      names: { active: "travaillent", idle: "attendent", "idle in transaction": "transaction ouverte" },
      colours: { permises: NOW },
      bounds: ["permises"],
      targets: [
        range("sum by (state) (pg_stat_activity_count{datname=~\"$base\", datname!~\"template.\"}) > 0", {
          legend: "{{state}}"
        }),
        range("min(pg_settings_max_connections)", { legend: "permises" })
      ],
      width: 8
    })
  ]
}
