/** What could not be read, for a person to look at, to try again, and to let go of. */
import { fromTerminal } from "#cli/asking"
import { BadNews } from "#cli/BadNews"
import { Doors } from "#cli/Doors"
import * as flags from "#cli/flags"
import { paris } from "#cli/instant"
import { countsLine, figure, print, table } from "#cli/text"
import { UsageError } from "#cli/UsageError"
import { reconsider, type Verdict } from "#pipelines/reconsider"
import { Ledger, type QuarantineEntry } from "#ports/Ledger"
import { quarantineOf } from "#ports/shapes"
import { visible } from "#ports/visible"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

/** Entries a page: each may have 64 KiB. */
const PAGE = 100

const json = flags.json("One JSON value")

const ids = Argument.String("id").pipe(Argument.withDescription("Number of an entry, as `quarantine list` shows it"))

/** Entries of the quarantine, newest first, until `enough` of them. */
const entries = Effect.fnUntraced(
  function*(resolved: boolean, enough: (found: ReadonlyArray<QuarantineEntry>) => boolean) {
    const ledger = yield* Ledger
    const found: Array<QuarantineEntry> = []
    for (let before: string | undefined; !enough(found);) {
      const page = yield* ledger.quarantined({ limit: PAGE, before, resolved })
      found.push(...page)
      if (page.length < PAGE) break
      before = page.at(-1)!.id
    }
    return found
  }
)

/** Those with the numbers, in their order; or the numbers that nobody has. */
const named = Effect.fnUntraced(function*(wanted: ReadonlyArray<string>) {
  const has = (found: ReadonlyArray<QuarantineEntry>) => {
    const known = new Set(found.map(({ id }) => id))
    return wanted.every((id) => known.has(id))
  }
  const found = new Map((yield* entries(true, has)).map((entry) => [entry.id, entry]))
  const missing = wanted.filter((id) => !found.has(id))
  if (missing.length > 0) {
    return yield* new BadNews({
      message: `there is no entry ${
        missing.join(", ")
      } in the quarantine; \`eco2mixd quarantine list --resolved\` shows those there are`
    })
  }
  return wanted.map((id) => found.get(id)!)
})

const list = Command.make(
  "list",
  {
    limit: Flag.Int("limit").pipe(
      Flag.withDefault(50),
      Flag.withDescription("Entries at most"),
      Flag.filter((limit) => limit > 0, (limit) => `${limit} is no number of entries; take 1 or more`)
    ),
    resolved: Flag.Boolean("resolved").pipe(Flag.withDefault(false), Flag.withDescription("Those dealt with too")),
    json
  },
  Effect.fn(function*({ json, limit, resolved }) {
    const doors = yield* Doors
    const [found, waiting] = yield* Effect.flatMap(
      Ledger,
      (ledger) => Effect.all([entries(resolved, ({ length }) => length >= limit), ledger.waiting])
    ).pipe(Effect.provide(doors.reading))
    const shown = found.slice(0, limit)
    if (json) return yield* Console.log(print({ waiting, entries: shown.map(quarantineOf) }))
    if (shown.length > 0) yield* Console.log(`${listed(shown)}\n`)
    yield* Console.log(waiting === 0 ? "Nothing waits." : `${figure(waiting)} wait for a person.`)
  })
).pipe(
  Command.withDescription("What waits for a person, newest first"),
  Command.withExamples([
    { command: "eco2mixd quarantine list", description: "The last fifty that wait" },
    {
      command: "eco2mixd quarantine list --resolved --limit 500 --json",
      description: "Those dealt with too, for a script"
    }
  ])
)

const listed = (shown: ReadonlyArray<QuarantineEntry>): string =>
  table({
    columns: ["id", "first seen", "dataset", "reason", "detail", ""],
    rows: shown.map(({ dataset, detail, firstSeenAt, id, reason, resolution }) => [
      id,
      paris(firstSeenAt),
      dataset,
      reason,
      visible(detail),
      resolution ?? ""
    ])
  })

const show = Command.make(
  "show",
  { id: ids, json },
  Effect.fn(function*({ id, json }) {
    const doors = yield* Doors
    const [entry] = yield* named([id]).pipe(Effect.provide(doors.reading))
    yield* Console.log(json ? print(quarantineOf(entry!)) : page(entry!))
  })
).pipe(
  Command.withDescription("An entry, whole, with its record as the source sent it"),
  Command.withExamples([{ command: "eco2mixd quarantine show 17", description: "What is wrong with it, and its text" }])
)

