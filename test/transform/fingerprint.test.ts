import { MEASURES } from "#domain/Observation"
import { fingerprint, measuresOf } from "#transform/fingerprint"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"

const padded = (measures: ReadonlyArray<number | null>) => MEASURES.map((_, index) => measures[index] ?? null)

describe("fingerprint", () => {
  it("is short, and the same with or without measures that nobody has", () => {
    assert.strictEqual(fingerprint([3458, 2504, null, 137]), "3458;2504;;137")
    assert.strictEqual(fingerprint([3458, 2504, null, 137, null, null]), "3458;2504;;137")
    assert.strictEqual(fingerprint([null, null]), "")
    assert.strictEqual(fingerprint([0]), "0")
  })

  it.prop(
    "is read back to the last bit",
    [Schema.Array(Schema.NullOr(Schema.Finite)).check(Schema.isMaxLength(MEASURES.length))],
    ([measures]) => {
      const normal = measures.map((measure) => measure === null ? null : measure + 0)
      assert.deepStrictEqual(measuresOf(fingerprint(normal)), padded(normal))
      return true
    }
  )
})
