/** The documentation works without anyone else: no script but its own, nothing from another address. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { ask, layer } from "./Serving.ts"

describe("/docs", () => {
  it.live("lets run exactly the scripts that are in it", () =>
    Effect.gen(function*() {
      const { headers, status, text } = yield* ask("/docs")
      assert.strictEqual(status, 200)
      const policy = String(headers["content-security-policy"])
      const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) =>
        `'sha256-${createHash("sha256").update(script!).digest("base64")}'`
      )
      assert.strictEqual(scripts.length, 2)
      assert.include(policy, `script-src ${scripts.join(" ")};`)
      assert.notMatch(text, /<(?:script|link|img)[^>]+(?:src|href)="(?!data:)/)
      assert.include(policy, "connect-src 'self'")
    }).pipe(Effect.provide(layer)))

  it.live("is of the API that is served", () =>
    Effect.gen(function*() {
      const { json } = yield* ask("/openapi.json")
      assert.strictEqual(json.openapi, "3.1.0")
      assert.strictEqual(json.info.version, "0.0.0")
      const { text } = yield* ask("/docs")
      for (const path of Object.keys(json.paths)) assert.include(text, JSON.stringify(path).slice(1, -1))
    }).pipe(Effect.provide(layer)))
})
