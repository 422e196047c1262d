/** Answers about the runs, and hands on what is asked of them. */
import { Caller } from "#api/Access"
import { Api } from "#api/Api"
import { problem } from "#api/Problem"
import type { OUTCOMES, RunRequest } from "#api/RunsApi"
import type { Deed } from "#domain/Act"
import { DATASETS } from "#domain/Dataset"
import type { Day } from "#domain/Day"
import type { RunRecord } from "#domain/Run"
import { Ledger, type RunFilter } from "#ports/Ledger"
import { Runs, type RunsError } from "#ports/Runs"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Stream from "effect/Stream"
import { invalid, ofLedger, ofRuns, ofStart, UNWRITTEN } from "./Problems.ts"
import { events } from "./RunEvents.ts"
import { pageOf, runOf } from "./shapes.ts"

const TAGS: Readonly<Record<(typeof OUTCOMES)[number], RunFilter["outcome"]>> = {
  running: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  interrupted: "Interrupted",
  cancelled: "Cancelled"
}

/** What became of it is told by the run too: it is not worth a failure. */
const after = (note: Effect.Effect<void, { readonly message: string }>) =>
  Effect.catch(note, ({ message }) => Effect.logWarning(`The journal lacks what became of a request: ${message}`))

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
      const by = yield* Caller
      const run = yield* runs.start({
        trigger: kind,
        window: { from: from as Day, to: to as Day },
        datasets: [...new Set(datasets)],
        requestedBy: by,
        oldestFirst,
        anew
      }).pipe(
        Effect.tapError(({ reason }) =>
          after(noted("start", by, null, "refused", { kind, from, to, code: `Runs.${reason}` }))
        ),
        Effect.catch(ofStart)
      )
      const record = yield* find(run.id).pipe(Effect.catchTag("LedgerError", ofLedger))
      if (record === null) {
        return yield* Effect.die(new Error(`The run ${run.id} has begun, and the ledger has it not.`))
      }
      return HttpApiSchema.withHeaders({
        body: runOf(record, yield* Clock.currentTimeMillis),
        headers: { location: `/api/v1/runs/${run.id}` }
      })
    })

    const noted = (
      deed: Deed,
      by: string,
      subject: string | null,
      became: "asked" | "done" | "refused",
      details: Readonly<Record<string, unknown>> = {}
    ) => ledger.note({ deed, by, subject, details, became })

    /** Who wants it stands in the journal before it is done: else it is not done. */
    const control = Effect.fnUntraced(
      function*(deed: "pause" | "resume" | "cancel", id: string, act: Effect.Effect<void, RunsError>) {
        const by = yield* Caller
        yield* noted(deed, by, id, "asked").pipe(Effect.mapError(() => UNWRITTEN))
        yield* act.pipe(
          Effect.tapError(({ reason }) => after(noted(deed, by, id, "refused", { code: `Runs.${reason}` }))),
          Effect.catch(ofRuns)
        )
        yield* after(noted(deed, by, id, "done"))
      }
    )

    return handlers.handleAll({
      list: ({ query }) => list(query),
      one: ({ params }) => one(params.run_id),
      start: ({ payload }) => start(payload),
      pause: ({ params }) => control("pause", params.run_id, runs.pause(params.run_id)),
      resume: ({ params }) => control("resume", params.run_id, runs.resume(params.run_id)),
      cancel: ({ params }) => control("cancel", params.run_id, runs.cancel(params.run_id))
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
