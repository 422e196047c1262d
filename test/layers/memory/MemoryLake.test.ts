import * as MemoryLake from "#layers/memory/MemoryLake"
import { Lake } from "#ports/Lake"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as LakeContract from "../../contract/LakeContract.ts"
import { revision } from "../../support/revisions.ts"

LakeContract.suite("memory", MemoryLake.layer, false)

it.effect("MemoryLake takes no id where revisions are that do not say whose", () =>
  Effect.gen(function*() {
    const { adopt, idIfAny, insert } = yield* Lake
    yield* insert([revision("2020-01-01", 0)])
    assert.match((yield* Effect.flip(adopt(crypto.randomUUID()))).message, /holds revisions/)
    assert.isNull(yield* idIfAny)
  }).pipe(Effect.provide(MemoryLake.layer)))
