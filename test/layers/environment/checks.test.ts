/** Who may read the secrets, what runs the program, and what a check does that breaks or lasts. */
import { checks } from "#layers/environment/checks"
import { type Check, check, ok, skipped } from "#ports/Checkup"
import type { Setting } from "#ports/Settings"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { chmod, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"

const setting = (changes: Partial<Setting>): Setting => ({
  name: "DATABASE_URL",
  value: null,
  source: "file",
  file: null,
  default: null,
  secret: true,
  used: true,
  problem: null,
  ...changes
})

const named = (all: ReadonlyArray<Check>, name: string) => all.find((one) => one.name === name)!.look

describe("checks of the environment", () => {
  it.live("a secret that others may read is told with the chmod that mends it", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const file = join(folder, "it's a secret")
      const look = (mode: number, changes: Partial<Setting> = {}) =>
        Effect.gen(function*() {
          yield* Effect.promise(async () => {
            await writeFile(file, "hunter2")
            await chmod(file, mode)
          })
          const report = { settings: [setting({ file, ...changes })], problems: [], unknown: [] }
          return yield* named(checks(report, [join(folder, "none")]), "secret files")
        })
      for (const mode of [0o600, 0o400]) assert.strictEqual((yield* look(mode)).status, "ok")
      for (const mode of [0o644, 0o640, 0o604]) {
        const { mend, said, status } = yield* look(mode)
        assert.strictEqual(status, "failed")
        assert.include(said, `mode 0${mode.toString(8)}`)
        assert.strictEqual(mend, `\`chmod 600 '${folder}/it'\\''s a secret'\``)
      }
      assert.strictEqual((yield* look(0o644, { secret: false })).status, "skipped")
    }).pipe(Effect.scoped))

  it.effect("the runtime of the tests is one that the program knows", () =>
    Effect.gen(function*() {
      const { said, status } = yield* named(checks({ settings: [], problems: [], unknown: [] }, []), "runtime")
      assert.strictEqual(status, "ok", said)
      assert.match(said, "Deno" in globalThis ? /^Deno \d/ : /^Node \d/)
    }))

  it.effect("problems and unknown names are told, all of them", () =>
    Effect.gen(function*() {
      const report = {
        settings: [],
        problems: ["A is wrong", "B is wrong"],
        unknown: [{ name: "ECO2MIXD_STROES", nearest: "ECO2MIXD_STORES" }]
      }
      const all = checks(report, [])
      const problems = yield* named(all, "settings")
      assert.deepStrictEqual([problems.status, problems.said], ["failed", "A is wrong. B is wrong"])
      const unknown = yield* named(all, "unknown settings")
      assert.strictEqual(unknown.status, "warning")
      assert.match(unknown.said, /ECO2MIXD_STROES.*ECO2MIXD_STORES/)
    }))
})

describe("a check", () => {
  it.effect("ends within seconds, whatever it looks at", () =>
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(check("never", Effect.never).look)
      yield* TestClock.adjust("5 seconds")
      const { said, status } = yield* Fiber.join(fiber)
      assert.deepStrictEqual([status, said], ["failed", "no answer within 5 seconds"])
    }))

  it.effect("that breaks says so, and one that ends early has its verdict", () =>
    Effect.gen(function*() {
      const broken = yield* check("broken", Effect.die(new Error("no such thing"))).look
      assert.strictEqual(broken.status, "failed")
      assert.match(broken.said, /the check itself broke: Error: no such thing/)
      assert.deepStrictEqual(yield* check("early", Effect.fail(skipped("not now"))).look, skipped("not now"))
      assert.deepStrictEqual(yield* check("well", Effect.succeed(ok("well"))).look, ok("well"))
    }))
})
