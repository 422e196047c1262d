/** What an answer of ODRÉ says of our calls, read from every answer, a refusal too. */
import type { Quota } from "#domain/Quota"

/** Null where limit or remaining calls are not said readably. Only the quota of the dataset counts: the API-wide one is far larger. */
export const quotaOf = (headers: Readonly<Record<string, string | undefined>>): Quota | null => {
  const limit = countOf(headers["x-ratelimit-dataset-limit"])
  const remaining = countOf(headers["x-ratelimit-dataset-remaining"])
  if (limit === null || remaining === null) return null
  return { limit, remaining, reset: timeOf(headers["x-ratelimit-dataset-reset"]) }
}

const countOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,12}$/.test(text.trim()) ? Number(text) : null

/** `2026-10-01 00:00:00+00:00`, or the same with a T, in milliseconds since 1970 UTC. */
export const timeOf = (text: unknown): number | null => {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(text)) return null
  const time = Date.parse(text.trim().replace(" ", "T"))
  return Number.isNaN(time) ? null : time
}

/** When a refused call may be made again: `Retry-After` in seconds or as a date, or the body's `reset_time`. */
export const notBefore = (now: number, retryAfter: string | undefined, body: unknown): number | null => {
  if (retryAfter !== undefined) {
    if (/^\d{1,9}$/.test(retryAfter.trim())) return now + Number(retryAfter) * 1_000
    const date = Date.parse(retryAfter)
    if (!Number.isNaN(date)) return date
  }
  return typeof body === "object" && body !== null && "reset_time" in body ? timeOf(body.reset_time) : null
}
