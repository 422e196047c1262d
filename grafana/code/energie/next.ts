/** « D'où viennent ces chiffres, et où en lire plus ? »: the source with its licence, and the way to the other dashboards. */
import * as text from "@grafana/grafana-foundation-sdk/text"
import { DASHBOARDS } from "../links.ts"
import type { Row } from "../skeleton.ts"

const { pipeline, lake, logs, postgresql } = DASHBOARDS

const source = new text.PanelBuilder()
  .title("La source, et la suite")
  .description("D'où viennent les données, ce que leurs mots veulent dire, et où lire comment elles sont arrivées.")
  .mode(text.TextMode.Markdown)
  .content(
    `**Données RTE / ODRÉ, Licence Ouverte 2.0** (éCO2mix, regroupées par eco2mixd)

Toutes les puissances sont en mégawatts. Une *nature* dit si une valeur est du temps réel (au quart d'heure), consolidée ou
définitive (à la demi-heure) ; elles ne sont jamais mêlées dans une même heure. Un blanc est ce que l'on ne sait pas, et
n'est jamais compté pour zéro.

- Les données sont-elles à jour, complètes, crédibles ? → [${pipeline.title}](/d/${pipeline.uid})
- Qu'avait dit la source, mot pour mot ? → [${lake.title}](/d/${lake.uid})
- La base suit-elle ? → [${postgresql.title}](/d/${postgresql.uid})
- Qu'en disent les programmes ? → [${logs.title}](/d/${logs.uid})`
  )
  .span(24)
  .height(7)

export const nextRow: Row = { question: "D'où viennent ces chiffres, et où en lire plus ?", panels: [source] }
