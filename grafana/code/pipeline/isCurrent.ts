/** « Est-ce à jour ? »: the figures that someone on duty reads first, each in red where an alert fires. */
import { NOW, WELL } from "../colours.ts"
import { figures } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE, worseAbove, worseBelow } from "../steps.ts"
import { now } from "../targets.ts"
import { ALERT, LOOK } from "../thresholds.ts"

const width = 4

export const isCurrent: Row = {
  question: "Est-ce à jour ?",
  panels: [
    figures({
      title: "Alertes en cours",
      told: {
        shows: "Combien de nos alertes sonnent en ce moment.",
        normal: "0.",
        otherwise: "grafana/README.md dit pour chacune ce qu'elle signifie et ce qu'il faut faire."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ now: 1 }),
      targets: [now("count(ALERTS{alertstate=\"firing\"}) or vector(0)")],
      width
    }),
    figures({
      title: "Retard de la dernière région",
      told: {
        shows:
          "L'âge de la mesure la plus récente, pour la région qui en a la plus ancienne, quelle que soit la nature.",
        normal: "moins d'une heure après un passage, puis il croît jusqu'au suivant : un jour au plus.",
        otherwise:
          "si une seule région est en retard, ODRÉ ne la publie plus ; si toutes le sont, voyez les passages plus bas."
      },
      unit: "s",
      thresholds: worseAbove({ now: ALERT.lag }),
      targets: [now("max(min by (region) (eco2mixd_lag_seconds))")],
      width
    }),
    figures({
      title: "Depuis le dernier matin réussi",
      told: {
        shows: "Le temps passé depuis la fin du dernier passage du matin qui a réussi, dans quelque démon que ce soit.",
        normal: "moins d'un jour.",
        otherwise: "un matin a manqué : la table des derniers passages en donne la raison, et ce qu'on peut y faire."
      },
      unit: "s",
      thresholds: worseAbove({ now: ALERT.noRun }),
      targets: [now("time() - (max(eco2mixd_last_success_timestamp_seconds) > 0)")],
      unknown: "aucun encore",
      width
    }),
    figures({
      title: "Matins ratés de suite",
      told: {
        shows: "Combien de passages du matin ont échoué depuis le dernier qui a réussi.",
        normal: "0 ; une panne d'ODRÉ peut en coûter un, qui est repris de lui-même.",
        otherwise:
          "deux de suite ne passent pas seuls : lisez la raison du dernier, plus bas, puis lancez eco2mixd doctor."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ soon: 1, now: ALERT.failedMornings }),
      targets: [now("max(eco2mixd_failed_mornings)")],
      width
    }),
    figures({
      title: "Démons qui mènent",
      told: {
        shows: "Combien de démons se disent meneurs ; les autres sont en réserve.",
        normal: "exactement 1, et 0 pendant une demi-minute quand l'un relaie l'autre.",
        otherwise:
          "0 : aucun ne tourne ou n'atteint PostgreSQL. 2 : l'un vient d'être gelé, il le verra avant d'écrire ; " +
          "si cela dure, arrêtez le plus ancien."
      },
      unit: "locale",
      decimals: 0,
      thresholds: [[null, NOW], [1, WELL], [2, NOW]],
      targets: [now("sum(eco2mixd_leader)")],
      width
    }),
    figures({
      title: "Passages en cours",
      told: {
        shows: "Combien de passages travaillent en ce moment, tous démons confondus.",
        normal: "0 le plus souvent, 1 le matin ou pendant la lecture de l'historique.",
        otherwise: "s'il en reste un pendant des heures, eco2mixd status dit ce qu'il fait et où il en est."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      targets: [now("sum(eco2mixd_open_runs)")],
      width
    }),
    figures({
      title: "Part du quota qui reste",
      told: {
        shows: "La part des appels du mois qu'ODRÉ permet encore, pour le jeu de données qui en a le moins.",
        normal: "presque tout : un matin prend quelques appels.",
        otherwise:
          "une lecture de l'historique l'a mangée : ECO2MIXD_QUOTA_RESERVE en garde pour les matins, et le mois " +
          "nouveau la rend."
      },
      unit: "percentunit",
      decimals: 0,
      thresholds: worseBelow({ soon: LOOK.quotaLow, now: ALERT.quotaLow }),
      targets: [
        now("min(min by (dataset) (eco2mixd_quota_remaining_calls) / max by (dataset) (eco2mixd_quota_limit_calls))")
      ],
      width
    }),
    figures({
      title: "Quota rendu dans",
      told: {
        shows: "Le temps qui reste jusqu'à ce qu'ODRÉ recommence à compter les appels.",
        normal: "moins d'un mois.",
        otherwise: "rien à faire : c'est ODRÉ qui le dit dans chacune de ses réponses."
      },
      unit: "s",
      thresholds: NONE,
      targets: [now("clamp_min(max(eco2mixd_quota_reset_timestamp_seconds) - time(), 0)")],
      width
    }),
    figures({
      title: "En quarantaine",
      told: {
        shows: "Combien d'enregistrements n'ont pas pu être lus, et attendent la décision de quelqu'un.",
        normal: "0.",
        otherwise: "eco2mixd quarantine list les montre ; ils se relisent (retry) ou s'écartent (drop)."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ soon: 1 }),
      targets: [now("max(eco2mixd_quarantine_records)")],
      width
    }),
    figures({
      title: "Jours à publier",
      told: {
        shows: "Combien de jours du lac ne sont pas dans PostgreSQL tels que le lac les connaît.",
        normal: "0 après un passage.",
        otherwise: "le passage suivant les publie ; s'il en reste, PostgreSQL les refuse : voyez les passages plus bas."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ soon: 1 }),
      targets: [now("max(eco2mixd_publications_waiting)")],
      width
    }),
    figures({
      title: "Complétude d'hier",
      told: {
        shows: "La part des mesures d'hier que l'on connaît, pour la région à qui il en manque le plus.",
        normal: "100 % après le passage du matin.",
        otherwise:
          "le tableau des régions, plus bas, dit à laquelle il en manque ; ODRÉ la complète souvent dans la journée."
      },
      unit: "percentunit",
      decimals: 1,
      thresholds: worseBelow({ now: ALERT.completeness }),
      targets: [now("min(max by (region) (eco2mixd_completeness_ratio{span=\"yesterday\"}))")],
      width
    }),
    figures({
      title: "Erreurs dans les données",
      told: {
        shows: "Combien de constats graves tiennent encore : des valeurs publiées sont fausses, ou trop manquent.",
        normal: "0.",
        otherwise: "eco2mixd status les compte ; eco2mixd explain montre d'où vient une valeur, et ODRÉ est à prévenir."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ now: 1 }),
      targets: [now("max(eco2mixd_findings_standing{severity=\"error\"})")],
      width
    })
  ]
}
