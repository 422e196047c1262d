/** When a call may be made again, by an answer's `Retry-After`, in milliseconds since 1970 UTC; null where it says nothing. */
import * as Duration from "effect/Duration"
import * as Headers from "effect/http/Headers"
import * as Result from "effect/Result"

export const notBefore = (now: number, retryAfter: string | undefined): number | null =>
  Result.match(Headers.parseRetryAfter(retryAfter ?? ""), {
    onFailure: () => null,
    onSuccess: (after) => now + Duration.toMillis(Headers.retryAfterDelay(after, now))
  })
