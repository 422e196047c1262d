import * as Day from "#domain/Day"
import { type Measure, MEASURES } from "#domain/Observation"
import { columnsOf, MAX_RECORD_BYTES, type SourceRecord } from "#domain/SourceRecord"
import { decode } from "#transform/decode"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as shared from "../support/shared.ts"

const record = (json: unknown): SourceRecord => {
  const text = JSON.stringify(json) ?? ""
  return { text, json, bytes: text.length }
}

const real = {
  code_insee_region: "93",
  libelle_region: "Provence-Alpes-Côte d'Azur",
  nature: "Données temps réel",
  date: "2020-05-01",
  heure: "02:00",
  date_heure: "2020-05-01T00:00:00+00:00",
  consommation: 3458,
  thermique: 137,
  nucleaire: null,
  eolien: 6,
  solaire: 0,
  hydraulique: 703,
  pompage: "0",
  bioenergies: 108,
  ech_physiques: 2504,
  stockage_batterie: null,
  tco_thermique: 3.96
}

const observed = (json: unknown) => {
  const decoded = decode(record(json))
  assert.isTrue(Result.isSuccess(decoded), JSON.stringify(decoded))
  const said = Result.getOrThrow(decoded)
  assert.strictEqual(said._tag, "Observed")
  return said as Extract<typeof said, { _tag: "Observed" }>
}

const measure = (json: unknown, name: Measure) => observed(json).observation.measures[MEASURES.indexOf(name)]

const refusal = (json: unknown) => Result.getOrThrow(Result.flip(decode(record(json)))).reason

