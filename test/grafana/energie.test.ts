/** What the functions behind « Énergie régionale » say, held to the views, and to what a sum may leave out: nothing. */
import * as Day from "#domain/Day"
import { FILIERES } from "#domain/Filiere"
import { NATURES } from "#domain/Nature"
import * as PostgresSink from "#layers/postgres/PostgresSink"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { publish } from "../layers/postgres/Published.ts"
import * as EmbeddedStores from "../support/EmbeddedStores.ts"

const [realTime, consolidated, definitive] = NATURES
const start = Day.start
const iso = (instant: number): string => new Date(instant).toISOString()

const ask = <Line extends object>(text: string) => Effect.flatMap(PgClient.PgClient, (sql) => sql.unsafe<Line>(text))

/** Mix and view in one shape: a line for each region, filière and period. */
const COLUMNS =
  "code_insee_region, filiere, nature, date_heure, generation, version, avg_production, avg_consumption, avg_physical_exchange"
const ORDER = "order by date_heure, code_insee_region, nature, filiere"

const mixOf = (asked: string) =>
  ask<object>(`
    select code_insee_region, filiere::filiere, nature, date_heure, generation, version, made as avg_production,
      consumption as avg_consumption, exchange as avg_physical_exchange
    from regional_energy_mix(${asked}) cross join lateral (values ('ensemble', production), ${
    FILIERES.map((filiere) => `('${filiere}', ${filiere})`).join(", ")
  }) as each (filiere, made) where filiere = 'ensemble' or made is not null ${ORDER}`)

const viewOf = (begins: string, ends: string, moment: string, condition: string) =>
  ask<object>(`
    select ${COLUMNS} from regional_energy_as_of('${moment}')
    where date_heure >= '${begins}' and date_heure < '${ends}' and ${condition} ${ORDER}`)

const STEPS = {
  instant: "granularity = 'instant'",
  hour: "granularity = 'instant' and date_heure = date_bin('1 hour', date_heure, 'epoch')",
  day: "granularity = 'day'"
}

interface Sum {
  readonly date_heure: Date
  readonly regions_known: number
  readonly regions_expected: number
  readonly consumption: number | null
  readonly exchange: number | null
  readonly production: number | null
  readonly eolien: number | null
  readonly solaire: number | null
}

const sumOf = (from: number, to: number, rest = "") =>
  ask<Sum>(`select * from regional_energy_sum('${iso(from)}', '${iso(to)}'${rest}) order by 1`)

const stores = PostgresSink.layer.pipe(Layer.provideMerge(EmbeddedStores.layer))

