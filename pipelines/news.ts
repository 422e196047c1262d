/**
 * What is to be told now, of runs that failed and regions whose measures are missed, when it is known what was told before.
 * Judged as the page and `status` judge it. Pure: asks neither the clock nor the ledger.
 */
import * as Concern from "#domain/Concern"
import * as Day from "#domain/Day"
import type { FailedRun, InARow, Newest, Notice } from "#domain/Notice"
import type { Region } from "#domain/Region"
import type { RunRecord } from "#domain/Run"
import type { Freshness } from "#ports/Query"
import { createHash } from "node:crypto"

export interface Signs {
  readonly now: number
  /** The last ones, of all kinds. */
  readonly runs: ReadonlyArray<RunRecord>
  readonly freshness: ReadonlyArray<Freshness>
}

/** Whether this daemon has told it; else another one has, or so it is presumed. */
interface Told {
  readonly heard: boolean
}

interface Failure extends Told {
  readonly failed: InARow
  /** Each is told once: what a person can do goes by it. */
  readonly codes: ReadonlySet<string>
}

/** What was told, and of what it was not told yet that it is well again. */
export interface Known {
  /** Since when this daemon leads, in milliseconds since 1970 UTC. */
  readonly since: number
  /** By `kindOf`. */
  readonly failures: ReadonlyMap<string, Failure>
  readonly stale: ReadonlyMap<Region, Told>
}

export interface News {
  readonly notices: ReadonlyArray<Notice>
  readonly known: Known
}

/** What stood before a daemon led is told again where it still stands so long after, in milliseconds: someone may have died before telling it. */
const PRESUMED_FOR = 24 * Day.HOUR

/** What could be told before this daemon led is taken as told. */
export const presumed = (signs: Signs, since: number): Known => {
  const before = signs.runs.filter(({ endedAt }) => endedAt !== null && endedAt < since)
  const nothing: Known = { since, failures: new Map(), stale: new Map() }
  const { known } = newsOf(nothing, { ...signs, runs: before, now: since })
  return { since, failures: marked(known.failures, false), stale: marked(known.stale, false) }
}

export const newsOf = (known: Known, signs: Signs): News => {
  const before = signs.now - known.since < PRESUMED_FOR ? known : {
    since: known.since,
    failures: new Map([...known.failures].filter(([kind, { heard }]) => heard || !isRepeated(kind))),
    stale: new Map([...known.stale].filter(([, { heard }]) => heard))
  }
  const runs = runNews(before.failures, signs)
  const regions = regionNews(before.stale, signs)
  return {
    notices: [...runs.notices, ...regions.notices],
    known: { since: known.since, failures: runs.failures, stale: regions.stale }
  }
}

const marked = <Key, Value extends Told>(all: ReadonlyMap<Key, Value>, heard: boolean): ReadonlyMap<Key, Value> =>
  new Map([...all].map(([key, value]) => [key, { ...value, heard }]))

// ── Runs ──

/** Mornings and refreshes come again and fail in a row; a run that someone asked for is an event of its own. */
const kindOf = ({ id, trigger }: RunRecord["run"]): string =>
  trigger === "schedule" || trigger === "catch-up" ? "morning" : trigger === "refresh" ? "refresh" : id

const isRepeated = (kind: string): boolean => kind === "morning" || kind === "refresh"

const runNews = (before: ReadonlyMap<string, Failure>, { now, runs }: Signs) => {
  const notices: Array<Notice> = []
  const failures = new Map(before)
  const rows = rowsOf(runs)
  for (const [kind, row] of rows) {
    const told = before.get(kind)
    const failed: InARow = { first: told?.failed.first ?? row[0]!, last: row.at(-1)!, times: row.length }
    const { code } = failed.last.outcome
    const first = row.find(({ outcome }) => outcome.code === code)!
    if (told?.codes.has(code) === true) failures.set(kind, { ...told, failed })
    else if (isLast(failed.last, runs) && isDue(first, now)) {
      failures.set(kind, { failed, codes: new Set([...told?.codes ?? [], code]), heard: true })
      const id = idOf("run.failed", first.run.id, code)
      notices.push({ event: "run.failed", id, occurredAt: failed.last.endedAt ?? now, failed })
    }
  }
  for (const [kind, { failed }] of before) {
    const by = rows.has(kind) ? undefined : successor(kind, failed.last, runs)
    if (by === undefined) continue
    failures.delete(kind)
    const id = idOf("run.recovered", failed.last.run.id, by.run.id)
    notices.push({ event: "run.recovered", id, occurredAt: by.endedAt ?? now, failed, by })
  }
  return { notices, failures }
}

