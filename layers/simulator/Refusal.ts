/** The answers of a source that does not even try. */
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type { Fault } from "./Fault.ts"
import * as Quota from "./Quota.ts"

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  HttpServerResponse.text(typeof body === "string" ? body : JSON.stringify(body), {
    status,
    headers,
    contentType: "application/json; charset=utf-8"
  })

const html = (status: number, title: string, said: string) =>
  HttpServerResponse.text(`<!doctype html>\n<html><head><title>${title}</title></head><body>${said}</body></html>\n`, {
    status,
    contentType: "text/html; charset=utf-8"
  })

/** None for the faults of what is answered. */
export const of = (fault: Fault | undefined, limit: number, now: number) => {
  switch (fault?.name) {
    case "429":
      return json(429, Quota.refusal(limit, now + fault.millis), {
        "retry-after": String(Math.ceil(fault.millis / 1_000))
      })
    case "429-untimed":
      return json(429, { errorcode: 10_002, error: "Too many requests." })
    case "500":
      return json(500, { error_code: "InternalServerError", message: "An unexpected error occurred." })
    case "502":
      return html(502, "502 Bad Gateway", "nginx")
    case "503":
      return json(503, { error_code: "ServiceUnavailable", message: "The service is temporarily unavailable." })
    case "504":
      return html(504, "504 Gateway Time-out", "nginx")
    case "html":
      return html(200, "Maintenance", "Le portail est indisponible.")
    default:
      return undefined
  }
}
