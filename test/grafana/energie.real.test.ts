/** « Énergie régionale » over real records of 2017, against sums that were worked out from the records themselves. */
import { FILIERES } from "#domain/Filiere"
import { ALL as REGIONS } from "#domain/Region"
import { assert, it, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Program from "../support/Program.ts"
import * as shared from "../support/shared.ts"
import { expand } from "./macros.ts"
import { queryOfPanel } from "./queries.ts"
import * as Year from "./Year.ts"

const FILE = "eco2mix-regional-tr.12-regions-2017-09-01_10-13.jsonl.gz"
const DAY = 86_400_000

type Line = Readonly<Record<string, number | Date | null>>

/** A record, with its measures as the source has them: numbers, numbers in quotes, or something that is none. */
type Fields = Readonly<Record<string, number | string | null>>

const measure = (fields: Fields, name: string): number | null => {
  const value = fields[name]
  return value === null || value === undefined || value === "" || Number.isNaN(Number(value)) ? null : Number(value)
}

/** Records that measure something, by instant and region. */
const grid = (): ReadonlyMap<number, ReadonlyMap<string, Fields>> => {
  const instants = new Map<number, Map<string, Fields>>()
  for (const line of shared.readLines(FILE)) {
    const fields = JSON.parse(line) as Fields
    if (["consommation", ...FILIERES].every((name) => measure(fields, name) === null)) continue
    const instant = Date.parse(String(fields["date_heure"]))
    const regions = instants.get(instant) ?? new Map<string, Fields>()
    instants.set(instant, regions.set(String(fields["code_insee_region"]), fields))
  }
  return instants
}

/** What the panel says of the week before a moment. */
const told = (title: string, to: Date, region = "{}") =>
  Effect.gen(function*() {
    const query = queryOfPanel("energie", title)
    const { reader } = yield* Year.Stores
    return yield* reader.unsafe<Line>(expand(query.rawSql, {
      from: new Date(to.getTime() - 7 * DAY),
      to,
      interval: 900,
      variables: { ...query.found, region: { value: region } }
    }))
  })

const published = Layer.unwrap(Effect.gen(function*() {
  const settings = yield* Program.embeddedUp(yield* Program.simulate("--records", shared.path(`data/${FILE}`)))
  const { code, stderr } = yield* Program.run(["backfill", "--from", "2017-09-01", "--to", "2017-10-13"], settings)
  if (code !== 0) throw new Error(stderr)
  return Year.stores(settings)
}))

const sum = (values: ReadonlyArray<number | null>): number | null =>
  values.includes(null) ? null : values.reduce<number>((a, b) => a + b!, 0)

const CLEAN = ["nucleaire", "eolien", "solaire", "hydraulique", "bioenergies"]

if (shared.missing !== undefined) {
  it.skip(`Énergie régionale, on real records (${shared.missing})`, () => {})
} else {
  withLayer(published, { excludeTestServices: true, timeout: 180_000 })("Énergie régionale, on real records", (it) => {
    const records = grid()

    for (const [name, region, codes] of [["France", "{}", REGIONS], ["Bretagne", "{53}", ["53"]]] as const) {
      it.effect(`the figures of ${name} are those of its records`, () =>
        Effect.gen(function*() {
          const to = new Date("2017-09-15T10:00:00Z")
          const last = records.get(to.getTime() - 15 * 60_000)!
          const of = (measured: string, missing: number | null) =>
            sum(codes.map((code) => measure(last.get(code)!, measured) ?? missing))!
          const production = FILIERES.map((filiere) => of(filiere, 0)).reduce((a, b) => a + b)
          const clean = CLEAN.map((filiere) => of(filiere, 0)).reduce((a, b) => a + b)
          const figures: Readonly<Record<string, number>> = {
            Consommation: of("consommation", null),
            Production: production,
            "Solde des échanges": of("ech_physiques", null),
            "Part bas-carbone": clean / (clean + of("thermique", 0)),
            "Régions comptées": 1
          }
          for (const [title, figure] of Object.entries(figures)) {
            assert.deepStrictEqual(yield* told(title, to, region), [{ [title]: figure }])
          }
          assert.deepStrictEqual(yield* told("Dernière mesure", to, region), [{
            "Dernière mesure": new Date(to.getTime() - 15 * 60_000)
          }])
        }))
    }

    it.effect("what the outage of 2017-09-29 hid is a blank in the mix, and nothing else is", () =>
      Effect.gen(function*() {
        const to = new Date("2017-10-03T22:00:00Z")
        const week = [...records].filter(([instant]) => instant >= to.getTime() - 7 * DAY && instant < to.getTime())
        /** Whether a region publishes it in most of the week. */
        const isUsual = (code: string, name: string) =>
          week.filter(([, regions]) => regions.has(code) && measure(regions.get(code)!, name) !== null).length * 2 >
            week.length
        const lines = new Map((yield* told("La production par filière, et la consommation", to)).map((line) => [
          (line["time"] as Date).getTime(),
          line
        ]))
        let blanks = 0
        for (
          const [label, name] of [["Nucléaire", "nucleaire"], ["Éolien", "eolien"], [
            "Bioénergies",
            "bioenergies"
          ]] as const
        ) {
          const usual = REGIONS.filter((code) => isUsual(code, name))
          assert.isAbove(usual.length, 5)
          for (const [instant, regions] of week) {
            const line = lines.get(instant)!
            const whole = regions.size === REGIONS.length
              ? sum(usual.map((code) => measure(regions.get(code)!, name)))
              : null
            assert.strictEqual(line[label], whole, `${label}, ${new Date(instant).toISOString()}`)
            if (whole === null) blanks++
          }
        }
        assert.isAbove(blanks, 100)
        assert.deepStrictEqual(
          week.filter(([instant, regions]) =>
            lines.get(instant)!["Consommation"] !==
              (regions.size === REGIONS.length
                ? sum(REGIONS.map((code) => measure(regions.get(code)!, "consommation")))
                : null)
          ),
          []
        )
      }))
  })
}
