/** Hundreds of requests that nobody would think of, made from the API's own description by schemathesis (PyPI). */
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as MemoryRuns from "#layers/memory/MemoryRuns"
import * as PostgresLake from "#layers/postgres/PostgresLake"
import * as PostgresLeadership from "#layers/postgres/PostgresLeadership"
import * as PostgresLedger from "#layers/postgres/PostgresLedger"
import * as PostgresQuery from "#layers/postgres/PostgresQuery"
import { Listening } from "#ports/Listening"
import { assert, describe, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { execFile, spawnSync } from "node:child_process"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"
import { server, TOKEN } from "./Serving.ts"

const program = process.env["SCHEMATHESIS"] ?? "schemathesis"
const isThere = spawnSync(program, ["--version"]).status === 0

const config = new URL("schemathesis.toml", import.meta.url).pathname

/** What it found, and whether it is content. */
const run = (url: string, headers: ReadonlyArray<string>) =>
  Effect.callback<{ readonly content: boolean; readonly said: string }>((resume) => {
    // Events never end, and so can't be asked for by a program that waits for the end.
    const child = execFile(
      program,
      [
        "--config-file",
        config,
        "run",
        `${url}/openapi.json`,
        "--exclude-path",
        "/api/v1/events",
        "--max-examples",
        "15",
        "--request-timeout",
        "10",
        "--no-shrink",
        // The same requests each time: what fails once fails again.
        "--seed",
        "1",
        ...headers.flatMap((header) => ["--header", header])
      ],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => resume(Effect.succeed({ content: error === null, said: stdout + stderr }))
    )
    return Effect.sync(() => child.kill())
  })

const stores = Layer.mergeAll(
  PostgresLake.layer,
  PostgresLeadership.layer,
  PostgresLedger.layer,
  PostgresQuery.layer
).pipe(Layer.provide(EmbeddedStores.layer))

const served = server().pipe(
  Layer.provide(Layer.provideMerge(MemoryRuns.layer, Layer.merge(stores, MemoryIngest.layer)))
)

const title = isThere ? "schemathesis" : "schemathesis (skipped: there is no such program; SCHEMATHESIS names it)"

describe.skipIf(!isThere)(title, () => {
  layer(served, { excludeTestServices: true })((it) => {
    for (const [who, headers] of [["who has the token", [`Authorization: Bearer ${TOKEN}`]], ["anyone", []]] as const) {
      it.effect(`finds no answer that the description has not, asking as ${who}`, () =>
        Effect.gen(function*() {
          const { content, said } = yield* run((yield* Listening).url, headers)
          assert.isTrue(content, said)
          assert.match(said, /\d{3,} generated, \d{3,} passed/)
        }), 120_000)
    }
  })
})
