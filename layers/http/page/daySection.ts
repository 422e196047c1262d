/** A day of a region, opened from the calendar: what is known of it, in which natures, and what is hard to believe. */
import { nameOf } from "#domain/Region"
import * as Result from "effect/Result"
import { absent } from "./absent.ts"
import type { DayFacts, Facts } from "./facts.ts"
import type { Format } from "./Format.ts"
import { type Html, html } from "./html.ts"
import { address, type Question } from "./Question.ts"
import type { Words } from "./Words.ts"

const natures = ({ coverage, natures }: DayFacts, format: Format, words: Words) =>
  natures.length === 0
    ? html`<p>${words.noneKnown}</p>`
    : html`<table class="plain"><thead><tr><th scope="col">${words.nature}</th><th scope="col" class="n">${words.records}</th>
<th scope="col" class="n">${words.revisions}</th><th scope="col" class="n">${words.meanConsumption}</th></tr></thead><tbody>${
      natures.map((row) =>
        html`<tr><th scope="row">${words.natures[row.nature]}</th><td class="n">${
          coverage?.nature === row.nature
            ? words.recordsOf(format.integer(coverage.records), format.integer(coverage.expected))
            : format.integer(row.records)
        }</td><td class="n">${
          coverage?.nature === row.nature
            ? format.integer(coverage.revisions)
            : row.version === null
            ? ""
            : format.integer(row.version)
        }</td><td class="n">${row.consumption === null ? "–" : format.power(row.consumption)}</td></tr>`
      )
    }</tbody></table>`

const findings = (facts: DayFacts, format: Format, words: Words) => {
  if (Result.isFailure(facts.findings)) return absent("findings", facts.findings.failure, words)
  const entries = facts.findings.success
  if (entries.length === 0) return html`<p>${words.noFindings}</p>`
  return html`<ul class="findings">${
    entries.map((entry) =>
      html`<li class="${entry.severity}"><b>${words.checks[entry.check]}</b> <small>${
        words.severities[entry.severity]
      }, ${format.time(entry.first, format.clock(entry.first))}${
        entry.last > entry.first && html`\u2013${format.time(entry.last, format.clock(entry.last))}`
      }</small> ${words.finding(entry, format)}</li>`
    )
  }</ul>`
}

const details = (facts: DayFacts, format: Format, words: Words) =>
  html`<p class="state"><i class="cell ${(facts.coverage?.state ?? "missing")[0]}"></i><b>${
    words.states[facts.coverage?.state ?? "missing"]
  }</b> ${words.stateMeans[facts.coverage?.state ?? "missing"]}</p>
${natures(facts, format, words)}
<h4>${words.findings}</h4>
${findings(facts, format, words)}
<p class="needs-script"><button type="button" data-read="${facts.day}">${words.readAgain}</button> <small>${words.readAgainHint}</small></p>`

export const daySection = (facts: Facts, question: Question, format: Format, words: Words): Html => {
  const { day, region } = question
  if (day === null || facts.day === null) return html`<section id="day" hidden></section>`
  return html`<section id="day" aria-labelledby="day-title"><div class="head"><h3 id="day-title" tabindex="-1">${
    words.dayTitle(nameOf(region), format.longDay(day))
  }</h3><a class="close" href="${
    address({ ...question, days: null, span: "1" }, {}, "#calendar")
  }">${words.close}</a></div>
${
    Result.isFailure(facts.day)
      ? absent("day", facts.day.failure, words)
      : details(facts.day.success, format, words)
  }</section>`
}
