/**
 * A notice as its receiver is told: one sentence or two for a person in `text`, the facts for a machine in `details`, with
 * runs as the API has them. Kept stable: what changes the meaning of a field raises `version`.
 */
import type { InARow, Newest, Notice } from "#domain/Notice"
import * as Region from "#domain/Region"
import type { Run, RunRecord } from "#domain/Run"
import { instant, runOf } from "#ports/shapes"

const VERSION = 1

export const noticeOf = (notice: Notice) => ({
  id: notice.id,
  version: VERSION,
  event: notice.event,
  occurred_at: instant(notice.occurredAt),
  text: textOf(notice),
  details: detailsOf(notice)
})

const textOf = (notice: Notice): string => {
  switch (notice.event) {
    case "run.failed": {
      const { first, last, times } = notice.failed
      const { code, message, remedy } = last.outcome
      const again = times === 1 ? "" : `, ${times} in a row since ${instant(first.startedAt)}`
      return `${called(last.run)} failed${again} (${code}: ${message}). ${remedy}`
    }
    case "run.recovered":
      return `${called(notice.by.run)} succeeded, and makes up for what had failed since ${
        instant(notice.failed.first.startedAt)
      } (${notice.failed.last.outcome.code}).`
    case "regions.stale":
      return `Real-time measures of ${names(notice.regions)} are missed: when they were last to be read, at ${
        instant(notice.due)
      }, the newest was hours older, if there was any.${
        others(notice.missed, notice.regions, "missed too")
      } See whether ODRÉ publishes them, and \`eco2mixd status\`.`
    case "regions.fresh":
      return `Real-time measures of ${names(notice.regions)} are known again.${
        others(notice.missed, notice.regions, "still missed")
      }`
    case "test":
      return "This is a test: notices of eco2mixd arrive here."
  }
}

const detailsOf = (notice: Notice) => {
  switch (notice.event) {
    case "run.failed":
      return { run: runAt(notice.failed.last), ...rowOf(notice.failed) }
    case "run.recovered":
      return { run: runAt(notice.by), failed: runAt(notice.failed.last), ...rowOf(notice.failed) }
    case "regions.stale":
      return { ...regionsOf(notice), due_at: instant(notice.due) }
    case "regions.fresh":
      return regionsOf(notice)
    case "test":
      return {}
  }
}

/** The run as it ended. */
const runAt = (record: RunRecord) => runOf(record, record.endedAt ?? record.startedAt)

const rowOf = ({ first, times }: InARow) => ({ failing_since: instant(first.startedAt), failures: times })

const regionsOf = (
  { missed, regions }: { readonly regions: ReadonlyArray<Newest>; readonly missed: ReadonlyArray<Region.Region> }
) => ({
  regions: regions.map(({ latest, region }) => ({
    code: region,
    name: Region.nameOf(region),
    latest: latest === null ? null : instant(latest)
  })),
  missed
})

const CALLED: Readonly<Record<Run["trigger"], string>> = {
  schedule: "The morning",
  "catch-up": "The morning",
  refresh: "The refresh",
  manual: "The run",
  backfill: "The backfill",
  replay: "The replay"
}

const called = ({ slot, trigger, window }: Run): string =>
  slot === null ? `${CALLED[trigger]} of ${window.from} to ${window.to}` : `${CALLED[trigger]} of ${instant(slot)}`

const names = (regions: ReadonlyArray<Newest>): string => regions.map(({ region }) => Region.nameOf(region)).join(", ")

/** What is so of more regions than those that the notice is about. */
const others = (missed: ReadonlyArray<Region.Region>, told: ReadonlyArray<Newest>, how: string): string => {
  const rest = missed.filter((region) => told.every((one) => one.region !== region))
  return rest.length === 0 ? "" : ` ${rest.map(Region.nameOf).join(", ")} ${rest.length === 1 ? "is" : "are"} ${how}.`
}
