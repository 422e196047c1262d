/**
 * Stores taken over by others, whole: afterwards the others answer every question alike. Killed anywhere it is begun again and
 * goes on, because each step looks first at what is there; at the end both are read and compared. Nothing is changed in what
 * is copied, nor in what another lake has left where it is copied to.
 */
import type { Step } from "#domain/Run"
import { refused } from "#pipelines/CopyError"
import { compareDays, type DayPlan, foreign, planDays, takeDays } from "#pipelines/copyLake"
import { compareParts, nameOf, type PartPlan, planParts, takePart } from "#pipelines/copyTables"
import { Progress } from "#pipelines/Progress"
import { Archive } from "#ports/Archive"
import { Lake } from "#ports/Lake"
import { type Candidate, Leadership, LEASE } from "#ports/Leadership"
import { Ledger } from "#ports/Ledger"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

export type CopyPorts = Lake | Archive | Ledger | Leadership

/** The ports of one side: here they are kept twice. */
export interface Stores {
  readonly lake: Lake["Service"]
  readonly archive: Archive["Service"]
  readonly ledger: Ledger["Service"]
  readonly leadership: Leadership["Service"]
}

export const storesOf = (context: Context.Context<CopyPorts>): Stores => ({
  lake: Context.get(context, Lake),
  archive: Context.get(context, Archive),
  ledger: Context.get(context, Ledger),
  leadership: Context.get(context, Leadership)
})

export interface Copied {
  readonly lakeId: string
  readonly revisions: Amount
  /** By table. */
  readonly tables: Readonly<Record<string, Amount>>
}

export interface Amount {
  readonly total: number
  /** Of these, not there before. */
  readonly copied: number
}

interface Plan {
  readonly lakeId: string
  readonly days: ReadonlyArray<DayPlan>
  readonly parts: ReadonlyArray<PartPlan>
}

/** What there is to copy, with nothing written; or why it can't be. */
const planned = Effect.fn("copy.plan")(function*(source: Stores, target: Stores) {
  yield* target.archive.ready
  const lakeId = yield* source.lake.id
  const own = yield* target.lake.idIfAny
  const days = yield* planDays(source.lake, target.lake)
  if (own === null ? days.some(({ there }) => there > 0) : own !== lakeId) {
    return yield* refused(
      "Foreign",
      `The lake to copy to is another one (${
        own ?? "it does not say which"
      }, and not ${lakeId}), and is left as it is: ` +
        "name an empty database in MONGO_URL."
    )
  }
  yield* foreign(days)
  const parts = yield* planParts(source.archive, target.archive)
  return { lakeId, days, parts } satisfies Plan
})

/** What `copy` would do. */
export const rehearsed = Effect.fn("copy.rehearsed")(function*(source: Stores, target: Stores) {
  yield* atRest("copied", source)
  yield* atRest("copied to", target, yield* candidateOf(source))
  const plan = yield* planned(source, target)
  const missing = sum(plan.days.map(({ lines, there }) => lines - there))
  return copiedOf(plan, missing, new Map(plan.parts.map(({ lines, part, there }) => [nameOf(part), lines - there])))
})

export const copy = Effect.fn("copy")(function*(source: Stores, target: Stores) {
  yield* atRest("copied", source)
  const candidate = yield* candidateOf(source)
  const claim = leading(target, candidate)
  // Whoever is told to stop gives it back; of one that is killed it is the next one's.
  yield* Effect.acquireRelease(claim, () => Effect.ignore(target.leadership.resign(candidate)))
  if ((yield* source.leadership.leader)?.id === candidate.id) {
    return yield* refused("Foreign", "DATABASE_URL names the embedded store itself: name the server to copy to.")
  }
  yield* atRest("copied to", target, candidate)
  return yield* Effect.raceFirst(copyAll(source, target), Effect.forever(Effect.delay(claim, LEASE / 3)))
}, Effect.scoped)

