/** Answers about the runs, and hands on what is asked of them. */
import { Api } from "#api/Api"
import { problem } from "#api/Problem"
import type { OUTCOMES, RunRequest } from "#api/RunsApi"
import { DATASETS } from "#domain/Dataset"
import type { Day } from "#domain/Day"
import { byApi, type RunRecord } from "#domain/Run"
import { Ledger, type RunFilter } from "#ports/Ledger"
import { Runs } from "#ports/Runs"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Stream from "effect/Stream"
import { asker } from "./Access.ts"
import { invalid, ofLedger, ofRuns, ofStart } from "./Problems.ts"
import { events } from "./RunEvents.ts"
import { pageOf, runOf } from "./shapes.ts"

const TAGS: Readonly<Record<(typeof OUTCOMES)[number], RunFilter["outcome"]>> = {
  running: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  interrupted: "Interrupted",
  cancelled: "Cancelled"
}

export const layer = HttpApiBuilder.group(
  Api,
  "runs",
  Effect.fn(function*(handlers) {
    const ledger = yield* Ledger
    const runs = yield* Runs

    /** This daemon knows more of its own runs than the ledger does. */
    const told = (records: ReadonlyArray<RunRecord>) =>
      Effect.gen(function*() {
        const now = yield* Clock.currentTimeMillis
        const live = new Map((yield* runs.live).map((one) => [one.run.id, one]))
        return records.map((record) => runOf(live.get(record.run.id) ?? record, now))
      })

    const find = (id: string) =>
      Effect.flatMap(runs.live, (live) => {
        const found = live.find(({ run }) => run.id === id)
        return found === undefined ? ledger.run(id) : Effect.succeed(found)
      })

    const one = Effect.fn("RunHandlers.one")(function*(id: string) {
      const record = yield* find(id)
      return record === null
        ? yield* Effect.fail(problem(404, "NotFound", `There is no run ${id}: /api/v1/runs lists them.`))
        : runOf(record, yield* Clock.currentTimeMillis)
    }, Effect.catchTag("LedgerError", ofLedger))

    const list = Effect.fn("RunHandlers.list")(function*(asked: {
      readonly limit?: number
      readonly before?: string
      readonly trigger?: RunFilter["trigger"]
      readonly outcome?: (typeof OUTCOMES)[number]
    }) {
      const { before, limit = 50, outcome, trigger } = asked
      const found = yield* ledger.runs({
        limit: limit + 1,
        before,
        trigger,
        outcome: outcome === undefined ? undefined : TAGS[outcome]
      })
      const { entries, next } = pageOf(found, limit, ({ run }) => run.id)
      return { runs: yield* told(entries), next }
    }, Effect.catchTag("LedgerError", ofLedger))

    const start = Effect.fn("RunHandlers.start")(function*(asked: typeof RunRequest.Type) {
      const { anew = false, datasets = DATASETS, from, kind, oldest_first: oldestFirst = false, to } = asked
      if (from > to) return yield* invalid(`body: from ${from} is after to ${to}; the first day comes first`)
      const run = yield* runs.start({
        trigger: kind,
        window: { from: from as Day, to: to as Day },
        datasets: [...new Set(datasets)],
        requestedBy: byApi(yield* asker),
        oldestFirst,
        anew
      }).pipe(Effect.catch(ofStart))
      const record = yield* find(run.id).pipe(Effect.catchTag("LedgerError", ofLedger))
      if (record === null) {
        return yield* Effect.die(new Error(`The run ${run.id} has begun, and the ledger has it not.`))
      }
      return HttpApiSchema.withHeaders({
        body: runOf(record, yield* Clock.currentTimeMillis),
        headers: { location: `/api/v1/runs/${run.id}` }
      })
    })

    return handlers.handleAll({
      list: ({ query }) => list(query),
      one: ({ params }) => one(params.run_id),
      start: ({ payload }) => start(payload),
      pause: ({ params }) => Effect.catch(runs.pause(params.run_id), ofRuns),
      resume: ({ params }) => Effect.catch(runs.resume(params.run_id), ofRuns),
      cancel: ({ params }) => Effect.catch(runs.cancel(params.run_id), ofRuns)
    })
  })
)

/** `closing` is done when the server stops: who listens is let go, and holds nothing up. */
export const eventsLayer = (closing: Deferred.Deferred<void>) =>
  HttpApiBuilder.group(
    Api,
    "events",
    Effect.fn(function*(handlers) {
      const context = yield* Effect.context<Runs>()
      return handlers.handle("events", () =>
        Effect.succeed(HttpServerResponse.stream(
          events.pipe(
            Stream.interruptWhen(Deferred.await(closing)),
            Stream.encodeText,
            Stream.provideContext(context)
          ),
          { contentType: "text/event-stream", headers: { "x-accel-buffering": "no" } }
        )))
    })
  )
