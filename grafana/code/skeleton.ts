/** What all dashboards have in common, and where their panels stand: rows from top to bottom, each a question. */
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard"
import { DASHBOARDS, type Name, others } from "./links.ts"
import { SOURCES } from "./targets.ts"

/** Panels that answer a question, from left to right, in lines of 24 columns. */
export interface Row {
  readonly question: string
  readonly panels: ReadonlyArray<{ readonly build: () => dashboard.Panel }>
  /** Closed until someone opens it. */
  readonly closed?: boolean
}

export interface Plan {
  readonly name: Name
  readonly description: string
  /** Beginning of the time it shows at first: `now-7d`. */
  readonly from: string
  readonly refresh: string
  readonly variables: ReadonlyArray<dashboard.VariableModel>
  readonly annotations?: ReadonlyArray<dashboard.AnnotationQuery>
  readonly rows: ReadonlyArray<Row>
}

const WIDTH = 24

export const dashboardOf = (plan: Plan): dashboard.Dashboard => {
  const { title, uid } = DASHBOARDS[plan.name]
  const skeleton = new dashboard.DashboardBuilder(title)
    .id(null)
    .uid(uid)
    .description(plan.description)
    .tags(["eco2mixd"])
    .timezone("Europe/Paris")
    .weekStart("monday")
    .readonly()
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .time({ from: plan.from, to: "now" })
    .refresh(plan.refresh)
    .variables(plan.variables.map((variable) => ({ build: () => variable })))
    .annotations((plan.annotations ?? []).map((annotation) => ({ build: () => annotation })))
    .links(others(plan.name).map((link) => ({ build: () => link })))
    .build()
  return { ...skeleton, panels: placed(plan.rows) }
}

/** Numbered and placed; in each line all are as high as the highest, so that no hole is left. */
const placed = (rows: ReadonlyArray<Row>): Array<dashboard.Panel | dashboard.RowPanel> => {
  let id = 0
  let y = 0
  return rows.flatMap(({ closed = false, panels, question }): Array<dashboard.Panel | dashboard.RowPanel> => {
    const row = new dashboard.RowBuilder(question).id(++id).collapsed(closed).gridPos({ x: 0, y, w: WIDTH, h: 1 })
      .build()
    y += 1
    const inside = linesOf(panels.map((panel) => panel.build())).flatMap((line) => {
      const h = Math.max(...line.map(({ gridPos }) => gridPos!.h))
      let x = 0
      const there = line.map((panel) => {
        const gridPos = { x, y, w: panel.gridPos!.w, h }
        x += gridPos.w
        return { ...panel, id: ++id, gridPos }
      })
      y += h
      return there
    })
    return closed ? [{ ...row, panels: inside }] : [row, ...inside]
  })
}

const linesOf = (panels: ReadonlyArray<dashboard.Panel>): ReadonlyArray<ReadonlyArray<dashboard.Panel>> => {
  const lines: Array<Array<dashboard.Panel>> = []
  let left = 0
  for (const panel of panels) {
    const { w } = panel.gridPos!
    if (w > left) {
      lines.push([])
      left = WIDTH
    }
    lines.at(-1)!.push(panel)
    left -= w
  }
  return lines
}

/** When an alert of ours fired, over each panel's time. */
export const alertsOverTime: dashboard.AnnotationQuery = {
  name: "Alertes",
  datasource: SOURCES.prometheus,
  enable: true,
  iconColor: "red",
  expr: "ALERTS{alertstate=\"firing\"}",
  titleFormat: "{{alertname}}",
  textFormat: "{{region}}",
  step: "60s"
}
