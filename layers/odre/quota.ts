/** What an answer of ODRÉ says of our calls, read from every answer, a refusal too. */
import type { Quota } from "#domain/Quota"
import * as Duration from "effect/Duration"
import * as Headers from "effect/http/Headers"
import * as Result from "effect/Result"

/** Null where limit or remaining calls are not said readably. Only the quota of the dataset counts: the API-wide one is far larger. */
export const quotaOf = (headers: Readonly<Record<string, string | undefined>>): Quota | null => {
  const limit = countOf(headers["x-ratelimit-dataset-limit"])
  const remaining = countOf(headers["x-ratelimit-dataset-remaining"])
  if (limit === null || remaining === null) return null
  return { limit, remaining, reset: timeOf(headers["x-ratelimit-dataset-reset"]) }
}

const countOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,12}$/.test(text.trim()) ? Number(text) : null

const TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?$/

/** `2026-10-01 00:00:00+00:00`, or the same with a T, in milliseconds since 1970 UTC; UTC too where no offset is said. */
export const timeOf = (text: unknown): number | null => {
  const match = typeof text === "string" ? TIME.exec(text.trim()) : null
  if (match === null) return null
  const time = Date.parse(`${match[1]}T${match[2]}${match[3] ?? "Z"}`)
  return Number.isNaN(time) ? null : time
}

/** When a refused call may be made again: the later of `Retry-After`, in seconds or as a date, and the body's `reset_time`. */
export const notBefore = (now: number, retryAfter: string | undefined, body: unknown): number | null => {
  const asked = retryAfter === undefined ? null : afterOf(now, retryAfter)
  const reset = typeof body === "object" && body !== null && "reset_time" in body ? timeOf(body.reset_time) : null
  return asked === null || reset === null ? asked ?? reset : Math.max(asked, reset)
}

const afterOf = (now: number, text: string): number | null =>
  Result.match(Headers.parseRetryAfter(text), {
    onFailure: () => null,
    onSuccess: (after) => Math.min(LAST, now + Duration.toMillis(Headers.retryAfterDelay(after, now)))
  })

/** Beyond it there are no dates, in milliseconds since 1970 UTC: who is asked to wait for longer is asked never to come back. */
const LAST = 8.64e15
