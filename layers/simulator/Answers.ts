/** The answers of ODRÉ's API to what is asked of a dataset: pages, groups, exports, refusals, and failures on demand. */
import { type Dataset, isDataset } from "#domain/Dataset"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as Body from "./Body.ts"
import type * as Fault from "./Fault.ts"
import type { Grid } from "./Grid.ts"
import * as Groups from "./Groups.ts"
import type * as Journal from "./Journal.ts"
import * as Lines from "./Lines.ts"
import { before, both } from "./Odsql.ts"
import * as Query from "./Query.ts"
import * as Quota from "./Quota.ts"
import * as Refusal from "./Refusal.ts"
import * as Scan from "./Scan.ts"

/** Resumes when all that was written has left this process, so that a reset strikes in the middle and not before it. */
const flushed = (socket: { readonly writableLength: number; readonly destroyed: boolean }): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    const look = () => socket.destroyed || socket.writableLength === 0 ? resume(Effect.void) : setTimeout(look, 1)
    setImmediate(look)
  })

/** What becomes of a connection whose body will not be finished. */
const ended = (ending: Body.Ending, request: HttpServerRequest.HttpServerRequest): Stream.Stream<Uint8Array> => {
  if (ending === "complete") return Stream.empty
  if (ending === "stall") return Stream.never
  const { socket } = NodeHttpServerRequest.toIncomingMessage(request)
  const leave = Effect.sync(() => ending === "reset" ? socket.resetAndDestroy() : socket.destroy())
  return Stream.unwrap(Effect.as(Effect.andThen(flushed(socket), leave), Stream.never))
}

/** What answers are made of; the faults are those that hold when a request comes. */
export interface Means {
  readonly grid: Grid
  /** Calls per dataset and month. */
  readonly quota: number
  readonly journal: Journal.Journal
  readonly faults: () => Fault.Faults
}

/** The handler of each path below a dataset. */
export const make = ({ faults, grid, journal, quota }: Means) => {
  const counted = Quota.make(quota)

  const records = Effect.fnUntraced(function*(
    dataset: Dataset,
    query: Query.Query,
    now: number,
    fault: Fault.Fault | undefined
  ) {
    const blocks = grid.blocks(dataset, query.filter.interval, now)
    if (Query.isGrouped(query)) {
      const groups = yield* Groups.make(blocks, query)
      const results = groups.slice(query.offset, query.offset + query.limit)
      return Refusal.json(200, { total_count: groups.length, results })
    }
    const total = Lines.counted(yield* Scan.count(blocks, query.filter), fault?.name)
    const lines = query.limit === 0 ? [] : [...Lines.spoilt(yield* Scan.page(blocks, query), fault?.name)]
    // Lines are put in as they are: to read and write them again would change what is verbatim.
    return Refusal.json(200, `{"total_count":${total},"results":[${lines.join(",")}]}`)
  })

  const exported = Effect.fnUntraced(
    function*(dataset: Dataset, query: Query.Query, format: Body.Format, now: number, fault: Fault.Fault | undefined) {
      const request = yield* HttpServerRequest.HttpServerRequest
      const blocks = grid.blocks(dataset, query.filter.interval, now)
      const total = fault === undefined ? 0 : yield* Scan.count(blocks, query.filter)
      const sent = Math.min(query.limit, Math.max(0, total - query.offset))
      const { contentLength, ending, headers, pieces } = Body.sending(
        () => Body.pieces(Scan.lines(blocks, query), format, fault, sent),
        fault
      )
      const body = Stream.fromIterable(pieces, { chunkSize: 1 }).pipe(
        Stream.map((piece) => typeof piece === "string" ? Buffer.from(piece) : piece),
        Stream.concat(ended(ending, request))
      )
      return HttpServerResponse.stream(body, {
        contentType: Body.CONTENT_TYPES[format],
        headers: { ...headers, "content-disposition": `attachment; filename="${dataset}.${format}"` },
        ...(contentLength === undefined ? {} : { contentLength })
      })
    }
  )

  const respond = Effect.fnUntraced(
    function*(dataset: Dataset, what: "records" | Body.Format, params: URLSearchParams, now: number) {
      const asked = what === "records" ? Query.ofRecords(params) : Query.ofExport(params)
      if (Result.isFailure(asked)) return Refusal.json(400, asked.failure)
      const { began, next } = faults()
      const { fault, latency } = next(what === "records" ? "records" : "export")
      if (latency > 0) yield* Effect.sleep(latency)
      const query = fault?.name === "stopped"
        ? { ...asked.success, filter: both(asked.success.filter, before(began - fault.millis)) }
        : asked.success
      const answer = Refusal.of(fault, quota, now) ?? (what === "records"
        ? yield* records(dataset, query, now, fault)
        : yield* exported(dataset, query, what, now, fault))
      return fault?.name === "spent"
        ? HttpServerResponse.setHeaders(answer, Quota.spent(now + fault.millis))
        : answer
    }
  )

  return (what: "records" | Body.Format) =>
    Effect.gen(function*() {
      const request = yield* HttpServerRequest.HttpServerRequest
      const { dataset = "" } = yield* HttpRouter.params
      const url = new URL(request.url, "http://simulator")
      const now = yield* Clock.currentTimeMillis
      journal.note(url.pathname, [...url.searchParams].map(([name, value]) => `${name}=${value}`).join("&"))
      const { allowed, headers, refusal } = counted.take(isDataset(dataset) ? dataset : "unknown", now)
      const answer = !isDataset(dataset)
        ? Refusal.json(404, { error_code: "NotFoundResource", message: `Unknown dataset: ${dataset}` })
        : !allowed
        ? Refusal.json(429, refusal)
        : yield* respond(dataset, what, url.searchParams, now)
      // What the answer says of the quota goes before what is true of it.
      return HttpServerResponse.setHeaders(answer, { ...headers, ...answer.headers })
    })
}
