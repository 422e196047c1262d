/** What an operator gets to see of a daemon on embedded stores. */
import { describe, layer } from "@effect/vitest"
import * as numbers from "./numbers.ts"
import * as Seen from "./Seen.ts"
import * as traces from "./traces.ts"

describe.skipIf(Seen.missing !== undefined)(`seen from outside, on embedded ${Seen.missing ?? ""}`, () => {
  layer(Seen.layer("embedded"), { excludeTestServices: true, timeout: "300 seconds" })("a daemon at work", (it) => {
    traces.suite(it)
    numbers.suite(it)
  })
})
