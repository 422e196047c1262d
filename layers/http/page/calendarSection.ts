/** "What does it know?": a row a region, a column a day; each cell says its state by a mark as well as a colour. */
import * as Day from "#domain/Day"
import { ALL as REGIONS, nameOf, type Region } from "#domain/Region"
import type { Coverage } from "#ports/Query"
import * as Result from "effect/Result"
import { absent } from "./absent.ts"
import { dueOf, type Facts, orNull } from "./facts.ts"
import type { Format } from "./Format.ts"
import { type Html, html } from "./html.ts"
import type { Question } from "./Question.ts"
import { lagsOf, type RegionLag } from "./wellness.ts"
import type { Words } from "./Words.ts"

export const STATES = ["complete", "revised", "partial", "missing"] as const

/** One letter a class: there are seven hundred cells. */
const LETTERS: Readonly<Record<Coverage["state"], string>> = {
  complete: "c",
  revised: "r",
  partial: "p",
  missing: "m"
}

/** The days of a calendar by month, in order. */
const monthsOf = (days: ReadonlyArray<Day.Day>): ReadonlyArray<readonly [first: Day.Day, count: number]> => {
  const months = new Map<string, [Day.Day, number]>()
  for (const day of days) {
    const month = day.slice(0, 7)
    const known = months.get(month)
    if (known === undefined) months.set(month, [day, 1])
    else known[1]++
  }
  return [...months.values()]
}

const isMonday = (day: Day.Day): boolean => new Date(`${day}T00:00:00Z`).getUTCDay() === 1

/** Narrower than that, and a month's name does not fit over its days. */
const ROOM_FOR_A_MONTH = 5

const header = (days: ReadonlyArray<Day.Day>, format: Format, words: Words) =>
  html`<thead><tr><th scope="col" rowspan="2">${words.region}</th>${
    monthsOf(days).map(([first, count]) =>
      html`<th scope="colgroup" colspan="${count}" class="month">${
        count < ROOM_FOR_A_MONTH ? "" : format.month(first)
      }</th>`
    )
  }<th scope="col" rowspan="2" class="lag">${words.latest}</th></tr>
<tr>${
    days.map((day) => html`<th scope="col"${isMonday(day) ? html` class="monday"` : ""}>${Number(day.slice(8))}</th>`)
  }</tr></thead>`

const cell = (line: Coverage, question: Question, words: Words) => {
  const keep = question.languageAsked ? `&lang=${question.language}` : ""
  const href = `?day=${line.day}&region=${line.region}${keep}#day`
  const open = question.day === line.day && question.region === line.region
  // Only of a part is it worth saying how much.
  const title = line.state === "partial" ? html` title="${line.records}/${line.expected}"` : ""
  return html`<td class="${LETTERS[line.state]}"><a href="${href}"${title}${open ? html` aria-current="true"` : ""}>${
    words.states[line.state]
  }</a></td>`
}

const row = (
  region: Region,
  lines: ReadonlyArray<Coverage>,
  { lag, level }: RegionLag,
  question: Question,
  format: Format,
  words: Words
) =>
  html`<tr><th scope="row"><span>${nameOf(region)}</span></th>${
    lines.map((line) => cell(line, question, words))
  }<td class="lag ${level}">${lag === null ? "–" : format.span(lag)}</td></tr>`

const legend = (words: Words) =>
  html`<ul class="legend">${
    STATES.map((state) =>
      html`<li><i class="cell ${LETTERS[state]}"></i><b>${words.states[state]}</b> ${words.stateMeans[state]}</li>`
    )
  }</ul>`

const table = (
  coverage: ReadonlyArray<Coverage>,
  facts: Facts,
  question: Question,
  format: Format,
  words: Words
): Html => {
  const byRegion = Map.groupBy(coverage, ({ region }) => region)
  const days = [...new Set(coverage.map(({ day }) => day))].toSorted()
  const lags = lagsOf(orNull(facts.freshness) ?? [], dueOf(facts), facts.now)
  const counts = { complete: 0, partial: 0, revised: 0, missing: 0 }
  for (const { state } of coverage) counts[state]++
  return html`<p class="sum">${words.sumOf(counts, days.length)}</p>
<div class="scroll end" tabindex="0" role="region" aria-label="${words.calendarCaption}"><table class="calendar">
<caption class="unseen">${words.calendarCaption}</caption>
${header(days, format, words)}
<tbody>${
    REGIONS.map((region) =>
      row(
        region,
        (byRegion.get(region) ?? []).toSorted((a, b) => a.day < b.day ? -1 : 1),
        lags(region),
        question,
        format,
        words
      )
    )
  }</tbody></table></div>
${legend(words)}<p class="hint">${words.calendarHint}</p>`
}

export const calendarSection = (facts: Facts, question: Question, format: Format, words: Words): Html =>
  html`<section id="calendar" aria-labelledby="calendar-title"><h2 id="calendar-title">${words.sections.calendar}</h2>
${
    facts.coverage === null
      ? ""
      : Result.isFailure(facts.coverage)
      ? absent("coverage", facts.coverage.failure, words)
      : table(facts.coverage.success, facts, question, format, words)
  }</section>`
