/** How things stand, for a person, for a script, or again and again. */
import { BadNews } from "#cli/BadNews"
import { Doors } from "#cli/Doors"
import * as flags from "#cli/flags"
import { iso, paris } from "#cli/instant"
import { type Standing, standing, TOLD_RUNS } from "#cli/standing"
import { figure, print, span, table } from "#cli/text"
import { SEVERITIES } from "#domain/Finding"
import * as Region from "#domain/Region"
import type { RunRecord } from "#domain/Run"
import { runOf } from "#ports/shapes"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

const REDRAW = "2 seconds"
/** Clears the terminal, and begins at its top. */
const CLEAR = "\u001B[2J\u001B[H"

export const status = Command.make(
  "status",
  {
    json: flags.json("One JSON object"),
    watch: Flag.Boolean("watch").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Again every two seconds, until Ctrl-C; with --json a line each time")
    )
  },
  Effect.fn(function*({ json, watch }) {
    const doors = yield* Doors
    const look = watch
      ? Effect.raceFirst(again(json), doors.stayUp)
      : Effect.flatMap(standing, (seen) =>
        Effect.andThen(
          Console.log(json ? print(shape(seen)) : page(seen)),
          seen.concerns.length === 0
            ? Effect.void
            : new BadNews({
              message: json ? `not well: ${seen.concerns.join("; ")}` : "not well: the first lines say why"
            })
        ))
    return yield* look.pipe(Effect.provide([doors.reading, doors.plan]))
  })
).pipe(
  Command.withDescription(
    "How things stand: leader, runs, lag, quota, quarantine, findings; read from the stores, with or without a daemon. " +
      "Exit code 0 if all is well, 1 if a person should act: the last morning failed, no later run made up for it, and the " +
      "leader does not try it again; a region's newest real-time measure was missed by six hours or more when it was last " +
      "to be read; fewer calls are left this month than a morning may need; something waits in quarantine; nothing is " +
      "known at all"
  ),
  Command.withShortDescription("How things stand: leader, runs, lag, quota, quarantine, findings"),
  Command.withExamples([
    { command: "eco2mixd status", description: "A page; exit code 1 if a person should act" },
    { command: "eco2mixd status --json", description: "The same for a script" },
    { command: "eco2mixd status --watch", description: "To look on while a run goes" }
  ])
)

/** Drawn again and again; stores that are away for a while are said to be. */
const again = (json: boolean) =>
  standing.pipe(
    Effect.map((seen) => json ? JSON.stringify(shape(seen)) : page(seen)),
    Effect.catch(({ message }) =>
      Effect.succeed(json ? JSON.stringify({ error: message }) : `Can't be seen now: ${message}`)
    ),
    Effect.flatMap((text) => Console.log(!json && process.stdout.isTTY ? `${CLEAR}${text}` : text)),
    Effect.andThen(Effect.sleep(REDRAW)),
    Effect.forever
  )

const shape = (seen: Standing) => ({
  now: iso(seen.now),
  well: seen.concerns.length === 0,
  concerns: seen.concerns,
  leader: seen.leader === null ? null : { name: seen.leader.name, since: iso(seen.leader.since) },
  next_morning: iso(seen.next),
  last_morning: seen.morning === null ? null : runOf(seen.morning, seen.now),
  open_runs: seen.open.map((run) => runOf(run, seen.now)),
  last_runs: seen.runs.slice(0, TOLD_RUNS).map((run) => runOf(run, seen.now)),
  regions: seen.freshness.map(({ latest, nature, region }) => ({
    code_insee_region: region,
    libelle_region: Region.nameOf(region),
    nature,
    latest: iso(latest),
    lag_seconds: (seen.now - latest) / 1_000
  })),
  quota: seen.quota.map(({ dataset, remaining, since }) => ({ dataset, remaining, since: iso(since) })),
  quarantine_waiting: seen.quarantine,
  findings: seen.findings
})

const page = (seen: Standing): string =>
  [
    seen.concerns.length === 0 ? "All is well." : seen.concerns.map((concern) => `Act: ${concern}`).join("\n"),
    "",
    ...facts(seen).map(([name, said]) => `${name.padEnd(14)}${said}`),
    ...seen.open.flatMap((run) => ["", ...going(run, seen.now)]),
    "",
    lags(seen),
    "",
    seen.runs.length === 0 ? "No run yet." : lastRuns(seen)
  ].join("\n")

const facts = (seen: Standing): ReadonlyArray<readonly [string, string]> => [
  [
    "Leader",
    seen.leader === null
      ? "nobody leads: no daemon runs on these stores"
      : `${seen.leader.name}, since ${paris(seen.leader.since)}`
  ],
  [
    "Next morning",
    `${paris(seen.next)}, in ${span(seen.next - seen.now)}${seen.leader === null ? " if one runs then" : ""}`
  ],
  ["Last morning", seen.morning === null ? "none yet" : `${paris(seen.morning.startedAt)}, ${outcome(seen.morning)}`],
  [
    "Quota left",
    seen.quota.length === 0
      ? "not known before the first run"
      : seen.quota.map(({ dataset, remaining, since }) => `${dataset} ${figure(remaining)} calls (${paris(since)})`)
        .join(", ")
  ],
  [
    "Quarantine",
    seen.quarantine === 0 ? "empty" : `${figure(seen.quarantine)} wait for a person: eco2mixd quarantine list`
  ],
  [
    "Findings",
    `${SEVERITIES.toReversed().map((one) => `${figure(seen.findings[one])} ${one}`).join(", ")} in seven days`
  ]
]

const outcome = ({ outcome }: RunRecord): string =>
  outcome._tag === "Failed" ? `failed (${outcome.code})` : outcome._tag.toLowerCase()

const going = (record: RunRecord, now: number): ReadonlyArray<string> => {
  const { run, startedAt, step } = record
  return [
    `Going now: ${run.trigger} ${run.window.from} to ${run.window.to}, run ${run.id}, for ${span(now - startedAt)}`,
    step === null ? "  not yet begun" : `  ${step.doing}: ${figure(step.done)} of ${figure(step.total)} days done`
  ]
}

const lags = ({ freshness, now }: Standing): string =>
  freshness.length === 0 ? "No real-time measure is known." : table({
    columns: ["region", "newest measure", "lag"],
    rows: freshness.map(({ latest, region }) => [
      `${region} ${Region.nameOf(region)}`,
      paris(latest),
      span(now - latest)
    ])
  })

const lastRuns = ({ now, runs }: Standing): string =>
  table({
    columns: ["started", "run", "trigger", "from", "to", "took", "revisions", "rows", "outcome"],
    rows: runs.slice(0, TOLD_RUNS).map((record) => [
      paris(record.startedAt),
      record.run.id,
      record.run.trigger,
      record.run.window.from,
      record.run.window.to,
      span((record.endedAt ?? now) - record.startedAt),
      record.counts.revisions,
      record.counts.rows,
      outcome(record)
    ])
  })
