/** The stand-in keeps a lake's promise, and what is folded from it is what is folded from a lake in memory. */
import * as Day from "#domain/Day"
import { jsonOf } from "#domain/SourceRecord"
import * as MemoryLake from "#layers/memory/MemoryLake"
import * as MongoClient from "#layers/mongo/MongoClient"
import * as MongoLake from "#layers/mongo/MongoLake"
import * as Zone from "#layers/simulator/Zone"
import * as StreamTransform from "#layers/streaming/StreamTransform"
import { keep, sort } from "#pipelines/ingest"
import type { Lake } from "#ports/Lake"
import { Transform } from "#ports/Transform"
import { settle } from "#transform/revise"
import { assert, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { MongoClient as Driver } from "mongodb"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as LakeContract from "../contract/LakeContract.ts"
import * as Data from "./Data.ts"
import { standIn } from "./MongoStandIn.ts"

const serve = (folder?: string) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(() => standIn(folder)),
      (server) => Effect.promise(() => once(server.close(), "close"))
    ),
    (server) => `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}/bench`
  )

const lake = Layer.unwrap(Effect.map(serve(), (url) =>
  MongoLake.layer.pipe(
    Layer.provide(MongoClient.layer),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { MONGO_URL: url } })))
  )))

LakeContract.suite("the bench's stand-in", lake)

const DAYS: Day.DayRange = { from: "2025-03-29", to: "2025-03-31" }

/** Three days, one of which has 23 hours, twice: the second time some values are others. */
const folded = Effect.gen(function*() {
  const transform = yield* Transform
  for (const block of Data.gridOf(Data.REAL_TIME).blocks("eco2mix-regional-tr", intervalOf(DAYS), 0)) {
    const texts = block.rows().map((row) => row.text(Zone.UTC))
    for (const said of [texts, texts.map((text) => text.replace(/("nucleaire": ?)(\d)/, "$19$2"))]) {
      const records = said.map((text) => ({ text, json: jsonOf(text), bytes: text.length }))
      const { heard } = sort("eco2mix-regional-tr", records)
      yield* keep(settle(heard), { fetchedAt: 0, runId: "00000000-0000-4000-8000-000000000001" })
    }
  }
  return yield* Stream.runCollect(transform.statistics(DAYS))
})

const intervalOf = ({ from, to }: Day.DayRange) => ({ from: Day.start(from), to: Day.end(to) })

it.live("a fold over it is the fold over a lake in memory", () =>
  Effect.gen(function*() {
    const of = (lake: Layer.Layer<Lake>) => Effect.provide(folded, Layer.provideMerge(StreamTransform.layer, lake))
    const [ours, other] = [yield* of(Layer.orDie(lake)), yield* of(MemoryLake.layer)]
    assert.strictEqual(other.length, 3)
    assert.isAbove(other[0]!.documents, 12 * 96)
    const rows = (days: typeof ours) => days.map(({ day, documents, rows }) => ({ day, documents, rows }))
    assert.deepStrictEqual(rows(ours), rows(other))
  }))

it.live("batches are those of any projection, and what was written is there for the next one", () =>
  Effect.gen(function*() {
    const folder = yield* Effect.acquireRelease(
      Effect.promise(() => mkdtemp(join(tmpdir(), "eco2mixd-bench-"))),
      (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
    )
    const at = new Date(0)
    const documents = ["c", "a", "b"].map((_id, index) => ({
      _id,
      index,
      at,
      nothing: null,
      in: { it: [1, 2.5] },
      yes: true
    }))
    const ask = <A>(work: (driver: Driver) => Promise<A>) =>
      Effect.acquireUseRelease(
        Effect.flatMap(serve(folder), (url) => Effect.promise(() => new Driver(url).connect())),
        (driver) => Effect.promise(() => work(driver)),
        (driver) => Effect.promise(() => driver.close())
      ).pipe(Effect.scoped)
    yield* ask(async (driver) => {
      await driver.db().collection<{ _id: string }>("things").insertMany(documents)
      await driver.db().admin().command({ fsync: 1 })
    })
    yield* ask(async (driver) => {
      const things = driver.db().collection<{ _id: string }>("things")
      const sorted = documents.toSorted((a, b) => a._id < b._id ? -1 : 1)
      const all = things.find({}, { batchSize: 2 }).sort({ _id: 1 })
      assert.deepStrictEqual(await all.toArray(), sorted)
      for (const fields of [["index"], ["in", "at"], ["yes", "_id", "nothing"]] as const) {
        const projection = Object.fromEntries(fields.map((field) => [field, 1]))
        assert.deepStrictEqual(
          await things.find({ _id: { $gte: "a", $lt: "c" } }, { projection: { _id: 0, ...projection } })
            .toArray() as unknown,
          sorted.slice(0, 2).map((document) =>
            Object.fromEntries(Object.entries(document).filter(([name]) => fields.includes(name as never)))
          )
        )
      }
      assert.strictEqual((await driver.db().command({ seen: 1 }))["collection"], "things")
    })
  }).pipe(Effect.scoped))
