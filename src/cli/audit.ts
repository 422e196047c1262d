/** Source, lake and table compared, a line a day: the same everywhere, or what drifts and what mends it. */
import { BadNews } from "#cli/BadNews"
import { Doors } from "#cli/Doors"
import * as flags from "#cli/flags"
import { iso, paris } from "#cli/instant"
import { figure, print } from "#cli/text"
import type * as Day from "#domain/Day"
import { agrees, audit as audited, type DayAudit, type SourceAudit, type SourceDrift } from "#pipelines/audit"
import type { RowDrift } from "#pipelines/comparison"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** Of many things that drift on a day so many are named: for a person, and for a script. */
const NAMED = 3
const LISTED = 20

export const audit = Command.make(
  "audit",
  {
    from: flags.from,
    to: flags.to,
    datasets: flags.datasets,
    json: flags.json("One JSON object, with a line a day")
  },
  Effect.fn(function*({ datasets, from, json, to }) {
    const doors = yield* Doors
    const window = yield* flags.windowOf(from, to)
    const drifting: Array<DayAudit> = []
    const shaped: Array<ReturnType<typeof shape>> = []
    yield* Stream.runForEach(audited(window, datasets), (day) => {
      if (!agrees(day)) drifting.push(day)
      if (!json) return Console.log(line(day))
      return Effect.sync(() => shaped.push(shape(day)))
    }).pipe(Effect.provide(doors.live))
    if (json) yield* Console.log(print({ ...window, datasets, drift: drifting.length > 0, days: shaped }))
    if (drifting.length === 0) return
    return yield* new BadNews({ message: summary(drifting) })
  })
).pipe(
  Command.withDescription(
    "Whether source, lake and table say the same, day by day. It reads each day anew from the source (two calls a dataset " +
      "for eight days), works out each row anew from the lake, and writes nothing. Exit code 1 if anything drifts"
  ),
  Command.withShortDescription("Whether source, lake and table say the same, day by day"),
  Command.withExamples([
    { command: "eco2mixd audit --from 2026-09-01 --to 2026-09-30", description: "A line a day: ok, or what drifts" },
    {
      command: "eco2mixd audit --from 2026-09-01 --to 2026-09-30 --dataset eco2mix-regional-tr --json",
      description: "The real-time series alone, for a script"
    }
  ])
)

const line = (day: DayAudit): string => {
  const lines = [...day.sources.flatMap(sourceLines), ...tableLines(day)]
  const gone = day.sources.reduce((sum, source) => sum + source.gone, 0)
  const counts = [
    ...day.sources.map(({ dataset, lake, source }) =>
      `${dataset} ${figure(source)} at the source, ${figure(lake)} in the lake`
    ),
    ...gone === 0 ? [] : [`${figure(gone)} gone from the source since`],
    `${figure(day.documents)} documents, ${day.published === null ? "none" : figure(day.published)} published`,
    `${figure(day.rows)} rows`
  ].join("; ")
  return [`${day.day}  ${agrees(day) ? "ok   " : "DRIFT"}  ${counts}`, ...lines.map((text) => `    ${text}`)].join("\n")
}

const sourceLines = ({ dataset, drift }: SourceAudit): ReadonlyArray<string> => {
  const missing = drift.filter(({ changed }) => changed === null)
  const revised = drift.filter(({ changed }) => changed !== null)
  return [
    ...missing.length === 0 ? [] : [
      `source → lake: ${dataset} has ${observations(missing)} that the lake has not: ${named(missing.map(observation))}`
    ],
    ...revised.length === 0 ? [] : [
      `source → lake: ${dataset} has revised ${observations(revised)}: ${named(revised.map(revision))}`
    ]
  ]
}

const KINDS: Readonly<Record<RowDrift["kind"], string>> = {
  missing: "missing from the table",
  outdated: "of another version in the table",
  different: "with other values in the table",
  unknown: "in the table and not in the lake"
}

