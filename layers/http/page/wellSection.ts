/** "Is it well?": one sentence, four figures, and who does what next. */
import { DATASETS } from "#domain/Dataset"
import { nameOf } from "#domain/Region"
import type { RunRecord } from "#domain/Run"
import { remedyOf } from "#ports/remedy"
import * as Result from "effect/Result"
import type { Facts, Known } from "./facts.ts"
import { dueOf, FINDING_DAYS, FINDINGS_COUNTED, orNull } from "./facts.ts"
import type { Format } from "./Format.ts"
import { type Child, type Html, html } from "./html.ts"
import { type Away, type DatasetQuota, type Level, quotasOf, type Verdict, wellness } from "./wellness.ts"
import type { Words } from "./Words.ts"

/** The stores that did not answer, each of them once. */
export const awayOf = (facts: Facts): ReadonlyArray<Away> => {
  const away = new Map<string, Away>()
  const { coverage, day, findings, freshness, grid, mornings, runs, waiting } = facts
  const parts: ReadonlyArray<Known<unknown> | null> = [
    freshness,
    runs,
    mornings,
    waiting,
    findings,
    coverage,
    grid,
    day
  ]
  for (const known of parts) {
    if (known !== null && Result.isFailure(known)) away.set(known.failure.code, known.failure)
  }
  return [...away.values()]
}

/**
 * In the reader's own language where there are words for it, else as the program says it. What is queried stands in the
 * database that the ledger stands in.
 */
export const remedyIn = (words: Words, code: string, told?: string): string => {
  const known = code.replace(/^Query\./, "Ledger.")
  return words.remedies?.[known] ?? told ?? remedyOf(known)
}

const sentence = (verdict: Verdict, level: Level, facts: Facts, format: Format, words: Words): string => {
  const { now, standing } = facts
  const next = standing.next === null ? null : format.near(standing.next, now)
  const { verdicts } = words
  switch (verdict._tag) {
    case "Away":
      return verdicts.away(verdict.away.code)
    case "Failed":
      return verdicts.failed(verdict.outcome.code, remedyIn(words, verdict.outcome.code, verdict.outcome.remedy))
    case "Retried":
      return verdicts.retried(verdict.outcome.code, next)
    case "QuotaSpent":
      return verdicts.quotaSpent(
        verdict.quota.dataset,
        verdict.quota.reset === null ? null : format.near(verdict.quota.reset, now)
      )
    case "Quarantine":
      return verdicts.quarantine(verdict.waiting)
    case "Behind":
      return verdicts.behind(
        verdict.regions.length > 3 ? words.regions(verdict.regions.length) : verdict.regions.map(nameOf).join(", "),
        verdict.lag === null ? null : format.span(verdict.lag),
        level === "act"
      )
    case "NobodyLeads":
      return verdicts.nobodyLeads
    case "Empty":
      return verdicts.empty(next)
    case "UpToDate":
      return verdicts.upToDate(verdict.regions, format.near(verdict.latest, now), next)
  }
}

const figure = (label: string, level: Level, value: Child, note: Child, words: Words) =>
  html`<div class="figure ${level}"><dt>${label}</dt><dd><b>${value}</b>${
    level !== "well" && html`<i class="mark ${level}" role="img" aria-label="${words.levels[level]}"></i>`
  }<span>${note}</span></dd></div>`

/** How long ago, and how it ended. */
const lastRun = (record: RunRecord | null, facts: Facts, format: Format, words: Words): readonly [Child, Child] => {
  if (record === null) return [words.figures.noRun, ""]
  const at = record.endedAt ?? record.startedAt
  return [
    words.outcomes[record.outcome._tag],
    html`${words.triggers[record.run.trigger]}, ${format.time(at, format.near(at, facts.now))}`
  ]
}

const quotaFigure = (quotas: ReadonlyArray<DatasetQuota>, format: Format, words: Words): readonly [Child, Child] => {
  const least = quotas.toSorted((a, b) => a.remaining - b.remaining)[0]
  if (least === undefined) return ["–", words.figures.quotaUnknown]
  return [
    format.integer(least.remaining),
    html`<span title="${least.dataset}">${
      words.figures.calls(least.limit === null ? null : format.integer(least.limit), words.datasets[least.dataset])
    }</span>`
  ]
}

const leader = ({ now, standing }: Facts, format: Format, words: Words): Child => {
  if (standing.leader === null) return words.nobody
  const { name, since } = standing.leader
  const when = format.near(since, now)
  return html`<span title="${name}">${standing.leads ? words.leads(when) : words.standsBy(name, when)}</span>`
}

export const wellSection = (facts: Facts, format: Format, words: Words): Html => {
  const runs = orNull(facts.runs)
  const quotas = quotasOf(DATASETS, facts.quotas, runs ?? [], facts.now)
  const waiting = orNull(facts.waiting)
  const { now, standing } = facts
  const well = wellness({
    now,
    away: awayOf(facts),
    freshness: orNull(facts.freshness),
    runs,
    mornings: orNull(facts.mornings),
    due: dueOf(facts),
    standing,
    quotas,
    waiting
  })
  const findings = orNull(facts.findings)
  const errors = findings?.filter(({ severity }) => severity === "error").length ?? 0
  const [run, runNote] = runs === null ? ["–", ""] : lastRun(well.lastRun, facts, format, words)
  const [quota, quotaNote] = quotaFigure(quotas, format, words)

  return html`<section id="well" class="${well.level}" aria-label="${words.sections.well}">
<h1><i class="mark ${well.level}" role="img" aria-label="${words.levels[well.level]}"></i><span>${
    sentence(well.verdict, well.level, facts, format, words)
  }</span></h1>
<dl class="figures">
${
    figure(
      words.figures.lag,
      well.levels.lag,
      well.lag === null ? "–" : format.span(well.lag),
      well.latest !== null &&
        format.time(well.latest, words.figures.lagSince(format.near(well.latest, now))),
      words
    )
  }
${figure(words.figures.lastRun, well.levels.lastRun, run, runNote, words)}
${figure(words.figures.quota, well.levels.quota, quota, quotaNote, words)}
${
    figure(
      words.figures.quarantine,
      well.levels.quarantine,
      waiting === null ? "–" : format.integer(waiting),
      html`<a href="/api/v1/quarantine">${waiting !== null && words.figures.quarantined(waiting)}</a>`,
      words
    )
  }
</dl>
<dl class="facts">
<div><dt>${words.next}</dt><dd>${
    standing.next === null ? words.noNext : format.time(standing.next, format.near(standing.next, now))
  }</dd></div>
<div><dt>${words.leader}</dt><dd>${leader(facts, format, words)}</dd></div>
<div><dt>${words.findings}</dt><dd>${
    findings === null
      ? "–"
      : html`<a href="/api/v1/findings">${
        words.findingCounts(errors, findings.length - errors, findings.length >= FINDINGS_COUNTED, FINDING_DAYS)
      }</a>`
  }</dd></div>
</dl>
</section>`
}
