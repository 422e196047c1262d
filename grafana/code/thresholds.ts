/** The numbers at which a figure becomes someone's business: dashboards change colour where alerts fire, at the same value. */

const HOUR = 3_600
const DAY = 24 * HOUR

/** Held equal to `grafana/alerts` by its tests. Durations in seconds, parts from 0 to 1. */
export const ALERT = {
  /** Since the last morning that succeeded: one a day, and two hours to try again. */
  noRun: 26 * HOUR,
  /** Age of a region's newest measure. */
  lag: DAY,
  /** Mornings that failed one after the other. */
  failedMornings: 2,
  /** Part of the month's calls that is left. */
  quotaLow: 0.1,
  /** Part of yesterday's measures that is known. */
  completeness: 1,
  /** How long days may wait to be published. */
  unpublishedFor: DAY,
  /** How long calls to the source may fail without one that succeeds. */
  sourceFailingFor: HOUR,
  /** Part of the disk that is free. */
  diskLow: 0.1,
  /** For how long the event loop may keep others waiting. */
  eventLoopBlocked: 1,
  /** Part of PostgreSQL's connections that are taken. */
  connectionsTaken: 0.8,
  /** Part of a table's rows that are dead. */
  deadRows: 0.2,
  /** Of fewer dead rows than these, their part says nothing: a table of one row is changed all day. */
  deadRowsFrom: 10_000,
  /** Pieces that the work of several daemons is divided into, each of which is one daemon's. */
  shards: 300,
  /** Messages between daemons that are kept: of a week in which the whole history was read again there are some hundreds. */
  messagesKept: 20_000
} as const

/** Where a figure is worth a look, and no alert is. */
export const LOOK = {
  quotaLow: 0.25,
  diskLow: 0.2,
  eventLoop: 0.2,
  connectionsTaken: 0.6,
  /** Part of PostgreSQL's reads that found their page in memory. */
  cacheHits: 0.95,
  deadRows: 0.1,
  /** A lake's answer, in seconds. */
  lakeLatency: 1
} as const
