/**
 * A crew on Effect Cluster: members find one another in PostgreSQL and speak over sockets, what they are asked for is kept
 * there until it is done, and shards say who does it. A member that dies or freezes loses its shards within seconds.
 */
import { Crew, CrewError, type Hand } from "#ports/Crew"
import { RunsError } from "#ports/Runs"
import * as Metrics from "#telemetry/Metrics"
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as NodeCrypto from "@effect/platform-node/NodeCrypto"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as ClusterCron from "effect/cluster/ClusterCron"
import * as EngineMetrics from "effect/cluster/ClusterMetrics"
import * as ClusterWorkflowEngine from "effect/cluster/ClusterWorkflowEngine"
import { RunnerAddress } from "effect/cluster/RunnerAddress"
import * as RunnerHealth from "effect/cluster/RunnerHealth"
import * as Runners from "effect/cluster/Runners"
import { RunnerStorage } from "effect/cluster/RunnerStorage"
import { Sharding } from "effect/cluster/Sharding"
import * as ShardingConfig from "effect/cluster/ShardingConfig"
import * as Singleton from "effect/cluster/Singleton"
import * as SocketRunner from "effect/cluster/SocketRunner"
import * as SqlMessageStorage from "effect/cluster/SqlMessageStorage"
import * as SqlRunnerStorage from "effect/cluster/SqlRunnerStorage"
import * as Context from "effect/Context"
import * as Cron from "effect/Cron"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import type { PersistedQueueFactory, PersistedQueueStore } from "effect/persistence/PersistedQueue"
import * as Predicate from "effect/Predicate"
import * as RpcSerialization from "effect/rpc/RpcSerialization"
import * as Schedule from "effect/Schedule"
import type { SocketServerError } from "effect/socket/SocketServer"
import type { SqlClient } from "effect/sql/SqlClient"
import * as DurableQueue from "effect/workflow/DurableQueue"
import { WorkflowEngine, WorkflowInstance } from "effect/workflow/WorkflowEngine"
import { config, type Place } from "./ClusterSettings.ts"
import { CRON, Desk, Hour, Months, Mornings, ONE, OVERSEER, Part, Whole } from "./messages.ts"
import * as storage from "./storage.ts"

/**
 * A member that is silent for the expiration is dead to the others, and what it was at goes on elsewhere some seconds later.
 * What a member does not know waits until one comes that does, as while versions are exchanged.
 */
const TIMES: Partial<ShardingConfig.ShardingConfig["Service"]> = {
  shardLockRefreshInterval: storage.BEAT,
  shardLockExpiration: storage.SILENCE,
  refreshAssignmentsInterval: "1 second",
  runnerHealthCheckInterval: "3 seconds",
  entityMessagePollInterval: "1 second",
  entityTerminationTimeout: "3 seconds",
  entityRegistrationTimeout: "365 days"
}

/** Hours that nobody answered for so long are not looked at one by one: the last one answers for all. */
const HOURS_KEPT = "400 days"

/** For the member at the desk, which may just have died. */
const PATIENCE = "30 seconds"

/** Between two looks at what is told of the cluster, and between two times that what is old is dropped. */
const TOLD = "5 seconds"
const PRUNED = "1 hour"

const addressOf = ({ host, port }: Place) => Option.some(RunnerAddress.make({ host, port }))

/** This member, on the pool that is handed in. */
const engine = Layer.unwrap(Effect.map(config, ({ address, listen }) => {
  const health = RunnerHealth.layerPing.pipe(
    Layer.provide(Runners.layerRpc),
    Layer.provide(NodeClusterSocket.layerClientProtocol)
  )
  const kept = Layer.merge(
    SqlMessageStorage.layerStorage({}).pipe(Layer.provide(NodeCrypto.layerDigest)),
    SqlRunnerStorage.layerStorage({})
  )
  return ClusterWorkflowEngine.layer.pipe(
    Layer.provideMerge(
      SocketRunner.layer.pipe(
        Layer.provide([NodeClusterSocket.layerSocketServer, NodeClusterSocket.layerClientProtocol]),
        Layer.provide(health)
      )
    ),
    Layer.provideMerge(Layer.merge(kept, storage.queue)),
    Layer.provide(storage.tables),
    Layer.provide(
      ShardingConfig.layer({ ...TIMES, runnerAddress: addressOf(address), runnerListenAddress: addressOf(listen) })
    ),
    Layer.provide(RpcSerialization.layerSchemaBinary())
  )
}))

type Engine = PersistedQueueFactory | PersistedQueueStore | RunnerStorage | Sharding | WorkflowEngine | SqlClient

/** Begun by no other workflow, which it would wake at its end: whoever hands it in waits for the answer. */
const onItsOwn = <A, E>(work: Effect.Effect<A, E, WorkflowEngine>, engine: WorkflowEngine["Service"]) =>
  Effect.provideService(work, WorkflowEngine, engine).pipe(
    Effect.updateContext((context: Context.Context<never>) => Context.omit(WorkflowInstance)(context))
  )

