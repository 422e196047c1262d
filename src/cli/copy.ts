/** From the embedded stores to servers, all of it: what was copied, in one line, once both have been found to be the same. */
import { Doors } from "#cli/Doors"
import * as flags from "#cli/flags"
import * as progress from "#cli/progress"
import { figure, print } from "#cli/text"
import { type Amount, type Copied, copy as copied, rehearsed, storesOf } from "#pipelines/copy"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export const copy = Command.make(
  "copy",
  {
    dryRun: Flag.Boolean("dry-run").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Copy nothing, and say what there is to copy")
    ),
    json: flags.json()
  },
  Effect.fn(function*({ dryRun, json }) {
    const { copying } = yield* Doors
    const began = yield* Clock.currentTimeMillis
    const told = yield* Effect.gen(function*() {
      const source = storesOf(yield* Layer.build(copying.source))
      const target = storesOf(yield* Layer.build(copying.target))
      return yield* dryRun ? rehearsed(source, target) : copied(source, target)
    }).pipe(Effect.scoped, Effect.provide(progress.of("lines")))
    const seconds = ((yield* Clock.currentTimeMillis) - began) / 1_000
    if (json) return yield* Console.log(print(shape(told, dryRun, seconds)))
    yield* Console.log(dryRun ? `Nothing was copied. There is to copy: ${line(told)}.` : said(told, seconds))
  })
).pipe(
  Command.withDescription(
    "Take the embedded stores over to servers: every revision, every version of every row with when it was published, runs, " +
      "quarantine and findings, from ECO2MIXD_DATA_DIR to MONGO_URL and DATABASE_URL, whatever ECO2MIXD_STORES says. " +
      "DATABASE_URL as the owner of the tables, as for `eco2mixd migrate`. No daemon and no run may work on either. What was " +
      "copied is compared in the end, line by line; the embedded stores are not changed, but that their tables are brought " +
      "up to date. Killed anywhere, it is begun again and goes on. Servers that hold anything else are left as they are"
  ),
  Command.withShortDescription("Take the embedded stores over to servers"),
  Command.withExamples([
    {
      command:
        "MONGO_URL=mongodb://…@lake/eco2mixd DATABASE_URL=postgres://eco2mixd_migrator:…@db/eco2mixd eco2mixd copy",
      description: "All of it; then set ECO2MIXD_STORES=servers"
    },
    { command: "eco2mixd copy --dry-run", description: "How much it is, and whether it can be done" }
  ])
)

const amount = ({ copied, total }: Amount): string =>
  copied === total ? figure(total) : `${figure(total)} (${figure(copied)} of them not there before)`

const line = ({ revisions, tables }: Copied): string =>
  [
    `${amount(revisions)} revisions`,
    ...WORDS.map(([table, words]) => `${amount(tables[table] ?? { total: 0, copied: 0 })} ${words}`)
  ].join(", ")

const WORDS = [
  ["regional_energy_stats", "rows"],
  ["published_days", "published days"],
  ["pipeline_runs", "runs"],
  ["quarantine", "entries of the quarantine"],
  ["findings", "findings"],
  ["journal", "lines of the journal"]
] as const

const said = (told: Copied, seconds: number): string =>
  `Copied, and compared in the end: ${line(told)}; ${seconds.toFixed(1)} s.\n` +
  "The servers have it all, and the embedded stores are as they were. Now set ECO2MIXD_STORES=servers."

const shape = ({ lakeId, revisions, tables }: Copied, dryRun: boolean, seconds: number) => ({
  dry_run: dryRun,
  lake_id: lakeId,
  revisions,
  tables,
  seconds
})
