/** A map's marks where they stand, without the ground under them: Perses draws no maps, so this is ECharts alone. */
import { formattedValueToString } from "@grafana/data"
import { EChart } from "@perses-dev/components"
import { ScatterChart } from "echarts/charts"
import { GridComponent } from "echarts/components"
import { use } from "echarts/core"

use([ScatterChart, GridComponent])

/** France, with room around it. */
const VIEW = { x: [-5.5, 9.5], y: [41.2, 51.2] }

export const Map = ({ answer, height, panel, theme }) => {
  const [frame] = answer.frames
  const field = (name) => frame.fields.find((one) => one.name === name)
  const { config, location } = panel.options.layers[0]
  const { color, size, text } = config.style
  const sizes = field(size.field)
  const [least, most] = [Math.min(...sizes.values), Math.max(...sizes.values)]
  const radius = (at) => size.min + (sizes.values[at] - least) / (most - least || 1) * (size.max - size.min)
  const colours = field(color.field)
  const data = sizes.values.map((_, at) => ({
    value: [field(location.longitude).values[at], field(location.latitude).values[at]],
    symbolSize: radius(at) * 2,
    itemStyle: { color: colours.display(colours.values[at]).color, opacity: config.style.opacity },
    label: { show: true, formatter: formattedValueToString(field(text.field).display(field(text.field).values[at])) }
  }))
  return (
    <EChart
      option={{
        animation: false,
        grid: { left: 0, right: 0, top: 0, bottom: 0 },
        xAxis: { show: false, min: VIEW.x[0], max: VIEW.x[1] },
        yAxis: { show: false, min: VIEW.y[0], max: VIEW.y[1] },
        series: [{
          type: "scatter",
          data,
          label: {
            color: theme.colors.text.primary,
            fontSize: text === undefined ? 10 : config.style.textConfig.fontSize
          }
        }]
      }}
      sx={{ width: "100%", height }}
    />
  )
}
