/**
 * The saved queries of pgAdmin, each as its file has it, put to the server by the role that pgAdmin comes in as: what its comment
 * promises is what it answers.
 */
import * as Day from "#domain/Day"
import { FILIERES } from "#domain/Filiere"
import { ALL, REGIONS } from "#domain/Region"
import { assert, describe, it, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Year from "../grafana/Year.ts"
import * as Days from "./pgadmin/Days.ts"
import { queries } from "./pgadmin/SavedQueries.ts"

type Line = Readonly<Record<string, unknown>>

const textOf = (name: string): string => queries.find((query) => query.name === name)!.text

const ask = (text: string) => Effect.flatMap(Year.Stores, ({ reader }) => reader.unsafe<Line>(text))

const answer = (name: string) => ask(textOf(name))

const number = (line: Line, column: string): number => Number(line[column])

/** Marks of real time in the Paris day before this one: 92, 96 or 100. */
const quartersOfYesterday = (): number => {
  const today = Day.of(Date.now())
  return (Day.start(today) - Day.start(Day.plus(today, -1))) / Day.QUARTER
}

const WHOLE = "France entière"

/** Of a month, the country against the sum of its regions, which were rounded one by one. */
const addsUp = (lines: ReadonlyArray<Line>, column: string) => {
  for (const whole of lines.filter(({ region }) => region === WHOLE)) {
    const regions = lines.filter(({ mois, region }) => mois === whole["mois"] && region !== WHOLE)
    assert.strictEqual(regions.length, ALL.length)
    const sum = regions.reduce((sum, line) => sum + number(line, column), 0)
    assert.closeTo(number(whole, column), sum, ALL.length / 2 + 1, column)
  }
}

describe("Saved queries", () => {
  for (const { changes, columns, name, question, text } of queries) {
    it(`${name} says what it asks, what to change, and what comes`, () => {
      assert.match(question, /^[A-ZÀÉ].* \?$/)
      assert.match(changes, /\.$/)
      assert.isAbove(columns.length, 4)
      assert.match(text, /\n\nwith parametres as /)
      // One statement: pgAdmin shows the lines of the last.
      assert.deepStrictEqual([...text.replaceAll(/--.*/g, "").matchAll(/;/g)].length, 1)
      assert.isTrue(text.endsWith(";\n"))
      // Of the comment as much as the editor shows beside tree and notes.
      const widest = (pattern: RegExp) => Math.max(...text.match(pattern)!.map((line) => line.length))
      assert.isAtMost(widest(/^--.*/gm), 84)
      assert.isAtMost(widest(/^.*/gm), 128)
    })
  }
})

withLayer(Days.layer, { excludeTestServices: true, timeout: 120_000 })("Saved queries, asked", (it) => {
  it.effect("each answers, in the columns that it promises", () =>
    Effect.forEach(queries, ({ columns, name, text }) =>
      Effect.gen(function*() {
        const lines = yield* ask(text)
        assert.isAbove(lines.length, 0, name)
        assert.deepStrictEqual(Object.keys(lines[0]!), columns, name)
      })))

  it.effect("mix-d-une-region-hier: each mark of the day, and filières that add up", () =>
    Effect.gen(function*() {
      const lines = yield* answer("mix-d-une-region-hier")
      assert.isAtMost(lines.length, quartersOfYesterday())
      assert.isAtLeast(lines.length, quartersOfYesterday() - 2)
      for (const line of lines) {
        const sum = FILIERES.reduce((sum, filiere) => sum + number(line, `${filiere}_mw`), 0)
        assert.closeTo(number(line, "production_mw"), sum, 0.01)
      }
    }))

  it.effect("exports-par-mois: the country is the sum of its regions, and export less import is what is left", () =>
    Effect.gen(function*() {
      const lines = yield* answer("exports-par-mois")
      addsUp(lines, "solde_exporte_gwh")
      for (const line of lines) {
        const left = number(line, "export_gwh") - number(line, "import_gwh")
        assert.closeTo(number(line, "solde_exporte_gwh"), left, 1)
      }
      // By another way: the means of the days, each of which is as long as it is.
      const { owner } = yield* Year.Stores
      const days = yield* owner<{ readonly day: string; readonly exchange: number }>`
        select (date_heure at time zone 'Europe/Paris')::date::text as day, avg_physical_exchange as exchange
        from regional_energy_current where granularity = 'day' and filiere = 'ensemble' and code_insee_region = '84'`
      const today = Day.of(Date.now())
      const energy = days.filter(({ day }) => day < today).reduce((sum, { day, exchange }) => {
        const length = (Day.start(Day.plus(day as Day.Day, 1)) - Day.start(day as Day.Day)) / Day.HOUR
        return sum - exchange * length / 1_000
      }, 0)
      const told = lines.filter(({ region }) => region === REGIONS["84"])
      assert.closeTo(told.reduce((sum, line) => sum + number(line, "solde_exporte_gwh"), 0), energy, told.length)
      assert.isAbove(energy, 0)
    }))

  it.effect("part-du-renouvelable-par-mois: parts of a whole", () =>
    Effect.gen(function*() {
      const lines = yield* answer("part-du-renouvelable-par-mois")
      addsUp(lines, "production_gwh")
      addsUp(lines, "renouvelable_gwh")
      for (const line of lines) {
        const share = number(line, "part_renouvelable_pct")
        const parts = ["eolien", "solaire", "hydraulique", "bioenergies"]
        assert.closeTo(parts.reduce((sum, part) => sum + number(line, `part_${part}_pct`), 0), share, 0.21)
        // Of a small production a rounded gigawatt hour is more than a per cent.
        if (number(line, "production_gwh") > 1_000) {
          assert.closeTo(100 * number(line, "renouvelable_gwh") / number(line, "production_gwh"), share, 0.2)
        }
      }
    }))

  it.effect("completude-d-hier: a line that could not be read is missing", () =>
    Effect.gen(function*() {
      const lines = yield* answer("completude-d-hier")
      assert.sameMembers(lines.map(({ region }) => region), Object.values(REGIONS))
      for (const line of lines) {
        assert.strictEqual(line["attendues"], quartersOfYesterday())
        assert.strictEqual(number(line, "attendues") - number(line, "mesures"), number(line, "manquantes"))
      }
      assert.strictEqual(lines[0]!["region"], REGIONS["53"])
    }))

  it.effect("ce-que-l-on-savait: after the first run other values, and nothing before it", () =>
    Effect.gen(function*() {
      const { owner } = yield* Year.Stores
      const [first] = yield* owner<{ readonly begun: string; readonly ended: string }>`
        select started_at::text as begun, ended_at::text as ended from pipeline_runs order by started_at limit 1`
      const at = (moment: string) => {
        const text = textOf("ce-que-l-on-savait").replace(/^.* as moment$/m, `timestamptz '${moment}' as moment`)
        assert.include(text, moment)
        return ask(text)
      }
      const then = yield* at(first!.ended)
      assert.sameMembers(then.map(({ region }) => region), Object.values(REGIONS))
      for (const line of then) {
        const moved = number(line, "consommation_mw") - number(line, "consommation_alors_mw")
        assert.closeTo(number(line, "ecart_consommation_mw"), moved, 1e-9)
      }
      assert.isTrue(then.some((line) => number(line, "ecart_consommation_mw") !== 0))
      assert.isTrue((yield* at(first!.begun)).every((line) => line["consommation_alors_mw"] === null))
    }))

  it.effect("revisions-d-une-valeur: each version, and how far it is from the one before", () =>
    Effect.gen(function*() {
      const lines = yield* answer("revisions-d-une-valeur")
      assert.strictEqual(lines.length, 2)
      const [before, after] = lines as [Line, Line]
      assert.isNull(before["ecart_consommation_mw"])
      const moved = number(after, "consommation_mw") - number(before, "consommation_mw")
      assert.closeTo(number(after, "ecart_consommation_mw"), moved, 1e-9)
      assert.isAbove(number(after, "version"), number(before, "version"))
    }))

  it.effect("pic-de-consommation and heure-la-plus-exportatrice: a line a region, and no measure is above", () =>
    Effect.gen(function*() {
      const peaks = yield* answer("pic-de-consommation")
      const { owner } = yield* Year.Stores
      const highest = yield* owner<Line>`
        select libelle_region as region, max(avg_consumption) as pic_mw from regional_energy_current
        where granularity = 'instant' and filiere = 'ensemble' group by 1 order by 2 desc, 1`
      assert.deepStrictEqual(peaks.map(({ pic_mw, region }) => ({ region, pic_mw })), highest)
      const hours = yield* answer("heure-la-plus-exportatrice")
      assert.sameMembers(hours.map(({ region }) => region), Object.values(REGIONS))
      for (const line of hours) {
        assert.isAtLeast(number(line, "export_moyen_mw"), number(line, "export_le_plus_faible_mw"))
      }
    }))

  it.effect("passages-en-echec, quarantaine, constats-de-qualite: what went wrong, and no more", () =>
    Effect.gen(function*() {
      const [failed, ...others] = yield* answer("passages-en-echec")
      assert.deepStrictEqual(others, [])
      assert.strictEqual(failed!["resultat"], "failed")
      assert.isNotNull(failed!["rattrape_le"])
      assert.isNotNull(failed!["remede"])
      const [set, ...rest] = yield* answer("quarantaine")
      assert.deepStrictEqual(rest, [])
      assert.strictEqual(set!["debut"], "{\"code_insee_region\": \"53\",")
      const [worst, ...found] = yield* answer("constats-de-qualite")
      assert.deepInclude(worst!, { gravite: "error", controle: "balance", region: REGIONS["93"] })
      assert.isAbove(found.length, 0)
    }))
})
