/** What the runbook and the alerts tell a person to type can be typed. */
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import * as EmbeddedStores from "../support/EmbeddedStores.ts"
import * as Program from "../support/Program.ts"
import { RULES } from "./Rules.ts"

const readme = readFileSync(new URL("../../grafana/README.md", import.meta.url), "utf8")
const said = [readme, ...RULES.flatMap(({ annotations }) => Object.values(annotations))].join("\n")
const typed = [...said.matchAll(/`eco2mixd ([a-z][^`]*)`/g)].map((match) => match[1]!)

describe("the runbook", () => {
  it.live("names commands that there are, and flags that they have", () =>
    Effect.gen(function*() {
      const { stdout } = yield* Program.run(["completions", "fish"], {})
      const lines = stdout.split("\n")
      /** Whether the shell offers a word after another one; at the beginning where there is none. */
      const offers = (after: string | null, word: string) =>
        lines.some((line) =>
          line.includes(after === null ? "'__fish_use_subcommand'" : `__fish_seen_subcommand_from ${after}`) &&
          line.includes(` -a '${word}' `)
        )
      assert.isAbove(new Set(typed.map((one) => one.split(" ")[0])).size, 8)
      for (const one of typed) {
        const [command, next] = one.split(" ")
        assert.isTrue(offers(null, command!), one)
        const isNested = /^(quarantine|notify)$/.test(command!) && next !== undefined
        if (isNested) assert.isTrue(offers(command!, next), one)
        for (const [flag] of one.matchAll(/--[a-z-]+/g)) assert.isTrue(offers(isNested ? next : command!, flag), one)
      }
    }))

  layer(EmbeddedStores.layer)((it) => {
    it.effect("asks PostgreSQL what it can answer", () =>
      Effect.gen(function*() {
        const questions = typed.flatMap((one) => /^sql "(.+)"$/.exec(one)?.[1] ?? [])
        assert.isAbove(questions.length, 3)
        const sql = yield* PgClient.PgClient
        for (const question of questions) yield* sql.unsafe(question)
      }))
  })
})
