/** Panels as their authors think of them: none without a title, a description of three parts, a unit and its thresholds. */
import * as common from "@grafana/grafana-foundation-sdk/common"
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard"
import * as logs from "@grafana/grafana-foundation-sdk/logs"
import * as stat from "@grafana/grafana-foundation-sdk/stat"
import * as table from "@grafana/grafana-foundation-sdk/table"
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries"
import { mapped, type Meanings, stepped, type Steps, unknownAs } from "./steps.ts"
import { SOURCES, type Target } from "./targets.ts"

/** What a reader is told of a panel. */
export interface Told {
  /** What it shows. */
  readonly shows: string
  /** What is normal. */
  readonly normal: string
  /** What to do when it is not. */
  readonly otherwise: string
}

interface Panel {
  readonly title: string
  readonly told: Told
  /** An id of Grafana's own units, or `suffix:…`. */
  readonly unit: string
  readonly decimals?: number
  readonly thresholds: Steps
  readonly targets: ReadonlyArray<Target>
  /** Of the 24 columns. */
  readonly width: number
  /** In Grafana's rows of 30 px. */
  readonly height?: number
  readonly links?: ReadonlyArray<dashboard.DashboardLink>
}

/** What the SDK's panel builders have in common, which it says nowhere. */
interface Builder {
  title(title: string): this
  description(description: string): this
  unit(unit: string): this
  decimals(decimals: number): this
  height(rows: number): this
  span(columns: number): this
  datasource(source: common.DataSourceRef): this
  targets(targets: Array<{ build: () => ReturnType<Target["at"]> }>): this
  links(links: Array<{ build: () => dashboard.DashboardLink }>): this
}

/** A builder with all that each panel owes its reader: for those kinds of panels that have no function of their own here. */
export const dressed = <B extends Builder>(builder: B, panel: Omit<Panel, "thresholds">): B => {
  const { decimals, height = 8, links = [], targets, title, told, unit, width } = panel
  const sources = new Set(targets.map(({ source }) => source))
  if (sources.size !== 1) throw new Error(`« ${title} » asks ${sources.size} data sources, where a panel asks one.`)
  builder
    .title(title)
    .description(`${told.shows}\n\n**Normal :** ${told.normal}\n\n**Sinon :** ${told.otherwise}`)
    .unit(unit)
    .height(height)
    .span(width)
    .datasource(SOURCES[targets[0]!.source])
    .targets(targets.map((target, at) => ({ build: () => target.at(String.fromCharCode(65 + at)) })))
    .links(links.map((link) => ({ build: () => link })))
  if (decimals !== undefined) builder.decimals(decimals)
  return builder
}

const coloured = (mode: dashboard.FieldColorModeId) => new dashboard.FieldColorBuilder().mode(mode)

export interface TimeSeries extends Panel {
  /** A table where one compares, at the right of wide panels; a list where names are enough; hidden for a single line. */
  readonly legend?: "table" | "right" | "list" | "hidden"
  readonly stacked?: boolean
  /** Bars for what is counted over a period; lines for what is at each moment. */
  readonly bars?: boolean
  readonly min?: number
  readonly max?: number
  /** A fixed colour for each series, by its name in the legend. */
  readonly colours?: Readonly<Record<string, string>>
  /** Another name for a series than its legend's. */
  readonly names?: Readonly<Record<string, string>>
  /** How much of the ground below a line is filled, in percent; nothing where many lines cross. */
  readonly fill?: number
  /** Series that are bounds of the others, dashed. */
  readonly bounds?: ReadonlyArray<string>
  /** A series without any value is not even a name in the legend. */
  readonly hidesEmpty?: boolean
  /** Marks each value: where they are few and far between, a line would not show them. */
  readonly dots?: boolean
  /** What stands there when nothing came; a source may tell of nothing before it first happened. */
  readonly unknown?: string
  /** The shortest step between two points, where a shorter one tells nothing: `1d`. */
  readonly interval?: string
}

export const timeSeries = (panel: TimeSeries): timeseries.PanelBuilder => {
  const {
    bars = false,
    bounds = [],
    colours = {},
    dots = false,
    hidesEmpty = false,
    interval,
    legend = "table",
    max,
    min,
    names = {}
  } = panel
  const { stacked = false, thresholds, unknown = "rien à montrer" } = panel
  const { fill = bars ? 80 : stacked ? 70 : 8 } = panel
  const builder = dressed(new timeseries.PanelBuilder(), panel)
    .colorScheme(coloured(dashboard.FieldColorModeId.PaletteClassicByName))
    .thresholds(stepped(thresholds))
    .thresholdsStyle(
      new common.GraphThresholdsStyleConfigBuilder().mode(
        thresholds.length === 0 ? common.GraphThresholdsStyleMode.Off : common.GraphThresholdsStyleMode.Dashed
      )
    )
    .legend(legendOf(legend))
    .tooltip({ build: () => ({ mode: common.TooltipDisplayMode.Multi, sort: common.SortOrder.Descending }) })
    .drawStyle(bars ? common.GraphDrawStyle.Bars : common.GraphDrawStyle.Line)
    .lineWidth(bars ? 0 : 1)
    .fillOpacity(fill)
    .showPoints(dots ? common.VisibilityMode.Always : common.VisibilityMode.Auto)
    .noValue(unknown)
    .stacking(
      new common.StackingConfigBuilder().mode(stacked ? common.StackingMode.Normal : common.StackingMode.None).group(
        "A"
      )
    )
  if (min !== undefined) builder.min(min)
  if (max !== undefined) builder.max(max)
  if (interval !== undefined) builder.interval(interval)
  for (const [name, fixedColor] of Object.entries(colours)) {
    builder.overrideByName(name, [{ id: "color", value: { mode: "fixed", fixedColor } }])
  }
  for (const name of bounds) {
    builder.overrideByName(name, [
      { id: "custom.fillOpacity", value: 0 },
      { id: "custom.lineStyle", value: { fill: "dash", dash: [6, 6] } },
      { id: "custom.showPoints", value: "never" }
    ])
  }
  if (hidesEmpty) {
    builder.withOverride({
      matcher: { id: "byValue", options: { reducer: "allIsNull", op: "gte", value: 0 } },
      properties: [{ id: "custom.hideFrom", value: { viz: true, legend: true, tooltip: true } }]
    })
  }
  for (const [name, value] of Object.entries(names)) builder.overrideByName(name, [{ id: "displayName", value }])
  return builder
}

