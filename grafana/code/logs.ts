/** « Journaux »: what the programs say, errors first, then the daemon, PostgreSQL and MongoDB. */
import { FAINT, NOW, QUIET, SOON } from "./colours.ts"
import { figures, logLinesOf, timeSeries } from "./panels.ts"
import { dashboardOf, type Row } from "./skeleton.ts"
import { NONE, worseAbove } from "./steps.ts"
import { logLines, logNow, logRange } from "./targets.ts"
import { choice, source, textBox } from "./variables.ts"

const ALL = "{service_name=~\"eco2mixd|postgresql|mongodb\"}"
const FAILURE = "detected_level=~\"error|critical|fatal\""

/** What the reader asked for; between backticks, where a quote needs no care and a pattern keeps its backslashes. */
const CHOSEN =
  "|~ `(?i)${texte}` | detected_level=~\"${niveau}\" | trace_id=~\"${passage}.*\" or run_id=~\"${passage}.*\""

const LEVELS = {
  critical: "fatal",
  fatal: "fatal",
  error: "erreur",
  warn: "avertissement",
  info: "information",
  debug: "détail",
  trace: "menu détail",
  unknown: "sans niveau"
}

const LEVEL_COLOURS = {
  critical: NOW,
  fatal: NOW,
  error: NOW,
  warn: SOON,
  info: QUIET,
  debug: FAINT,
  trace: FAINT,
  unknown: FAINT
}

const perLevel = (selector: string, title: string, whose: string, width: number) =>
  timeSeries({
    title,
    told: {
      shows: `Combien de lignes ${whose} écrit, selon leur niveau et le filtre choisi.`,
      normal: "un fond régulier d'informations, peu d'avertissements, aucune erreur.",
      otherwise:
        "un pic d'erreurs : choisissez sa période à la souris, et lisez-les ; plus rien du tout : il est arrêté."
    },
    unit: "locale",
    decimals: 0,
    thresholds: NONE,
    bars: true,
    stacked: true,
    min: 0,
    legend: "list",
    names: LEVELS,
    colours: LEVEL_COLOURS,
    targets: [
      logRange(`sum by (detected_level) (count_over_time(${selector} ${CHOSEN} [$__auto]))`, "{{detected_level}}")
    ],
    width
  })

const counted = (service: string, title: string, otherwise: string) =>
  figures({
    title,
    told: {
      shows: "Combien de lignes d'erreur ont été écrites dans la période montrée, sans égard au filtre.",
      normal: "aucune, et « aucune » s'affiche quand rien n'a été écrit.",
      otherwise
    },
    unit: "locale",
    decimals: 0,
    thresholds: worseAbove({ soon: 1 }),
    unknown: "aucune",
    targets: [logNow(`sum(count_over_time({service_name="${service}"} | ${FAILURE} [$__range]))`)],
    width: 6
  })

const errors: Row = {
  question: "Qu'est-ce qui va mal ?",
  panels: [
    counted("eco2mixd", "Erreurs du démon", "eco2mixd status, puis la trace de la ligne, disent ce qui a échoué."),
    figures({
      title: "Avertissements du démon",
      told: {
        shows: "Combien d'avertissements le démon a écrits dans la période montrée, sans égard au filtre.",
        normal: "peu : un par appel à ODRÉ qu'il a fallu refaire.",
        otherwise: "des dizaines : ODRÉ répond mal, ou une base ; la ligne dit ce qui ne va pas et ce qui s'ensuit."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      unknown: "aucun",
      targets: [logNow("sum(count_over_time({service_name=\"eco2mixd\"} | detected_level=\"warn\" [$__range]))")],
      width: 6
    }),
    counted(
      "postgresql",
      "Erreurs de PostgreSQL",
      "lisez-les ci-dessous : le plus souvent un verrou, un droit ou le disque."
    ),
    counted("mongodb", "Erreurs de MongoDB", "lisez-les ci-dessous ; eco2mixd doctor dit si le lac répond."),
    perLevel(ALL, "Lignes par niveau, tous programmes", "l'ensemble des programmes", 24),
    logLinesOf({
      title: "Erreurs, de tous les programmes",
      told: {
        shows:
          "Les lignes d'erreur, la plus récente en haut ; une ligne s'ouvre sur ses attributs, et sa trace est un lien.",
        normal: "aucune.",
        otherwise:
          "le code d'un passage échoué a son remède dans Pipeline ; le lien vers Tempo montre où cela s'est passé."
      },
      targets: [logLines(`${ALL} | ${FAILURE} ${CHOSEN}`)],
      width: 24,
      height: 10
    })
  ]
}

const said = (question: string, service: string, whose: string, normal: string, otherwise: string): Row => ({
  question,
  panels: [
    perLevel(`{service_name="${service}"}`, `Lignes par niveau, ${whose}`, whose, 24),
    logLinesOf({
      title: `Journal : ${whose}`,
      told: { shows: "Toutes les lignes que le filtre laisse, la plus récente en haut.", normal, otherwise },
      targets: [logLines(`{service_name="${service}"} ${CHOSEN}`)],
      width: 24,
      height: 12
    })
  ]
})

export const logs = dashboardOf({
  name: "logs",
  description:
    "Ce que disent les programmes : les erreurs d'abord, puis le démon, PostgreSQL et MongoDB. Le filtre vaut pour tous.",
  from: "now-24h",
  refresh: "1m",
  variables: [
    source("loki"),
    textBox("texte", {
      label: "Texte",
      description: "Un mot ou une expression régulière à trouver dans la ligne ; vide pour tout montrer."
    }),
    choice("niveau", {
      label: "Niveau",
      description: "Jusqu'à quel niveau de détail lire.",
      choices: [
        { text: "Tous", value: ".*" },
        { text: "Erreurs", value: "error|critical|fatal" },
        { text: "Erreurs et avertissements", value: "error|critical|fatal|warn" },
        { text: "Sans le détail", value: "error|critical|fatal|warn|info" }
      ]
    }),
    textBox("passage", {
      label: "Passage ou trace",
      description:
        "L'identité d'un passage ou de sa trace, ou son début, telle que Pipeline la donne ; vide pour tout montrer."
    })
  ],
  rows: [
    errors,
    said(
      "Que dit le démon ?",
      "eco2mixd",
      "le démon",
      "quelques lignes par passage, en phrases.",
      "un avertissement dit ce qui ne va pas et ce qui s'ensuit ; la trace de la ligne montre le reste du passage."
    ),
    said(
      "Que dit PostgreSQL ?",
      "postgresql",
      "PostgreSQL",
      "des points de contrôle, et des connexions là où on les journalise.",
      "FATAL sur une connexion : un compte ou un mot de passe faux ; ERROR sur une requête : elle est citée."
    ),
    said(
      "Que dit MongoDB ?",
      "mongodb",
      "MongoDB",
      "des lignes JSON sans gravité ; rien là où le lac est dans PostgreSQL.",
      "« Slow query » : il manque de mémoire, ou d'un index ; eco2mixd doctor vérifie les index du lac."
    )
  ]
})
