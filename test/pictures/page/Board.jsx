/** A dashboard on Grafana's grid: what it is at its head, its panels, and at its foot what each panel says of itself. */
import { renderMarkdown } from "@grafana/data"
import { useEffect, useState } from "react"
import { shown } from "./fields.ts"
import { Figures } from "./Figures.jsx"
import { Lines } from "./Lines.jsx"
import { Map } from "./Map.jsx"
import { Table } from "./Table.jsx"
import { TimeSeries } from "./TimeSeries.jsx"

const KINDS = { timeseries: TimeSeries, stat: Figures, table: Table, logs: Lines, geomap: Map }

/** Grafana's: 24 columns, rows of 30 px, 8 px between them. */
const ROW = 30
const GAP = 8
const columnsOf = (width) => (width - GAP * 23) / 24

export const Board = ({ board, theme }) => {
  const { dashboard, notes, range, variables } = board
  const panels = dashboard.panels.flatMap((panel) => panel.collapsed ? [panel, ...panel.panels] : [panel])
  const told = panels.filter(({ type }) => type !== "row")
  const [come, setCome] = useState(0)
  useEffect(() => {
    // ECharts draws in the frame after the one that it was told in.
    if (come === told.length) setTimeout(() => document.body.dataset.drawn = "all", 500)
  }, [come, told.length])
  const bottom = Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h))
  return (
    <main>
      <header>
        <p className="drawn">
          <b>Drawn by Perses, not by Grafana.</b> {notes.join(" ")}
        </p>
        <h1>{dashboard.title}</h1>
        <p>{dashboard.description}</p>
        <p className="choices">
          {variables.map(({ label, text }) => (
            <span key={label}>
              {label} <b>{text}</b>
            </span>
          ))}
          <span>{range.text}</span>
        </p>
        <p className="choices">{dashboard.links.map(({ title }) => <span key={title}>→ {title}</span>)}</p>
      </header>
      <div className="grid" style={{ height: bottom * (ROW + GAP) }}>
        {panels.map((panel) => {
          const place = placeOf(panel.gridPos)
          return panel.type === "row"
            ? <h2 key={panel.id} style={place}>{panel.title}</h2>
            : (
              <Panel
                key={panel.id}
                board={board}
                onCome={() => setCome((before) => before + 1)}
                panel={panel}
                place={place}
                theme={theme}
              />
            )
        })}
      </div>
      <section className="said">
        <h2>What the panels say of themselves</h2>
        {told.map(({ description, id, title }) => (
          <article key={id}>
            <h3>{title}</h3>
            <div dangerouslySetInnerHTML={{ __html: renderMarkdown(description) }} />
          </article>
        ))}
      </section>
    </main>
  )
}

const placeOf = ({ h, w, x, y }) => {
  const column = columnsOf(document.documentElement.clientWidth - 32)
  return {
    left: x * (column + GAP),
    top: y * (ROW + GAP),
    width: w * column + (w - 1) * GAP,
    height: h * ROW + (h - 1) * GAP
  }
}

const Panel = ({ board, onCome, panel, place, theme }) => {
  const [answer, setAnswer] = useState()
  useEffect(() => {
    const ask = async () => {
      const asked = await fetch(`/ask/${board.name}/${panel.id}?width=${Math.round(place.width)}`)
      const { error, exemplars, frames, note, range } = await asked.json()
      setAnswer({ error, exemplars, note, range, frames: error === undefined ? await shown(panel, frames, theme) : [] })
    }
    ask().catch((error) => setAnswer({ error: String(error), frames: [] })).finally(onCome)
  }, [])
  const Kind = KINDS[panel.type]
  const inside = { width: place.width - 16, height: place.height - 42 }
  return (
    <section className="panel" data-title={panel.title} style={place}>
      <h3>
        {panel.title} <i>i</i> {answer?.note && <em>{answer.note}</em>}
      </h3>
      <div className="inside" style={inside}>
        {panel.type === "text"
          ? <div dangerouslySetInnerHTML={{ __html: renderMarkdown(panel.options.content) }} />
          : answer === undefined
          ? null
          : answer.error !== undefined
          ? <p className="error">{answer.error}</p>
          : Kind === undefined
          ? <p className="error">Nothing here draws a panel of the kind {panel.type}.</p>
          : answer.frames.every(({ length }) => length === 0) && panel.type !== "stat"
          ? <p className="empty">No data</p>
          : <Kind answer={answer} panel={panel} theme={theme} {...inside} />}
      </div>
    </section>
  )
}
