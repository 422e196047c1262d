/** The page as a whole, and its parts alone as the script fetches them. */
import { calendarSection } from "./calendarSection.ts"
import { daySection } from "./daySection.ts"
import type { Facts } from "./facts.ts"
import type { Format } from "./Format.ts"
import { gridSection } from "./gridSection.ts"
import { type Child, data, type Html, html } from "./html.ts"
import { address, type Asked, type Part } from "./Question.ts"
import { runsSection, startForm } from "./runsSection.ts"
import { wellSection } from "./wellSection.ts"
import type { Words } from "./Words.ts"

/** Where the page finds its own files: an address that changes with what they hold. */
export type AssetAddress = (name: "page.css" | "page.js" | "uPlot.iife.min.js" | "uPlot.min.css") => string

export interface Rendering {
  readonly facts: Facts
  readonly asked: Asked
  readonly format: Format
  readonly words: Words
}

const part = ({ asked: { question }, facts, format, words }: Rendering, name: Part): Html => {
  switch (name) {
    case "well":
      return wellSection(facts, format, words)
    case "calendar":
      return calendarSection(facts, question, format, words)
    case "day":
      return daySection(facts, question, format, words)
    case "grid":
      return gridSection(facts, question, format, words)
    case "runs":
      return runsSection(facts, format, words)
  }
}

const misread = ({ asked, words }: Rendering): Child =>
  asked.misread.length > 0 &&
  html`<ul class="misread" role="note">${
    asked.misread.map(({ name, value, why }) => html`<li>${words.misread(name, value, why)}</li>`)
  }</ul>`

/** The parts that were asked for, and what of the question was not understood. */
export const fragment = (rendering: Rendering): Html =>
  html`<!doctype html><html lang="${rendering.format.language}"><title>${rendering.words.title}</title><body><div id="misread">${
    misread(rendering)
  }</div>${[...rendering.asked.question.parts].map((name) => part(rendering, name))}`

const tokenDialog = (words: Words) =>
  html`<dialog id="token" aria-labelledby="token-title"><form method="dialog"><label><b id="token-title">${words.token}</b>
<input type="password" name="token" required autocomplete="off" aria-describedby="token-hint"></label>
<p id="token-hint">${words.tokenHint}</p><p class="wrong" role="alert"></p>
<p class="buttons"><button value="go">${words.tokenSend}</button><button value="" formnovalidate>${words.tokenCancel}</button></p></form></dialog>`

const footer = (version: string, words: Words) =>
  html`<footer><p><span>${words.source}<b>RTE / ODRÉ, éCO2mix</b></span> <a href="https://www.etalab.gouv.fr/licence-ouverte-open-licence/" rel="license noreferrer">${words.licence}</a></p>
<p>eco2mixd ${words.version} ${version} <a href="/docs">${words.docs}</a> <a href="/metrics">${words.metrics}</a></p></footer>`

export const page = (rendering: Rendering, asset: AssetAddress, version: string): Html => {
  const { asked: { question }, facts, format, words } = rendering
  const other = format.language === "fr" ? "en" : "fr"
  const anchors = ["calendar", "grid", "runs"] as const
  return html`<!doctype html>
<html lang="${format.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title} · eco2mixd</title><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%231f73b5' d='M1 9h4v6H1z'/%3E%3Cpath fill='%23e5cd00' d='M6 1h4v14H6z'/%3E%3Cpath fill='%2371cdb8' d='M11 5h4v10h-4z'/%3E%3C/svg%3E">
<link rel="stylesheet" href="${asset("uPlot.min.css")}"><link rel="stylesheet" href="${asset("page.css")}">
<script src="${asset("page.js")}"></script><script src="${asset("uPlot.iife.min.js")}" defer></script></head>
<body><a class="skip" href="#main">${words.skip}</a>
<header><a class="brand" href="/${question.languageAsked && `?lang=${question.language}`}"><b>éCO2mix</b> eco2mixd</a>
<nav aria-label="${words.title}">${anchors.map((name) => html`<a href="#${name}">${words.sections[name]}</a>`)}</nav>
<p class="live" id="live" data-on="${words.live.on}" data-off="${words.live.off}">${words.live.without}</p>
<a href="${
    address({ ...question, languageAsked: true, language: other })
  }" lang="${other}" hreflang="${other}">${words.otherLanguage}</a></header>
<main id="main"><div id="misread">${misread(rendering)}</div>
${part(rendering, "well")}
${part(rendering, "calendar")}
${part(rendering, "day")}
${part(rendering, "grid")}
${part(rendering, "runs")}
${startForm(facts.now, words)}
<p id="said" role="status"></p></main>
${footer(version, words)}${tokenDialog(words)}${
    data("words", {
      ...words.script,
      outcomes: {
        succeeded: words.outcomes.Succeeded,
        failed: words.outcomes.Failed,
        interrupted: words.outcomes.Interrupted,
        cancelled: words.outcomes.Cancelled
      }
    })
  }</body></html>`
}
