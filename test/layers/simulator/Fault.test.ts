import * as Fault from "#layers/simulator/Fault"
import { SOURCE_FAULTS } from "#ports/SourceFaults"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { faults } from "./Asking.ts"

const refusal = (text: string): string => Result.getOrThrow(Result.flip(Fault.parse(text))).message

describe("Fault", () => {
  it("is read from its name, its argument and its count", () => {
    assert.deepEqual(faults("503", "503:2", "latency:500ms:3", "TRUNCATED:80%", "429:2m:1", "length:150%"), [
      { name: "503", times: Infinity, share: 0.5, millis: 1_000 },
      { name: "503", times: 2, share: 0.5, millis: 1_000 },
      { name: "latency", times: 3, share: 0.5, millis: 500 },
      { name: "truncated", times: Infinity, share: 0.8, millis: 1_000 },
      { name: "429", times: 1, share: 0.5, millis: 120_000 },
      { name: "length", times: Infinity, share: 1.5, millis: 1_000 }
    ])
  })

  it("names what it does not know, and the list", () => {
    assert.include(refusal("505"), "505")
    for (const name of Object.keys(SOURCE_FAULTS)) assert.include(refusal("505"), name)
    for (const text of ["", "503:0", "503:2s", "truncated:120%", "latency:fast", "503:-1", "repeat:50%", "503:"]) {
      assert.include(refusal(text), `--fault ${text}:`)
    }
  })

  it("strikes as often as it was told, in the order given, and only what it can spoil", () => {
    const next = Fault.make(faults("latency:10ms:1", "truncated:1", "503:1", "cut"), 0)
    assert.deepEqual(next.next("records"), { latency: 10, fault: faults("503:1")[0] })
    assert.deepEqual(next.next("records"), { latency: 0, fault: undefined })
    assert.strictEqual(next.next("export").fault?.name, "truncated")
    assert.strictEqual(next.next("export").fault?.name, "cut")
    assert.strictEqual(next.next("export").fault?.name, "cut")
  })

  it("of the data is seen by counts too, until an export has used it up", () => {
    const next = Fault.make(faults("503:1", "twice:1", "missing:1"), 0)
    const names = (["records", "records", "records", "export", "records", "export", "export"] as const)
      .map((answer) => next.next(answer).fault?.name)
    assert.deepEqual(names, ["503", "twice", "twice", "twice", "missing", "missing", undefined])
  })
})
