import * as Command from "#layers/mongo/command"
import * as MongoClient from "#layers/mongo/MongoClient"
import * as MongoLake from "#layers/mongo/MongoLake"
import { Lake } from "#ports/Lake"
import { RECIPE } from "#transform/recipe"
import { assert, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as LakeContract from "../../contract/LakeContract.ts"
import * as LakeTelling from "../../contract/LakeTelling.ts"
import * as FerretDb from "../../support/FerretDb.ts"
import * as Numbers from "../../support/Numbers.ts"
import { revision } from "../../support/revisions.ts"
import * as Spans from "../../support/Spans.ts"

if (FerretDb.missing === undefined) {
  const database = Layer.unwrap(Effect.map(FerretDb.url, (url) =>
    Layer.provide(
      MongoClient.layer,
      ConfigProvider.layer(ConfigProvider.fromEnv({ env: { MONGO_URL: url } }))
    )))
  const lake = Layer.provideMerge(MongoLake.layer, database)
  LakeContract.suite("MongoDB", lake)

  LakeTelling.suite("MongoDB", lake, {
    module: "MongoLake",
    system: "mongodb",
    namespace: /^eco2mixd_test_/,
    commands: {
      insert: ["insert revisions"],
      id: ["insert revisions", "find revisions"],
      latest: ["find revisions"],
      documents: ["aggregate revisions"],
      history: ["find revisions"],
      size: ["collStats revisions", "find revisions"]
    },
    streamed: ["find revisions"]
  })

  it.live("MongoLake takes no id where documents are that do not say whose", () =>
    Effect.gen(function*() {
      const { adopt, idIfAny, insert } = yield* Lake
      yield* insert([revision("2020-01-01", 0)])
      const error = yield* Effect.flip(adopt(crypto.randomUUID()))
      assert.match(error.message, /holds documents without saying whose/)
      assert.isNull(yield* idIfAny)
    }).pipe(Effect.provide(Layer.fresh(lake))))

  it.live("MongoLake says by which code a command failed, and how many documents went with it", () =>
    Effect.gen(function*() {
      const spans = Spans.keep()
      const { insert } = yield* Lake
      const server = yield* MongoClient.MongoDatabase
      const command = Command.make(server, "revisions")("MongoLake.test")
      yield* Effect.gen(function*() {
        yield* Effect.flip(command("nonsense", () => server.command({ nonsense: 1 })))
        yield* Effect.flip(command("insert", () => Promise.reject(new TypeError("no"))))
        yield* insert([revision("2020-01-01", 0), revision("2020-01-01", 1)])
        yield* insert([revision("2020-01-01", 2)])
        // Numbers that are taken are an answer.
        yield* insert([revision("2020-01-01", 2), revision("2020-01-01", 3)])
      }).pipe(Spans.into(spans))
      const commands = spans.all.filter(({ kind }) => kind === "client")
      assert.deepStrictEqual(
        commands.map((span) => {
          const told = Spans.attributesOf(span)
          return [
            span.name,
            Spans.hasFailed(span),
            told["error.type"],
            told["db.response.status_code"],
            told["db.operation.batch.size"]
          ]
        }),
        [
          ["nonsense revisions", true, "59", "59", undefined],
          ["insert revisions", true, "TypeError", undefined, undefined],
          ["insert revisions", false, undefined, undefined, 2],
          ["insert revisions", false, undefined, undefined, undefined],
          ["insert revisions", false, undefined, undefined, 2]
        ]
      )
    }).pipe(Effect.provide(lake)))

  it.live("MongoLake asks once for each batch of a stream", () =>
    Effect.gen(function*() {
      const { excerpts, insert } = yield* Lake
      const range = { from: "2017-01-01", to: "2017-02-28" } as const
      const all = Array.from({ length: 1_001 }, (_, quarter) => revision(range.from, quarter))
      yield* insert(all)
      const spans = Spans.keep()
      yield* Stream.runDrain(excerpts(range, RECIPE)).pipe(Spans.into(spans))
      assert.deepStrictEqual(spans.all.map(({ name }) => name), ["find revisions", "getMore revisions"])
      assert.deepInclude(yield* Numbers.of("eco2mixd_lake_operation_duration_seconds"), {
        "{operation=\"excerpts\",outcome=\"ok\"}": 2
      })
    }).pipe(Numbers.apart, Effect.provide(lake)))

  it.live("MongoClient tells how many connections it has, and that it has none in the end", () =>
    Effect.gen(function*() {
      const connections = Numbers.of("eco2mixd_lake_connections")
      yield* Effect.gen(function*() {
        const { documents } = yield* Lake
        const [, ...during] = yield* Effect.all(
          [...Array.from({ length: 5 }, () => Effect.asVoid(documents())), Effect.void],
          { concurrency: "unbounded" }
        )
        assert.lengthOf(during, 5)
        const told = yield* connections
        assert.strictEqual(told["{state=\"in_use\"}"], 0)
        assert.isAbove(told["{state=\"idle\"}"]!, 1)
      }).pipe(Effect.provide(Layer.fresh(lake)))
      assert.deepStrictEqual(yield* connections, { "{state=\"idle\"}": 0, "{state=\"in_use\"}": 0 })
    }).pipe(Numbers.apart))

  it.live("MongoLake says which document is none of this program's", () =>
    Effect.gen(function*() {
      const { excerpts, insert, latest } = yield* Lake
      const server = yield* MongoClient.MongoDatabase
      yield* insert([revision("2020-01-01", 0)])
      yield* Effect.promise(() =>
        server.collection<{ _id: string }>("revisions").insertOne({ _id: "2020-01-01T10:00Z/77/0/0001" })
      )
      const range = { from: "2020-01-01", to: "2020-01-01" } as const
      for (const asked of [Effect.asVoid(latest(range, RECIPE)), Stream.runDrain(excerpts(range, RECIPE))]) {
        const { detail, reason } = yield* Effect.flip(asked)
        assert.strictEqual(reason, "Corrupt")
        assert.include(detail, "2020-01-01T10:00Z/77/0/0001")
      }
    }).pipe(Effect.provide(lake)))
} else {
  it.skip(`Lake (MongoDB): ${FerretDb.missing}`, () => {})
}
