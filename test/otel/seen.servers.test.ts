/** What an operator gets to see of a daemon on PostgreSQL and a server that speaks the protocol of MongoDB. */
import { describe, layer } from "@effect/vitest"
import * as numbers from "./numbers.ts"
import * as questions from "./questions.ts"
import * as Seen from "./Seen.ts"
import * as traces from "./traces.ts"

describe.skipIf(Seen.missing !== undefined)(`seen from outside, on servers ${Seen.missing ?? ""}`, () => {
  layer(Seen.layer("servers"), { excludeTestServices: true, timeout: "300 seconds" })("a daemon at work", (it) => {
    traces.suite(it)
    numbers.suite(it)
    questions.suite(it)
  })
})
