/** Failures as problem documents: what a caller can act on, and nothing of what is behind it. */
import { type AnyProblem, CONTENT_TYPE, type Problem, problem } from "#api/Problem"
import type { LedgerError } from "#ports/Ledger"
import type { QueryError } from "#ports/Query"
import type { RunsError } from "#ports/Runs"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { HttpApiSchemaError } from "effect/http-api/HttpApiError"
import { HttpServerError } from "effect/http/HttpServerError"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as SchemaIssue from "effect/SchemaIssue"

export const respond = (what: AnyProblem, headers: Readonly<Record<string, string>> = {}) =>
  HttpServerResponse.text(JSON.stringify(what), { status: what.status, contentType: CONTENT_TYPE, headers })

/** A question that can't be answered as it is put. */
export const invalid = (detail: string) => Effect.fail(problem(400, "Request.Invalid", detail))

/** The database is away. An answer that it refuses is a mistake of ours: the question was looked at before. */
export const ofQuery = (error: QueryError) =>
  error.reason === "Invalid" ? Effect.die(error) : Effect.fail(
    problem(503, "Query.Unreachable", "The database can't be reached: ask again, /readyz says when it is back.")
  )

export const ofLedger = (error: LedgerError) =>
  error.reason === "Refused" ? Effect.die(error) : Effect.fail(
    problem(503, `Ledger.${error.reason}`, "The database can't be reached: ask again, /readyz says when it is back.")
  )

/** What someone asked for is done only once it is written down who did. */
export const UNWRITTEN = problem(
  503,
  "Journal.Unwritten",
  "It could not be written down who asked for this, and so it was not done: ask again, /readyz says when."
)

/** The daemon does not begin a run, in its own words. */
export const ofStart = ({ detail, reason }: RunsError): Effect.Effect<never, Problem<409> | Problem<503>> => {
  switch (reason) {
    case "NotOpened":
      return Effect.fail(
        problem(503, "Runs.NotOpened", "The run could not be written down, and so did not begin: ask again.")
      )
    case "StandsBy":
    case "Busy":
    case "NotPausable":
      return Effect.fail(problem(409, `Runs.${reason}`, detail))
    case "NotRunning":
      return Effect.die(new Error(detail))
  }
}

/** The daemon does not do with a run what it was asked. */
export const ofRuns = (error: RunsError): Effect.Effect<never, Problem<404> | Problem<409> | Problem<503>> =>
  error.reason === "NotRunning"
    ? Effect.fail(problem(404, "Runs.NotRunning", error.detail))
    : ofStart(error)

/** Of a request that ended in no answer. */
export const ofCause = (cause: Cause.Cause<unknown>): AnyProblem => {
  const errors = cause.reasons.flatMap((reason) =>
    Cause.isFailReason(reason) ? [reason.error] : Cause.isDieReason(reason) ? [reason.defect] : []
  )
  for (const error of errors) {
    if (
      HttpApiSchemaError.is(error) && (error.kind === "Query" || error.kind === "Params" || error.kind === "Payload")
    ) {
      return problem(400, "Request.Invalid", said(error))
    }
    if (error instanceof HttpServerError && error.reason._tag === "RequestParseError") {
      return error.reason.reason === "BodyTooLarge" ? TOO_LARGE : problem(
        400,
        "Request.Invalid",
        "The body can't be read."
      )
    }
  }
  return problem(500, "Defect", "This is a mistake in the program: its log says more.")
}

/** Longest body, in bytes: what may be asked for is a few hundred. */
export const LARGEST_BODY = 64 * 1024

export const TOO_LARGE = problem(
  413,
  "Request.TooLarge",
  `The body is longer than ${LARGEST_BODY} bytes, which no request needs.`
)

const PLACES = { Query: "parameter", Params: "path", Payload: "body" } as const

const formatted = SchemaIssue.makeFormatterStandardSchemaV1()

/** At most so many things are said to be wrong at once. */
const MOST_SAID = 3

/** What was expected and where; never the value. */
const said = ({ cause, kind }: HttpApiSchemaError): string =>
  formatted(cause.issue).issues.slice(0, MOST_SAID).map(({ message, path = [] }) => {
    const name = path.map((part) => String(typeof part === "object" ? part.key : part)).slice(0, 2).join(".")
    const place = name === "" ? PLACES[kind as keyof typeof PLACES] : `${PLACES[kind as keyof typeof PLACES]} ${name}`
    return message === "Expected no excess property"
      ? `${place}: there is no such thing, see /docs`
      : `${place}: ${message.replace(/^E/, "e")}`
  }).join("; ")
