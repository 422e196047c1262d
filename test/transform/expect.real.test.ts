/** What is found in real data, window by window as a backfill reads it: the known failures, and nothing else that is grave. */
import * as Day from "#domain/Day"
import type { Finding } from "#domain/Finding"
import type { Observation } from "#domain/Observation"
import { ALL as REGIONS } from "#domain/Region"
import { jsonOf } from "#domain/SourceRecord"
import { decode } from "#transform/decode"
import { expect } from "#transform/expect"
import { type Heard, settle } from "#transform/revise"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as shared from "../support/shared.ts"

const read = (texts: ReadonlyArray<string>): ReadonlyArray<Observation> =>
  settle(texts.flatMap((text): ReadonlyArray<Heard> => {
    const decoded = Result.getOrThrow(decode({ text, json: jsonOf(text), bytes: text.length }))
    return decoded._tag === "Observed" ? [{ observation: decoded.observation, record: text }] : []
  })).map(({ observation }) => observation)

/** In windows of eight days within months, as `pipelines/ingest` asks for them. */
const findingsIn = (file: string): ReadonlyArray<Finding> => {
  const byDay = Map.groupBy(read(shared.readLines(file)), ({ instant }) => Day.of(instant))
  const days = [...byDay.keys()].toSorted()
  return Day.months({ from: days[0]!, to: days.at(-1)! }).flatMap((month) => Day.windows(month, 8)).flatMap((window) =>
    expect(window, Day.list(window).flatMap((day) => byDay.get(day) ?? []))
  )
}

const counted = (findings: ReadonlyArray<Finding>) => {
  const kinds = Map.groupBy(findings, ({ check, severity }) => `${check} ${severity}`)
  return Object.fromEntries([...kinds].map(([kind, all]) => [kind, all.length]))
}

const describeReal = describe.skipIf(shared.missing !== undefined)

describeReal(`expect on real data${shared.missing ? ` (${shared.missing})` : ""}`, () => {
  it("finds the outage of 2017-09-30 in every region, and no other day as grave", () => {
    const findings = findingsIn("eco2mix-regional-tr.12-regions-2017-09-01_10-13.jsonl.gz")
    const grave = findings.filter(({ severity }) => severity === "error")
      .map(({ check, first, region }) => `${region} ${Day.of(first)} ${check}`)
    const outage = REGIONS.flatMap((region) => [
      `${region} 2017-09-29 completeness`,
      `${region} 2017-09-30 exchange`,
      `${region} 2017-10-01 completeness`
    ])
    assert.deepStrictEqual(grave.toSorted(), outage.toSorted())

    const bretagne = findings.find(({ check, region }) => check === "exchange" && region === "53")!
    assert.strictEqual(bretagne.instant, Day.start("2017-09-30"))
    assert.deepStrictEqual(bretagne.values, { marks: 96, consumption: 96, filieres: 96 })
    // The days around it, and what is left on 29/09: nothing; on 01/10 it is over at 10:30 in Paris.
    const near = findings.filter(({ first }) => first >= Day.start("2017-09-28") && first < Day.start("2017-10-03"))
    assert.isTrue(near.every(({ first }) => ["2017-09-29", "2017-09-30", "2017-10-01"].includes(Day.of(first))))
    const end = new Set(near.filter(({ first }) => Day.of(first) === "2017-10-01").map(({ last }) => last))
    assert.deepStrictEqual([...end], [Date.UTC(2017, 9, 1, 8, 15)])
  })

  it("finds where a plant was taken for zero, and asks a person to look", () => {
    const findings = findingsIn("eco2mix-regional-tr.12-regions-2017-09-01_10-13.jsonl.gz")
    assert.deepStrictEqual(counted(findings), {
      "completeness info": 82,
      "completeness warning": 24,
      "completeness error": 24,
      "exchange error": 12,
      "jump warning": 6
    })
    assert.deepStrictEqual(
      findings.filter(({ check }) => check === "jump").map(({ first, region }) => `${region} ${Day.of(first)}`)
        .toSorted(),
      ["32 2017-10-12", "44 2017-10-12", "52 2017-10-09", "75 2017-09-11", "76 2017-09-10", "76 2017-09-11"]
    )
  })

  it("finds nothing in what was consolidated, and the outage is repaired there", () => {
    const findings = findingsIn("eco2mix-regional-cons-def.10-regions-2017-09-01_11-30.jsonl.gz")
    assert.deepStrictEqual(findings, [])
  })

  it("finds the day of 2013 whose sums are broken, and no clock change", () => {
    const findings = findingsIn("eco2mix-regional-cons-def.12-regions-clock-changes-2013-2015.jsonl.gz")
    assert.deepStrictEqual(counted(findings), { "balance error": 1, "jump warning": 1 })
    const [sums] = findings
    assert.deepInclude(sums, { check: "balance", region: "28", instant: Day.start("2013-04-01") })
    assert.deepStrictEqual(sums!.values, { marks: 44, consumption: 3_898, sum: 4_476 })
  })

  it("finds two gaps in a month of Provence, neither grave", () => {
    const findings = findingsIn("eco2mix-regional-tr.paca-2020-05.jsonl")
    assert.deepStrictEqual(counted(findings), { "completeness warning": 1, "completeness info": 1 })
  })

  it("tr-glitch-2017-09-30: the wrong records are found, their neighbours and what was consolidated are not", () => {
    const { pairs } = shared.readCases<
      { readonly pairs: ReadonlyArray<{ readonly temps_reel: object; readonly consolidee: object }> }
    >("tr-glitch-2017-09-30.json")
    const days = { from: "2017-09-29", to: "2017-10-01" } as const
    const found = expect(days, read(pairs.map(({ temps_reel }) => JSON.stringify(temps_reel))))
      .filter(({ check }) => check !== "completeness")
    assert.isAbove(found.length, 0)
    assert.deepStrictEqual([...new Set(found.map(({ check, first }) => `${check} ${Day.of(first)}`))], [
      "exchange 2017-09-30"
    ])
    const repaired = expect(days, read(pairs.map(({ consolidee }) => JSON.stringify(consolidee))))
    assert.deepStrictEqual(repaired.filter(({ check }) => check !== "completeness"), [])
  })
})
