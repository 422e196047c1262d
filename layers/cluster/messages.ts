/**
 * What the members say to one another. The names are kept in the database with what waits there: a version that has another
 * one leaves what was said to the older versions waiting for them, and a name that is changed is a message that is lost.
 */
import { DATASETS } from "#domain/Dataset"
import type * as Day from "#domain/Day"
import { type Counts, NOTHING, type Run, TRIGGERS } from "#domain/Run"
import { PartError } from "#ports/Crew"
import { type RunRequest, RunsError } from "#ports/Runs"
import * as ClusterSchema from "effect/cluster/ClusterSchema"
import * as Entity from "effect/cluster/Entity"
import * as PrimaryKey from "effect/PrimaryKey"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as DurableQueue from "effect/workflow/DurableQueue"
import * as Workflow from "effect/workflow/Workflow"

/** The one of its kind in the whole cluster. */
export const ONE = "one"

/** Of the morning that comes by the clock. */
export const CRON = "mornings"

/** Of what one member does for all. */
export const OVERSEER = "overseer"

const DayText = Schema.String as unknown as Schema.Codec<Day.Day, string>
const DaysText = Schema.Struct({ from: DayText, to: DayText })
const Datasets = Schema.Array(Schema.Literals(DATASETS))

const RunText = Schema.Struct({
  id: Schema.String,
  trigger: Schema.Literals(TRIGGERS),
  window: DaysText,
  datasets: Datasets,
  requestedBy: Schema.String,
  slot: Schema.NullOr(Schema.Finite),
  oldestFirst: Schema.Boolean,
  resumes: Schema.NullOr(Schema.String)
}) satisfies Schema.Codec<Run, unknown>

const RequestText = Schema.Struct({
  trigger: Schema.Literals(["manual", "backfill", "replay"]),
  window: DaysText,
  datasets: Datasets,
  requestedBy: Schema.String,
  oldestFirst: Schema.Boolean,
  anew: Schema.Boolean
}) satisfies Schema.Codec<RunRequest, unknown>

const CountsText = Schema.Struct(
  Object.fromEntries(Object.keys(NOTHING).map((name) => [name, Schema.Finite])) as Record<
    keyof Counts,
    typeof Schema.Finite
  >
)

/** An hour of the schedule, by which it is known however often it is said. */
export class Hour extends Schema.Class<Hour>("eco2mixd/layers/cluster/Hour")({
  /** In milliseconds since 1970 UTC. */
  hour: Schema.Finite
}) {
  [PrimaryKey.symbol]() {
    return String(this.hour)
  }
}

/** Answers the hours of the schedule, one after the other; each is kept until it is answered. */
export const Mornings = Entity.make("Mornings", [
  Rpc.make("answer", { payload: Hour }).annotate(ClusterSchema.Persisted, true)
]).annotate(ClusterSchema.ClientTracingEnabled, false)

/** Takes requests, one after the other; whoever asks waits for the answer, and nothing of it is kept. */
export const Desk = Entity.make("Desk", [
  Rpc.make("begin", { payload: { request: RequestText }, success: RunText, error: RunsError })
])

/** A backfill or a replay, from its beginning to its end. */
export const Whole = Workflow.make("Run", {
  payload: { run: RunText, ahead: DaysText },
  idempotencyKey: ({ run }) => run.id
})

/**
 * A month of it, which waits until it is done. Whoever handed it in asks again so often: the engine would ask later and later,
 * and hear of a month that took a minute half a minute after its end.
 */
export const Part = Workflow.make("Month", {
  payload: { run: RunText, days: DaysText },
  success: CountsText,
  error: PartError,
  idempotencyKey: ({ days, run }) => `${run.id}/${days.from}`,
  suspendedRetrySchedule: Schedule.spaced("500 millis")
})

/** Where months wait for whoever has the time: a member takes the next one when it has done the one before. */
export const Months = DurableQueue.make({
  name: "Months",
  payload: { run: RunText, days: DaysText },
  success: CountsText,
  error: PartError,
  idempotencyKey: ({ days, run }) => `${run.id}/${days.from}`
})
