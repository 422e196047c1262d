/** Secrets that everybody knows are known for such, in a URL too; those that a machine made, or somebody for himself, are not. */
import { isWellKnown } from "#layers/environment/knownSecrets"
import { assert, describe, it } from "@effect/vitest"
import { randomBytes } from "node:crypto"

const KNOWN = [
  "admin",
  "changeme",
  "CHANGE_ME",
  "change-me-please",
  "Password1",
  "password123",
  "postgres",
  "mongo",
  "eco2mixd",
  "secret",
  "example",
  "123456",
  "0123456789abcdef0123456789abcdef",
  "aaaaaaaaaaaaaaaa",
  "changemechangemechangeme",
  "your-secret-token-here",
  "replace_this_with_your_token",
  "<password>",
  "<a token of at least 16 signs>",
  "${API_TOKEN}",
  "$API_TOKEN",
  "{{ api_token }}",
  "****************",
  "…",
  "",
  "whsec_changeme",
  "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw"
]

const OWN = [
  "hunter2",
  "a-token-for-the-tests-of-this-project",
  "correct horse battery staple",
  "Tr0ub4dor&3",
  "83920174650283746501",
  "$ecret-of-9-otters"
]

describe("well-known secrets", () => {
  it("those of images and examples are, in any case and with any signs between their words", () => {
    assert.deepStrictEqual(KNOWN.filter((secret) => !isWellKnown(secret)), [])
  })

  it("those that somebody made are not", () => {
    assert.deepStrictEqual(OWN.filter(isWellKnown), [])
    const made = Array.from({ length: 2_000 }, () => randomBytes(32)).flatMap((bytes) =>
      (["hex", "base64", "base64url"] as const).map((coding) => bytes.toString(coding))
    )
    assert.deepStrictEqual(made.filter(isWellKnown), [])
  })

  it("a server's URL is judged by its password, wherever that stands in it", () => {
    for (
      const url of [
        "postgres://me:changeme@db:5432/x",
        "postgresql://me:change%5Fme@db/x",
        "mongodb://root:example@a:1,b:2/x?authSource=admin",
        "mongodb+srv://otter:otter@lake/x",
        "postgres://me:@db/x",
        "postgres://me@db/x?sslmode=require&password=postgres"
      ]
    ) assert.isTrue(isWellKnown(url), url)
    for (
      const url of [
        "postgres://me:hunter2@db:5432/postgres",
        "postgres://postgres:pass@word-of-9-otters@db/admin",
        "postgres://me:50%off@db/x",
        "postgres://db/changeme",
        "mongodb://127.0.0.1:27017/test",
        "https://hooks.example.org/admin"
      ]
    ) assert.isFalse(isWellKnown(url), url)
  })
})
