/** Every word of the page, by name: a language is one object that has them all. */
import type { Dataset } from "#domain/Dataset"
import type { Subject } from "#domain/Filiere"
import type { Check, Finding, Severity } from "#domain/Finding"
import type { Nature } from "#domain/Nature"
import type { RunRecord, Trigger } from "#domain/Run"
import type { Coverage } from "#ports/Query"
import type { LiveRun } from "#ports/Runs"
import { English } from "./English.ts"
import type { Format, Language } from "./Format.ts"
import { French } from "./French.ts"
import type { Misread, Span } from "./Question.ts"

export interface Words {
  readonly title: string
  readonly skip: string
  readonly otherLanguage: string
  readonly sections: Readonly<Record<"well" | "calendar" | "grid" | "runs", string>>
  readonly live: { readonly on: string; readonly off: string; readonly without: string }
  readonly away: (part: string, code: string) => string
  readonly parts: Readonly<
    Record<"freshness" | "coverage" | "mix" | "runs" | "quarantine" | "findings" | "day", string>
  >
  readonly misread: (name: string, value: string, why: Misread["why"]) => string

  readonly levels: Readonly<Record<"well" | "watch" | "act", string>>
  readonly verdicts: {
    readonly upToDate: (regions: number, latest: string, next: string | null) => string
    readonly empty: (next: string | null) => string
    readonly away: (code: string) => string
    readonly failed: (code: string, remedy: string) => string
    readonly retried: (code: string, next: string | null) => string
    readonly quotaSpent: (dataset: string, reset: string | null) => string
    readonly behind: (regions: string, lag: string | null, act: boolean) => string
    readonly quarantine: (waiting: number) => string
    readonly nobodyLeads: string
  }
  readonly figures: {
    readonly lag: string
    readonly lagSince: (latest: string) => string
    readonly lastRun: string
    readonly noRun: string
    readonly quota: string
    readonly quotaUnknown: string
    readonly calls: (limit: string | null, dataset: string) => string
    readonly quarantine: string
    readonly quarantined: (waiting: number) => string
  }
  readonly datasets: Readonly<Record<Dataset, string>>
  readonly next: string
  readonly noNext: string
  readonly leads: (since: string) => string
  readonly standsBy: (name: string, since: string) => string
  readonly nobody: string
  readonly leader: string
  readonly findings: string
  readonly findingCounts: (errors: number, warnings: number, more: boolean, days: number) => string

  readonly states: Readonly<Record<Coverage["state"], string>>
  readonly stateMeans: Readonly<Record<Coverage["state"], string>>
  readonly region: string
  readonly regions: (count: number) => string
  readonly latest: string
  readonly calendarCaption: string
  readonly calendarHint: string
  readonly sumOf: (counts: Readonly<Record<Coverage["state"], number>>, days: number) => string

  readonly dayTitle: (region: string, day: string) => string
  readonly close: string
  readonly records: string
  readonly recordsOf: (records: string, expected: string) => string
  readonly revisions: string
  readonly nature: string
  readonly meanConsumption: string
  readonly noneKnown: string
  readonly noFindings: string
  readonly readAgain: string
  readonly readAgainHint: string
  readonly checks: Readonly<Record<Check, string>>
  /** What a finding says, with hours of Paris. */
  readonly finding: (finding: Finding, format: Format) => string
  readonly severities: Readonly<Record<Severity, string>>

  readonly spans: Readonly<Record<Span, string>>
  readonly span: string
  readonly from: string
  readonly to: string
  readonly natures: Readonly<Record<Nature, string>>
  readonly bestNature: string
  readonly asOf: string
  readonly asOfHint: string
  readonly show: string
  readonly gridTitle: (region: string, until: string) => string
  readonly gridTitleDays: (region: string, days: string) => string
  readonly gridEmpty: (region: string, days: string) => string
  readonly granularities: Readonly<Record<"instant" | "hour" | "day" | "month", string>>
  readonly filieres: Readonly<Record<Subject, string>>
  readonly consumption: string
  readonly exchange: string
  readonly exchangeBand: string
  readonly below: string
  readonly now: string
  readonly past: (day: string) => string
  /** Of the lines of another moment in the chart. */
  readonly dashed: (day: string) => string
  readonly instant: string
  readonly chart: (region: string) => string
  readonly cursor: string
  readonly values: (count: string) => string
  readonly valuesCaption: (region: string, days: string) => string
  /** `bothDays`: two whole days, where the chart shows the last 24 hours of them. */
  readonly csv: (bothDays: boolean) => string
  readonly older: string
  readonly newer: string
  readonly pageOf: (page: number, pages: number) => string
  /** Before the source of the data, with its colon. */
  readonly source: string

  readonly run: Readonly<Record<"started" | "trigger" | "window" | "counts" | "duration" | "outcome", string>>
  readonly triggers: Readonly<Record<Trigger, string>>
  readonly outcomes: Readonly<Record<RunRecord["outcome"]["_tag"], string>>
  readonly waits: Readonly<Record<Exclude<LiveRun["waits"], null>, string>>
  readonly countsLine: (counts: Readonly<Record<"records" | "revisions" | "rows" | "days", string>>) => string
  readonly countsMore: (
    counts: Readonly<Record<"blank" | "ghost" | "repeated" | "quarantined" | "unchanged", string>>
  ) => string
  readonly noRuns: string
  readonly doing: (text: string) => string
  readonly progress: (done: string, total: string) => string
  readonly pause: string
  readonly resume: string
  readonly cancel: string
  readonly requestedBy: (who: string) => string
  readonly remedies: Readonly<Record<string, string>> | null
  readonly start: string
  readonly startLegend: string
  readonly kind: string
  readonly kinds: Readonly<Record<"manual" | "backfill" | "replay", string>>
  readonly startWithout: string
  readonly token: string
  readonly tokenHint: string
  readonly tokenSend: string
  readonly tokenCancel: string
  /** What the script says by itself. */
  readonly script: Readonly<Record<"started" | "asked" | "wrong" | "ended" | "failed" | "running" | "lost", string>>

  readonly licence: string
  readonly version: string
  readonly docs: string
  readonly metrics: string
}

export const wordsOf = (language: Language): Words => language === "fr" ? French : English