const legendOf = (legend: NonNullable<TimeSeries["legend"]>) => {
  const builder = new common.VizLegendOptionsBuilder()
    .showLegend(legend !== "hidden")
    .displayMode(
      legend === "list" || legend === "hidden" ? common.LegendDisplayMode.List : common.LegendDisplayMode.Table
    )
    .placement(legend === "right" ? common.LegendPlacement.Right : common.LegendPlacement.Bottom)
  return legend === "table" || legend === "right" ? builder.calcs(["lastNotNull", "mean", "max"]) : builder
}

export interface Stat extends Panel {
  readonly meanings?: Meanings
  /** What stands there when nothing is known. */
  readonly unknown?: string
  /** A line behind the figure; only where its query is over time. */
  readonly sparkline?: boolean
  /** A pattern of the fields to print, where it is words that are wanted and no number. */
  readonly fields?: string
}

/** Figures, in the colour of their thresholds; plain where there are none. */
export const figures = (panel: Stat): stat.PanelBuilder => {
  const { fields = "", height = 4, meanings, sparkline = false, thresholds, unknown = "inconnu" } = panel
  return dressed(new stat.PanelBuilder(), { ...panel, height })
    .thresholds(stepped(thresholds))
    .colorScheme(coloured(dashboard.FieldColorModeId.Thresholds))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(sparkline ? common.BigValueGraphMode.Area : common.BigValueGraphMode.None)
    .noValue(unknown)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).fields(fields).values(false))
    .mappings([unknownAs(unknown), ...(meanings === undefined ? [] : mapped(meanings))])
}

/** How a column is told, where it is not as the panel says. */
export interface Column {
  readonly title?: string
  readonly unit?: string
  readonly decimals?: number
  /** In pixels. */
  readonly width?: number
  /** Colours its cells' text. */
  readonly thresholds?: Steps
  readonly meanings?: Meanings
  readonly links?: ReadonlyArray<dashboard.DashboardLink>
  readonly hidden?: boolean
}

export interface Table extends Panel {
  /** By the name of the query's column. */
  readonly columns: Readonly<Record<string, Column>>
  readonly transformations?: ReadonlyArray<dashboard.DataTransformerConfig>
  readonly sortBy?: { readonly column: string; readonly descending: boolean }
}

export const tableOf = (panel: Table): table.PanelBuilder => {
  const { columns, sortBy, thresholds, transformations = [] } = panel
  const builder = dressed(new table.PanelBuilder(), panel)
    .thresholds(stepped(thresholds))
    .colorScheme(coloured(dashboard.FieldColorModeId.Thresholds))
    .noValue("–")
    .transformations([...transformations])
  if (sortBy !== undefined) {
    builder.sortBy([
      new common.TableSortByFieldStateBuilder().displayName(sortBy.column).desc(sortBy.descending)
    ])
  }
  for (const [name, column] of Object.entries(columns)) builder.overrideByName(name, propertiesOf(column))
  return builder
}

const propertiesOf = (column: Column): Array<dashboard.DynamicConfigValue> => {
  const { decimals, hidden, links, meanings, thresholds, title, unit, width } = column
  const all: ReadonlyArray<dashboard.DynamicConfigValue> = [
    { id: "displayName", value: title },
    { id: "unit", value: unit },
    { id: "decimals", value: decimals },
    { id: "custom.width", value: width },
    { id: "custom.hidden", value: hidden },
    { id: "thresholds", value: thresholds === undefined ? undefined : stepped(thresholds).build() },
    { id: "mappings", value: meanings === undefined ? undefined : mapped(meanings) },
    {
      id: "custom.cellOptions",
      value: thresholds === undefined && meanings === undefined ? undefined : { type: "color-text" }
    },
    { id: "links", value: links?.map(({ title, url, targetBlank }) => ({ title, url, targetBlank })) }
  ]
  return all.filter(({ value }) => value !== undefined)
}

/** Lines of a journal, newest first, each of which opens to its attributes. */
export const logLinesOf = (panel: Omit<Panel, "unit" | "thresholds">): logs.PanelBuilder =>
  dressed(new logs.PanelBuilder(), { ...panel, unit: "string" })
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .sortOrder(common.LogsSortOrder.Descending)