describe("decode", () => {
  it("reads a real record", () => {
    const { observation, unread } = observed(real)
    assert.deepStrictEqual(unread, [])
    assert.deepStrictEqual(observation, {
      region: "93",
      nature: "Données temps réel",
      instant: Date.UTC(2020, 4, 1),
      measures: [3458, 2504, null, 137, 6, 0, 703, 0, 108, null, null]
    })
  })

  it("reads numbers as the source writes them, and invents none", () => {
    const cases: ReadonlyArray<readonly [raw: unknown, n: number | null]> = [
      [5032, 5032],
      ["115", 115],
      ["-2", -2],
      ["+4", 4],
      [" 7 ", 7],
      ["450.50", 450.5],
      ["1e2", 100],
      [-0, 0],
      ["-0", 0],
      [null, null],
      ["", null],
      [" ", null],
      ["-", null],
      ["ND", null],
      [undefined, null]
    ]
    for (const [raw, n] of cases) {
      const said = observed({ ...real, eolien: raw })
      assert.strictEqual(said.observation.measures[MEASURES.indexOf("eolien")], n, String(raw))
      assert.isTrue(Object.is(measure({ ...real, eolien: raw }, "eolien"), n))
      assert.deepStrictEqual(said.unread, [])
    }
  })

  it("lets a text that is no number cost that measure alone", () => {
    for (const raw of ["abc", "12 345", "0x10", "NaN", "Infinity", "1e999", true, [], {}, ["1"], "nd"]) {
      const said = observed({ ...real, eolien: raw })
      assert.isNull(said.observation.measures[MEASURES.indexOf("eolien")])
      assert.strictEqual(said.observation.measures[MEASURES.indexOf("thermique")], 137)
      assert.deepStrictEqual(said.unread.map(({ reason }) => reason), ["NotANumber"])
      if (typeof raw !== "object") assert.strictEqual(said.unread[0]?.detail, `eolien is ${JSON.stringify(raw)}`)
    }
  })

  it("finds in a record's columns all that it reads of the record", () => {
    const numbered = { ...real, ...Object.fromEntries(MEASURES.map((name, index) => [name, index + 1])) }
    const { observation } = observed(columnsOf(numbered))
    assert.deepStrictEqual(observation, observed(numbered).observation)
    assert.deepStrictEqual(observation.measures, MEASURES.map((_, index) => index + 1))
    for (const gone of ["date", "code_insee_region", "nature", "date_heure"] as const) {
      const { [gone]: _, ...rest } = numbered
      assert.deepStrictEqual(decode(record(columnsOf(rest))), decode(record(rest)))
    }
    const ghost = { ...numbered, date: "2020-03-29", heure: "02:30", date_heure: "2020-03-29T00:30:00+00:00" }
    assert.strictEqual(Result.getOrThrow(decode(record(columnsOf(ghost))))._tag, "Ghost")
  })

  it("refuses what can't be an observation, by its reason", () => {
    assert.strictEqual(refusal([]), "NotAnObject")
    assert.strictEqual(refusal("text"), "NotAnObject")
    assert.strictEqual(refusal(null), "NotAnObject")
    assert.strictEqual(refusal({ ...real, code_insee_region: "94" }), "UnknownRegion")
    assert.strictEqual(refusal({ ...real, code_insee_region: undefined }), "UnknownRegion")
    assert.strictEqual(refusal(JSON.parse(`{"__proto__":${JSON.stringify(real)}}`)), "UnknownRegion")
    assert.strictEqual(refusal({ ...real, code_insee_region: "toString" }), "UnknownRegion")
    assert.strictEqual(refusal({ ...real, nature: "Données provisoires" }), "UnknownNature")
    assert.strictEqual(decodeFailure({ text: "{", json: undefined, bytes: 1 }), "NotJson")
    assert.strictEqual(decodeFailure({ text: "{", json: undefined, bytes: MAX_RECORD_BYTES + 1 }), "TooLarge")
    for (
      const date_heure of [
        7,
        1775797200000,
        null,
        "hier soir",
        "2026-04-10T05:00:00",
        "2026-04-10T05:07:00+00:00",
        "2026-02-30T05:00:00+00:00",
        "2026-04-10T24:00:00+00:00",
        "2026-04-10 05:00:00+00:00",
        "9999-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z"
      ]
    ) assert.strictEqual(refusal({ ...real, date_heure }), "BadInstant", String(date_heure))
  })

  it("takes an instant with any offset", () => {
    for (const date_heure of ["2020-05-01T00:00Z", "2020-05-01T02:00:00+02:00", "2020-05-01T00:00:00.000+00:00"]) {
      assert.strictEqual(observed({ ...real, date_heure }).observation.instant, Date.UTC(2020, 4, 1))
    }
  })

  it("takes a blank row for what it is, even with an exchange", () => {
    const blank = { ...real, ...Object.fromEntries(MEASURES.map((name) => [name, null])) }
    for (const row of [blank, { ...blank, ech_physiques: 12 }, { ...blank, consommation: "ND" }]) {
      assert.deepStrictEqual(decode(record(row)), Result.succeed({ _tag: "Blank", unread: [] }))
    }
    assert.strictEqual(observed({ ...blank, solaire: 0 }).observation.measures[MEASURES.indexOf("solaire")], 0)
  })

  it("drops March's hour that never was, and neither of its neighbours nor October's", () => {
    const ghost = { ...real, date: "2024-03-31", heure: "02:30", date_heure: "2024-03-31T03:30:00+02:00" }
    assert.deepStrictEqual(decode(record(ghost)), Result.succeed({ _tag: "Ghost" }))
    observed({ ...ghost, heure: "03:30" })
    observed({ ...real, date: "2024-10-27", heure: "02:30", date_heure: "2024-10-27T02:30:00+01:00" })
  })

  it("is total: whatever stands deeper than the stack", () => {
    const deep = JSON.parse("[".repeat(32_000) + "]".repeat(32_000)) as unknown
    for (const name of ["eolien", "code_insee_region", "nature", "date_heure", "libelle_region"]) {
      decode({ text: "", json: { ...real, [name]: deep }, bytes: 1 })
    }
    assert.isTrue(Result.isFailure(decode({ text: "", json: deep, bytes: 1 })))
  })

  it.prop("is total: any JSON, and never a throw", [Schema.Json], ([json]) => {
    decode(record(json))
    return true
  })

  it.prop(
    "never makes a NaN, nor a number that was not said",
    [Schema.Record(Schema.Literals(MEASURES), Schema.Json)],
    ([values]) => {
      const decoded = decode(record({ ...real, ...values }))
      if (Result.isFailure(decoded) || decoded.success._tag !== "Observed") return true
      return decoded.success.observation.measures.every((value, index) => {
        if (value === null) return true
        const raw = { ...real, ...values }[MEASURES[index]!]
        return Number.isFinite(value) && raw !== null && raw !== "" && Number(raw) === value
      })
    }
  )
})

