/** What went wrong, as RFC 9457 has it: each status with the stable codes that it comes with. */
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"

export const CONTENT_TYPE = "application/problem+json"

/** By status: what the status says, and why it was sent. */
const PROBLEMS = {
  400: { title: "Bad Request", codes: ["Request.Invalid"] },
  401: { title: "Unauthorized", codes: ["Auth.Missing", "Auth.Wrong"] },
  403: { title: "Forbidden", codes: ["Auth.NotSet", "Auth.Scope", "Request.ForeignOrigin"] },
  404: { title: "Not Found", codes: ["NotFound", "Runs.NotRunning"] },
  405: { title: "Method Not Allowed", codes: ["MethodNotAllowed"] },
  408: { title: "Request Timeout", codes: ["Request.TooSlow"] },
  409: { title: "Conflict", codes: ["Runs.StandsBy", "Runs.Busy", "Runs.NotPausable"] },
  413: { title: "Content Too Large", codes: ["Request.TooLarge"] },
  415: { title: "Unsupported Media Type", codes: ["Request.NotJson"] },
  421: { title: "Misdirected Request", codes: ["Request.ForeignHost"] },
  429: { title: "Too Many Requests", codes: ["Request.TooMany", "Auth.TooManyWrong"] },
  431: { title: "Request Header Fields Too Large", codes: ["Request.HeadersTooLarge"] },
  500: { title: "Internal Server Error", codes: ["Defect"] },
  503: {
    title: "Service Unavailable",
    codes: [
      "Query.Unreachable",
      "Query.Busy",
      "Ledger.Unreachable",
      "Ledger.Busy",
      "Runs.NotOpened",
      "Journal.Unwritten"
    ]
  }
} as const

export type Status = keyof typeof PROBLEMS

export type Code<S extends Status> = (typeof PROBLEMS)[S]["codes"][number]

export interface Problem<S extends Status = Status> {
  readonly type: "about:blank"
  readonly title: (typeof PROBLEMS)[S]["title"]
  readonly status: S
  readonly code: Code<S>
  /** What happened, and the way out. */
  readonly detail: string
}

export const problem = <const S extends Status>(status: S, code: Code<S>, detail: string): Problem<S> => ({
  type: "about:blank",
  title: PROBLEMS[status].title,
  status,
  code,
  detail
})

/** Of any status, where it is not known beforehand which. */
export type AnyProblem = { readonly [S in Status]: Problem<S> }[Status]

const make = <const S extends Status>(status: S) =>
  Schema.Struct({
    type: Schema.Literal("about:blank"),
    title: Schema.Literal<(typeof PROBLEMS)[S]["title"]>(PROBLEMS[status].title),
    status: Schema.Literal(status),
    code: Schema.Literals<ReadonlyArray<Code<S>>>(PROBLEMS[status].codes),
    detail: Schema.String
  }).annotate({ identifier: `Problem${status}`, description: PROBLEMS[status].title }).pipe(
    HttpApiSchema.status(status),
    HttpApiSchema.asJson({ contentType: CONTENT_TYPE })
  )

export const Invalid = make(400)
export const Unauthorized = make(401)
export const Forbidden = make(403)
export const NotFound = make(404)
export const Conflict = make(409)
export const TooLarge = make(413)
export const NotJson = make(415)
export const Misdirected = make(421)
export const TooMany = make(429)
export const Defect = make(500)
export const Unavailable = make(503)
