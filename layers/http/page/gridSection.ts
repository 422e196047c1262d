/** "What does the grid do?": a region's mix, consumption and exchange, drawn where a script can draw, and as a table anyway. */
import * as Day from "#domain/Day"
import type { Filiere } from "#domain/Filiere"
import { NATURES } from "#domain/Nature"
import { ALL as REGIONS, nameOf } from "#domain/Region"
import * as Result from "effect/Result"
import { absent } from "./absent.ts"
import type { Facts, GridFacts } from "./facts.ts"
import type { Format } from "./Format.ts"
import { data, type Html, html } from "./html.ts"
import { columnsOf, filieresOf, type Point } from "./Mix.ts"
import { type Question, SPANS } from "./Question.ts"
import { valuesTable } from "./valuesTable.ts"
import type { Words } from "./Words.ts"

const option = (value: string, text: string, chosen: boolean) =>
  html`<option value="${value}"${chosen ? html` selected` : ""}>${text}</option>`

const form = (question: Question, days: Day.DayRange | null, words: Words) =>
  html`<form action="/#grid" method="get" class="ask" id="ask">
<label>${words.region}<select name="region">${
    REGIONS.map((region) => option(region, nameOf(region), region === question.region))
  }</select></label>
<fieldset class="spans"><legend>${words.span}</legend><div>${
    SPANS.map((span) =>
      html`<label><input type="radio" name="span" value="${span}"${
        span === question.span ? html` checked` : ""
      }><span>${words.spans[span]}</span></label>`
    )
  }</div></fieldset>
<div class="dates"><label>${words.from}<input type="date" name="from" value="${days?.from}"></label>
<label>${words.to}<input type="date" name="to" value="${days?.to}"></label></div>
<label>${words.nature}<select name="nature">${option("", words.bestNature, question.nature === null)}${
    NATURES.map((nature) => option(nature, words.natures[nature], nature === question.nature))
  }</select></label>
<label title="${words.asOfHint}">${words.asOf}<input type="date" name="as_of" value="${question.asOf}"></label>
${question.languageAsked && html`<input type="hidden" name="lang" value="${question.language}">`}
<button type="submit">${words.show}</button></form>`

/** The address of the same rows in the API, as CSV. */
export const csvAddress = ({ asOf, nature, region }: Question, grid: GridFacts): string => {
  const search = new URLSearchParams({
    region,
    granularity: grid.granularity,
    from: grid.days.from,
    to: grid.days.to,
    format: "csv"
  })
  if (nature !== null) search.set("nature", nature)
  if (asOf !== null) search.set("as_of", new Date(Day.end(asOf)).toISOString())
  return `/api/v1/stats?${search.toString()}`
}

/** The newest point that says anything of consumption, else the newest. */
const readPoint = (points: ReadonlyArray<Point>): Point | undefined =>
  points.findLast(({ consumption }) => consumption !== null) ?? points.at(-1)

const value = (format: Format, megawatts: number | null | undefined) =>
  megawatts === null || megawatts === undefined ? "–" : format.integer(megawatts)

/** Beside the chart: what the cursor reads, and the key of the colours. */
const readout = (
  filieres: ReadonlyArray<Filiere>,
  grid: GridFacts,
  question: Question,
  format: Format,
  words: Words
) => {
  const point = readPoint(grid.now)
  const past = grid.past?.find(({ start }) => start === point?.start)
  const line = (key: string, name: string, now: number | null | undefined, before: number | null | undefined) =>
    html`<tr data-key="${key}"><th scope="row"><i class="swatch ${key}"></i>${name}</th><td class="n now">${
      value(format, now)
    }</td>${grid.past !== null && html`<td class="n past">${value(format, before)}</td>`}</tr>`
  return html`<table class="readout"><caption><output id="moment">${
    point !== undefined && format.time(point.start, moment(point.start, grid, format))
  }</output><small>MW</small></caption>
${
    question.asOf !== null &&
    html`<thead><tr><td></td><th scope="col" class="n">${words.now}</th><th scope="col" class="n">${
      words.past(format.day(question.asOf))
    }</th></tr></thead>`
  }<tbody>${line("consommation", words.consumption, point?.consumption, past?.consumption)}${
    line("echanges", words.exchange, point?.exchange, past?.exchange)
  }</tbody><tbody>${
    // As they stand in the picture: the highest first.
    filieres.toReversed().map((filiere) =>
      line(filiere, words.filieres[filiere], point?.production[filiere], past?.production[filiere])
    )}</tbody></table>`
}

const moment = (start: number, grid: GridFacts, format: Format): string =>
  grid.granularity === "day" || grid.granularity === "month"
    ? format.day(Day.of(start))
    : `${format.day(Day.of(start))} ${format.clock(start)}`

const picture = (now: number, grid: GridFacts, question: Question, format: Format, words: Words): Html => {
  const filieres = filieresOf(grid.now, grid.past ?? [])
  const region = nameOf(question.region)
  const days = format.range(grid.days)
  const title = grid.until === null
    ? words.gridTitleDays(region, days)
    : words.gridTitle(region, format.near(grid.until, now))
  if (grid.now.length === 0 && (grid.past ?? []).length === 0) {
    return html`<p class="empty">${words.gridEmpty(region, days)}</p>`
  }
  return html`<figure><figcaption><h3>${title}</h3><p>${words.granularities[grid.granularity]}${
    question.nature !== null && `, ${words.natures[question.nature]}`
  }${
    question.asOf !== null && ` ; ${words.dashed(format.day(question.asOf))}`
  }. ${words.source}RTE / ODRÉ, éCO2mix</p></figcaption>
<div class="chart needs-script"><div id="mix" role="img" aria-label="${words.chart(region)}"></div>
<p class="band">${words.exchangeBand}</p><div id="exchange" aria-hidden="true"></div>
<input type="range" id="cursor" min="0" value="0" aria-label="${words.cursor}"></div>
${readout(filieres, grid, question, format, words)}</figure>
${
    data("mix-data", {
      granularity: grid.granularity,
      stack: filieres,
      now: columnsOf(grid.now, filieres, grid.granularity),
      past: grid.past === null ? null : columnsOf(grid.past, filieres, grid.granularity)
    })
  }
${valuesTable(grid, filieres, question, format, words)}
<p><a href="${csvAddress(question, grid)}" download>${
    words.csv(grid.until !== null && grid.days.from !== grid.days.to)
  }</a></p>`
}

export const gridSection = (facts: Facts, question: Question, format: Format, words: Words): Html => {
  const { grid } = facts
  const days = grid !== null && Result.isSuccess(grid) ? grid.success.days : question.days
  return html`<section id="grid" aria-labelledby="grid-title"><h2 id="grid-title">${words.sections.grid}</h2>
${form(question, days, words)}
${
    grid === null
      ? ""
      : Result.isFailure(grid)
      ? absent("mix", grid.failure, words)
      : picture(facts.now, grid.success, question, format, words)
  }</section>`
}
