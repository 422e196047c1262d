/**
 * What a kept revision measures by the present rules: what it was kept with, unless other rules kept it. Then its record is
 * read again; under them it may be no observation at all, which is null.
 */
import type { Measures } from "#domain/Observation"
import type { Excerpt } from "#domain/Revision"
import { jsonOf } from "#domain/SourceRecord"
import { decode } from "#transform/decode"
import { measuresOf } from "#transform/fingerprint"
import * as Result from "effect/Result"

export const reread = (excerpt: Excerpt): Measures | null => {
  if (excerpt.record === null) return measuresOf(excerpt.fingerprint)
  const decoded = decode({ text: excerpt.record, json: jsonOf(excerpt.record), bytes: 0 })
  return Result.isSuccess(decoded) && decoded.success._tag === "Observed" ? decoded.success.observation.measures : null
}
