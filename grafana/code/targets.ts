/** What a panel asks of a data source. Each source is reached by the dashboard's variable of its name, never by itself. */
import type { Dataquery } from "@grafana/grafana-foundation-sdk/cog"
import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common"
import * as loki from "@grafana/grafana-foundation-sdk/loki"
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus"

export const SOURCES = {
  prometheus: { type: "prometheus", uid: "${prometheus}" },
  postgresql: { type: "grafana-postgresql-datasource", uid: "${postgresql}" },
  loki: { type: "loki", uid: "${loki}" },
  tempo: { type: "tempo", uid: "${tempo}" }
} as const satisfies Record<string, DataSourceRef>

export type Source = keyof typeof SOURCES

/** A query whose letter its panel gives it. */
export interface Target {
  readonly source: Source
  readonly at: (letter: string) => Dataquery
}

interface Asked {
  /** What the legend says; labels in double braces. */
  readonly legend?: string
  /** Marks single runs on the line, each with its trace. */
  readonly exemplars?: boolean
}

/** Over time. */
export const range = (expr: string, { legend, exemplars = false }: Asked = {}): Target => ({
  source: "prometheus",
  at: (letter) => {
    const query = asked(letter, expr, legend).range().exemplar(exemplars)
    return query.build()
  }
})

/** As it is at the end of the shown time: a figure that has gone is not told from memory. */
export const now = (expr: string, { legend }: Asked = {}): Target => ({
  source: "prometheus",
  at: (letter) => asked(letter, expr, legend).instant().build()
})

/** The same, a line for each series with its labels as columns. */
export const lines = (expr: string): Target => ({
  source: "prometheus",
  at: (letter) => asked(letter, expr, undefined).instant().format(prometheus.PromQueryFormat.Table).build()
})

const asked = (letter: string, expr: string, legend = "__auto") =>
  new prometheus.DataqueryBuilder()
    .refId(letter)
    .datasource(SOURCES.prometheus)
    .editorMode(prometheus.QueryEditorMode.Code)
    .expr(expr)
    .legendFormat(legend)

/** The query of Grafana's PostgreSQL data source, for which the SDK has no type. */
interface SqlQuery extends Dataquery {
  readonly refId: string
  readonly datasource: DataSourceRef
  readonly editorMode: "code"
  readonly format: "table" | "time_series"
  readonly rawQuery: true
  readonly rawSql: string
}

/** SQL; `time_series` wants a column `time`, and names series after a text column or the value's own. */
export const sql = (rawSql: string, format: SqlQuery["format"] = "table"): Target => ({
  source: "postgresql",
  at: (letter): SqlQuery => ({
    refId: letter,
    datasource: SOURCES.postgresql,
    editorMode: "code",
    format,
    rawQuery: true,
    rawSql: rawSql.trim(),
    _implementsDataqueryVariant: () => {}
  })
})

/** Lines of logs, newest first. */
export const logLines = (expr: string, most = 500): Target => ({
  source: "loki",
  at: (letter) => logsAsked(letter, expr).range(true).queryType("range").maxLines(most).build()
})

/** Logs counted over time. */
export const logRange = (expr: string, legend?: string): Target => ({
  source: "loki",
  at: (letter) => {
    const query = logsAsked(letter, expr).range(true).queryType("range")
    return (legend === undefined ? query : query.legendFormat(legend)).build()
  }
})

/** Logs counted once, at the end of the shown time. */
export const logNow = (expr: string, legend?: string): Target => ({
  source: "loki",
  at: (letter) => {
    const query = logsAsked(letter, expr).instant(true).queryType("instant")
    return (legend === undefined ? query : query.legendFormat(legend)).build()
  }
})

const logsAsked = (letter: string, expr: string) =>
  new loki.DataqueryBuilder()
    .refId(letter)
    .datasource(SOURCES.loki)
    .editorMode(loki.QueryEditorMode.Code)
    .expr(expr)
