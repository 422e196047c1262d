import { type Excerpt, keyOf } from "#domain/Revision"
import { type Heard, revise, settle } from "#transform/revise"
import { assert, describe, it } from "@effect/vitest"
import { observation } from "../support/revisions.ts"

const instant = Date.UTC(2020, 4, 1)
const heard = (values: Parameters<typeof observation>[1], record = "{}"): Heard => ({
  observation: observation(instant, values),
  record
})
const fetched = { fetchedAt: 1, runId: "run" }

const known = (fingerprint: string, revision: number, record: string | null = null): ReadonlyMap<number, Excerpt> => {
  const key = { region: "93", nature: "Données temps réel", instant } as const
  return new Map([[keyOf(key), { ...key, revision, fingerprint, record }]])
}

describe("settle", () => {
  it("prefers the row with more measures, then the later one", () => {
    const full = heard({ consommation: 1, thermique: 2 }, "full")
    const other = heard({ consommation: 3, eolien: 4 }, "other")
    const poor = heard({ consommation: 5 }, "poor")
    assert.deepStrictEqual(settle([full, poor]), [full])
    assert.deepStrictEqual(settle([poor, full]), [full])
    assert.deepStrictEqual(settle([full, other, poor]), [other])
  })
})

describe("revise", () => {
  it("numbers what is new from 1, and what differs after what is known", () => {
    assert.deepInclude(revise([heard({ consommation: 7 })], new Map(), fetched)[0], { revision: 1, fingerprint: "7" })
    assert.deepInclude(revise([heard({ consommation: 7 })], known("8", 4), fetched)[0], {
      revision: 5,
      fingerprint: "7"
    })
  })

  it("compares by the present rules with what other rules have kept", () => {
    const record = JSON.stringify({
      code_insee_region: "93",
      nature: "Données temps réel",
      date_heure: new Date(instant).toISOString(),
      consommation: "7"
    })
    assert.deepStrictEqual(
      revise([heard({ consommation: 7 })], known("what others made of it", 1, record), fetched),
      []
    )
    assert.strictEqual(revise([heard({ consommation: 8 })], known("8", 1, record), fetched).length, 1)
  })

  it("takes the same measures for no news, however they were written", () => {
    assert.deepStrictEqual(revise([heard({ consommation: 7 }, "{ }")], known("7", 4), fetched), [])
  })
})
