/** Series over time, drawn by Perses' chart; their names, figures and axes are Grafana's. */
import { dateTimeFormat } from "@grafana/data"
import { TimeSeriesChartBase } from "@perses-dev/timeseries-chart-plugin/lib/TimeSeriesChartBase.js"
import { ScatterChart } from "echarts/charts"
import { use } from "echarts/core"
import { axesOf, calcName, legendLine, mappingOf, seriesOf, thresholdLines } from "./series.ts"

use([ScatterChart])

const HOUR = 3_600_000
const LINE = 20

/** How a moment is written where so much time is shown at most. */
const MOMENTS = [
  [HOUR / 4, "HH:mm:ss"],
  [26 * HOUR, "HH:mm"],
  [4 * 24 * HOUR, "DD/MM HH:mm"],
  [200 * 24 * HOUR, "DD/MM"],
  [Infinity, "MM/YYYY"]
]

const momentOf = (millis) => {
  const [, format] = MOMENTS.find(([most]) => millis <= most)
  return (time) => dateTimeFormat(time, { format, timeZone: "Europe/Paris" })
}

export const TimeSeries = ({ answer, height, panel, theme, width }) => {
  const series = seriesOf(answer.frames, theme)
  const { calcs = [], displayMode, placement, showLegend, sortBy, sortDesc } = panel.options.legend
  const isTable = displayMode === "table"
  const lines = series.filter(({ drawn }) => drawn.hideFrom?.legend !== true).map((one) =>
    legendLine(one, isTable ? calcs : [])
  )
  const isRight = placement === "right"
  const wide = Math.min(
    width / 2,
    Math.max(...lines.map(({ name }) => name.length)) * 7 + 30 + (isTable ? calcs.length * 78 : 0)
  )
  const high = Math.min(
    height * 0.35,
    LINE *
      (isTable ? lines.length + 1 : Math.ceil(lines.reduce((sum, { name }) => sum + name.length * 7 + 36, 0) / width))
  )
  const legend = !showLegend ? { width: 0, height: 0 } : isRight ? { width: wide, height } : { width, height: high }
  const chart = { width: isRight ? width - legend.width : width, height: isRight ? height : height - legend.height }
  return (
    <div className={isRight ? "chart" : "chart below"}>
      <div style={chart}>
        <Chart answer={answer} panel={panel} series={series} theme={theme} {...chart} />
      </div>
      {showLegend && (
        <Legend calcs={calcs} isTable={isTable} lines={ordered(lines, calcs, sortBy, sortDesc)} style={legend} />
      )}
    </div>
  )
}

const Chart = ({ answer, height, panel, series, theme, width }) => {
  const { axes, indices } = axesOf(series)
  const mappings = series.map((one, at) => mappingOf(one, at, indices[at], width))
  const marks = thresholdLines(panel.fieldConfig, theme)
  const marked = mappings.map((mapping, at) =>
    at === 0 && marks.length > 0
      ? {
        ...mapping,
        markLine: { silent: true, symbol: "none", label: { show: false }, animation: false, data: marks }
      }
      : mapping
  )
  const { from, to } = answer.range
  const exemplars = answer.exemplars ?? []
  const dots = exemplars.length === 0
    ? []
    : [{
      type: "scatter",
      id: "exemplars",
      name: "exemplars",
      symbol: "diamond",
      symbolSize: 7,
      color: theme.visualization.getColorByName("blue"),
      data: exemplars
    }]
  return (
    <TimeSeriesChartBase
      data={series.map(({ name, points }) => ({ name, values: points }))}
      grid={{ top: 8, right: 14, bottom: 0, left: 6, containLabel: true }}
      height={height}
      seriesMapping={[...marked, ...dots]}
      timeScale={{ startMs: from, endMs: to, stepMs: 1_000, rangeMs: to - from }}
      tooltipConfig={{ hidden: true }}
      __experimentalEChartsOptionsOverride={(options) => ({
        ...options,
        xAxis: { ...options.xAxis, axisLabel: { hideOverlap: true, formatter: momentOf(to - from) } },
        yAxis: axes
      })}
    />
  )
}

const ordered = (lines, calcs, by, descending) => {
  const at = calcs.findIndex((calc) => calcName(calc) === by || calc === by)
  return at < 0 ? lines : lines.toSorted((a, b) => (descending ? -1 : 1) * (a.numbers[at] - b.numbers[at]))
}

const Legend = ({ calcs, isTable, lines, style }) =>
  isTable
    ? (
      <div className="legend" style={style}>
        <table>
          <thead>
            <tr>
              <th>Name</th>
              {calcs.map((calc) => <th key={calc}>{calcName(calc)}</th>)}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ colour, figures, name }) => (
              <tr key={name}>
                <td>
                  <b style={{ background: colour }} />
                  {name}
                </td>
                {figures.map((figure, at) => <td key={at}>{figure}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
        {LINE * (lines.length + 1) > style.height + 2 && <p className="more">{lines.length} series</p>}
      </div>
    )
    : (
      <div className="legend list" style={style}>
        {lines.map(({ colour, name }) => (
          <span key={name}>
            <b style={{ background: colour }} />
            {name}
          </span>
        ))}
      </div>
    )
