import * as Day from "#domain/Day"
import { CHECKS, digestOf, type Finding, keyOf } from "#domain/Finding"
import { NATURES, stepOf } from "#domain/Nature"
import { type Measure, MEASURES, type Observation } from "#domain/Observation"
import { ALL as REGIONS } from "#domain/Region"
import { expect } from "#transform/expect"
import { isNight } from "#transform/night"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { observation } from "../support/revisions.ts"

type Values = Partial<Record<Measure, number | null>>

const MINUTE = 60_000
const MAY: Day.Day = "2020-05-10"
const RT = "Données temps réel"

/** A day as it should be: the consumption goes up and down, the sun shines by day, and the exchange makes up the rest. */
const healthy = (
  day: Day.Day,
  change: (quarter: number) => Values = () => ({}),
  as: Partial<Pick<Observation, "region" | "nature">> = {}
): ReadonlyArray<Observation> => {
  const step = stepOf(as.nature ?? RT) * MINUTE
  const instants = Array.from({ length: (Day.end(day) - Day.start(day)) / step }, (_, at) => Day.start(day) + at * step)
  return instants.filter((instant) => !Day.comesAgain(instant)).map((instant, at) => {
    const consommation = Math.round(4_000 + 900 * Math.sin(at * step / Day.HOUR / 4))
    const solaire = isNight(instant) ? 0 : 300
    const values = { consommation, ech_physiques: consommation - 500 - solaire, thermique: 500, solaire, ...change(at) }
    const measures = MEASURES.map((measure) => (values as Values)[measure] ?? null)
    return { ...observation(instant, {}, as), measures }
  })
}

const on = (day: Day.Day): Day.DayRange => ({ from: day, to: day })

const said = (findings: ReadonlyArray<Finding>) =>
  findings.map(({ check, granularity, measure, severity }) => `${severity} ${check} ${granularity} ${measure ?? "all"}`)

/** What is found on a single healthy day that was changed. */
const changed = (change: (quarter: number) => Values) => expect(on(MAY), healthy(MAY, change))