const copyAll = Effect.fnUntraced(function*(source: Stores, target: Stores) {
  const plan = yield* planned(source, target)
  // All of it is written, or was, and then all of it is looked at.
  const tell = yield* telling(
    2 * (sum(plan.days.map(({ lines }) => lines)) + sum(plan.parts.map(({ lines }) => lines)))
  )
  const written = new Map<string, number>()
  const take = Effect.fnUntraced(function*(part: PartPlan) {
    yield* tell.begin(`Copying ${nameOf(part.part)}`)
    written.set(nameOf(part.part), yield* takePart(source.archive, target.archive, part, tell.lines))
  })

  yield* target.lake.adopt(plan.lakeId)
  // With the lake's id: whoever runs there nevertheless finds both, and opens no generation of its own.
  const [first, ...others] = plan.parts
  if (first !== undefined) yield* take(first)
  yield* tell.begin("Copying the lake")
  const revisions = yield* takeDays(source.lake, target.lake, plan.days, tell.lines)
  yield* Effect.forEach(others, take, { discard: true })

  yield* tell.begin("Comparing the lakes")
  yield* compareDays(source.lake, target.lake, plan.days, tell.lines)
  yield* tell.begin("Comparing the tables")
  yield* compareParts(source.archive, target.archive, tell.lines)
  yield* atRest("copied", source)
  return copiedOf(plan, revisions, written)
})

const copiedOf = (plan: Plan, revisions: number, written: ReadonlyMap<string, number>): Copied => {
  const tables: Record<string, Amount> = {}
  for (const { lines, part } of plan.parts) {
    const { copied, total } = tables[part.table] ?? { total: 0, copied: 0 }
    tables[part.table] = { total: total + lines, copied: copied + (written.get(nameOf(part)) ?? 0) }
  }
  const total = sum(plan.days.map(({ lines }) => lines))
  return { lakeId: plan.lakeId, revisions: { total, copied: revisions }, tables }
}

const sum = (counts: ReadonlyArray<number>): number => counts.reduce((all, count) => all + count, 0)

/** Nobody but the candidate works on the stores: what is read in many steps must not change between them. */
const atRest = Effect.fnUntraced(function*(what: string, { leadership, ledger }: Stores, candidate?: Candidate) {
  const leader = yield* leadership.leader
  if (leader !== null && leader.id !== candidate?.id) return yield* led(what, leader)
  const [run] = yield* ledger.runs({ outcome: "Running", limit: 1 })
  if (run === undefined) return
  return yield* refused(
    "InUse",
    `Run ${run.run.id} works on the stores to be ${what}: wait for its end, and begin again.`
  )
})

const led = (what: string, { name }: Candidate) =>
  refused(
    "InUse",
    `The stores to be ${what} are led by ${name}: stop that daemon, and begin again (one that was killed is forgotten ` +
      `within ${LEASE / 1_000} s).`
  )

/** The same for each copy of a lake: one that was killed is followed at once by the next. */
const candidateOf = ({ lake }: Stores) =>
  Effect.map(lake.id, (id): Candidate => ({ id: `copy of ${id}`, name: "eco2mixd copy" }))

/** The lead of where it is copied to, taken or kept: a daemon that comes up there meanwhile stands by. */
const leading = ({ leadership }: Stores, candidate: Candidate) =>
  leadership.claim(candidate).pipe(
    Effect.retry({ times: 2, while: ({ reason }) => reason !== "Refused" }),
    Effect.flatMap((leader) => leader.id === candidate.id ? Effect.void : led("copied to", leader))
  )

/** Tells of each line that is behind. */
const telling = (total: number) =>
  Effect.map(Progress, (tell) => {
    let step: Step = { doing: "", done: 0, total, ahead: null }
    const change = (next: Step) => Effect.suspend(() => tell(step = next))
    return {
      begin: (doing: string) => Effect.suspend(() => change({ ...step, doing })),
      lines: (count: number) => Effect.suspend(() => change({ ...step, done: step.done + count }))
    }
  })
