/** A table in the order, names, texts and colours that Grafana gives it; what does not fit is cut, as it would have to be scrolled. */
import { formattedValueToString, getFieldDisplayName } from "@grafana/data"

const ROW = 36

export const Table = ({ answer, height, panel, width }) => {
  const frame = answer.frames[0]
  const fields = frame.fields.filter(({ config }) =>
    config.custom?.hidden !== true && config.custom?.hideFrom?.viz !== true
  )
  const names = fields.map((field) => getFieldDisplayName(field, frame, answer.frames))
  const rows = sorted(Array.from({ length: frame.length }, (_, row) => row), fields, names, panel.options.sortBy)
  const fixed = fields.reduce((sum, { config }) => sum + (config.custom?.width ?? 0), 0)
  const free = fields.filter(({ config }) => config.custom?.width === undefined).length
  const widthOf = ({ config }) =>
    config.custom?.width ?? Math.max((width - fixed) / free, config.custom?.minWidth ?? 150)
  const fits = Math.floor(height / ROW) - 1
  return (
    <>
      <table style={{ width: fields.reduce((sum, field) => sum + widthOf(field), 0) }}>
        <thead>
          <tr>{fields.map((field, at) => <th key={at} style={cellStyle(field, widthOf(field))}>{names[at]}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              {fields.map((field, at) => <Cell key={at} field={field} row={row} width={widthOf(field)} />)}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > fits && <p className="more">{rows.length} rows</p>}
    </>
  )
}

const isRight = ({ config, type }) => {
  const align = config.custom?.align ?? "auto"
  return align === "auto" ? type === "number" : align === "right"
}

const cellStyle = (field, width) => ({
  textAlign: isRight(field) ? "right" : field.config.custom?.align === "center" ? "center" : "left",
  width
})

const Cell = ({ field, row, width }) => {
  const display = field.display(field.values[row])
  const { type = "auto" } = field.config.custom?.cellOptions ?? {}
  const isLink = (field.config.links ?? []).length > 0 && display.text !== ""
  const colours = type === "color-text"
    ? { color: display.color }
    : type === "color-background"
    ? { background: display.color, color: "#fff" }
    : {}
  return (
    <td className={isLink ? "link" : undefined} style={{ ...cellStyle(field, width), ...colours }}>
      {type === "gauge" && <span className="bar" style={barStyle(field, display)} />}
      {formattedValueToString(display)}
    </td>
  )
}

const barStyle = ({ config }, { color, numeric }) => {
  const { max = 100, min = 0 } = config
  return { background: color, width: `${Math.max(0, Math.min(1, (numeric - min) / (max - min))) * 60}%` }
}

const sorted = (rows, fields, names, sortBy = []) => {
  const [{ desc = false, displayName } = {}] = sortBy
  const field = fields[names.indexOf(displayName)]
  if (field === undefined) return rows
  const compare = (a, b) => a === b ? 0 : (a ?? -Infinity) < (b ?? -Infinity) ? -1 : 1
  return rows.toSorted((a, b) => (desc ? -1 : 1) * compare(field.values[a], field.values[b]))
}
