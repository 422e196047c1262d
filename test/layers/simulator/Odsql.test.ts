import type { Row } from "#layers/simulator/Grid"
import * as Odsql from "#layers/simulator/Odsql"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"

const at = Date.parse("2026-09-01T00:00:00Z")

const row = (fields: Readonly<Record<string, unknown>>, instant = at): Row => ({
  instant,
  broken: false,
  field: (name) => fields[name],
  text: () => ""
})

const filter = (clause: string): Odsql.Filter => Result.getOrThrow(Odsql.parse(clause))

const refusal = (clause: string): string => Result.getOrThrow(Result.flip(Odsql.parse(clause)))

const paca = row({
  code_insee_region: "93",
  libelle_region: "Provence-Alpes-Côte d'Azur",
  pompage: "-471",
  nucleaire: null
})

describe("Odsql", () => {
  it("reads a window in every way a date can be written", () => {
    for (
      const [clause, from, to] of [
        ["date_heure >= date'2026-09-01T00:00:00Z' AND date_heure < date'2026-09-02T00:00:00Z'", 0, 24],
        ["date_heure >= date'2026-09-01' and date_heure <= \"2026-09-01T23:59:59Z\"", 0, 24 - 1 / 3600 + 1 / 3_600_000],
        ["date_heure > date'2026-09-01T02:00:00+02:00' AND date_heure < '2026-09-01T04:00+02:00'", 1 / 3_600_000, 2],
        ["date_heure = date'2026-09-01T00:00'", 0, 1 / 3_600_000]
      ] as const
    ) {
      const { exact, interval } = filter(clause)
      assert.isTrue(exact, clause)
      assert.closeTo(interval.from - at, from * 3_600_000, 0.01, clause)
      assert.closeTo(interval.to - at, to * 3_600_000, 0.01, clause)
    }
  })

  it.each(
    [
      ["code_insee_region = '93'", true],
      ["code_insee_region=\"93\" and pompage<0", true],
      ["libelle_region = 'Provence-Alpes-Côte d\\'Azur'", true],
      ["libelle_region = \"Provence-Alpes-Côte d'Azur\"", true],
      ["pompage = -471", true],
      ["code_insee_region IN ('11', '93')", true],
      ["code_insee_region in ('11')", false],
      ["nucleaire is null", true],
      ["nucleaire IS NOT NULL", false],
      ["eolien is null", true],
      ["date_heure is not null", true],
      ["not code_insee_region = '93'", false],
      ["code_insee_region = '11' or code_insee_region = '12' or pompage < 0 and not (nucleaire > 0)", true],
      ["nucleaire != 3", false],
      ["date_heure in (date'2026-08-31', date'2026-09-01')", true]
    ] as const
  )("%s", (clause, passes) => {
    assert.strictEqual(filter(clause).test(paca), passes)
  })

  it("bounds what it can, and never more than that", () => {
    const day = "date_heure >= date'2026-09-01' AND date_heure < date'2026-09-02'"
    assert.deepEqual(filter(`(${day}) and code_insee_region = '11'`).interval, filter(day).interval)
    assert.isFalse(filter(`${day} and code_insee_region = '11'`).exact)
    assert.strictEqual(filter(`(${day}) or code_insee_region = '11'`).interval.from, -Infinity)
    assert.strictEqual(filter(`not (${day})`).interval.to, Infinity)
    const either = filter(`(${day}) or date_heure = date'2026-09-03'`)
    assert.strictEqual(either.interval.to, at + 2 * 86_400_000 + 1)
    assert.isFalse(either.test(row({}, at + 86_400_000)))
  })

  it.each(
    [
      ["", "end of clause"],
      ["consomation > 3", "Unknown field: consomation"],
      ["consommation >", "end of clause"],
      ["consommation > 3 4", "unexpected 4"],
      ["(consommation > 3", "end of clause"],
      ["consommation like 3", "unexpected like"],
      ["consommation between 3", "unexpected between"],
      ["date_heure > date'2026-13-01'", "2026-13-01 is not a valid date"],
      ["date_heure > 3", "no date"],
      ["date_heure > date'2026-09-01T00:00:00 02:00'", "not a valid date"],
      ["consommation > 'a", "unexpected 'a"],
      ["consommation is 3", "unexpected 3"],
      ["code_insee_region in ()", "unexpected )"],
      ["(".repeat(10_000), "nested deeper"],
      ["not ".repeat(10_000), "nested deeper"]
    ] as const
  )("refuses %.40s", (clause, reason) => {
    assert.include(refusal(clause), reason)
  })
})