const tableLines = ({ documents, drift, published }: DayAudit): ReadonlyArray<string> => {
  const unpublished = documents === (published ?? 0) ? [] : [
    `lake → table: ${figure(documents)} documents in the lake, ${
      published === null ? "none published by the present rules" : `${figure(published)} published`
    }`
  ]
  const rows = (Object.keys(KINDS) as ReadonlyArray<RowDrift["kind"]>).flatMap((kind) => {
    const those = drift.filter((one) => one.kind === kind)
    return those.length === 0
      ? []
      : [
        `lake → table: ${figure(those.length)} ${those.length === 1 ? "row" : "rows"} ${KINDS[kind]}: ${
          named(those.map(row))
        }`
      ]
  })
  return [...unpublished, ...rows]
}

const observations = (drift: ReadonlyArray<SourceDrift>): string =>
  `${figure(drift.length)} ${drift.length === 1 ? "observation" : "observations"}`

const observation = ({ instant, nature, region }: SourceDrift): string => `${region} ${nature} ${paris(instant)}`

const revision = (drift: SourceDrift): string =>
  `${observation(drift)} (${
    (drift.changed ?? []).map(({ after, before, measure }) => `${measure} ${before ?? "none"} → ${after ?? "none"}`)
      .join(", ")
  })`

const row = ({ columns, filiere, granularity, nature, region, start }: RowDrift): string => {
  const said = columns.map(({ column, lake, table }) => `${column} ${table ?? "none"}, by the lake ${lake ?? "none"}`)
    .join(", ")
  return `${region} ${filiere} ${nature} ${granularity} ${paris(start)}${said === "" ? "" : ` (${said})`}`
}

const named = (all: ReadonlyArray<string>): string =>
  `${all.slice(0, NAMED).join("; ")}${all.length > NAMED ? `; and ${figure(all.length - NAMED)} more` : ""}`

const spanOf = (some: ReadonlyArray<DayAudit>): string => `--from ${some[0]!.day} --to ${some.at(-1)!.day}`

/** How many days drift, and what mends them. */
const summary = (days: ReadonlyArray<DayAudit>): string => {
  const kinds = new Set(days.flatMap(({ drift }) => drift.map(({ kind }) => kind)))
  const unread = days.filter(({ sources }) => sources.some(({ drift }) => drift.length > 0))
  const unpublished = days.filter(({ documents, drift, published }) =>
    drift.length > 0 || documents !== (published ?? 0)
  )
  return [
    `${figure(days.length)} ${days.length === 1 ? "day drifts" : "days drift"}`,
    ...unread.length === 0 ? [] : [`\`eco2mixd run ${spanOf(unread)}\` reads again what the lake has not heard`],
    ...unpublished.length === 0 ? [] : [`\`eco2mixd replay ${spanOf(unpublished)}\` appends the rows that are missing`],
    ...kinds.has("different") || kinds.has("unknown")
      ? ["rows that differ or that the lake does not make were changed by another hand: delete them, then replay"]
      : []
  ].join("; ")
}

const listed = <A, B>(all: ReadonlyArray<A>, to: (one: A) => B) => ({
  count: all.length,
  first: all.slice(0, LISTED).map(to)
})

const shape = (audited: DayAudit) => ({
  day: audited.day satisfies Day.Day,
  ok: agrees(audited),
  sources: audited.sources.map(({ dataset, drift, gone, lake, source }) => ({
    dataset,
    source,
    lake,
    gone,
    missing: listed(drift.filter(({ changed }) => changed === null), keyShape),
    revised: listed(
      drift.filter(({ changed }) => changed !== null),
      (one) => ({ ...keyShape(one), changed: one.changed })
    )
  })),
  documents: audited.documents,
  published: audited.published,
  rows: audited.rows,
  rows_drifting: listed(audited.drift, ({ columns, filiere, granularity, kind, nature, region, start }) => ({
    kind,
    code_insee_region: region,
    filiere,
    nature,
    granularity,
    date_heure: iso(start),
    columns
  }))
})

const keyShape = ({ instant, nature, region }: SourceDrift) => ({
  code_insee_region: region,
  nature,
  date_heure: iso(instant)
})
