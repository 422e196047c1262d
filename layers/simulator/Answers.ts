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
import * as Query from "./Query.ts"
import * as Quota from "./Quota.ts"
import * as Scan from "./Scan.ts"

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  HttpServerResponse.text(typeof body === "string" ? body : JSON.stringify(body), {
    status,
    headers,
    contentType: "application/json; charset=utf-8"
  })

const PAGE_OF_HTML =
  "<!doctype html>\n<html><head><title>Maintenance</title></head><body>Le portail est indisponible.</body></html>\n"

/** The answer of a source that does not even try; none for the faults that strike in a body. */
const refusing = (fault: Fault.Fault | undefined, limit: number, now: number) => {
  switch (fault?.name) {
    case "429":
      return json(429, Quota.refusal(limit, now + fault.millis), {
        "retry-after": String(Math.ceil(fault.millis / 1_000))
      })
    case "503":
      return json(503, { error_code: "ServiceUnavailable", message: "The service is temporarily unavailable." })
    case "html":
      return HttpServerResponse.text(PAGE_OF_HTML, { contentType: "text/html; charset=utf-8" })
    default:
      return undefined
  }
}

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
  return Stream.unwrap(Effect.as(Effect.tap(flushed(socket), () => Effect.sync(() => socket.destroy())), Stream.never))
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

  const records = Effect.fnUntraced(function*(dataset: Dataset, query: Query.Query, now: number) {
    const blocks = grid.blocks(dataset, query.filter.interval, now)
    if (Query.isGrouped(query)) {
      const groups = yield* Groups.make(blocks, query)
      const results = groups.slice(query.offset, query.offset + query.limit)
      return json(200, { total_count: groups.length, results })
    }
    const total = yield* Scan.count(blocks, query.filter)
    const lines = query.limit === 0 ? [] : yield* Scan.page(blocks, query)
    // Lines are put in as they are: to read and write them again would change what is verbatim.
    return json(200, `{"total_count":${total},"results":[${lines.join(",")}]}`)
  })

  const exported = Effect.fnUntraced(
    function*(dataset: Dataset, query: Query.Query, format: Body.Format, now: number, fault: Fault.Fault | undefined) {
      const request = yield* HttpServerRequest.HttpServerRequest
      const blocks = grid.blocks(dataset, query.filter.interval, now)
      const total = fault === undefined ? 0 : yield* Scan.count(blocks, query.filter)
      const sent = Math.min(query.limit, Math.max(0, total - query.offset))
      const pieces = Body.pieces(Scan.lines(blocks, query), format, fault, sent)
      const body = Stream.fromIterable(pieces, { chunkSize: 1 }).pipe(
        Stream.encodeText,
        Stream.concat(ended(Body.endingOf(fault), request))
      )
      return HttpServerResponse.stream(body, {
        contentType: Body.CONTENT_TYPES[format],
        headers: { "content-disposition": `attachment; filename="${dataset}.${format}"` }
      })
    }
  )

  const respond = Effect.fnUntraced(
    function*(dataset: Dataset, what: "records" | Body.Format, params: URLSearchParams, now: number) {
      const asked = what === "records" ? Query.ofRecords(params) : Query.ofExport(params)
      if (Result.isFailure(asked)) return json(400, asked.failure)
      const { fault, latency } = faults().next(what === "records" ? "records" : "export")
      if (latency > 0) yield* Effect.sleep(latency)
      const refused = refusing(fault, quota, now)
      if (refused !== undefined) return refused
      return what === "records"
        ? yield* records(dataset, asked.success, now)
        : yield* exported(dataset, asked.success, what, now, fault)
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
        ? json(404, { error_code: "NotFoundResource", message: `Unknown dataset: ${dataset}` })
        : !allowed
        ? json(429, refusal)
        : yield* respond(dataset, what, url.searchParams, now)
      return HttpServerResponse.setHeaders(answer, headers)
    })
}