withLayer(Layer.tap(stores, (context) => Effect.provideContext(publish, context)), { excludeTestServices: true })(
  "Énergie régionale",
  (it) => {
    it.effect("the mix is what the view says, at any moment and any step", () =>
      Effect.gen(function*() {
        const [told] = yield* ask<{ first: Date; last: Date }>(
          "select min(processed_at) as first, max(processed_at) as last from regional_energy_stats"
        )
        const moments = [
          "infinity",
          iso(told!.first.getTime() + 1),
          iso(told!.last.getTime()),
          iso(told!.first.getTime() - 1)
        ]
        // Across October's change of clocks, and in the middle of an hour.
        const ranges = [["2025-10-23T22:00:00Z", "2025-10-28T23:00:00Z"], [
          "2025-10-26T00:20:00Z",
          "2025-10-26T06:40:00Z"
        ]] as const
        for (const [begins, ends] of ranges) {
          for (const moment of moments) {
            for (const [step, condition] of Object.entries(STEPS)) {
              const expected = yield* viewOf(begins, ends, moment, condition)
              if (moment === "infinity" && ends.includes("28T23")) assert.isAbove(expected.length, 10)
              const asked = `'${begins}', '${ends}', '${moment}', step => '${step}'`
              assert.deepStrictEqual(yield* mixOf(asked), expected, asked)
            }
          }
        }
        assert.deepStrictEqual(yield* mixOf(`'2025-10-23T22:00:00Z', '2025-10-28T23:00:00Z', '${moments[3]}'`), [])
      }))

    it.effect("natures, regions and filières are those that are named", () =>
      Effect.gen(function*() {
        const begins = iso(start("2025-10-24"))
        const ends = iso(start("2025-10-28"))
        const real = yield* mixOf(
          `'${begins}', '${ends}', natures => '{${realTime}}', regions => '{11}', filieres => '{eolien}'`
        )
        assert.deepStrictEqual(
          real,
          yield* ask(`
            select * from (
              select distinct on (date_heure, filiere) ${COLUMNS} from regional_energy_stats
              where code_insee_region = '11' and nature = '${realTime}' and granularity = 'instant'
                and date_heure >= '${begins}' and date_heure < '${ends}' and filiere in ('ensemble', 'eolien')
              order by date_heure, filiere, generation desc, version desc) as latest ${ORDER}`)
        )
        assert.isAbove(real.length, 700)
        const [best] = yield* ask<{ natures: ReadonlyArray<string> }>(`
          select array_agg(distinct nature::text order by nature::text) as natures
          from regional_energy_mix('${begins}', '${ends}', regions => '{11}', step => 'day')`)
        assert.deepStrictEqual(best!.natures, [consolidated, definitive, realTime])
      }))

    it.effect("a sum is of all regions or of none", () =>
      Effect.gen(function*() {
        const lines = yield* sumOf(start("2025-10-24"), start("2025-10-28"), ", step => 'instant'")
        const of = (day: Day.Day) =>
          lines.filter(({ date_heure }) => date_heure >= new Date(start(day)) && date_heure < new Date(Day.end(day)))
        // Region 11 alone was known that day.
        assert.isAbove(of("2025-10-24").length, 40)
        for (const line of of("2025-10-24")) {
          assert.deepInclude(line, {
            regions_known: 1,
            regions_expected: 2,
            consumption: null,
            production: null,
            eolien: null
          })
        }
        const [noon] = yield* ask<{ consumption: number; exchange: number }>(`
          select sum(avg_consumption) as consumption, sum(avg_physical_exchange) as exchange from regional_energy_current
          where granularity = 'instant' and filiere = 'ensemble' and date_heure = '2025-10-27T08:00:00Z'`)
        const summed = lines.find(({ date_heure }) => date_heure.getTime() === Date.UTC(2025, 9, 27, 8))
        assert.deepInclude(summed, { regions_known: 2, ...noon })
        // By itself the first day is whole.
        const alone = yield* sumOf(start("2025-10-24"), start("2025-10-25"))
        assert.deepStrictEqual(alone.filter(({ consumption }) => consumption === null), [])
      }))

    it.effect("a filière that most periods have leaves a blank where it is missing, and takes the whole with it", () =>
      Effect.gen(function*() {
        // The sun is measured until 15:00 UTC: in most of the day's periods, but not in the evening.
        const lines = yield* sumOf(start("2025-10-27"), start("2025-10-28"), ", regions => '{11}'")
        const evening = lines.filter(({ date_heure }) =>
          date_heure.getUTCHours() >= 15 && date_heure.getUTCDate() === 27
        )
        assert.isAbove(evening.length, 20)
        for (const line of evening) {
          assert.deepInclude(line, { solaire: null, production: null })
          assert.isNotNull(line.eolien)
          assert.isNotNull(line.consumption)
        }
        const morning = lines.filter(({ date_heure }) => date_heure.getUTCHours() < 15)
        assert.deepStrictEqual(morning.filter(({ production }) => production === null), [])
        // In a range in which it is the exception, it is not missed.
        const late = yield* sumOf(start("2025-10-27") + 14 * Day.HOUR, start("2025-10-28"), ", regions => '{11}'")
        assert.deepStrictEqual(late.filter(({ production }) => production === null), [])
      }))

    it.effect("a hole in time is a line of nulls, and the hour that comes twice is one", () =>
      Effect.gen(function*() {
        const lines = yield* sumOf(start("2025-10-25"), start("2026-01-02"), ", regions => '{53}', step => 'instant'")
        const holes = lines.filter(({ regions_known }) => regions_known === 0)
        assert.deepStrictEqual(holes.map(({ consumption, date_heure }) => [iso(date_heure.getTime()), consumption]), [
          ["2025-10-26T00:15:00.000Z", null],
          ["2025-10-27T09:15:00.000Z", null]
        ])
        const days = yield* sumOf(start("2025-10-25"), start("2026-01-02"), ", regions => '{53}', step => 'day'")
        assert.deepStrictEqual(
          days.filter(({ regions_known }) => regions_known === 0).map(({ date_heure }) => iso(date_heure.getTime())),
          ["2025-10-28T00:00:00.000Z"]
        )
      }))

    it.effect("the step follows the length of what is shown", () =>
      Effect.gen(function*() {
        const [steps] = yield* ask(`
          select regional_energy_step('2025-10-20', '2025-10-27 01:00') as week, regional_energy_step('2025-10-20', '2025-10-28') as more,
            regional_energy_step('2025-10-01', '2025-11-30 00:00') as months, regional_energy_step('2025-01-01', '2026-01-01') as year`)
        assert.deepStrictEqual(steps, { week: "instant", more: "hour", months: "hour", year: "day" })
      }))

    it.effect("a moment is Paris's unless it says otherwise, whatever the session's zone", () =>
      Effect.gen(function*() {
        const [moments] = yield* ask(`
          select regional_energy_moment('') = 'infinity' as never, regional_energy_moment(' 2026-07-01 12:00 ') as summer,
            regional_energy_moment('2026-01-31') as winter, regional_energy_moment('2026-01-31T12:00:00+05:30') as elsewhere,
            regional_energy_moment('2026-01-31T12:00:00.5Z') as universal`)
        assert.deepStrictEqual(moments, {
          never: true,
          summer: new Date("2026-07-01T10:00:00Z"),
          winter: new Date("2026-01-30T23:00:00Z"),
          elsewhere: new Date("2026-01-31T06:30:00Z"),
          universal: new Date("2026-01-31T12:00:00.500Z")
        })
      }))
  }
)