const decodeFailure = (broken: SourceRecord) => Result.getOrThrow(Result.flip(decode(broken))).reason

describe.skipIf(shared.missing !== undefined)(
  `decode on real cases${shared.missing ? ` (${shared.missing})` : ""}`,
  () => {
    it("lenient-numbers", () => {
      const { values } = shared.readCases<{ values: ReadonlyArray<{ raw: unknown; n: number | null }> }>(
        "lenient-numbers.json"
      )
      for (const { n, raw } of values) {
        const eolien = raw === "ABSENT_FIELD" ? undefined : raw
        assert.strictEqual(measure({ ...real, eolien }, "eolien"), n)
      }
    })

    it("odre-client: bad rows are refused, region 94 is set aside", () => {
      const { cases } = shared.readCases<
        { cases: ReadonlyArray<{ id: string; inputs?: ReadonlyArray<object>; input?: ReadonlyArray<object> }> }
      >(
        "odre-client.json"
      )
      const rows = cases.find(({ id }) => id === "bad-rows")!.inputs!
      for (const row of rows) assert.isTrue(Result.isFailure(decode(record({ ...real, ...row }))), JSON.stringify(row))
      const regional = cases.find(({ id }) => id === "export-regional")!.input!
      assert.deepStrictEqual(regional.map((row) => Result.isSuccess(decode(record(row)))), [true, true, false])
    })

    it("regional-sample-real-api-v2.1: everything is an observation", () => {
      const { records } = shared.readCases<{ records: ReadonlyArray<object> }>("regional-sample-real-api-v2.1.json")
      for (const one of records) assert.deepStrictEqual(observed(one).unread, [])
    })

    it("blank-rows: the last measured mark of each region", () => {
      const last = new Map<string, number>()
      const blanks = new Map<string, number>()
      const file = "eco2mix-regional-tr.12-regions-2017-09-01_10-13.jsonl.gz"
      for (const text of shared.readLines(file).filter((line) => line.includes("\"date\": \"2017-10-13\""))) {
        const json = JSON.parse(text) as { readonly code_insee_region: string }
        const said = Result.getOrThrow(decode({ text, json, bytes: text.length }))
        const region = json.code_insee_region
        if (said._tag === "Blank") blanks.set(region, (blanks.get(region) ?? 0) + 1)
        else if (said._tag === "Observed") last.set(region, Math.max(last.get(region) ?? 0, said.observation.instant))
      }
      const ahead = new Set(["52", "93"])
      const expected = (region: string) => ahead.has(region) ? "2017-10-13T09:00:00.000Z" : "2017-10-13T08:30:00.000Z"
      assert.strictEqual(last.size, 12)
      for (const [region, instant] of last) assert.strictEqual(new Date(instant).toISOString(), expected(region))
      for (const [region, count] of blanks) assert.strictEqual(count, ahead.has(region) ? 51 : 53)
    })

    it("dst-march-ghost-hour: each ghost is dropped, each neighbour stays", () => {
      const lines = shared.readLines("eco2mix-regional-cons-def.12-regions-clock-changes-2013-2015.jsonl.gz")
      let ghosts = 0
      for (const text of lines) {
        const json = JSON.parse(text) as { readonly date: string; readonly heure: string }
        const said = Result.getOrThrow(decode({ text, json, bytes: text.length }))
        const march = ["2013-03-31", "2014-03-30", "2015-03-29"].includes(json.date) && json.heure.startsWith("02:")
        assert.strictEqual(said._tag === "Ghost", march)
        if (march) ghosts++
        if (said._tag === "Observed") assert.strictEqual(Day.of(said.observation.instant), json.date)
      }
      assert.strictEqual(ghosts, 72)
    })
  }
)
