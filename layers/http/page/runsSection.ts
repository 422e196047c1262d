/** "What happened?": the runs, newest first, with what became of each; those that go can be halted, and one can be begun. */
import * as Day from "#domain/Day"
import { isLong, type RunRecord } from "#domain/Run"
import type { LiveRun } from "#ports/Runs"
import * as Result from "effect/Result"
import { absent } from "./absent.ts"
import type { Facts } from "./facts.ts"
import type { Format } from "./Format.ts"
import { type Child, type Html, html } from "./html.ts"
import { remedyIn } from "./wellSection.ts"
import type { Words } from "./Words.ts"

type Shown = RunRecord | LiveRun

const isLive = (record: Shown): record is LiveRun => "waits" in record

const counts = ({ counts: all }: Shown, format: Format, words: Words): Child => {
  const said = Object.fromEntries(
    Object.entries(all).map(([name, count]) => [name, format.integer(count)])
  ) as { readonly [Name in keyof typeof all]: string }
  return html`<span title="${words.countsMore(said)}">${words.countsLine(said)}</span>${
    all.quarantined > 0 && html` <strong>${said.quarantined} ${words.figures.quarantine.toLowerCase()}</strong>`
  }`
}

const button = (verb: "pause" | "resume" | "cancel", id: string, words: Words) =>
  html`<button type="button" id="${verb}-${id}" data-verb="${verb}" data-run="${id}">${words[verb]}</button>`

const going = (record: Shown, format: Format, words: Words): Child => {
  const { run, step } = record
  const waits = isLive(record) ? record.waits : null
  return html`${
    step !== null &&
    html`<progress max="${step.total}" value="${step.done}" aria-label="${words.outcomes.Running}"></progress>
<small class="step">${words.progress(format.integer(step.done), format.integer(step.total))}, ${
      words.doing(step.doing)
    }</small>`
  }${waits !== null && html`<small class="waits">${words.waits[waits]}</small>`}${
    isLive(record) &&
    html`<span class="buttons needs-script">${
      isLong(run) && (waits === "asked" ? button("resume", run.id, words) : button("pause", run.id, words))
    }${button("cancel", run.id, words)}</span>`
  }`
}

const outcome = (record: Shown, format: Format, words: Words): Child => {
  const said = record.outcome
  const label = html`<b class="outcome ${said._tag}">${words.outcomes[said._tag]}</b>`
  if (said._tag === "Running") return html`${label}${going(record, format, words)}`
  if (said._tag !== "Failed") return label
  return html`${label} <code>${said.code}</code><p class="why"><span lang="en">${said.message}</span><br>${
    remedyIn(words, said.code, said.remedy)
  }</p>`
}

const row = (record: Shown, now: number, format: Format, words: Words): Html => {
  const { endedAt, run, startedAt } = record
  return html`<tr id="run-${run.id}" role="row"><th scope="row" role="rowheader">${
    format.time(startedAt, format.near(startedAt, now))
  }</th>
<td role="cell"><span title="${words.requestedBy(run.requestedBy)}">${words.triggers[run.trigger]}</span></td>
<td role="cell">${format.range(run.window)}</td><td role="cell" class="counts">${
    counts(record, format, words)
  }</td><td role="cell" class="n">${format.span((endedAt ?? now) - startedAt)}</td><td role="cell" class="end">${
    outcome(record, format, words)
  }</td></tr>`
}

const table = (records: ReadonlyArray<Shown>, now: number, format: Format, words: Words): Html =>
  records.length === 0
    ? html`<p class="empty">${words.noRuns}</p>`
    : html`<div class="scroll" tabindex="0" role="group" aria-label="${words.sections.runs}"><table class="plain runs" role="table">
<thead role="rowgroup"><tr role="row">${
      (["started", "trigger", "window", "counts", "duration", "outcome"] as const).map((name) =>
        html`<th scope="col" role="columnheader"${name === "duration" ? html` class="n"` : ""}>${words.run[name]}</th>`
      )
    }</tr></thead>
<tbody role="rowgroup">${records.map((record) => row(record, now, format, words))}</tbody></table></div>`

/** Outside of what the script replaces while runs go: what was typed into it stays. */
export const startForm = (now: number, words: Words): Html => {
  const today = Day.of(now)
  return html`<form id="start" class="ask needs-script"><fieldset><legend>${words.startLegend}</legend>
<label>${words.kind}<select name="kind">${
    (["manual", "backfill", "replay"] as const).map((kind) =>
      html`<option value="${kind}">${words.kinds[kind]}</option>`
    )
  }</select></label>
<label>${words.from}<input type="date" name="from" required value="${Day.plus(today, -2)}"></label>
<label>${words.to}<input type="date" name="to" required value="${today}"></label>
<button type="submit">${words.start}</button></fieldset></form>
<p class="without-script hint">${words.startWithout}</p>`
}

export const runsSection = (facts: Facts, format: Format, words: Words): Html =>
  html`<section id="runs" aria-labelledby="runs-title"><h2 id="runs-title">${words.sections.runs}</h2>
${
    Result.isFailure(facts.runs)
      ? absent("runs", facts.runs.failure, words)
      : table(facts.runs.success.slice(0, 20), facts.now, format, words)
  }</section>`
