/** What a lake that is a server tells of itself: the time of each call, and a span of each command, without what is in them. */
import { Lake } from "#ports/Lake"
import { RECIPE } from "#transform/recipe"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Numbers from "../support/Numbers.ts"
import { revision } from "../support/revisions.ts"
import * as Spans from "../support/Spans.ts"

const RANGE = { from: "2019-03-01", to: "2019-03-31" } as const

export const suite = <E>(
  name: string,
  lake: Layer.Layer<Lake, E>,
  expected: {
    readonly module: string
    readonly system: string
    readonly namespace: RegExp
    /** By method, the commands that it makes. */
    readonly commands: Readonly<Record<string, ReadonlyArray<string>>>
    /** Of a stream of 40 documents. */
    readonly streamed: ReadonlyArray<string>
  }
) =>
  withLayer(lake, { excludeTestServices: true })(`Lake (${name}) tells`, (it) => {
    it.effect("how long it took to answer, and what it asked of whom", () =>
      Effect.gen(function*() {
        const { documents, excerpts, history, id, insert, latest, size } = yield* Lake
        const spans = Spans.keep()
        const revisions = Array.from({ length: 40 }, (_, quarter) => revision(RANGE.from, quarter))
        yield* Effect.gen(function*() {
          yield* insert(revisions)
          yield* id
          yield* latest(RANGE, RECIPE)
          yield* documents(RANGE)
          yield* history("93", revisions[0]!.instant)
          yield* size
          yield* Stream.runDrain(excerpts(RANGE, RECIPE)).pipe(Effect.withSpan("streamed"))
        }).pipe(Spans.into(spans))

        const times = yield* Numbers.of("eco2mixd_lake_operation_duration_seconds")
        const operations = ["documents", "excerpts", "history", "id", "insert", "latest", "size"]
        assert.deepStrictEqual(times, Object.fromEntries(operations.map((one) => [series(one), 1])))

        for (const [method, commands] of Object.entries(expected.commands)) {
          const [call, ...others] = spans.named(`${expected.module}.${method}`)
          assert.lengthOf(others, 0)
          assert.deepStrictEqual(spans.tree(call!).slice(1), commands.map((command) => `  ${command}`), method)
        }
        assert.deepStrictEqual(
          spans.tree(spans.named("streamed")[0]!).slice(1),
          expected.streamed.map((one) => `  ${one}`)
        )
        const commands = spans.all.filter(({ kind }) => kind === "client")
        for (const command of commands) {
          const attributes = Spans.attributesOf(command)
          assert.strictEqual(attributes["db.system.name"], expected.system)
          assert.match(String(attributes["db.namespace"]), expected.namespace)
          assert.strictEqual(attributes["server.address"], "127.0.0.1")
          assert.isNumber(attributes["server.port"])
        }
        const said = JSON.stringify(spans.all.map(Spans.attributesOf))
        assert.notInclude(said, revisions[0]!.record)
      }).pipe(Numbers.apart))
  })

const series = (operation: string): string => `{operation="${operation}",outcome="ok"}`
