import type { DayRange } from "#domain/Day"
import { type Counts, newRun, NOTHING, type Run } from "#domain/Run"
import { CRON, Desk, Months, Mornings, ONE, OVERSEER, Part, Whole } from "#layers/cluster/messages"
import { PartError } from "#ports/Crew"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as PrimaryKey from "effect/PrimaryKey"
import * as Schema from "effect/Schema"

const run: Run = newRun({
  id: "11111111-2222-4333-8444-555555555555",
  trigger: "backfill",
  window: { from: "2020-01-01", to: "2020-12-31" },
  datasets: ["eco2mix-regional-tr", "eco2mix-regional-cons-def"],
  requestedBy: "api test \u{1F50C}",
  resumes: "21111111-2222-4333-8444-555555555555"
})
const days: DayRange = { from: "2020-03-01", to: "2020-03-31" }

const rpcOf = (entity: typeof Mornings | typeof Desk) => [...entity.protocol.requests.values()][0]!

/** As it waits in the database, and as whoever takes it reads it. */
const kept = (schema: Schema.Top, said: unknown) => {
  const codec: Schema.Codec<unknown, unknown> = Schema.toCodecJson(schema) as never
  const text = JSON.stringify(Schema.encodeSync(codec)(said))
  return { text: JSON.parse(text) as unknown, read: Schema.decodeUnknownSync(codec)(JSON.parse(text)) }
}

describe("what the members say to one another", () => {
  // A name that is changed is a message that is lost: what waits under the old one is never answered.
  it("has the names under which it waits in the database", () => {
    assert.deepStrictEqual(
      {
        entities: [Mornings, Desk].map(({ protocol, type }) => [type, ...protocol.requests.keys()]),
        workflows: [Whole, Part].map(({ _tag }) => _tag),
        queues: [Months.name, Months.deferred.name],
        ones: [ONE, CRON, OVERSEER]
      },
      {
        entities: [["Mornings", "answer"], ["Desk", "begin"]],
        workflows: ["Run", "Month"],
        queues: ["Months", "DurableQueue/Months"],
        ones: ["one", "mornings", "overseer"]
      }
    )
  })

  // A key that is changed is work that is done twice.
  it.effect("has the keys by which the same thing is known again", () =>
    Effect.gen(function*() {
      const hour = rpcOf(Mornings).payloadSchema.make({ hour: 1_590_000_000_000 } as never)
      assert.strictEqual(PrimaryKey.value(hour as PrimaryKey.PrimaryKey), "1590000000000")
      assert.strictEqual(Months.idempotencyKey({ run, days }), `${run.id}/2020-03-01`)
      const other: Run = { ...run, requestedBy: "someone else" }
      const whole = (run: Run, ahead: DayRange) => Whole.executionId({ run, ahead })
      const part = (run: Run, days: DayRange) => Part.executionId({ run, days })
      assert.deepStrictEqual([yield* whole(run, days), yield* part(run, days)], [
        yield* whole(other, run.window),
        yield* part(other, { ...days, to: "2020-03-30" })
      ])
      assert.notStrictEqual(yield* part(run, days), yield* part(run, { from: "2020-04-01", to: "2020-04-30" }))
      assert.notStrictEqual(yield* whole(run, days), yield* whole({ ...run, id: crypto.randomUUID() }, days))
    }))

  it("is read as it was said, and kept as plain fields that any version reads", () => {
    const request = {
      trigger: "replay",
      window: days,
      datasets: run.datasets,
      requestedBy: "x",
      oldestFirst: true,
      anew: false
    }
    const counts: Counts = Object.fromEntries(Object.keys(NOTHING).map((name, index) => [name, index])) as never
    for (
      const [schema, said] of [
        [Whole.payloadSchema, { run, ahead: days }],
        [Part.payloadSchema, { run: { ...run, slot: 7, resumes: null }, days }],
        [rpcOf(Desk).payloadSchema, { request }],
        [rpcOf(Desk).successSchema, run],
        [Part.successSchema, counts]
      ] as const
    ) {
      assert.deepStrictEqual(kept(schema, said), { text: said, read: said })
    }
    const failure = { reason: "Failed", code: "Sink.Refused", detail: "the table said no" } as const
    assert.deepStrictEqual(kept(Part.errorSchema, new PartError(failure)), {
      text: { _tag: "PartError", ...failure },
      read: new PartError(failure)
    })
  })
})
