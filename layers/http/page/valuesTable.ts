/** The values of a chart as a table, newest first, a page at a time. */
import * as Day from "#domain/Day"
import type { Filiere } from "#domain/Filiere"
import { nameOf } from "#domain/Region"
import type { GridFacts } from "./facts.ts"
import type { Format } from "./Format.ts"
import { type Child, type Html, html } from "./html.ts"
import type { Point } from "./Mix.ts"
import { address, type Question } from "./Question.ts"
import type { Words } from "./Words.ts"

/** Lines a page: a day of quarter-hours. */
const LINES = 96

const number = (format: Format, now: number | null | undefined, past: number | null | undefined): Child => {
  const shown = now === null || now === undefined ? "–" : format.integer(now)
  const before = past === null || past === undefined ? null : format.integer(past)
  return before === null || before === shown ? shown : html`${shown} <del>${before}</del>`
}

export const valuesTable = (
  grid: GridFacts,
  filieres: ReadonlyArray<Filiere>,
  question: Question,
  format: Format,
  words: Words
): Html => {
  const points = grid.now.toReversed()
  const before = new Map((grid.past ?? []).map((point) => [point.start, point]))
  const pages = Math.max(1, Math.ceil(points.length / LINES))
  const page = Math.min(question.page, pages)
  const shown = points.slice((page - 1) * LINES, page * LINES)
  const whole = grid.granularity === "day" || grid.granularity === "month"
  const when = (start: number) => whole ? format.day(Day.of(start)) : format.short(start)
  const line = (point: Point) => {
    const past = before.get(point.start)
    return html`<tr><th scope="row">${format.time(point.start, when(point.start))}</th><td class="n">${
      number(format, point.consumption, past?.consumption)
    }</td><td class="n">${number(format, point.exchange, past?.exchange)}</td>${
      filieres.map((filiere) =>
        html`<td class="n">${number(format, point.production[filiere], past?.production[filiere])}</td>`
      )
    }<td>${words.natures[point.nature]}</td></tr>`
  }
  const link = (to: number, text: string) =>
    to >= 1 && to <= pages && html`<a href="${address(question, { page: String(to) }, "#values")}">${text}</a>`
  const label = words.valuesCaption(nameOf(question.region), format.range(grid.days))
  return html`<details id="values"${question.page > 1 ? html` open` : ""}><summary>${
    words.values(format.integer(points.length))
  }</summary><div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="plain values"><caption class="unseen">${label}</caption>
<thead><tr><th scope="col">${words.instant}</th><th scope="col" class="n">${words.consumption}</th><th scope="col" class="n">${words.exchange}</th>${
    filieres.map((filiere) => html`<th scope="col" class="n">${words.filieres[filiere]}</th>`)
  }<th scope="col">${words.nature}</th></tr></thead><tbody>${shown.map(line)}</tbody></table></div>
<p class="pages">${pages > 1 && words.pageOf(page, pages)} ${link(page - 1, words.newer)} ${
    link(page + 1, words.older)
  }</p></details>`
}
