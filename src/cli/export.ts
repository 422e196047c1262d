/** A part of the table as a file to hand on, and what it is beside it; the same question over the same data, the same bytes. */
import { Doors } from "#cli/Doors"
import * as flags from "#cli/flags"
import { parseAny } from "#cli/instant"
import { everyRegion, regionOf } from "#cli/names"
import * as progress from "#cli/progress"
import { figure, print } from "#cli/text"
import * as Day from "#domain/Day"
import type { Region } from "#domain/Region"
import { Progress } from "#pipelines/Progress"
import { Extract, FORMATS } from "#ports/Extract"
import { Query } from "#ports/Query"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"

const regions = Flag.String("region").pipe(
  Flag.withMetavar("REGION"),
  Flag.withDescription("INSEE code or name; may be given several times. All where none is given"),
  Flag.filterMap(
    (text) => Option.fromNullishOr(regionOf(text)),
    (text) => `${JSON.stringify(text)} is no region of éCO2mix; take one of ${everyRegion}`
  ),
  Flag.atLeast(0),
  Flag.map((given): ReadonlyArray<Region> => [...new Set(given)].toSorted())
)

const asOf = Flag.String("as-of").pipe(
  Flag.withMetavar("INSTANT"),
  Flag.withDescription("As the table stood then; all that is known where it is not given"),
  Flag.mapTryCatch(
    (text) => Result.getOrThrowWith(parseAny(text), (reason) => new Error(reason)),
    (error) => (error as Error).message
  ),
  Flag.optional,
  Flag.map(Option.getOrNull)
)

export const exportCommand = Command.make(
  "export",
  {
    from: flags.from,
    to: flags.to,
    asOf,
    regions,
    granularity: Flag.Literals("granularity", ["instant", "day"]).pipe(
      Flag.withDefault("instant" as const),
      Flag.withDescription("Each mark of the grid, or means over Paris days")
    ),
    format: Flag.Literals("format", FORMATS).pipe(Flag.withDescription("How the rows are written")),
    out: Flag.String("out").pipe(Flag.withMetavar("FILE"), Flag.withDescription("The file to write")),
    force: Flag.Boolean("force").pipe(Flag.withDefault(false), Flag.withDescription("Replace a file that is there")),
    json: flags.json("Print the manifest")
  },
  Effect.fn(function*({ asOf, force, format, from, granularity, json, out, regions, to }) {
    const days = yield* flags.windowOf(from, to)
    const doors = yield* Doors
    // Before anything is asked: a file that can't be written is known at once.
    const { open } = yield* Effect.provide(Extract, doors.extract)
    const extraction = yield* open(out, { format, days, granularity, regions, asOf }, force)
    const filter = { regions, filieres: [], nature: null, granularity, days, asOf, after: null, limit: null }
    yield* Effect.gen(function*() {
      const { rows } = yield* Query
      const tell = yield* Progress
      const reached = (done: number) => tell({ doing: `Writing ${out}`, done, total: Day.count(days), ahead: null })
      yield* Stream.runForEachArray(rows(filter), (batch) =>
        Effect.andThen(
          extraction.append(batch),
          // The last row's day may go on.
          reached(Day.count({ from, to: Day.of(batch.at(-1)!.start) }) - 1)
        ))
      yield* reached(Day.count(days))
    }).pipe(Effect.provide([doors.query, progress.layer]))
    const manifest = yield* extraction.close
    yield* Console.log(
      json
        ? print(manifest)
        : `${out}: ${figure(manifest.rows)} rows, ${figure(manifest.bytes)} bytes, sha256 ${manifest.sha256}`
    )
  }, Effect.scoped)
).pipe(
  Command.withDescription(
    "Write the current rows of some days, or those of a moment, to FILE, and what they are to FILE.manifest.json. The same " +
      "question over the same data gives the same bytes"
  ),
  Command.withShortDescription("Write rows to a CSV, Parquet or JSON Lines file, with a manifest"),
  Command.withExamples([
    {
      command: "eco2mixd export --from 2026-01-01 --to 2026-06-30 --format parquet --out eco2mix-2026-s1.parquet",
      description: "Half a year, all regions"
    },
    {
      command: "eco2mixd export --from 2026-09-01 --to 2026-09-30 --granularity day --region bretagne --format csv " +
        "--out bretagne.csv",
      description: "A month of one region, by day"
    },
    {
      command: "eco2mixd export --from 2026-09-01 --to 2026-09-07 --as-of 2026-09-08T06:00:00Z --format jsonl " +
        "--out then.jsonl --force --json",
      description: "A week as it was known the morning after, for a script"
    }
  ])
)