const page = (entry: QuarantineEntry): string =>
  [
    `Entry ${entry.id}: ${entry.reason}, ${visible(entry.detail)}`,
    `First seen ${paris(entry.firstSeenAt)} in ${entry.dataset}, by run ${entry.runId}`,
    entry.resolution === null ? "It waits for a person." : `It was ${entry.resolution}.`,
    `Its record, of ${figure(entry.bytes)} bytes:`,
    "",
    visible(entry.text)
  ].join("\n")

const retry = Command.make(
  "retry",
  {
    ids: Argument.variadic(ids),
    all: Flag.Boolean("all").pipe(Flag.withDefault(false), Flag.withDescription("All that wait")),
    json
  },
  Effect.fn(function*({ all, ids, json }) {
    if (all === ids.length > 0) {
      return yield* new UsageError({
        message:
          "quarantine retry wants the numbers of entries, or --all, and not both; `eco2mixd quarantine list` shows them"
      })
    }
    const doors = yield* Doors
    const done = yield* (all ? entries(false, () => false) : named([...new Set(ids)])).pipe(
      Effect.flatMap((chosen) => reconsider(fromTerminal(), chosen)),
      Effect.provide(doors.live)
    )
    if (json) {
      yield* Console.log(print({
        run_id: done.run?.id ?? null,
        counts: done.counts,
        entries: done.verdicts.map(({ entry, said, verdict }) => ({ id: entry.id, verdict, said }))
      }))
    } else {
      for (const verdict of done.verdicts) yield* Console.log(verdictLine(verdict))
      if (done.run !== null) yield* Console.log(`Run ${done.run.id} succeeded: ${countsLine(done.counts)}.`)
      if (done.verdicts.length === 0) yield* Console.log("Nothing waits.")
    }
    const waiting = done.verdicts.filter(({ verdict }) => verdict === "waits").length
    if (waiting > 0) {
      return yield* new BadNews({ message: `${figure(waiting)} of ${figure(done.verdicts.length)} still wait` })
    }
  })
).pipe(
  Command.withDescription(
    "Read entries again by the present rules; what can be read now goes into the lake and is published. Exit code 1 if any " +
      "still waits"
  ),
  Command.withShortDescription("Read entries again by the present rules"),
  Command.withExamples([
    { command: "eco2mixd quarantine retry 17 18", description: "These two" },
    { command: "eco2mixd quarantine retry --all", description: "All that wait, after a mended rule" }
  ])
)

const SAYS: Readonly<Record<Verdict["verdict"], string>> = {
  read: "retried",
  empty: "retried",
  waits: "waits on",
  resolved: "left as it was"
}

const verdictLine = ({ entry, said, verdict }: Verdict): string => `${entry.id}  ${SAYS[verdict]}: ${visible(said)}`

const drop = Command.make(
  "drop",
  { ids: Argument.atLeast(ids, 1), json },
  Effect.fn(function*({ ids, json }) {
    const doors = yield* Doors
    const [dropped, before] = yield* Effect.gen(function*() {
      const { resolve } = yield* Ledger
      const chosen = yield* named([...new Set(ids)])
      const waiting = chosen.filter(({ resolution }) => resolution === null)
      yield* resolve(waiting.map(({ id }) => id), "dropped", fromTerminal())
      return [waiting, chosen.filter(({ resolution }) => resolution !== null)] as const
    }).pipe(Effect.provide(doors.live))
    if (json) {
      return yield* Console.log(print({
        dropped: dropped.map(({ id }) => id),
        resolved_before: before.map(({ id, resolution }) => ({ id, resolution })),
        at: new Date(yield* Clock.currentTimeMillis).toISOString()
      }))
    }
    for (const { id } of dropped) yield* Console.log(`${id}  dropped: it stays in the quarantine, and waits for nobody`)
    for (const { id, resolution } of before) yield* Console.log(`${id}  left as it was: it was ${resolution} before`)
  })
).pipe(
  Command.withDescription("Say that nothing is lost with these entries; they stay there, marked"),
  Command.withExamples([{ command: "eco2mixd quarantine drop 17", description: "It waits for nobody from now on" }])
)

export const quarantine = Command.make("quarantine").pipe(
  Command.withDescription("What could not be read: list, show, retry, drop"),
  Command.withSubcommands([list, show, retry, drop])
)
