/** A ratio is that of rounds, and one that is a fifth worse than committed is told, whichever way is worse. */
import { assert, it } from "@effect/vitest"
import type { Measured } from "./Measured.ts"
import * as Table from "./Table.ts"

const measured = (seconds: number, rss = 100): Measured => ({
  seconds,
  cpu: seconds,
  cpuInAll: seconds,
  rss,
  count: 10
})

const line = (
  name: string,
  figure: Table.Figure,
  ours: ReadonlyArray<Measured>,
  reference: ReadonlyArray<Measured>
) => ({
  name,
  figure,
  bound: 1,
  ours,
  reference
})

const fast = line("fast", Table.speed, [2, 4, 40].map((at) => measured(at)), [2, 2, 2].map((at) => measured(at)))
const small = line("small", Table.memory, [measured(1, 130)], [measured(1, 100)])

it("the ratio is the median of the rounds' own", () => {
  assert.strictEqual(Table.ratioOf(fast), 0.5)
  assert.strictEqual(Table.ratioOf(small), 1.3)
})

it("the table says what was missed", () => {
  const [, , first, second] = Table.table([fast, { ...small, bound: 1.3 }]).split("\n")
  assert.match(first!, /^\| fast .*4\.00 s, 4\.00 s CPU, 100 MiB .*0\.50× \(missed\) \| 0\.05 to 1\.00 +\| ≥ 1× /)
  assert.notInclude(second!, "missed")
})

it("a fifth is borne, and no more", () => {
  assert.deepStrictEqual(Table.worse([fast, small], { fast: 0.6, small: 1.1 }), [])
  assert.deepStrictEqual(Table.worse([fast, small], { fast: 0.64, small: 1 }), [
    "fast: 0.50×, was 0.64×",
    "small: 1.30×, was 1.00×"
  ])
  assert.deepStrictEqual(Table.worse([fast], {}), [])
})
