/** « Comment grandit-il ? »: documents, the room that they take, and the connections to them. */
import { FAINT, QUIET } from "../colours.ts"
import { timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE } from "../steps.ts"
import { range } from "../targets.ts"

export const grows: Row = {
  question: "Comment grandit-il ?",
  panels: [
    timeSeries({
      title: "Documents, au fil du temps",
      told: {
        shows: "Combien de révisions le lac garde.",
        normal: "une marche d'un bon millier chaque matin, de grandes marches pendant la lecture de l'historique.",
        otherwise:
          "une baisse n'est jamais normale : quelqu'un a effacé. À plat plus d'un jour : les passages échouent."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      legend: "hidden",
      targets: [range("max(eco2mixd_lake_documents)", { legend: "documents" })],
      width: 8
    }),
    timeSeries({
      title: "Place des données et des index",
      told: {
        shows: "Ce que le lac occupe sur le disque de son serveur.",
        normal: "les deux croissent comme les documents.",
        otherwise: "les index plus gros que les données : refaites-les par les moyens du serveur."
      },
      unit: "bytes",
      thresholds: NONE,
      stacked: true,
      min: 0,
      names: { data: "données", indexes: "index" },
      colours: { data: QUIET, indexes: FAINT },
      targets: [range("max by (part) (eco2mixd_lake_bytes)", { legend: "{{part}}" })],
      width: 8
    }),
    timeSeries({
      title: "Connexions au lac",
      told: {
        shows: "Les connexions que les démons tiennent, selon qu'elles servent ou attendent.",
        normal: "peu qui servent, quelques-unes qui attendent ; rien là où le lac est dans PostgreSQL.",
        otherwise: "toutes servent sans cesse : le lac répond trop lentement à ce qu'on lui demande."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      stacked: true,
      min: 0,
      names: { in_use: "servent", idle: "attendent" },
      unknown: "non comptées",
      colours: { in_use: QUIET, idle: FAINT },
      targets: [range("sum by (state) (eco2mixd_lake_connections)", { legend: "{{state}}" })],
      width: 8
    })
  ]
}
