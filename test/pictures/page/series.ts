/** The lines and bars of a panel: from Grafana's fields to what ECharts, by which Perses draws, is told of each. */
import {
  type DataFrame,
  type Field,
  type FieldConfig,
  fieldReducers,
  formattedValueToString,
  getFieldDisplayName,
  getFieldSeriesColor,
  type GrafanaTheme2,
  reduceField
} from "@grafana/data"

/** The options of a time series' field that are drawn here. */
interface Drawn {
  readonly axisPlacement?: string
  readonly axisSoftMin?: number
  readonly axisSoftMax?: number
  readonly axisLabel?: string
  readonly drawStyle?: "line" | "bars" | "points"
  readonly fillOpacity?: number
  readonly hideFrom?: { readonly viz?: boolean; readonly legend?: boolean }
  readonly lineInterpolation?: "linear" | "smooth" | "stepBefore" | "stepAfter"
  readonly lineStyle?: { readonly fill?: "solid" | "dash" | "dot" }
  readonly lineWidth?: number
  readonly pointSize?: number
  readonly showPoints?: "auto" | "always" | "never"
  readonly spanNulls?: boolean | number
  readonly stacking?: { readonly mode?: "none" | "normal" | "percent"; readonly group?: string }
  readonly thresholdsStyle?: { readonly mode?: string }
  readonly transform?: string
}

export interface Series {
  readonly name: string
  readonly colour: string
  readonly field: Field
  readonly drawn: Drawn
  /** Milliseconds since 1970, and the value then. */
  readonly points: ReadonlyArray<readonly [number, number | null]>
}

const drawnOf = ({ custom }: FieldConfig): Drawn => (custom ?? {}) as Drawn

export const seriesOf = (frames: ReadonlyArray<DataFrame>, theme: GrafanaTheme2): ReadonlyArray<Series> => {
  const all = frames.flatMap((frame) => {
    const times = frame.fields.find(({ type }) => type === "time")?.values as ReadonlyArray<number> | undefined
    if (times === undefined) return []
    return frame.fields.filter(({ type }) => type === "number").map((field): Series => {
      const drawn = drawnOf(field.config)
      const sign = drawn.transform === "negative-Y" ? -1 : 1
      return {
        name: getFieldDisplayName(field, frame, [...frames]),
        colour: getFieldSeriesColor(field, theme).color,
        field,
        drawn,
        points: times.map((time, at) => {
          const value = field.values[at] as number | null
          return [time, value === null || value === undefined ? null : sign * value] as const
        })
      }
    })
  }).filter(({ drawn }) => drawn.hideFrom?.viz !== true)
  return aligned(all)
}

export const isStacked = ({ drawn }: Series): boolean => (drawn.stacking?.mode ?? "none") !== "none"

/** ECharts stacks the n-th point on the n-th: what is stacked has to have the same times. */
const aligned = (all: ReadonlyArray<Series>): ReadonlyArray<Series> => {
  const times = [...new Set(all.filter(isStacked).flatMap(({ points }) => points.map(([time]) => time)))]
    .toSorted((a, b) => a - b)
  return all.map((one) => {
    if (!isStacked(one)) return one
    const known = new Map(one.points)
    return { ...one, points: times.map((time) => [time, known.get(time) ?? null] as const) }
  })
}

const LINES = { solid: "solid", dash: "dashed", dot: "dotted" } as const
const STEPS: Readonly<Record<string, string>> = { stepBefore: "start", stepAfter: "end" }

/** As in Grafana, what is below zero for the most part is stacked by itself, downwards. */
const stackOf = ({ drawn: { drawStyle, stacking }, points }: Series, axis: number): string => {
  const sum = points.reduce((all, [, value]) => all + (value ?? 0), 0)
  return `${stacking?.group} ${axis} ${drawStyle} ${sum < 0 ? "down" : "up"}`
}

