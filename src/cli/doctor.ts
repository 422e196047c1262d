/** Looks at all that can be wrong, and names for each failure what mends it. */
import { BadNews } from "#cli/BadNews"
import { Doors } from "#cli/Doors"
import * as flags from "#cli/flags"
import { type Check, Checkup, type Verdict } from "#ports/Checkup"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

const MARKS: Readonly<Record<Verdict["status"], string>> = { ok: "✓", warning: "!", failed: "✗", skipped: "-" }

export const doctor = Command.make(
  "doctor",
  {
    json: flags.json()
  },
  Effect.fn(function*({ json }) {
    const { checkup } = yield* Doors
    const seen = yield* Effect.provide(look(json ? () => Effect.void : tell), checkup)
    const count = (status: Verdict["status"]) => seen.filter((one) => one.status === status).length
    const [failures, warnings] = [count("failed"), count("warning")]
    yield* Console.log(
      json
        ? JSON.stringify({ status: failures > 0 ? "failed" : warnings > 0 ? "warning" : "ok", checks: seen }, null, 2)
        : `\n${seen.length} checks: ${count("ok")} ok, ${warnings} to be looked at, ${failures} failed, ${
          count("skipped")
        } skipped.`
    )
    if (failures > 0) return yield* new BadNews({ message: `${failures} of ${seen.length} checks failed` })
  })
).pipe(
  Command.withDescription(
    "Look at settings, source, stores, clocks, disk and ports; start and change nothing. Ends with 1 where a check failed"
  ),
  Command.withExamples([
    { command: "eco2mixd doctor", description: "A line a check, with what mends it" },
    {
      command: "eco2mixd doctor --json | jq '.checks[] | select(.status == \"failed\")'",
      description: "The failures alone"
    }
  ])
)

interface Seen extends Verdict {
  readonly name: string
}

/** All at once, told in their order. */
const look = Effect.fnUntraced(function*(tell: (seen: Seen) => Effect.Effect<void>) {
  const { checks } = yield* Checkup
  const fibers = yield* Effect.forEach(checks, (check) => Effect.forkChild(seenBy(check)))
  return yield* Effect.forEach(fibers, (fiber) => Effect.tap(Fiber.join(fiber), tell))
})

const seenBy = ({ look, name }: Check): Effect.Effect<Seen> => Effect.map(look, (verdict) => ({ name, ...verdict }))

const tell = ({ mend, name, said, status }: Seen): Effect.Effect<void> =>
  Console.log(`${MARKS[status]} ${name}: ${said}${mend === null ? "" : ` → ${mend}`}`)
