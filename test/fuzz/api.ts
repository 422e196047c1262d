/**
 * The daemon's API and page over a real PostgreSQL: whatever is asked, and by whomever, is answered as described or refused in
 * a problem document, within seconds. schemathesis (`test/layers/http`) asks by the description; this asks by none.
 */
import { CONTENT_TYPE } from "#api/Problem"
import { newRun } from "#domain/Run"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as MemoryRuns from "#layers/memory/MemoryRuns"
import * as PostgresLake from "#layers/postgres/PostgresLake"
import * as PostgresLeadership from "#layers/postgres/PostgresLeadership"
import * as PostgresLedger from "#layers/postgres/PostgresLedger"
import * as PostgresQuery from "#layers/postgres/PostgresQuery"
import { Ledger } from "#ports/Ledger"
import { Listening } from "#ports/Listening"
import { assert } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Serving from "../layers/http/Serving.ts"
import * as EmbeddedStores from "../support/EmbeddedStores.ts"
import { claim, type Claims } from "./Fuzz.ts"
import { anyText } from "./inputs.ts"
import { asked, garbage } from "./requests.ts"
import * as Wire from "./Wire.ts"

/** As described: what is refused says so in the one form, with a code. */
const isAnswer = ({ method }: { readonly method: string }, answer: Wire.Answer) => {
  Wire.isNoFault(answer)
  if (answer.status < 400 || method === "HEAD") return
  assert.strictEqual(answer.type, CONTENT_TYPE, `${answer.status} ${answer.body.slice(0, 200)}`)
  const { code, detail, status } = JSON.parse(answer.body) as { code: string; detail: string; status: number }
  assert.strictEqual(status, answer.status)
  assert.match(code, /^[A-Z][A-Za-z]+(\.[A-Z][A-Za-z]+)?$/)
  assert.isNotEmpty(detail)
}

const stores = Layer.mergeAll(PostgresLake.layer, PostgresLeadership.layer, PostgresLedger.layer, PostgresQuery.layer)
  .pipe(
    Layer.provide(EmbeddedStores.layer)
  )

const served = Serving.server().pipe(
  Layer.provideMerge(Layer.provideMerge(MemoryRuns.layer, Layer.merge(stores, MemoryIngest.layer)))
)

/** Days of the past, so that nothing here depends on today. */
const run = newRun({
  trigger: "manual",
  window: { from: "2026-09-01", to: "2026-09-01" },
  datasets: ["eco2mix-regional-tr"],
  requestedBy: "test"
})

export const claims: Claims = Effect.gen(function*() {
  const context = yield* Layer.build(served)
  const { url } = Context.get(context, Listening)
  const ledger = Context.get(context, Ledger)
  yield* ledger.open(run)
  let entries = 0
  const ask = (target: string) => Wire.send(url, { method: "GET", target, headers: [], body: "" })
  return [
    claim(
      "any request has an answer as described, and none is a failure of ours",
      200,
      asked,
      (request) => Effect.map(Wire.send(url, request), (answer) => isAnswer(request, answer))
    ),
    claim(
      "what is no HTTP is answered or hung up on, and the next one is served",
      40,
      garbage,
      (bytes) =>
        Effect.gen(function*() {
          Wire.isNoFault(yield* Wire.sendBytes(url, bytes, 5))
          assert.strictEqual((yield* ask("/healthz")).status, 200)
        })
    ),
    claim(
      "whatever was set aside is shown as it stands",
      40,
      Arbitrary.all([anyText, anyText]),
      ([text, why]) =>
        Effect.gen(function*() {
          // Each is news: what stands there already does not come first.
          const record = `${text} ${entries++}`
          const detail = `nature is ${why}`
          const bytes = Buffer.byteLength(record)
          yield* ledger.quarantine(run, [{
            dataset: "eco2mix-regional-tr",
            reason: "NotJson",
            detail,
            text: record,
            bytes
          }])
          const answer = yield* ask("/api/v1/quarantine?limit=1")
          assert.strictEqual(answer.status, 200)
          const [entry] =
            (JSON.parse(answer.body) as { entries: ReadonlyArray<{ record: string; detail: string }> }).entries
          // PostgreSQL has no NUL, and UTF-8 no half of a pair.
          const kept = (said: string) => said.replaceAll("\0", "␀").toWellFormed()
          assert.deepStrictEqual([entry?.record, entry?.detail], [kept(record), kept(detail)])
        })
    )
  ]
}).pipe(Effect.provide(Logger.layer([])))