describe("expect", () => {
  it("finds nothing on healthy days, of 92, 96 and 100 quarter-hours and of half-hours", () => {
    for (const day of ["2020-05-10", "2025-03-30", "2025-10-26", "2020-12-21", "2020-06-21"] as const) {
      for (const nature of NATURES) assert.deepStrictEqual(expect(on(day), healthy(day, undefined, { nature })), [])
    }
    assert.deepStrictEqual(expect(on(MAY), []), [])
  })

  it("does not care for the order in which they come, nor for others outside the days", () => {
    const mixed = [
      ...healthy(MAY, (at) => at === 50 ? { consommation: null } : {}),
      ...healthy("2020-05-11").slice(0, 9)
    ]
    const once = expect(on(MAY), mixed)
    assert.deepStrictEqual(said(once), ["info completeness day all"])
    assert.deepStrictEqual(expect(on(MAY), mixed.toReversed()), once)
  })

  it("makes one finding of however many marks, with their number, the worst of them and the first", () => {
    const [found, ...others] = changed((at) => at >= 20 && at < 90 ? { thermique: -200 - at } : {})
      .filter(({ check }) => check === "bounds")
    assert.deepStrictEqual(others, [])
    assert.deepInclude(found, {
      severity: "error",
      granularity: "day",
      instant: Day.start(MAY),
      first: Day.start(MAY) + 20 * Day.QUARTER,
      last: Day.start(MAY) + 89 * Day.QUARTER,
      measure: "thermique"
    })
    assert.deepStrictEqual(found!.values, { marks: 70, value: -289, limit: -150 })
  })

  it("completeness: by how much is missing, absent or without consumption", () => {
    const missing = (...quarters: ReadonlyArray<number>) =>
      expect(on(MAY), healthy(MAY).filter((_, at) => !quarters.includes(at)))
    assert.deepStrictEqual(said(missing(50)), ["info completeness day all"])
    assert.deepStrictEqual(said(missing(50, 51)), ["warning completeness day all"])
    assert.deepStrictEqual(missing(50, 51)[0]!.values, { expected: 94, absent: 2, unmeasured: 0 })
    assert.deepStrictEqual(said(missing(...Array.from({ length: 24 }, (_, at) => at + 9))), [
      "error completeness day all"
    ])
    const hollow = changed((at) => at === 50 || at === 51 ? { consommation: null } : {})
    assert.deepStrictEqual(hollow[0]!.values, { expected: 94, absent: 0, unmeasured: 2 })
  })

  it("completeness: not on a day that is still being published, nor of the region that is two marks behind", () => {
    const day = healthy(MAY)
    assert.deepStrictEqual(expect(on(MAY), day.slice(0, 60).filter((_, at) => at !== 30)), [])
    const ahead = healthy(MAY, undefined, { region: "52" })
    assert.deepStrictEqual(expect(on(MAY), [...ahead, ...day.slice(0, -2)]), [])
    assert.deepStrictEqual(said(expect(on(MAY), [...ahead, ...day.slice(0, -3)])), ["info completeness day all"])
  })

  it("completeness: a whole day of a region, but not where it is said under another nature", () => {
    const days = { from: MAY, to: Day.plus(MAY, 1) }
    const other = { region: "52", nature: "Données définitives" } as const
    const others = [...healthy(MAY, undefined, other), ...healthy(days.to, undefined, other)]
    const own = healthy(MAY, undefined, { nature: other.nature })
    const [found] = expect(days, [...others, ...own])
    assert.deepInclude(found, { region: "93", check: "completeness", severity: "error", instant: Day.start(days.to) })
    const consolidated = healthy(days.to, undefined, { nature: "Données consolidées" })
    assert.deepStrictEqual(expect(days, [...others, ...own, ...consolidated]), [])
  })

  it("exchange: missing beside a consumption, and the gap that leads into it is as grave", () => {
    assert.deepStrictEqual(said(changed((at) => at < 3 ? { ech_physiques: null } : {})), [
      "warning exchange day ech_physiques"
    ])
    const eve = healthy(MAY, (at) => at > 92 ? { consommation: null, ech_physiques: null } : {})
    const morning = healthy(Day.plus(MAY, 1), (at) => at < 20 ? { consommation: 500, ech_physiques: null } : {})
    const found = expect({ from: MAY, to: Day.plus(MAY, 1) }, [...eve, ...morning])
      .filter(({ check }) => check !== "jump")
    assert.deepStrictEqual(said(found), ["error completeness day all", "error exchange day ech_physiques"])
  })

  it("balance: beyond what rounding explains, and only where every measure is there", () => {
    const off = (by: number, missing: Values = {}) =>
      said(changed((at) => at === 40 ? { thermique: 500 + by, ...missing } : {}))
    assert.deepStrictEqual(off(50), [])
    assert.deepStrictEqual(off(51), ["warning balance instant all"])
    assert.deepStrictEqual(off(-201), ["error balance instant all"])
    assert.deepStrictEqual(off(201, { solaire: null }), [])
  })

  it("jump: further than real data goes, against the day's greatest or at all, also over midnight", () => {
    const wind = (to: number) =>
      said(changed((at) => ({ eolien: at === 40 ? to : 100 }))).filter((one) => /jump/.test(one))
    assert.deepStrictEqual(wind(800), [])
    assert.deepStrictEqual(wind(6_000), ["warning jump day eolien"])
    const [yesterday, today] = [healthy(MAY), healthy(Day.plus(MAY, 1), () => ({ thermique: 2_000 }))]
    const found = expect({ from: MAY, to: Day.plus(MAY, 1) }, [...yesterday, ...today])
    assert.deepInclude(found.find(({ check }) => check === "jump"), {
      granularity: "instant",
      instant: Day.start(Day.plus(MAY, 1)),
      measure: "thermique",
      values: { from: 500, to: 2_000, limit: 1_100, marks: 1 }
    })
  })

  it("night: sun when there is none anywhere, but no twilight", () => {
    const sun = (solaire: number) =>
      said(changed((at) => at === 4 ? { solaire } : {})).filter((one) => /night/.test(one))
    assert.deepStrictEqual([sun(20), sun(21), sun(101)], [
      [],
      ["warning night instant solaire"],
      ["error night instant solaire"]
    ])
    const dark = (text: string) => isNight(Date.parse(text))
    // Sunset in Brest is at 20:22 UTC in June and at 16:18 in December, sunrise in Strasbourg at 03:24 and at 07:20.
    assert.deepStrictEqual(
      ["2020-06-20T21:00Z", "2020-06-20T23:00Z", "2020-06-21T02:30Z", "2020-12-21T17:00Z", "2020-12-21T19:00Z"].map(
        dark
      ),
      [false, true, false, false, true]
    )
    assert.deepStrictEqual(["2020-12-21T05:00Z", "2020-12-21T06:30Z"].map(dark), [true, false])
  })

  const Anything = Schema.Struct({
    region: Schema.Literals(REGIONS),
    nature: Schema.Literals(NATURES),
    quarter: Schema.Int.check(Schema.isBetween({ minimum: -100, maximum: 300 })),
    measures: Schema.Array(Schema.NullOr(Schema.Finite)).check(Schema.isMaxLength(MEASURES.length))
  })

  it.prop(
    "is total, and finds at most one thing a check, region, nature and day, each a line of text",
    [Schema.Array(Anything)],
    ([all]) => {
      const observations = all.map(({ measures, nature, quarter, region }): Observation => ({
        region,
        nature,
        instant: Day.start(MAY) + quarter * Day.QUARTER,
        measures: MEASURES.map((_, index) => measures[index] ?? null)
      }))
      const found = expect({ from: MAY, to: Day.plus(MAY, 1) }, observations)
      const keys = new Set(found.map((one) => [one.check, one.region, one.nature, Day.of(one.first)].join("|")))
      return keys.size === found.length &&
        new Set(found.map(keyOf)).size === found.length &&
        found.every((one) => CHECKS.includes(one.check) && !one.text.includes("\n") && one.first <= one.last) &&
        found.every(({ first, granularity, instant }) =>
          instant === (granularity === "day" ? Day.start(Day.of(first)) : first)
        )
    }
  )

  it("says the same thing in the same text, in whatever order its values stand", () => {
    const [finding] = changed((at) => at === 40 ? { thermique: 700 } : {})
    const turned = { ...finding!, values: Object.fromEntries(Object.entries(finding!.values).toReversed()) }
    assert.strictEqual(digestOf(turned), digestOf(finding!))
  })
})
