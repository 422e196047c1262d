/** « Lac de données »: what is asked of the lake that keeps every revision, how it answers, and how it grows. */
import { NOW, QUIET, WELL } from "./colours.ts"
import { grows } from "./lake/grows.ts"
import { figures, timeSeries } from "./panels.ts"
import { alertsOverTime, dashboardOf, type Row } from "./skeleton.ts"
import { COUNTED, NONE, worseAbove } from "./steps.ts"
import { now, range } from "./targets.ts"
import { LOOK } from "./thresholds.ts"
import { source } from "./variables.ts"
import { LAKE_OPERATIONS } from "./words.ts"

const COUNT = "eco2mixd_lake_operation_duration_seconds_count"
const BUCKET = "eco2mixd_lake_operation_duration_seconds_bucket"

/** For one figure `$__range`; for a line an hour, as the lake has nothing to do between two runs. */
const HOUR = "1h"

const quantile = (part: number, window: string, by = ""): string =>
  `histogram_quantile(${part}, sum by (le${by}) (rate(${BUCKET}{outcome="ok"}[${window}]))) >= 0`

const answers: Row = {
  question: "Le lac répond-il ?",
  panels: [
    figures({
      title: "Demandes par seconde",
      told: {
        shows: "Combien de fois par seconde le lac est sollicité, en moyenne sur les cinq dernières minutes.",
        normal: "moins d'une entre deux passages, des dizaines pendant un passage.",
        otherwise: "beaucoup sans passage en cours : quelqu'un d'autre que le démon s'en sert."
      },
      unit: "ops",
      decimals: 1,
      thresholds: NONE,
      targets: [now(`sum(rate(${COUNT}[5m]))`)],
      width: 4
    }),
    figures({
      title: "Réponse, 95 % sous",
      told: {
        shows: "Le temps que met le lac à répondre, pour presque toutes les demandes de la période montrée.",
        normal: "moins d'une seconde, quel que soit le nombre de documents.",
        otherwise:
          "le serveur manque de mémoire ou de disque, ou fait autre chose ; la durée par demande dit laquelle traîne."
      },
      unit: "s",
      thresholds: worseAbove({ soon: LOOK.lakeLatency }),
      targets: [now(quantile(0.95, "$__range"))],
      unknown: "rien demandé",
      width: 4
    }),
    figures({
      title: "Demandes sans réponse",
      told: {
        shows: "Combien de demandes le lac a laissées sans réponse dans la période montrée.",
        normal: "0 ; quelques-unes quand son serveur redémarre, toutes reprises.",
        otherwise: "voyez s'il est démarré (eco2mixd doctor), puis ses journaux."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ soon: 1 }),
      targets: [now(`sum(increase(${COUNT}{outcome="failed"}[$__range])) or 0 * sum(increase(${COUNT}[$__range]))`)],
      width: 4
    }),
    figures({
      title: "Documents",
      told: {
        shows: "Combien de révisions le lac garde, à quelques instants près.",
        normal: "il ne fait que croître : rien n'y est jamais effacé.",
        otherwise: "s'il a baissé, quelqu'un a effacé ou remplacé le lac : comparez avec une sauvegarde avant tout."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      targets: [now("max(eco2mixd_lake_documents)")],
      width: 4
    }),
    figures({
      title: "Place sur le disque",
      told: {
        shows: "Ce que les données et les index du lac occupent sur le disque de son serveur.",
        normal: "environ un kilooctet par révision ; une année de toutes les régions tient en moins d'un gigaoctet.",
        otherwise:
          "si elle croît plus vite que les documents, les index sont à refaire, ou le serveur garde trop longtemps."
      },
      unit: "bytes",
      thresholds: NONE,
      targets: [now("sum(max by (part) (eco2mixd_lake_bytes))")],
      width: 4
    }),
    figures({
      title: "Connexions prises",
      told: {
        shows: "Combien de connexions au lac les démons tiennent en ce moment, occupées ou non.",
        normal: "quelques-unes ; rien de compté là où le lac est dans PostgreSQL.",
        otherwise: "des dizaines : des demandes attendent ; voyez leur durée."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      targets: [now("sum(eco2mixd_lake_connections)")],
      unknown: "non comptées",
      width: 4
    })
  ]
}

const asked: Row = {
  question: "Que lui demande-t-on ?",
  panels: [
    timeSeries({
      title: "Demandes par seconde, selon ce qui est demandé",
      told: {
        shows: "Ce que les démons demandent au lac : ajouter des révisions, retrouver les dernières, relire des jours…",
        normal: "des pics à chaque passage : l'ajout après la lecture, la relecture avant la publication.",
        otherwise: "une demande qui domine entre deux passages : les journaux du démon à la même heure disent pourquoi."
      },
      unit: "ops",
      thresholds: NONE,
      min: 0,
      fill: 0,
      legend: "right",
      names: LAKE_OPERATIONS,
      targets: [range(`sum by (operation) (rate(${COUNT}[$__rate_interval]))`, { legend: "{{operation}}" })],
      width: 12,
      height: 9
    }),
    timeSeries({
      title: "Demandes sans réponse, par heure",
      told: {
        shows: "Les demandes qui ont échoué, selon ce qui était demandé.",
        normal: "aucune.",
        otherwise: "partout à la fois : le serveur est arrêté. Une seule sorte : lisez son erreur dans les journaux."
      },
      ...COUNTED,
      unknown: "aucune",
      legend: "list",
      names: LAKE_OPERATIONS,
      targets: [
        range(
          `sum by (operation) (increase(${COUNT}{outcome="failed"}[$__interval])) or ` +
            `0 * sum by (operation) (increase(${COUNT}[$__interval]))`,
          { legend: "{{operation}}" }
        )
      ],
      width: 12,
      height: 9
    }),
    timeSeries({
      title: "Durée des réponses",
      told: {
        shows:
          "Le temps que met le lac à répondre, toutes demandes de l'heure d'avant : la moitié, presque toutes, les plus lentes.",
        normal: "des millisecondes pour la moitié, moins d'une seconde pour presque toutes.",
        otherwise:
          "si tout ralentit, le serveur est à l'étroit ; si seules les plus lentes s'allongent, c'est la relecture."
      },
      unit: "s",
      thresholds: worseAbove({ soon: LOOK.lakeLatency }),
      min: 0,
      fill: 0,
      colours: { "50 % sous": WELL, "95 % sous": QUIET, "99 % sous": NOW },
      targets: [
        range(quantile(0.5, HOUR), { legend: "50 % sous" }),
        range(quantile(0.95, HOUR), { legend: "95 % sous" }),
        range(quantile(0.99, HOUR), { legend: "99 % sous" })
      ],
      width: 12,
      height: 9
    }),
    timeSeries({
      title: "Durée des réponses, selon ce qui est demandé",
      told: {
        shows: "Pour chaque sorte de demande, le temps sous lequel 95 % ont leur réponse dans l'heure d'avant.",
        normal: "la relecture des jours est la plus longue, l'identité la plus courte.",
        otherwise:
          "un ajout lent : le disque du lac ; des dernières révisions lentes : il manque un index, lancez eco2mixd doctor."
      },
      unit: "s",
      thresholds: NONE,
      min: 0,
      fill: 0,
      legend: "right",
      names: LAKE_OPERATIONS,
      targets: [range(quantile(0.95, HOUR, ", operation"), { legend: "{{operation}}" })],
      width: 12,
      height: 9
    })
  ]
}

export const lake = dashboardOf({
  name: "lake",
  description:
    "Le lac garde chaque révision de chaque mesure, et n'oublie rien. Répond-il, que lui demande-t-on, comment grandit-il ?",
  from: "now-24h",
  refresh: "1m",
  variables: [source("prometheus")],
  annotations: [alertsOverTime],
  rows: [answers, asked, grows]
})
