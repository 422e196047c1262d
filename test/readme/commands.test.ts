/** The README's other commands do what it says of them, as they stand there. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../stack/Compose.ts"
import { daemon, TOKEN, within } from "../support/Daemon.ts"
import * as Program from "../support/Program.ts"
import { shell } from "./Operator.ts"

const blockWith = (words: string): string => {
  const readme = readFileSync(join(root, "README.md"), "utf8")
  const found = [...readme.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, text]) => text!).find((text) =>
    text.includes(words)
  )
  if (found === undefined) throw new Error(`README.md has no block with ${words}`)
  return found
}

describe("README.md", () => {
  it.live("asks the table and the API for what is there", () =>
    Effect.gen(function*() {
      const { url } = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 3 }) })
      const settings = yield* Program.embeddedUp(url)
      const { code, stderr } = yield* Program.run(["run"], settings)
      assert.strictEqual(code, 0, stderr)

      const asked = yield* shell(blockWith("npx eco2mixd sql"), root, settings)
      assert.strictEqual(asked.code, 0, asked.stderr)
      assert.lengthOf(asked.stdout.match(/^\p{Lu}.* -?\d+ *$/gmu) ?? [], 20, asked.stdout)

      const one = yield* daemon({ ...settings, ECO2MIXD_CATCH_UP: "none" })
      yield* within(20, one.leads)
      const calls = blockWith("curl -X POST").replaceAll("http://127.0.0.1:8080", one.url)
      const called = yield* shell(calls, root, { ECO2MIXD_API_TOKEN: TOKEN })
      assert.strictEqual(called.code, 0, called.stderr)
      assert.include(called.stdout, "\"trigger\":\"backfill\"")
      assert.match(called.stdout, /^93,"?Provence.*,day,/m)
    }).pipe(Effect.scoped), 120_000)
})
