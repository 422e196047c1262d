/** What of the settings is refused, with the way out, and without what they hold. */
import * as Environment from "#layers/environment/Environment"
import { config } from "#layers/webhook/WebhookSettings"
import { settingLine } from "#ports/Settings"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"
import { KEY, SECRET } from "../../support/Sink.ts"

const URL_SET = "https://hooks.example.org/hooks/hunter2?token=hunter3"

const good = { ECO2MIXD_WEBHOOK_URL: URL_SET, ECO2MIXD_WEBHOOK_SECRET: SECRET }

const read = (variables: Readonly<Record<string, string>>) => config.parse(Environment.provider(variables))

/** What a person would be told. */
const refusal = (variables: Readonly<Record<string, string>>) =>
  Effect.map(Effect.flip(read(variables)), ({ message }) => settingLine(message, (name) => name in variables))

describe("WebhookSettings", () => {
  it.effect("without a URL tell nobody, whatever else is set", () =>
    Effect.gen(function*() {
      assert.isNull(yield* read({}))
      assert.isNull(yield* read({ ECO2MIXD_WEBHOOK_SECRET: SECRET, ECO2MIXD_WEBHOOK_PRIVATE: "allow" }))
    }))

  it.live("hold the URL and the key, each also from a file", () =>
    Effect.gen(function*() {
      const webhook = yield* read(good)
      assert.strictEqual(webhook!.url.href, URL_SET)
      assert.deepStrictEqual([...Redacted.value(webhook!.key)], [...KEY])
      assert.isFalse(webhook!.allowsPrivate)
      assert.notInclude(String(webhook!.key) + JSON.stringify(webhook!.key), "Mf")
      const folder = yield* temporaryFolder
      const [url, secret] = [join(folder, "url"), join(folder, "secret")]
      yield* Effect.promise(() => Promise.all([writeFile(url, `${URL_SET}\n`), writeFile(secret, `${SECRET}\n`)]))
      const filed = yield* read({ ECO2MIXD_WEBHOOK_URL_FILE: url, ECO2MIXD_WEBHOOK_SECRET_FILE: secret })
      assert.strictEqual(filed!.url.href, URL_SET)
      assert.deepStrictEqual([...Redacted.value(filed!.key)], [...KEY])
    }).pipe(Effect.scoped))

  const WRONG: ReadonlyArray<readonly [what: string, changes: Readonly<Record<string, string>>, said: RegExp]> = [
    ["no URL", { ECO2MIXD_WEBHOOK_URL: "hunter2" }, /^ECO2MIXD_WEBHOOK_URL must be a URL that begins with https:/],
    [
      "no web",
      { ECO2MIXD_WEBHOOK_URL: "file:///hunter2" },
      /^ECO2MIXD_WEBHOOK_URL must be a URL that begins with https:/
    ],
    ["a password", { ECO2MIXD_WEBHOOK_URL: "https://me:hunter2@a.example/" }, /without user and password/],
    ["plain http", { ECO2MIXD_WEBHOOK_URL: "http://a.example/hunter2" }, /begins with http:.*https:.*WEBHOOK_PRIVATE/],
    ["a short secret", { ECO2MIXD_WEBHOOK_SECRET: "hunter2" }, /^ECO2MIXD_WEBHOOK_SECRET must be whsec_.*openssl rand/],
    ["few bytes", { ECO2MIXD_WEBHOOK_SECRET: `whsec_${btoa("hunter2hunter2")}` }, /24 to 64 bytes in base64/],
    ["many bytes", { ECO2MIXD_WEBHOOK_SECRET: `whsec_${btoa("hunter2".repeat(10))}` }, /24 to 64 bytes in base64/],
    ["no base64", { ECO2MIXD_WEBHOOK_SECRET: `whsec_${"hunter2-".repeat(5)}` }, /24 to 64 bytes in base64/],
    ["another word", { ECO2MIXD_WEBHOOK_PRIVATE: "hunter2" }, /^ECO2MIXD_WEBHOOK_PRIVATE must be/],
    [
      "a private address",
      { ECO2MIXD_WEBHOOK_URL: "https://192.168.1.7/hunter2" },
      /^192\.168\.1\.7 is a private.*allow/
    ]
  ]
  for (const [what, changes, said] of WRONG) {
    it.effect(`refuse ${what}, and do not repeat it`, () =>
      Effect.gen(function*() {
        const line = yield* refusal({ ...good, ...changes })
        assert.match(line, said)
        for (const secret of ["hunter", SECRET.slice(6)]) assert.notInclude(line, secret)
      }))
  }

  it.effect("refuse a URL without a secret", () =>
    Effect.gen(function*() {
      const line = yield* refusal({ ECO2MIXD_WEBHOOK_URL: URL_SET })
      assert.match(line, /^ECO2MIXD_WEBHOOK_URL is set, and ECO2MIXD_WEBHOOK_SECRET is not: .*openssl rand/)
      assert.notInclude(line, "hunter")
    }))

  it.effect("refuse a loopback address however it is written, unless it is allowed", () =>
    Effect.gen(function*() {
      for (
        const host of ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "017700000001", "[::1]", "[::ffff:127.0.0.1]"]
      ) {
        const url = `https://${host}/hunter2`
        const line = yield* refusal({ ...good, ECO2MIXD_WEBHOOK_URL: url })
        assert.match(line, /a loopback address.*ECO2MIXD_WEBHOOK_PRIVATE refuses/, host)
        assert.isTrue(
          (yield* read({ ...good, ECO2MIXD_WEBHOOK_URL: url, ECO2MIXD_WEBHOOK_PRIVATE: "allow" }))!.allowsPrivate
        )
      }
    }))

  it.effect("refuse where a cloud keeps a machine's keys, allowed or not", () =>
    Effect.gen(function*() {
      for (const host of ["169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "0.0.0.0", "[::]"]) {
        const line = yield* refusal({
          ...good,
          ECO2MIXD_WEBHOOK_URL: `http://${host}/latest/meta-data`,
          ECO2MIXD_WEBHOOK_PRIVATE: "allow"
        })
        assert.match(line, /, where no receiver is: set ECO2MIXD_WEBHOOK_URL/, host)
      }
    }))
})