/** What ECharts is told of one; `width` is the chart's, by which Grafana decides whether points fit. */
export const mappingOf = (one: Series, at: number, axis: number, width: number) => {
  const { colour, drawn, name } = one
  const { drawStyle = "line", fillOpacity = 0, lineInterpolation = "linear", lineWidth = 1, pointSize = 5 } = drawn
  const common = {
    id: String(at),
    name,
    datasetIndex: at,
    color: colour,
    yAxisIndex: axis,
    ...isStacked(one) ? { stack: stackOf(one, axis), stackStrategy: "all" } : {}
  }
  if (drawStyle === "bars") {
    return { ...common, type: "bar", itemStyle: { opacity: fillOpacity / 100 }, barMaxWidth: 40, barMinHeight: 0 }
  }
  const known = one.points.filter(([, value]) => value !== null).length
  const { showPoints = "auto" } = drawn
  return {
    ...common,
    type: "line",
    connectNulls: drawn.spanNulls === true,
    symbol: "circle",
    symbolSize: pointSize,
    showSymbol: showPoints === "always" || drawStyle === "points" ||
      showPoints === "auto" && known * pointSize * 2 < width,
    showAllSymbol: true,
    step: STEPS[lineInterpolation] ?? false,
    smooth: lineInterpolation === "smooth",
    lineStyle: { width: drawStyle === "points" ? 0 : lineWidth, type: LINES[drawn.lineStyle?.fill ?? "solid"] },
    areaStyle: { opacity: fillOpacity / 100 },
    z: isStacked(one) ? 2 : 3
  }
}

/** A bound that the data may pass, but not fall short of. */
const soft = (bound: number | undefined, farther: (a: number, b: number) => number, end: "min" | "max") =>
  bound === undefined
    ? undefined
    : (extent: { readonly min: number; readonly max: number }) => farther(bound, extent[end])

/** As many as the mark has, so that 0.2 is not a second 0; undefined leaves it to the unit. */
const decimalsOf = (value: number): number | undefined => String(Math.round(value * 1e6) / 1e6).split(".")[1]?.length

/** What stands at a mark of the axis. Like Grafana it says nothing between whole numbers where a field has no decimals. */
const markOf = ({ config, display }: Field, value: number): string =>
  config.decimals === 0 && !Number.isInteger(value) ? "" : formattedValueToString(display!(value, decimalsOf(value)))

/** One axis a unit; the second one at the right, unless a field says where. */
export const axesOf = (all: ReadonlyArray<Series>) => {
  const keys: Array<string> = []
  const indices = all.map(({ drawn, field }) => {
    const key = `${field.config.unit} ${drawn.axisPlacement === "right"}`
    if (!keys.includes(key)) keys.push(key)
    return keys.indexOf(key)
  })
  const axes = keys.map((_, index) => {
    const own = all.filter((__, at) => indices[at] === index)
    const { drawn, field } = own[0]!
    const { max, min } = field.config
    return {
      type: "value",
      position: drawn.axisPlacement === "right" || drawn.axisPlacement !== "left" && index > 0 ? "right" : "left",
      name: drawn.axisLabel,
      nameLocation: "middle",
      nameGap: 50,
      min: min ?? soft(drawn.axisSoftMin, Math.min, "min"),
      max: max ?? soft(drawn.axisSoftMax, Math.max, "max"),
      scale: own.every((one) => !isStacked(one) && one.drawn.drawStyle !== "bars"),
      axisLabel: { formatter: (value: number) => markOf(field, value) }
    }
  })
  return { axes, indices }
}

/** Where colours change, as dashed lines; where the panel wants them seen. */
export const thresholdLines = ({ defaults }: { readonly defaults: FieldConfig }, theme: GrafanaTheme2) => {
  const { mode = "off" } = drawnOf(defaults).thresholdsStyle ?? {}
  if (mode === "off") return []
  return (defaults.thresholds?.steps ?? []).filter(({ value }) => value !== null && Number.isFinite(value)).map((
    step
  ) => ({
    yAxis: step.value,
    lineStyle: {
      color: theme.visualization.getColorByName(step.color),
      type: mode.startsWith("dashed") ? "dashed" : "solid",
      width: 1
    }
  }))
}

/** A line of the legend, with its figures as texts, and as the numbers by which lines are ordered. */
export const legendLine = ({ colour, field, name }: Series, calcs: ReadonlyArray<string>) => {
  const reduced = reduceField({ field, reducers: [...calcs] })
  const numbers = calcs.map((calc) => reduced[calc] as number | null)
  return { colour, name, numbers, figures: numbers.map((number) => formattedValueToString(field.display!(number))) }
}

export const calcName = (calc: string): string => fieldReducers.get(calc).name
