/** Settings as a person sees them: where each comes from, what is wrong of all of them at once, and no secret. */
import * as Settings from "#layers/environment/Settings"
import { assert, describe, it } from "@effect/vitest"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"

const Port = Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 0, maximum: 65_535 }))

const settings = {
  ECO2MIXD_PORT: Config.schema(Port, "ECO2MIXD_PORT").pipe(Config.withDefault(8080)),
  ECO2MIXD_COLOUR: Config.Literals(["red", "blue"], "ECO2MIXD_COLOUR").pipe(Config.withDefault("red" as const)),
  ECO2MIXD_ORIGIN: Config.URL("ECO2MIXD_ORIGIN").pipe(Config.withDefault(new URL("https://example.org"))),
  ECO2MIXD_TOKEN: Config.option(Config.Redacted("ECO2MIXD_TOKEN")),
  ECO2MIXD_URL: Config.Redacted("ECO2MIXD_URL")
}

const reported = (variables: Record<string, string>, used = true) =>
  Effect.map(Settings.report(variables, [{ used, settings }]), (report) => ({
    ...report,
    of: (name: keyof typeof settings) => report.settings.find((one) => one.name === name)!
  }))

const NEEDED = { ECO2MIXD_URL: "postgres://me:hunter2@db:5432/x?sslmode=require" }

