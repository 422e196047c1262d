import { paris, parse } from "#cli/instant"
import { regionOf, subjectOf } from "#cli/names"
import { megawatts, span } from "#cli/text"
import { visible } from "#ports/visible"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"

const read = (text: string): string =>
  Result.match(parse(text), { onSuccess: (at) => new Date(at).toISOString(), onFailure: (why) => why })

describe("instants", () => {
  it("are read with their offset, or as Paris shows them", () => {
    for (
      const [text, instant] of [
        ["2026-09-30T12:00:00Z", "2026-09-30T12:00:00.000Z"],
        ["2026-09-30T14:00+02:00", "2026-09-30T12:00:00.000Z"],
        ["2026-09-30T12:00:00.000Z", "2026-09-30T12:00:00.000Z"],
        ["2026-09-30 14:00", "2026-09-30T12:00:00.000Z"],
        ["2026-01-30T13:45", "2026-01-30T12:45:00.000Z"],
        ["2026-03-29 01:45", "2026-03-29T00:45:00.000Z"],
        ["2026-03-29 03:00", "2026-03-29T01:00:00.000Z"],
        ["2026-10-25 01:45", "2026-10-24T23:45:00.000Z"],
        ["2026-10-25 03:00", "2026-10-25T02:00:00.000Z"],
        ["2026-10-25 02:30 +01:00", "2026-10-25T01:30:00.000Z"]
      ] as const
    ) assert.strictEqual(read(text), instant, text)
  })

  it("that can't be say why, and the way out", () => {
    for (
      const [text, why] of [
        [
          "2026-10-25 02:30",
          /twice.*02:30\+02:00 \(2026-10-25T00:30:00.000Z\).*02:30\+01:00 \(2026-10-25T01:30:00.000Z\)/
        ],
        ["2026-03-29 02:30", /Paris never saw 2026-03-29 02:30/],
        ["2026-09-30 14:07", /no quarter-hour.*14:00 \+02:00 and 2026-09-30 14:15/],
        ["2026-09-30T12:00:30Z", /no quarter-hour/],
        ["2026-02-30 12:00", /"2026-02-30 12:00" is no instant.*2026-09-30T12:00:00Z/],
        ["1926-01-30 12:00", /outside the years/],
        ["noon", /"noon" is no instant/],
        ["2026-09-30", /is no instant/],
        ["2026-09-30 24:00", /is no instant/]
      ] as const
    ) assert.match(read(text), why, text)
  })

  it("are shown as Paris has them", () => {
    assert.strictEqual(paris(Date.parse("2026-09-30T12:00:00Z")), "2026-09-30 14:00 +02:00")
    assert.strictEqual(paris(Date.parse("2026-12-31T23:15:00Z")), "2027-01-01 00:15 +01:00")
  })
})

describe("names", () => {
  it("forgive accents, case and dashes, and take a beginning that fits one", () => {
    for (
      const [text, region] of [
        ["93", "93"],
        ["Provence-Alpes-Côte d'Azur", "93"],
        ["provence alpes cote d azur", "93"],
        ["ÎLE-DE-FRANCE", "11"],
        ["prov", "93"],
        ["bretagne", "53"],
        ["pays", "52"]
      ] as const
    ) assert.strictEqual(regionOf(text), region, text)
    for (const text of ["", " ", "94", "corse", "b", "9"]) assert.isUndefined(regionOf(text), text)
    assert.deepStrictEqual(["Éolien", "nucléaire", "ENSEMBLE", "solaire", "stockage batterie"].map(subjectOf), [
      "eolien",
      "nucleaire",
      "ensemble",
      "solaire",
      "stockage_batterie"
    ])
    for (const text of ["", "gaz", "constructor"]) assert.isUndefined(subjectOf(text), text)
  })
})

describe("text", () => {
  it("has figures that a person reads", () => {
    assert.deepStrictEqual(
      [null, 0, -2.04, 1234.56, -1_234_567].map((power) => megawatts(power).replaceAll("\u00A0", " ")),
      [
        "nothing measured",
        "0 MW",
        "-2 MW",
        "1 234.6 MW",
        "-1 234 567 MW"
      ]
    )
    assert.deepStrictEqual([0, 59_000, 60_000, 3_660_000, 90_000_000, 86_400_000].map(span), [
      "0 s",
      "59 s",
      "1 min",
      "1 h 1 min",
      "1 d 1 h",
      "1 d"
    ])
  })

  it("steers no terminal", () => {
    assert.strictEqual(visible("é\u001B[31m\n\u202E\u009B"), "é\\u{1b}[31m\n\\u{202e}\\u{9b}")
  })
})
