/** Lines of a journal, as its panel orders them: when, how grave, what. */
import { dateTimeFormat } from "@grafana/data"

const LEVELS = {
  fatal: "#b877d9",
  critical: "#b877d9",
  error: "#e02f44",
  warn: "#ff9830",
  warning: "#ff9830",
  info: "#56a64b",
  debug: "#1f78c1"
}

export const Lines = ({ answer, panel }) => {
  const [times, lines, levels] = ["Time", "Line", "level"].map((name) =>
    answer.frames[0].fields.find((field) => field.name === name)?.values ?? []
  )
  const order = times.map((_, at) => at)
  if (panel.options.sortOrder !== "Ascending") order.reverse()
  return (
    <div className={panel.options.wrapLogMessage ? "lines wrapped" : "lines"}>
      {order.map((at) => (
        <p key={at} style={{ borderColor: LEVELS[levels[at]] ?? "#888" }}>
          {panel.options.showTime && (
            <time>{dateTimeFormat(times[at], { format: "YYYY-MM-DD HH:mm:ss.SSS", timeZone: "Europe/Paris" })}</time>
          )}
          {lines[at]}
        </p>
      ))}
    </div>
  )
}