/** What this member answers to. */
const answers = (hand: Hand) => {
  const mornings = Mornings.toLayer(Mornings.of({ answer: () => hand.morning }))
  const desk = Desk.toLayer(Desk.of({ begin: ({ payload: { request } }) => hand.begin(request) }))
  const whole = Whole.toLayer(Effect.fnUntraced(function*({ ahead, run }) {
    const engine = yield* WorkflowEngine
    yield* hand.whole(run, ahead, (days) => onItsOwn(Part.execute({ run, days }), engine))
  }))
  const part = Part.toLayer((month) => DurableQueue.process(Months, month))
  // One after the other: what else a member can spare is for mornings, and for whoever asks.
  const worker = DurableQueue.worker(Months, ({ days, run }) => hand.part(run, days), { concurrency: 1 })
  const cron = ClusterCron.make({
    name: CRON,
    cron: hand.schedule,
    execute: Effect.flatMap(ClusterCron.CurrentScheduledTime, (hour) => due(DateTime.toEpochMillis(hour))),
    calculateNextRunFromPrevious: true,
    skipIfOlderThan: HOURS_KEPT
  })
  const overseer = Singleton.make(
    OVERSEER,
    Effect.all([
      hand.oversee,
      // An hour that passed while there was no cluster yet, or none for longer than its clock goes back.
      Effect.flatMap(Clock.currentTimeMillis, (now) => due(Cron.prev(hand.schedule, now + 1).getTime())),
      every(PRUNED, "What is old can't be dropped now", storage.prune),
      every(TOLD, "What was given up can't be told now", storage.giveUp)
    ], { concurrency: "unbounded", discard: true })
  )
  return Layer.mergeAll(mornings, desk, whole, part, worker, cron, overseer)
}

/** An hour has come: it is kept until it is answered, and once however often it is said. */
const due = (hour: number) =>
  Effect.scoped(Effect.flatMap(Mornings.client, (client) => client(ONE).answer(new Hour({ hour }), { discard: true })))
    .pipe(
      Effect.retry(Schedule.spaced("1 second")),
      Effect.orDie
    )

const every = <E, R>(period: typeof TOLD | typeof PRUNED, trouble: string, work: Effect.Effect<void, E, R>) =>
  work.pipe(
    Effect.catchCause((cause) => Effect.logWarning(`${trouble}.`, cause)),
    Effect.withTracerEnabled(false),
    Effect.repeat(Schedule.spaced(period))
  )

/** Of members the engine's own numbers count each process as one: who is there stands in the storage. */
const numbers = Effect.gen(function*() {
  const members = yield* Effect.flatMap(RunnerStorage, ({ getRunners }) => getRunners)
  const healthy = members.filter(([, isHealthy]) => isHealthy)
  const shards = yield* Metric.value(EngineMetrics.shards)
  yield* Metric.update(Metric.withAttributes(Metrics.clusterRunners, { state: "known" }), members.length)
  yield* Metric.update(Metric.withAttributes(Metrics.clusterRunners, { state: "healthy" }), healthy.length)
  yield* Metric.update(Metrics.clusterShards, Number(shards.value))
  yield* storage.count
})

const failed = (during: string) => (cause: Cause.Cause<unknown>): CrewError => {
  const said = Cause.squash(cause)
  return new CrewError({
    reason: "Unreachable",
    during,
    detail: `The cluster: ${Predicate.isError(said) ? said.message : String(said)}`,
    cause: said
  })
}

const unanswered = new RunsError({
  reason: "NotOpened",
  during: "ClusterCrew.begin",
  detail: "The daemon that takes requests for the whole cluster does not answer: try again in a moment."
})

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: "something else listens there: each daemon of a cluster has an ECO2MIXD_CLUSTER_ADDRESS of its own",
  EADDRNOTAVAIL: "this machine has no such address: set ECO2MIXD_CLUSTER_LISTEN to one that it has",
  EACCES: "that is not allowed to this account: set ECO2MIXD_CLUSTER_ADDRESS to a port above 1023"
}

/** Nobody else listens where this member has to: no time mends that. */
const notListening = ({ cause, message }: SocketServerError) =>
  Effect.flatMap(config, ({ listen: { host, port } }) => {
    const { code = "" } = (cause ?? {}) as NodeJS.ErrnoException
    return Effect.fail(
      new CrewError({
        reason: "Refused",
        during: "ClusterCrew.listen",
        detail: `Can't listen for the other daemons on ${host}, port ${port}: ${WHY[code] ?? message}`,
        cause
      })
    )
  })

export const layer = Layer.effect(
  Crew,
  Effect.gen(function*() {
    const scope = yield* Effect.scope
    const context = yield* Layer.buildWithScope(engine, scope).pipe(
      Effect.catchTag("SocketServerError", notListening)
    )
    const given = Context.merge(yield* Effect.context<SqlClient>(), context) as Context.Context<Engine>
    const told = Effect.provideContext(numbers, given)
    yield* Effect.forkIn(every(TOLD, "What the cluster is can't be told now", told), scope)
    return Crew.of({
      join: Effect.fn("ClusterCrew.join")(function*(hand) {
        yield* Layer.build(answers(hand)).pipe(
          Effect.provideContext(given),
          Effect.catchCause((cause) => Effect.fail(failed("ClusterCrew.join")(cause)))
        )
      }),
      begin: Effect.fn("ClusterCrew.begin")((request) =>
        Effect.scoped(Effect.flatMap(Desk.client, (client) => client(ONE).begin({ request }))).pipe(
          Effect.provideContext(given),
          Effect.timeoutOrElse({ duration: PATIENCE, orElse: () => Effect.fail(unanswered) }),
          Effect.mapError((error) => error._tag === "RunsError" ? error : unanswered)
        )
      ),
      spread: Effect.fn("ClusterCrew.spread")((run, ahead) =>
        Whole.execute({ run, ahead }, { discard: true }).pipe(
          Effect.provideContext(given),
          Effect.asVoid,
          Effect.catchCause((cause) => Effect.fail(failed("ClusterCrew.spread")(cause)))
        )
      )
    })
  })
)
