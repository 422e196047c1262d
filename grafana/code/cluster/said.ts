/** « Qu'est-ce qui attend ? »: what the daemons have asked of one another, as PostgreSQL keeps it for them. */
import { QUIET } from "../colours.ts"
import { timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE, worseAbove } from "../steps.ts"
import { range } from "../targets.ts"
import { ALERT } from "../thresholds.ts"

const messages = (state: string) => range(`max(eco2mixd_cluster_messages{state="${state}"})`, { legend: state })

export const said: Row = {
  question: "Qu'est-ce qui attend ?",
  panels: [
    timeSeries({
      title: "Messages en attente",
      told: {
        shows:
          "Ce que les démons se sont demandé, et qui n'est pas encore fait : un passage long en tient un jusqu'à sa fin.",
        normal: "une poignée, autant que de mois en cours.",
        otherwise:
          "s'ils ne font que croître, personne n'y répond : voyez les lots de travail tenus, et les versions des démons."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      min: 0,
      legend: "hidden",
      names: { waiting: "en attente" },
      colours: { waiting: QUIET },
      targets: [messages("waiting")],
      width: 12
    }),
    timeSeries({
      title: "Messages gardés",
      told: {
        shows: "Ce qui est fait, et que PostgreSQL garde encore : sept jours, puis c'est effacé.",
        normal: "quelques centaines pour une reprise de tout l'historique, presque rien sinon.",
        otherwise: "des milliers : ils ne sont plus effacés ; les avertissements du démon disent pourquoi."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ now: ALERT.messagesKept }),
      min: 0,
      legend: "hidden",
      names: { done: "gardés" },
      colours: { done: QUIET },
      targets: [messages("done")],
      width: 12
    })
  ]
}
