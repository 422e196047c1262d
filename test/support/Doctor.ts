/** `doctor` as its user calls it, and what holds of each of its answers. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Program from "./Program.ts"

export interface Seen {
  readonly name: string
  readonly status: "ok" | "warning" | "failed" | "skipped"
  readonly said: string
  readonly mend: string | null
}

export const examine = Effect.fnUntraced(function*(settings: Program.Settings) {
  const done = yield* Program.run(["doctor", "--json"], { ECO2MIXD_HTTP_PORT: "0", ...settings })
  const { checks, status } = JSON.parse(done.stdout) as { checks: ReadonlyArray<Seen>; status: string }
  const failed = checks.filter((one) => one.status === "failed").map(({ name }) => name)
  assert.strictEqual(done.code, failed.length > 0 ? 1 : 0, done.stderr)
  assert.strictEqual(status === "failed", failed.length > 0)
  for (const { mend, name, status } of checks) {
    assert.strictEqual(mend !== null, status === "warning" || status === "failed", name)
  }
  assert.notInclude(done.stdout + done.stderr, "hunter2")
  const of = (name: string) => {
    const found = checks.find((one) => one.name === name)
    if (found === undefined) throw new Error(`there is no check ${name}`)
    return found
  }
  return { checks, failed, of }
})
