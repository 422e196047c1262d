/** Who may change something: whoever knows the token. */
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Problem from "./Problem.ts"

const token = HttpApiSecurity.bearer.pipe(
  HttpApiSecurity.annotate(OpenApi.Description, "The token in ECO2MIXD_API_TOKEN.")
)

export class Access extends HttpApiMiddleware.Service<Access>()("eco2mixd/api/Access", {
  security: { token },
  error: [Problem.Unauthorized, Problem.Forbidden]
}) {}
