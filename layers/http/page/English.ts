/** The page in English. */
import { isHour } from "./Format.ts"
import { misreadings } from "./misreadings.ts"
import type { Words } from "./Words.ts"

const several = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

export const English: Words = {
  title: "éCO2mix, region by region",
  skip: "Skip to content",
  otherLanguage: "Français",
  sections: {
    well: "Is it well?",
    calendar: "What it knows",
    grid: "What the grid does",
    runs: "What happened"
  },
  live: { on: "live", off: "reconnecting…", without: "without JavaScript: reload the page to see more" },
  away: (part, code) => `${part}: no answer (${code}). `,
  parts: {
    freshness: "Freshness",
    coverage: "The calendar",
    mix: "The mix",
    runs: "The runs",
    quarantine: "The quarantine",
    findings: "The findings",
    day: "This day"
  },
  misread: (name, value, why) => `“${name}=${value}” was not understood: ${misreadings.en[why]}.`,

  levels: { well: "All is well", watch: "To be watched", act: "To be done" },
  verdicts: {
    upToDate: (regions, latest, next) =>
      `Up to date: ${several(regions, "region")}, last measure ${isHour(latest) ? "at\u00A0" : ""}${latest}${
        next === null ? "" : `, next run ${next}`
      }.`,
    empty: (next) => `Nothing yet: ${next === null ? "start" : `the first run is due ${next}; or start`} one below.`,
    away: (code) => `A database does not answer (${code}): run eco2mixd doctor on the daemon's machine.`,
    failed: (code, remedy) => `The last morning run failed (${code}). ${remedy}`,
    retried: (code, next) =>
      `The last morning run failed (${code}); nothing to do, it is tried again${
        next === null ? "" : `, at the latest ${next}`
      }.`,
    quotaSpent: (dataset, reset) =>
      `The quota of ${dataset} is spent${reset === null ? "" : ` until ${reset}`}: wait, or read from another address.`,
    behind: (regions, lag, act) =>
      `${lag === null ? "Behind" : `${lag} behind`}: ${regions}. ${
        act
          ? "See whether ODRÉ answers: eco2mixd doctor."
          : "Nothing to do for now: the next run reads what is missing."
      }`,
    quarantine: (waiting) =>
      `${several(waiting, "record")} in quarantine ${
        waiting === 1 ? "waits" : "wait"
      } for your decision: eco2mixd quarantine list.`,
    nobodyLeads: "No daemon leads: another one takes over within 30 seconds."
  },
  figures: {
    lag: "Lag",
    lagSince: (latest) => `last measure ${latest}`,
    lastRun: "Last run",
    noRun: "none",
    quota: "Quota left",
    quotaUnknown: "ODRÉ has not been asked yet",
    calls: (limit, dataset) => `calls${limit === null ? "" : ` of ${limit}`}, ${dataset}`,
    quarantine: "Quarantine",
    quarantined: (waiting) => waiting === 0 ? "nothing waits" : waiting === 1 ? "waits for someone" : "wait for someone"
  },
  datasets: { "eco2mix-regional-tr": "real time", "eco2mix-regional-cons-def": "consolidated" },
  next: "Next run",
  noNext: "none here",
  leads: (since) => `this daemon, since ${since}`,
  standsBy: (name, since) => `${name}, since ${since}; this daemon stands by`,
  nobody: "nobody",
  leader: "Leader",
  findings: "Findings",
  findingCounts: (errors, warnings, more, days) =>
    `${more ? "at least " : ""}${several(errors, "error")}, ${several(warnings, "warning")} in ${days} days`,

  states: { complete: "complete", partial: "partial", revised: "revised", missing: "missing" },
  stateMeans: {
    complete: "every mark is there",
    partial: "marks are missing",
    revised: "complete, corrected since",
    missing: "nothing is known"
  },
  region: "Region",
  regions: (count) => several(count, "region"),
  latest: "Lag",
  calendarCaption: "Coverage by region and day, sixty days",
  calendarHint: "Open a cell to see its day; the arrow keys go from cell to cell.",
  sumOf: (counts, days) =>
    `${days} days: ${
      counts.complete + counts.revised
    } region-days complete, ${counts.revised} of them revised, ${counts.partial} partial, ${counts.missing} missing.`,

  dayTitle: (region, day) => `${region}, ${day}`,
  close: "Close",
  records: "Measures",
  recordsOf: (records, expected) => `${records} of ${expected}`,
  revisions: "Revisions",
  nature: "Nature",
  meanConsumption: "Mean consumption",
  noneKnown: "Nothing is known of this day.",
  noFindings: "No finding.",
  readAgain: "Read this day again",
  readAgainHint: "reads all regions of this day from ODRÉ again",
  checks: {
    completeness: "Missing marks",
    exchange: "Exchange missing",
    balance: "Balance that does not add up",
    bounds: "Value out of bounds",
    jump: "Jump",
    night: "Sun at night"
  },
  finding: ({ text }) => text,
  severities: { info: "information", warning: "warning", error: "error" },

  spans: { "1": "24 h", "7": "7 days", "30": "30 days", dates: "Dates" },
  span: "Span",
  from: "from",
  to: "to",
  natures: {
    "Données temps réel": "real time",
    "Données consolidées": "consolidated",
    "Données définitives": "definitive"
  },
  bestNature: "the best",
  asOf: "As known on",
  asOfHint: "lays what the table said at the end of that day over it",
  show: "Show",
  gridTitle: (region, until) => `${region}, 24 hours up to ${until}`,
  gridTitleDays: (region, days) => `${region}, ${days}`,
  gridEmpty: (region, days) => `Nothing is known of ${region} for ${days}.`,
  granularities: {
    instant: "by quarter-hour or half-hour",
    hour: "hourly means",
    day: "daily means",
    month: "monthly means"
  },
  filieres: {
    ensemble: "All",
    nucleaire: "Nuclear",
    thermique: "Thermal",
    eolien: "Wind",
    solaire: "Solar",
    hydraulique: "Hydro",
    pompage: "Pumping",
    bioenergies: "Bioenergy",
    stockage_batterie: "Battery charge",
    destockage_batterie: "Battery discharge"
  },
  consumption: "Consumption",
  exchange: "Exchange",
  exchangeBand: "Physical exchange: import above, export below",
  below: "below zero",
  now: "Today",
  past: (day) => `On ${day}`,
  dashed: (day) => `dashed: as known on ${day}`,
  instant: "Time in Paris",
  chart: (region) => `Production by filière, consumption and exchange: ${region}`,
  cursor: "Instant to read",
  values: (count) => `The same values as a table (${count} lines)`,
  valuesCaption: (region, days) => `${region}, ${days}, in MW`,
  csv: (bothDays) => bothDays ? "CSV of both days" : "Download as CSV",
  older: "older",
  newer: "newer",
  pageOf: (page, pages) => `page ${page} of ${pages}`,
  source: "Source: ",

  run: {
    started: "Began",
    trigger: "Why",
    window: "Days",
    counts: "Work",
    duration: "Duration",
    outcome: "Outcome"
  },
  triggers: {
    schedule: "schedule",
    "catch-up": "catch-up",
    refresh: "refresh",
    manual: "manual",
    backfill: "backfill",
    replay: "replay"
  },
  outcomes: {
    Running: "running",
    Succeeded: "succeeded",
    Failed: "failed",
    Interrupted: "interrupted",
    Cancelled: "cancelled"
  },
  waits: {
    asked: "paused on request",
    morning: "waits for the morning run to end",
    quota: "waits: the rest of the quota is for the mornings"
  },
  countsLine: ({ days, records, revisions, rows }) =>
    `${records} read, ${revisions} new, ${days} d published, ${rows} rows`,
  countsMore: ({ blank, ghost, quarantined, repeated, unchanged }) =>
    `${unchanged} unchanged, ${blank} blank, ${ghost} ghost, ${repeated} repeated, ${quarantined} in quarantine`,
  noRuns: "No run yet.",
  doing: (text) => text,
  progress: (done, total) => `${done} d of ${total}`,
  pause: "Pause",
  resume: "Resume",
  cancel: "Cancel",
  requestedBy: (who) => `asked for by ${who}`,
  remedies: null,
  start: "Start",
  startLegend: "Start a run",
  kind: "Kind",
  kinds: { manual: "read these days again", backfill: "read history", replay: "work out again from the lake" },
  startWithout: "Without JavaScript, the command eco2mixd run starts a run.",
  token: "Token",
  tokenHint: "The value of ECO2MIXD_API_TOKEN; it stays in this tab, and is forgotten with it.",
  tokenSend: "Go on",
  tokenCancel: "Leave it",
  script: {
    started: "The run has begun.",
    asked: "Asked for.",
    wrong: "This is not the token.",
    ended: "The run has ended:",
    failed: "Refused:",
    running: "A run is going.",
    lost: "The daemon does not answer."
  },

  licence: "Licence Ouverte 2.0",
  version: "version",
  docs: "API",
  metrics: "The daemon's metrics"
}
