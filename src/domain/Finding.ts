import type { Nature } from "#domain/Nature"
import type { Measure } from "#domain/Observation"
import type { Region } from "#domain/Region"
import type { Granularity } from "#domain/Statistic"

/** What is expected of the published data. */
export const CHECKS = [
  /** Each mark of the grid has a consumption. */
  "completeness",
  /** Beside a consumption stands a physical exchange. */
  "exchange",
  /** Consumption is what the filières and the exchange add up to. */
  "balance",
  /** A measure is one that a region can have. */
  "bounds",
  /** From one mark to the next a measure moves as plants and people do. */
  "jump",
  /** At night there is no sun. */
  "night"
] as const

export type Check = (typeof CHECKS)[number]

/**
 * How much it matters, least first. `error`: published numbers are wrong, or too much is missing to use the day;
 * `warning`: a person should look, it may be real; `info`: a habit of the source, good to know and nothing to do.
 */
export const SEVERITIES = ["info", "warning", "error"] as const

export type Severity = (typeof SEVERITIES)[number]

/** That published data is not as expected: at most one per check, region, nature and day, however many marks show it. */
export interface Finding {
  readonly check: Check
  readonly severity: Severity
  readonly region: Region
  readonly nature: Nature
  /** An instant where a single mark shows it; a Paris day where several do, or where it is about the day. */
  readonly granularity: Granularity
  /** Start of that period, in milliseconds since 1970 UTC: the mark, or the day's midnight in Paris. */
  readonly instant: number
  /** The first and the last mark that show it, in milliseconds since 1970 UTC. */
  readonly first: number
  readonly last: number
  /** Which measure, of the worst mark; null where it is about all of them. */
  readonly measure: Measure | null
  /** Counts of marks, and powers in MW at the worst of them, by name. */
  readonly values: Readonly<Record<string, number>>
  /** One line for a person. */
  readonly text: string
}

/** What a finding says, as one line of text: equal text, equal finding. Its wording may change without being news. */
export const digestOf = (finding: Finding): string =>
  [
    finding.severity,
    finding.first,
    finding.last,
    finding.measure ?? "",
    ...Object.entries(finding.values).map(([name, value]) => `${name}=${value}`).toSorted()
  ].join(";")

/** What makes two findings the same one. */
export const keyOf = (finding: Finding): string =>
  [finding.check, finding.region, finding.nature, finding.granularity, finding.instant, digestOf(finding)].join("|")
