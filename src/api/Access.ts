/** Who may change something: whoever knows a token, and what it is for. */
import * as Context from "effect/Context"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Problem from "./Problem.ts"

const token = HttpApiSecurity.bearer.pipe(
  HttpApiSecurity.annotate(
    OpenApi.Description,
    "The token in ECO2MIXD_API_TOKEN; to begin a run, the one in ECO2MIXD_API_START_TOKEN will do."
  )
)

/** Who was let in, as ledger and journal name it. */
export class Caller extends Context.Service<Caller, string>()("eco2mixd/api/Caller") {}

export class Access extends HttpApiMiddleware.Service<Access, { provides: Caller }>()("eco2mixd/api/Access", {
  security: { token },
  error: [Problem.Unauthorized, Problem.Forbidden, Problem.TooMany]
}) {}
