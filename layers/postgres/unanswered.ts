import { QueryError } from "#ports/Query"
import type { SqlError } from "effect/sql/SqlError"
import { explain } from "./PostgresClient.ts"

/** Why a question got no answer: what passes by itself is `Unreachable`, and all else is wrong with the question. */
export const unanswered = (error: SqlError): QueryError =>
  new QueryError({
    reason: error.reason._tag === "ConnectionError" || error.reason.isRetryable ? "Unreachable" : "Invalid",
    detail: explain(error)
  })
