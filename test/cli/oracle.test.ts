/** Real records, through the program, against counts that were worked out without it. */
import { enter, leave, USER } from "#layers/postgres/PostgresServer"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as Program from "../support/Program.ts"
import * as shared from "../support/shared.ts"

interface Oracle {
  readonly file: string
  readonly from: string
  readonly to: string
  /** As the program says it. */
  readonly said: string
  readonly observations: number
  readonly instants: number
  readonly days: number
}

const paca: Oracle = {
  file: "eco2mix-regional-tr.paca-2020-05.jsonl",
  from: "2020-05-01",
  to: "2020-05-31",
  said: "2 976 records (0 blank, 0 ghost, 0 repeated, 0 quarantined)",
  observations: 2_976,
  instants: 20_804,
  days: 217
}

const clockChanges: Oracle = {
  file: "eco2mix-regional-cons-def.12-regions-clock-changes-2013-2015.jsonl.gz",
  from: "2013-01-01",
  to: "2015-12-31",
  said: "6 912 records (12 blank, 72 ghost, 0 repeated, 0 quarantined)",
  observations: 6_828,
  instants: 48_507,
  days: 1_023
}

const oracles: ReadonlyArray<Oracle> = [
  paca,
  {
    file: "eco2mix-regional-tr.12-regions-2017-09-01_10-13.jsonl.gz",
    from: "2017-09-01",
    to: "2017-10-13",
    said: "49 536 records (632 blank, 0 ghost, 0 repeated, 0 quarantined)",
    observations: 48_904,
    instants: 338_919,
    days: 3_611
  },
  {
    file: "eco2mix-regional-cons-def.10-regions-2017-09-01_11-30.jsonl.gz",
    from: "2017-09-01",
    to: "2017-11-30",
    said: "43 680 records (0 blank, 0 ghost, 0 repeated, 0 quarantined)",
    observations: 43_680,
    instants: 310_128,
    days: 6_461
  },
  clockChanges
]

const figure = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+(?!\d))/g, "\u00A0")
const plain = (text: string): string => text.replaceAll("\u00A0", " ")

/** Two runs: the first brings all of it, the second nothing. */
const holds = (oracle: Oracle, command: "run" | "backfill", settings: Program.Settings) =>
  Effect.gen(function*() {
    const args = [command, "--from", oracle.from, "--to", oracle.to]
    const first = yield* Program.run(args, settings)
    assert.strictEqual(first.code, 0, first.stderr)
    assert.include(plain(first.stdout), oracle.said)
    assert.include(plain(first.stdout), plain(`${figure(oracle.observations)} new revisions, 0 unchanged`))
    const count = "select granularity, count(*) as rows from regional_energy_stats group by 1 order by 1"
    const expected = [{ granularity: "instant", rows: oracle.instants }, { granularity: "day", rows: oracle.days }]
    assert.deepStrictEqual(yield* Program.ask(count, settings), expected)
    const second = yield* Program.run(args, settings)
    assert.strictEqual(second.code, 0, second.stderr)
    assert.include(plain(second.stdout), plain(`0 new revisions, ${figure(oracle.observations)} unchanged`))
    assert.include(second.stdout, "0 days published, 0 rows appended")
    assert.deepStrictEqual(yield* Program.ask(count, settings), expected)
  })

interface Seed {
  readonly instant: string
  readonly consumption: number | null
  readonly exchange: number | null
  readonly records: number
}

interface Fields {
  readonly date_heure: string
  readonly consommation: number | null
  readonly ech_physiques: number | null
}

/** The seed's own job on the same lines: means and count by region, nature and instant. */
const seedOf = (file: string): ReadonlyArray<Seed> => {
  const groups = new Map<string, ReadonlyArray<Fields>>()
  for (const line of shared.readLines(file)) {
    const record = JSON.parse(line) as Fields
    const instant = new Date(record.date_heure).toISOString()
    groups.set(instant, [...(groups.get(instant) ?? []), record])
  }
  const mean = (values: ReadonlyArray<number | null>) => {
    const measured = values.filter((value) => value !== null)
    return measured.length === 0 ? null : measured.reduce((a, b) => a + b) / measured.length
  }
  return [...groups].toSorted(([a], [b]) => a < b ? -1 : 1).map(([instant, records]) => ({
    instant,
    consumption: mean(records.map(({ consommation }) => consommation)),
    exchange: mean(records.map(({ ech_physiques }) => ech_physiques)),
    records: records.length
  }))
}

describe.skipIf(shared.missing !== undefined)(`oracle${shared.missing ? ` (${shared.missing})` : ""}`, () => {
  for (const oracle of oracles) {
    it.live(`${oracle.file} on embedded stores`, () =>
      Effect.gen(function*() {
        // The first as a person does it, each command with a server of its own; the others share one that is up.
        const stores = oracle === paca ? Program.embedded : Program.embeddedUp
        const settings = yield* stores(yield* Program.simulate("--records", shared.path(`data/${oracle.file}`)))
        yield* holds(oracle, "backfill", settings)
        const [lake] = yield* Program.ask<{ documents: number }>(
          "select count(*) as documents from lake.revisions",
          settings
        )
        assert.strictEqual(lake!.documents, oracle.observations)
        if (oracle === paca) {
          const ensemble = yield* Program.ask<Seed>(
            `select date_heure as instant, avg_consumption as consumption, avg_physical_exchange as exchange,
               record_count as records
             from regional_energy_stats where filiere = 'ensemble' and granularity = 'instant' order by 1`,
            settings
          )
          assert.deepStrictEqual(ensemble, seedOf(oracle.file))
        }
      }).pipe(Effect.scoped), 300_000)
  }

  for (const [oracle, command] of [[paca, "backfill"], [clockChanges, "run"]] as const) {
    const why = FerretDb.missing ?? ""
    it.live.skipIf(FerretDb.missing !== undefined)(
      `${oracle.file} on MongoDB and PostgreSQL ${why}`,
      () =>
        Effect.gen(function*() {
          const source = yield* Program.simulate("--records", shared.path(`data/${oracle.file}`))
          const folder = yield* temporaryFolder
          const server = yield* Effect.acquireRelease(
            Effect.promise(() => enter(folder, 0)),
            () => Effect.promise(() => leave(folder))
          )
          yield* holds(oracle, command, {
            ECO2MIXD_STORES: "servers",
            ECO2MIXD_SOURCE_URL: source,
            MONGO_URL: yield* FerretDb.url,
            DATABASE_URL: `postgres://${USER}:${server.password}@127.0.0.1:${server.port}/postgres`
          })
        }).pipe(Effect.scoped),
      300_000
    )
  }
})