/** The failed runs of each kind that nothing has made up for, oldest first. */
const rowsOf = (runs: ReadonlyArray<RunRecord>): ReadonlyMap<string, ReadonlyArray<FailedRun>> => {
  const rows = new Map<string, Array<FailedRun>>()
  for (const record of runs) {
    const kind = kindOf(record.run)
    if (!isFailed(record) || isGoneOnWith(record, runs) || successor(kind, record, runs) !== undefined) continue
    const row = rows.get(kind)
    if (row === undefined) rows.set(kind, [record])
    else row.push(record)
  }
  for (const row of rows.values()) row.sort((a, b) => a.startedAt - b.startedAt)
  return rows
}

const isFailed = (record: RunRecord): record is FailedRun => record.outcome._tag === "Failed"

const isGoneOnWith = ({ run }: RunRecord, runs: ReadonlyArray<RunRecord>): boolean =>
  runs.some((heir) => heir.run.resumes === run.id)

/** The first run that has made up for a failed one: by itself, or as the next of its kind, by which a row is over. */
const successor = (kind: string, failed: RunRecord, runs: ReadonlyArray<RunRecord>): RunRecord | undefined =>
  runs.filter((later) =>
    later.outcome._tag === "Succeeded" && later.startedAt > failed.startedAt &&
    (isRepeated(kind) && kindOf(later.run) === kind || Concern.isMended(failed, [later]) || isAgain(failed, later))
  ).toSorted((a, b) => a.startedAt - b.startedAt)[0]

/** A replay reads nothing, and only another one does its work. */
const isAgain = ({ run }: RunRecord, later: RunRecord): boolean =>
  run.trigger === "replay" && later.run.trigger === "replay" && later.run.window.from <= run.window.from &&
  later.run.window.to >= run.window.to

/** Whether none of its kind has ended since: one that was called off is nobody's concern until the next. */
const isLast = ({ run, startedAt }: RunRecord, runs: ReadonlyArray<RunRecord>): boolean =>
  runs.every((later) => kindOf(later.run) !== kindOf(run) || later.endedAt === null || later.startedAt <= startedAt)

/** Whether nobody tries it again who may mend it: nobody does where a person asked, but for a backfill that lost its leader. */
const isDue = (first: FailedRun, now: number): boolean =>
  !(isRepeated(kindOf(first.run)) || first.outcome.code === "Gate.LeadershipLost") ||
  !Concern.isRetried(first, true, now)

// ── Regions ──

const regionNews = (before: ReadonlyMap<Region, Told>, { freshness, now, runs }: Signs) => {
  const due = Concern.lastDue(runs, now)
  // Of what was never read, or not to be read yet, nothing is missed and nothing is well.
  if (due === null || freshness.length === 0) return { notices: [], stale: before }
  const { late, unknown } = Concern.missed(freshness, due)
  const missed = [...late, ...unknown].toSorted()
  const newest = new Map(Concern.realTimeOf(freshness).map(({ latest, region }) => [region, latest]))
  const told = (regions: ReadonlyArray<Region>): ReadonlyArray<Newest> =>
    regions.map((region) => ({ region, latest: newest.get(region) ?? null }))

  const notices: Array<Notice> = []
  const begun = told(missed.filter((region) => !before.has(region)))
  if (begun.length > 0) {
    const id = idOf("regions.stale", ...begun.map(nameOf))
    notices.push({ event: "regions.stale", id, occurredAt: now, regions: begun, missed, due })
  }
  const over = told([...before.keys()].filter((region) => !missed.includes(region)))
  if (over.length > 0) {
    const id = idOf("regions.fresh", ...over.map(nameOf))
    notices.push({ event: "regions.fresh", id, occurredAt: now, regions: over, missed })
  }
  return { notices, stale: new Map(missed.map((region) => [region, before.get(region) ?? { heard: true }])) }
}

const nameOf = ({ latest, region }: Newest): string => `${region} ${latest}`

/** A UUID of the eighth kind (RFC 9562), made of what an event is: whoever tells it again tells it by the same. */
const idOf = (...parts: ReadonlyArray<string>): string => {
  const hex = createHash("sha256").update(parts.join("\n")).digest("hex")
  const variant = ((parseInt(hex[16]!, 16) & 0b0011) | 0b1000).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32)
  ].join("-")
}
