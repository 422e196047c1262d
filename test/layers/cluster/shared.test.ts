import * as shared from "#layers/cluster/shared"
import { aside } from "#layers/postgres/PostgresClient"
import { Ingest } from "#ports/Ingest"
import { LEASE, Silence } from "#ports/Leadership"
import { Sink } from "#ports/Sink"
import { assert, layer as withLayer } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SinkContract from "../../contract/SinkContract.ts"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"
import { RUN } from "../../support/revisions.ts"

const DAYS = { from: "2026-03-01", to: "2026-03-02" } as const

/** What is done at the same time: how many now, the most ever, and how often in all; and each one's patience. */
const seen = { now: 0, most: 0, times: 0, silences: [] as Array<number> }

const step = <A>(answer: A) =>
  Effect.acquireUseRelease(
    Effect.sync(() => seen.most = Math.max(seen.most, ++seen.now)),
    () => Effect.flatMap(Silence, (silence) => Effect.sync(() => seen.silences.push(silence))),
    () => Effect.andThen(Effect.sleep("20 millis"), Effect.sync(() => seen.now--))
  ).pipe(Effect.andThen(Effect.sync(() => ++seen.times)), Effect.as(answer))

const table = Layer.mock(Sink, { append: () => step(0) })
const source = Layer.mock(Ingest, { fetch: () => step({ records: [], fetchedAt: 0 }), origin: () => "" })

/** What a daemon of a cluster has, on a pool of its own. */
const member = Layer.mergeAll(shared.ingest.pipe(Layer.provide(source)), shared.sink.pipe(Layer.provide(table))).pipe(
  Layer.provide(aside({ maxConnections: 8 })),
  Layer.provide(
    ConfigProvider.layer(
      ConfigProvider.fromEnv({ env: { ECO2MIXD_CLUSTER_EXPORTS: "1", ECO2MIXD_CLUSTER_WRITERS: "2" } })
    )
  )
)

/** So many at once, by two members in turn. */
const byTwo = <A, E>(work: Effect.Effect<A, E, Ingest | Sink>) =>
  Effect.gen(function*() {
    Object.assign(seen, { now: 0, most: 0, times: 0, silences: [] })
    const members = [yield* Layer.build(Layer.fresh(member)), yield* Layer.build(Layer.fresh(member))]
    yield* Effect.forEach(
      Array.from({ length: 8 }, (_, index) => members[index % 2]!),
      (context) => Effect.provideContext(work, context),
      { concurrency: "unbounded", discard: true }
    )
  })

withLayer(EmbeddedStores.layer, { excludeTestServices: true })("Source and sink of a cluster", (it) => {
  it.effect("are used by as many at the same time as the settings say, whatever the number of daemons", () =>
    Effect.gen(function*() {
      yield* byTwo(Effect.flatMap(Ingest, ({ fetch }) => fetch("eco2mix-regional-tr", DAYS)))
      assert.deepStrictEqual([seen.most, seen.times], [1, 8])
      yield* byTwo(Effect.flatMap(Sink, ({ append }) => append(1, RUN, SinkContract.dayOf("2026-03-01", 1))))
      assert.deepStrictEqual([seen.most, seen.times], [2, 8])
    }))

  it.effect("let go of a day when its writer is taken for dead, which is sooner than where one leads", () =>
    Effect.gen(function*() {
      yield* byTwo(Effect.flatMap(Sink, ({ append }) => append(1, RUN, SinkContract.dayOf("2026-03-01", 1))))
      assert.deepStrictEqual([...new Set(seen.silences)], [6_000])
      assert.isBelow(Math.max(...seen.silences), LEASE)
    }))
})
