/** Where a number comes from, told to a person: the call, the lake's revisions, every version of the row. */
import { BadNews } from "#cli/BadNews"
import { Doors } from "#cli/Doors"
import * as flags from "#cli/flags"
import { iso, paris, parse } from "#cli/instant"
import { everyRegion, everySubject, regionOf, subjectOf } from "#cli/names"
import { megawatts, print, table } from "#cli/text"
import { UsageError } from "#cli/UsageError"
import * as Region from "#domain/Region"
import type { RunRecord } from "#domain/Run"
import { explain as explained, type Explanation } from "#pipelines/explain"
import type { Value } from "#ports/Query"
import { runOf } from "#ports/shapes"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

const refuse = (message: string) => Effect.fail(new UsageError({ message }))

export const explain = Command.make(
  "explain",
  {
    region: Argument.String("region").pipe(
      Argument.withDescription("INSEE code or name; accents and case are forgiven")
    ),
    filiere: Argument.String("filiere").pipe(Argument.withDescription(`One of ${everySubject}`)),
    instant: Argument.String("instant").pipe(
      Argument.withDescription("2026-09-30T12:00:00Z, or as the clocks of Paris show it: \"2026-09-30 14:00\"")
    ),
    json: flags.json("One JSON object")
  },
  Effect.fn(function*(asked) {
    const region = regionOf(asked.region)
    if (region === undefined) {
      return yield* refuse(`${JSON.stringify(asked.region)} is no region of éCO2mix; take one of ${everyRegion}`)
    }
    const filiere = subjectOf(asked.filiere)
    if (filiere === undefined) {
      return yield* refuse(`${JSON.stringify(asked.filiere)} is no filière; take one of ${everySubject}`)
    }
    const parsed = parse(asked.instant)
    if (Result.isFailure(parsed)) return yield* refuse(parsed.failure)
    const instant = parsed.success

    const doors = yield* Doors
    const found = yield* explained(region, filiere, instant).pipe(Effect.provide(doors.live))
    yield* Console.log(asked.json ? print(shape(found, yield* Clock.currentTimeMillis)) : page(found))
    if (found.revisions.length === 0 && found.versions.length === 0) {
      return yield* new BadNews({
        message: `nothing is known of ${Region.nameOf(region)} at ${paris(instant)}: ` +
          `\`eco2mixd run --from ${found.day} --to ${found.day}\` reads that day`
      })
    }
  })
).pipe(
  Command.withDescription(
    "Where a number comes from: the API's call, every revision in the lake, every version of the row and of its day's row, " +
      "each with its run and trace. Exit code 1 if nothing is known of it"
  ),
  Command.withShortDescription("Where a number comes from: call, lake revisions, versions of the row"),
  Command.withExamples([
    { command: "eco2mixd explain 93 solaire 2026-09-30T12:00:00Z", description: "By code, in UTC" },
    { command: "eco2mixd explain bretagne eolien \"2026-09-30 14:00\"", description: "By name, as Paris has it" },
    {
      command: "eco2mixd explain 53 ensemble 2026-10-25T02:30+01:00 --json",
      description: "October's hour, for a script"
    }
  ])
)

const shape = (found: Explanation, now: number) => ({
  code_insee_region: found.region,
  libelle_region: Region.nameOf(found.region),
  filiere: found.filiere,
  date_heure: iso(found.instant),
  day: found.day,
  origins: found.origins,
  revisions: found.revisions.map((one) => ({
    dataset: one.dataset,
    nature: one.nature,
    revision: one.revision,
    fetched_at: iso(one.fetchedAt),
    run_id: one.runId,
    production: one.value,
    consumption: one.consumption,
    physical_exchange: one.exchange,
    changed: one.changed,
    record: one.record
  })),
  versions: found.versions.map((one) => ({
    granularity: one.granularity,
    nature: one.nature,
    generation: one.generation,
    version: one.version,
    current: one.current,
    avg_production: one.production,
    avg_consumption: one.consumption,
    avg_physical_exchange: one.exchange,
    record_count: one.records,
    processed_at: iso(one.processedAt),
    run_id: one.runId
  })),
  runs: found.runs.map((run) => runOf(run, now))
})

const heading = (text: string): string => `\n${text}\n`

const page = (found: Explanation): string =>
  [
    `${found.filiere} in ${Region.nameOf(found.region)} (${found.region}) at ${paris(found.instant)} (${
      iso(found.instant)
    })`,
    heading(`The calls that would fetch ${found.day} now:`),
    ...found.origins.map(({ dataset, origin }) => `${dataset}  ${origin}`),
    ...found.revisions.length === 0
      ? ["\nThe lake has nothing of it."]
      : [heading("What the lake has heard:"), revisions(found)],
    ...found.versions.length === 0
      ? ["\nThe table has no row of it."]
      : [heading("What the table says, by version:"), versions(found)],
    ...found.versions.length > 0 && !found.versions.some((one) => one.current && one.granularity === "instant")
      ? ["", "No row of the instant is current: values of a better nature stand in the same hour."]
      : [],
    ...found.runs.length === 0 ? [] : [heading("The runs that did it:"), runs(found.runs)]
  ].join("\n")

const revisions = ({ revisions }: Explanation): string =>
  table({
    columns: ["nature", "revision", "value", "consumption", "exchange", "fetched", "by run", "changed"],
    rows: revisions.map((one): ReadonlyArray<Value> => [
      one.nature,
      one.revision,
      megawatts(one.value),
      megawatts(one.consumption),
      megawatts(one.exchange),
      paris(one.fetchedAt),
      one.runId,
      one.changed.map(({ after, before, measure }) => `${measure} ${before ?? "none"} → ${after ?? "none"}`).join(", ")
    ])
  })

const versions = ({ versions }: Explanation): string =>
  table({
    columns: ["row", "nature", "generation", "version", "mean", "consumption", "exchange", "appended", "by run", ""],
    rows: versions.map((one): ReadonlyArray<Value> => [
      one.granularity,
      one.nature,
      one.generation,
      one.version,
      megawatts(one.production),
      megawatts(one.consumption),
      megawatts(one.exchange),
      paris(one.processedAt),
      one.runId,
      one.current ? "current" : ""
    ])
  })

const runs = (all: ReadonlyArray<RunRecord>): string =>
  table({
    columns: ["run", "started", "trigger", "asked by", "outcome", "trace"],
    rows: all.map(({ outcome, run, startedAt, traceId }): ReadonlyArray<Value> => [
      run.id,
      paris(startedAt),
      run.trigger,
      run.requestedBy,
      outcome._tag.toLowerCase(),
      traceId ?? "not traced"
    ])
  })
