/** Figures as Grafana works them out, each drawn by Perses' stat chart. */
import { formattedValueToString, getFieldDisplayValues } from "@grafana/data"
import { StatChartBase } from "@perses-dev/stat-chart-plugin/lib/StatChartBase.js"

export const Figures = ({ answer, height, panel, theme, width }) => {
  const values = getFieldDisplayValues({
    data: answer.frames,
    fieldConfig: panel.fieldConfig,
    reduceOptions: panel.options.reduceOptions,
    replaceVariables: (text) => text,
    sparkline: panel.options.graphMode === "area",
    theme,
    timeZone: "Europe/Paris"
  })
  const isNamed = values.length > 1 && panel.options.textMode !== "value"
  return (
    <div className="figures">
      {values.map(({ display, sparkline }, at) => (
        <StatChartBase
          key={at}
          data={{
            calculatedValue: formattedValueToString(display),
            color: panel.options.colorMode === "none" ? theme.colors.text.primary : display.color,
            seriesData: { name: display.title ?? "", values: pointsOf(sparkline) }
          }}
          height={height}
          valueFontSize={sizeOf(formattedValueToString(display), width / values.length, height)}
          showSeriesName={isNamed}
          sparkline={sparkline?.x === undefined
            ? undefined
            : { lineStyle: { color: display.color, width: 1 }, areaStyle: { color: display.color, opacity: 0.15 } }}
          width={width / values.length}
        />
      ))}
    </div>
  )
}

/** As large as fits, and no larger than Grafana's. */
const sizeOf = (text, width, height) => Math.min(width / text.length * 1.4, height * 0.55, 60)

const pointsOf = (sparkline) =>
  sparkline?.x === undefined ? [] : sparkline.x.values.map((time, at) => [time, sparkline.y.values[at]])
