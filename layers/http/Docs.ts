/** The API's documentation to read and to try, at /docs: made when someone first looks, as it is three megabytes. */
import { apiOf } from "#api/Api"
import * as Effect from "effect/Effect"
import * as HttpApiScalar from "effect/http-api/HttpApiScalar"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { createHash } from "node:crypto"

const PATH = "/docs"

/** Scripts only as they are in this very page; it styles itself as it goes, and asks nobody but this daemon. */
const policyOf = (html: string): string => {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) =>
    `'sha256-${createHash("sha256").update(script!).digest("base64")}'`
  )
  return `default-src 'none'; script-src ${
    scripts.join(" ")
  }; style-src 'unsafe-inline'; img-src 'self' data: blob:; ` +
    "font-src data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

/** Nothing in it leads to the maker's own services. */
const LOOK = {
  withDefaultFonts: false,
  defaultOpenAllTags: true,
  hideModels: true,
  hideClientButton: true,
  showDeveloperTools: "never"
}

/** It says its language, and no browser asks for an icon that there is not. */
const finished = (html: string): string =>
  html.replace("<html>", "<html lang=\"en\">").replace("<head>", "<head><link rel=\"icon\" href=\"data:,\" />")

export const routes = (version: string) =>
  HttpRouter.use(Effect.fnUntraced(function*(router) {
    const scalar = HttpApiScalar.layer(apiOf(version), {
      path: PATH,
      scalar: LOOK
    })
    const page = yield* Effect.cached(
      Effect.scoped(Effect.flatten(HttpRouter.toHttpEffect(scalar))).pipe(
        Effect.map(({ body }) => {
          const html = body._tag === "Uint8Array" ? finished(new TextDecoder().decode(body.body)) : ""
          return HttpServerResponse.text(html, {
            contentType: "text/html; charset=utf-8",
            headers: { "content-security-policy": policyOf(html) }
          })
        })
      )
    )
    yield* router.add("GET", PATH, page)
  }))
