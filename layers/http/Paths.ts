/** Which methods a path knows: for who used another one. */
import type * as HttpApi from "effect/http-api/HttpApi"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"

/** Beside the API: the page, what it loads, and the API's description. All of them are only read. */
const OTHERS = [/^\/$/, /^\/assets\/.+$/, /^\/docs$/, /^\/openapi\.json$/]
const READ = ["GET", "HEAD"]

const patternOf = (path: string) => new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`)

export const methodsOf = <Id extends string, Groups extends HttpApiGroup.Constraint>(
  api: HttpApi.HttpApi<Id, Groups>
) => {
  const read = () =>
    Object.entries(OpenApi.fromApi(api).paths).map(([path, operations]) => ({
      pattern: patternOf(path),
      methods: Object.keys(operations).flatMap((name) => name === "get" ? READ : [name.toUpperCase()])
    }))
  // Read when someone first goes wrong: it takes its time, which a start has not.
  let known: ReturnType<typeof read> | undefined
  return (path: string): ReadonlyArray<string> | undefined => {
    known ??= read()
    return known.find(({ pattern }) => pattern.test(path))?.methods ??
      (OTHERS.some((one) => one.test(path)) ? READ : undefined)
  }
}
