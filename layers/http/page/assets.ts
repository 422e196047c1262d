/** The page's own files and its chart library's, read once; an address changes with what it serves, so that nothing stale is shown. */
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { problem } from "../../../src/api/Problem.ts"
import { respond } from "../Problems.ts"
import type { AssetAddress } from "./document.ts"

interface Asset {
  readonly bytes: Uint8Array
  readonly packed: Uint8Array
  readonly contentType: string
  readonly hash: string
}

const own = new URL("assets/", import.meta.url)

/** The chart library keeps its built files beside the module that it is imported by. */
const chart = dirname(createRequire(import.meta.url).resolve("uplot"))

const places: Readonly<Record<Parameters<AssetAddress>[0], readonly [path: string, contentType: string]>> = {
  "page.css": [fileURLToPath(new URL("page.css", own)), "text/css; charset=utf-8"],
  "page.js": [fileURLToPath(new URL("page.js", own)), "text/javascript; charset=utf-8"],
  "uPlot.iife.min.js": [join(chart, "uPlot.iife.min.js"), "text/javascript; charset=utf-8"],
  "uPlot.min.css": [join(chart, "uPlot.min.css"), "text/css; charset=utf-8"]
}

/** Seconds for which a browser need not ask again: its address would be another one. */
const MAX_AGE = 31_536_000

const read = (): ReadonlyMap<string, Asset> =>
  new Map(
    Object.entries(places).map(([name, [path, contentType]]) => {
      const bytes = readFileSync(path)
      const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 16)
      return [name, { bytes, packed: gzipSync(bytes), contentType, hash }]
    })
  )

export interface Assets {
  readonly address: AssetAddress
  /** What is asked for at `/assets/*`: 304 where the browser has it, 404 where there is no such file. */
  readonly answer: (name: string) => Effect.Effect<
    HttpServerResponse.HttpServerResponse,
    never,
    HttpServerRequest.HttpServerRequest
  >
}

export const takesGzip = (headers: Readonly<Record<string, string | undefined>>): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(?:\.0+)?\b)/.test(headers["accept-encoding"] ?? "")

const give = (asset: Asset | undefined, headers: Readonly<Record<string, string | undefined>>) => {
  if (asset === undefined) return respond(problem(404, "NotFound", "The page has no such file."))
  const etag = `"${asset.hash}"`
  const common = { etag, "cache-control": `public, max-age=${MAX_AGE}, immutable`, vary: "Accept-Encoding" }
  if (headers["if-none-match"]?.includes(etag) === true) {
    return HttpServerResponse.empty({ status: 304, headers: common })
  }
  const packed = takesGzip(headers)
  return HttpServerResponse.uint8Array(packed ? asset.packed : asset.bytes, {
    contentType: asset.contentType,
    headers: packed ? { ...common, "content-encoding": "gzip" } : common
  })
}

export const make: Effect.Effect<Assets> = Effect.sync(() => {
  const assets = read()
  return {
    address: (name) => `/assets/${name}?v=${assets.get(name)!.hash}`,
    answer: (name) => Effect.map(HttpServerRequest.HttpServerRequest, ({ headers }) => give(assets.get(name), headers))
  }
})
