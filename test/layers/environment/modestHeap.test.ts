/** V8's young part has one size, whatever lives for how long; the flags that make it so are V8's own and may change with it. */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { promisify } from "node:util"

/** Allocates, holds some of it for a while, and says how large the young part mostly was, in MiB: while it marks, V8 lets it swell. */
const WORK = `
  const { getHeapSpaceStatistics } = await import("node:v8")
  const size = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space").space_size / 1024 ** 2
  let held = []
  const sizes = []
  for (let turn = 0; turn < 2_000_000; turn++) {
    held.push({ turn, text: "a" + turn })
    if (held.length === 200_000) held = []
    if (turn % 10_000 === 0) sizes.push(size())
  }
  console.log(sizes.sort((a, b) => a - b)[sizes.length / 2])
  process.exit(0)`

const HEAP = new URL("../../../layers/environment/modestHeap.ts", import.meta.url).href

const youngOf = async (before: string): Promise<number> => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", before + WORK])
  return Number(stdout)
}

// Deno is told at its start, by flags in deno.json.
describe.skipIf("Deno" in globalThis)("modestHeap", () => {
  it("has two halves of 8 MiB where V8 would let them grow", async () => {
    assert.isAbove(await youngOf(""), 16)
    assert.strictEqual(await youngOf(`const { modestHeap } = await import("${HEAP}"); modestHeap()\n`), 16)
  })
})
