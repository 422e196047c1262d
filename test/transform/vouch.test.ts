/** What a window is enough to judge. */
import * as Day from "#domain/Day"
import { CHECKS } from "#domain/Finding"
import { vouch } from "#transform/vouch"
import { assert, describe, it } from "@effect/vitest"
import { observation } from "../support/revisions.ts"

const MAY: Day.Day = "2020-05-10"
const NEXT = Day.plus(MAY, 1)
const TR = "eco2mix-regional-tr"

const quarters = (day: Day.Day, from = 0, to = 96, isMeasured = true) =>
  Array.from(
    { length: to - from },
    (_, at) =>
      observation(Day.start(day) + (from + at) * Day.QUARTER, isMeasured ? { consommation: 4_000 } : {}, {
        region: "53"
      })
  )

const judged = (to: Day.Day, observations: Parameters<typeof vouch>[2]) =>
  vouch(TR, { from: MAY, to }, observations).parts

describe("vouch", () => {
  it("judges what is whole, but for the step into the first day", () => {
    const parts = judged(NEXT, [...quarters(MAY), ...quarters(NEXT)])
    assert.deepStrictEqual(parts.map(({ check, day }) => [check, day]), [
      ...CHECKS.map((check) => [check, MAY]),
      ...CHECKS.map((check) => [check, NEXT])
    ])
    for (const { check, day, region, since } of parts) {
      assert.strictEqual(region, "53")
      const first = check === "jump" && day === MAY ? Day.start(day) + Day.QUARTER : Day.start(day)
      assert.strictEqual(since, first)
    }
    assert.deepStrictEqual(vouch(TR, { from: MAY, to: MAY }, []), { natures: ["Données temps réel"], parts: [] })
    assert.deepStrictEqual(vouch("eco2mix-regional-cons-def", { from: MAY, to: MAY }, []).natures, [
      "Données consolidées",
      "Données définitives"
    ])
  })

  it("judges no day of which a region said nothing", () => {
    assert.deepStrictEqual([...new Set(judged(NEXT, quarters(NEXT)).map(({ day }) => day))], [NEXT])
  })

  it("judges no completeness where a hole reaches the end of what was read", () => {
    const whole = (observations: Parameters<typeof vouch>[2], to = MAY) =>
      judged(to, observations).flatMap(({ check, day }) => check === "completeness" ? [day] : [])
    assert.deepStrictEqual(whole(quarters(MAY)), [MAY])
    assert.deepStrictEqual(whole(quarters(MAY).toSpliced(50, 4)), [MAY])
    assert.deepStrictEqual(whole(quarters(MAY, 1)), [])
    assert.deepStrictEqual(whole(quarters(MAY, 0, 95)), [])
    assert.deepStrictEqual(whole([...quarters(MAY, 0, 93), ...quarters(MAY, 93, 96, false)]), [])
    assert.deepStrictEqual(whole([...quarters(MAY, 0, 95), ...quarters(NEXT, 0, 3)], NEXT), [MAY])
  })
})