describe("settings", () => {
  it.effect("each has its value, its source and its default", () =>
    Effect.gen(function*() {
      const { of, problems } = yield* reported({ ...NEEDED, ECO2MIXD_PORT: "81", ECO2MIXD_COLOUR: "" })
      assert.deepStrictEqual(problems, [])
      const { default: standard, source, value } = of("ECO2MIXD_PORT")
      assert.deepStrictEqual([value, source, standard], ["81", "environment", "8080"])
      const colour = of("ECO2MIXD_COLOUR")
      assert.deepStrictEqual([colour.value, colour.source], ["red", "default"])
      assert.strictEqual(of("ECO2MIXD_ORIGIN").value, "https://example.org")
      const token = of("ECO2MIXD_TOKEN")
      assert.deepStrictEqual([token.value, token.source, token.default], [null, "none", null])
    }))

  it.effect("what is secret is hidden, and a server's URL says where it leads", () =>
    Effect.gen(function*() {
      const token = yield* reported({ ...NEEDED, ECO2MIXD_TOKEN: "hunter2hunter2" })
      assert.strictEqual(token.of("ECO2MIXD_TOKEN").value, "(set, hidden)")
      for (
        const [url, shown] of [
          [NEEDED.ECO2MIXD_URL, "postgres://me:(hidden)@db:5432/x?(hidden)"],
          ["postgres://me:hun/ter@2@db/x", "postgres://me:(hidden)@db/x"],
          ["postgres://db/x?password=hunter2", "postgres://db/x?(hidden)"],
          ["mongodb://me:hunter2@a:1,b:2/x", "mongodb://me:(hidden)@a:1,b:2/x"],
          ["postgres://db/x", "postgres://db/x"],
          ["hunter2", "(set, hidden)"]
        ] as const
      ) {
        assert.strictEqual((yield* reported({ ECO2MIXD_URL: url })).of("ECO2MIXD_URL").value, shown)
      }
      const origin = yield* reported({ ...NEEDED, ECO2MIXD_ORIGIN: "https://me:hunter2@example.org/" })
      assert.strictEqual(origin.of("ECO2MIXD_ORIGIN").value, "https://me:(hidden)@example.org/")
    }))

  it.live("a file that is named holds the value; one that can't be read, or is empty, is a problem", () =>
    Effect.gen(function*() {
      const file = join(yield* temporaryFolder, "url")
      yield* Effect.promise(() => writeFile(file, "postgres://me:hunter2@db/x\n"))
      const { of, problems } = yield* reported({ ECO2MIXD_URL_FILE: file, ECO2MIXD_PORT_FILE: `${file}.gone` })
      const url = of("ECO2MIXD_URL")
      assert.deepStrictEqual([url.value, url.source, url.file], ["postgres://me:(hidden)@db/x", "file", file])
      assert.strictEqual(problems.length, 1)
      assert.match(problems[0]!, /ECO2MIXD_PORT_FILE names .*gone, which can't be read \(ENOENT\)/)
      yield* Effect.promise(() => writeFile(`${file}.empty`, "\n"))
      const empty = yield* reported({ ...NEEDED, ECO2MIXD_PORT_FILE: `${file}.empty` })
      assert.match(empty.problems.join(), /^ECO2MIXD_PORT_FILE names .*empty, which is empty; put the secret there/)
      const broken = yield* reported({ ...NEEDED, ECO2MIXD_COLOUR_FILE: file })
      assert.match(broken.problems[0]!, /ECO2MIXD_COLOUR must be "red" \| "blue" and is set to something else/)
      assert.notInclude(JSON.stringify(broken), "hunter2")
    }).pipe(Effect.scoped))

  it.effect("all problems are told at once, by name, and without values", () =>
    Effect.gen(function*() {
      const { problems } = yield* reported({ ECO2MIXD_PORT: "hunter2", ECO2MIXD_COLOUR: "hunter2" })
      assert.strictEqual(problems.length, 3)
      assert.match(problems[0]!, /^ECO2MIXD_PORT must be an integer and is set to something else/)
      assert.match(problems[1]!, /^ECO2MIXD_COLOUR must be "red" \| "blue" and is set to something else/)
      assert.match(problems[2]!, /^ECO2MIXD_URL must be set and is not set/)
      assert.notInclude(problems.join(), "hunter2")
    }))

  it.live("a secret that everybody knows is a problem, wherever it is read, and is not told", () =>
    Effect.gen(function*() {
      const file = join(yield* temporaryFolder, "token")
      yield* Effect.promise(() => writeFile(file, "CHANGE_ME\n"))
      const given = { ECO2MIXD_URL: "postgres://me:letmein@db/x", ECO2MIXD_TOKEN_FILE: file }
      const { problems, ...rest } = yield* reported(given)
      assert.strictEqual(problems.length, 2)
      for (const [index, name] of ["ECO2MIXD_TOKEN", "ECO2MIXD_URL"].entries()) {
        assert.match(problems[index]!, new RegExp(`^${name} holds a secret that everybody knows.*openssl rand`))
      }
      assert.notMatch(JSON.stringify([problems, rest.settings]), /CHANGE_ME|letmein/)
      assert.deepStrictEqual((yield* reported(given, false)).problems, [])
    }).pipe(Effect.scoped))

  it.effect("what the chosen stores do not read is no problem, and still a setting", () =>
    Effect.gen(function*() {
      const { problems, settings, unknown } = yield* reported({ ECO2MIXD_PORT: "high" }, false)
      assert.deepStrictEqual(problems, [])
      assert.deepStrictEqual(unknown, [])
      assert.isTrue(settings.every(({ used }) => !used))
    }))

  it.effect("what must hold of several together is looked at when each is right", () =>
    Effect.gen(function*() {
      const together = Config.all([settings.ECO2MIXD_PORT, settings.ECO2MIXD_COLOUR]).pipe(
        Config.mapEffect(([port, colour]) =>
          port === 1 && colour === "blue"
            ? Effect.fail(new Config.ConfigError(new ConfigProvider.SourceError({ message: "blue has no port 1" })))
            : Effect.void
        )
      )
      const problems = (variables: Record<string, string>) =>
        Effect.map(
          Settings.report({ ...NEEDED, ...variables }, [{ used: true, settings, together }]),
          ({ problems }) => problems
        )
      assert.deepStrictEqual(yield* problems({ ECO2MIXD_PORT: "1" }), [])
      assert.deepStrictEqual(yield* problems({ ECO2MIXD_PORT: "1", ECO2MIXD_COLOUR: "blue" }), ["blue has no port 1"])
      assert.strictEqual((yield* problems({ ECO2MIXD_PORT: "x", ECO2MIXD_COLOUR: "blue" })).length, 1)
    }))

  it.effect("a name that nobody reads is told with the nearest that somebody does", () =>
    Effect.gen(function*() {
      const { unknown } = yield* reported({
        ...NEEDED,
        ECO2MIXD_PROT: "1",
        ECO2MIXD_COLOR: "red",
        ECO2MIXD_TOKENFILE: "/x",
        ECO2MIXD_SOMETHING_ELSE: "1",
        ECO2MIXD_EMPTY: "",
        ECO2MIXD_TOKEN_FILE: "",
        OTHER_PORT: "1"
      })
      assert.deepStrictEqual(unknown, [
        { name: "ECO2MIXD_COLOR", nearest: "ECO2MIXD_COLOUR" },
        { name: "ECO2MIXD_PROT", nearest: "ECO2MIXD_PORT" },
        { name: "ECO2MIXD_SOMETHING_ELSE", nearest: null },
        { name: "ECO2MIXD_TOKENFILE", nearest: "ECO2MIXD_TOKEN_FILE" }
      ])
    }))
})
