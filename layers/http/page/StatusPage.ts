/**
 * The status page at `/`: whole without a script, in French or English, and always an answer: a store that is away costs its
 * part, is named, and makes the status 503.
 */
import { Ingest } from "#ports/Ingest"
import { Ledger } from "#ports/Ledger"
import { Query } from "#ports/Query"
import { Runs } from "#ports/Runs"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { gzipSync } from "node:zlib"
import * as Assets from "./assets.ts"
import { fragment, page } from "./document.ts"
import { factsOf, type Ports } from "./facts.ts"
import { formatOf } from "./Format.ts"
import { PARTS, questionOf } from "./Question.ts"
import { awayOf } from "./wellSection.ts"
import { wordsOf } from "./Words.ts"

/** The part of the address after the path; what a URL can't be made of asks for nothing. */
const searchOf = (url: string): URLSearchParams => new URLSearchParams(url.split("?").slice(1).join("?"))

const answer = (ports: Ports, assets: Assets.Assets, version: string) =>
  Effect.fn("StatusPage.answer")(function*({ headers, url }: HttpServerRequest.HttpServerRequest) {
    const asked = questionOf(searchOf(url), headers["accept-language"] ?? "")
    const facts = yield* factsOf(ports, asked.question)
    const { language, parts } = asked.question
    const rendering = { asked, facts, format: formatOf(language), words: wordsOf(language) }
    const { markup } = parts.size < PARTS.length ? fragment(rendering) : page(rendering, assets.address, version)
    const packed = Assets.takesGzip(headers)
    return HttpServerResponse.uint8Array(packed ? gzipSync(markup) : new TextEncoder().encode(markup), {
      status: awayOf(facts).length > 0 ? 503 : 200,
      contentType: "text/html; charset=utf-8",
      headers: {
        "cache-control": "no-store",
        "content-language": language,
        vary: "Accept-Language, Accept-Encoding",
        ...(packed ? { "content-encoding": "gzip" } : {})
      }
    })
  })

/** `/` and `/assets/*`; `version` is the program's. */
export const routes = (version: string) =>
  HttpRouter.use(Effect.fnUntraced(function*(router) {
    const ports: Ports = { query: yield* Query, ledger: yield* Ledger, runs: yield* Runs, ingest: yield* Ingest }
    const assets = yield* Assets.make
    yield* router.add("GET", "/", answer(ports, assets, version))
    yield* router.add(
      "GET",
      "/assets/:name",
      Effect.flatMap(HttpRouter.params, ({ name = "" }) => assets.answer(name))
    )
  }))
