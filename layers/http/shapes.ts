/** What the ports know, in the words of the API: names as in the tables, instants as ISO 8601 in UTC. */
import type { Run } from "#api/RunsApi"
import * as Day from "#domain/Day"
import { nameOf, type Region } from "#domain/Region"
import type { RunRecord } from "#domain/Run"
import type { FindingEntry } from "#ports/Ledger"
import type { Coverage, Freshness } from "#ports/Query"
import type { LiveRun } from "#ports/Runs"
import * as shapes from "#ports/shapes"
import { instant } from "#ports/shapes"

const region = (code: Region) => ({ code_insee_region: code, libelle_region: nameOf(code) })

const seconds = (milliseconds: number): number => Math.max(0, milliseconds) / 1000

/** The same as everywhere, and why it waits where it goes in this daemon. */
export const runOf = (record: RunRecord | LiveRun, now: number): Run => ({
  ...shapes.runOf(record, now),
  waits: "waits" in record ? record.waits : null
})

export const coverageOf = ({ region: code, ...rest }: Coverage) => ({ ...region(code), ...rest })

export const freshnessOf = ({ latest, nature, region: code }: Freshness, now: number) => ({
  ...region(code),
  nature,
  latest: instant(latest),
  lag_seconds: seconds(now - latest)
})

export const findingOf = (finding: FindingEntry) => ({
  id: finding.id,
  check: finding.check,
  severity: finding.severity,
  ...region(finding.region),
  nature: finding.nature,
  granularity: finding.granularity,
  date_heure: instant(finding.instant),
  first: instant(finding.first),
  last: instant(finding.last),
  measure: finding.measure,
  figures: finding.values,
  text: finding.text,
  first_seen_at: instant(finding.firstSeenAt),
  run_id: finding.runId
})

/** A list of one more than a page, as the page and where the next one begins. */
export const pageOf = <A>(found: ReadonlyArray<A>, limit: number, idOf: (one: A) => string) => {
  const entries = found.slice(0, limit)
  return { entries, next: found.length > limit ? idOf(entries.at(-1)!) : null }
}

/** Today in Paris, and so many days up to it. */
export const lastDays = (now: number, days: number): Day.DayRange => {
  const to = Day.of(now)
  return { from: Day.plus(to, 1 - days), to }
}
