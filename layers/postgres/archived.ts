/** Which tables are taken over, in which order, and how a line of each is told from others and from what it was earlier. */

export interface Archived {
  readonly table: string
  /** What says that two lines are the same one. */
  readonly key: ReadonlyArray<string>
  /** The key, and what else of a line never changes, as one text; null where there are too many lines to name each. */
  readonly name: string | null
  /** Whether a line, `held`, may still become what `excluded` says; null where lines are only added. */
  readonly earlier: string | null
  /** The column that the table numbers by itself. */
  readonly numbered: string | null
}

/** Kept by year. */
export const STATISTICS = "regional_energy_stats"

export const ARCHIVED: ReadonlyArray<Archived> = [
  {
    table: "generations",
    key: ["number"],
    name: "concat_ws(' ', number, recipe, lake_id, since)",
    earlier: null,
    numbered: null
  },
  {
    table: "pipeline_runs",
    key: ["run_id"],
    name: "run_id::text",
    earlier: "held.outcome = 'running'",
    numbered: null
  },
  {
    table: "quarantine",
    key: ["id"],
    name: "concat_ws(' ', id, record_sha256)",
    earlier: "held.resolution is null",
    numbered: "id"
  },
  {
    table: "findings",
    key: ["id"],
    name: "concat_ws(' ', id, digest)",
    earlier: "held.ended_at is null",
    numbered: "id"
  },
  {
    table: "journal",
    key: ["id"],
    name: "concat_ws(' ', id, requested_by, deed, subject, became)",
    earlier: null,
    numbered: "id"
  },
  { table: STATISTICS, key: [], name: null, earlier: null, numbered: null },
  {
    table: "published_days",
    key: ["generation", "day"],
    name: "concat_ws(' ', generation, day)",
    earlier: "held.published_at < excluded.published_at",
    numbered: null
  }
]

/** What a database of ours has beside: which is its own, and no other's. */
export const OWN = ["leadership"]
