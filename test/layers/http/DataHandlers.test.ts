/** What is published, over HTTP and from a real PostgreSQL: by pages, as downloads, and as it stood. */
import * as Day from "#domain/Day"
import { ofExcerpts } from "#domain/Excerpts"
import { ENSEMBLE } from "#domain/Filiere"
import { ALL } from "#domain/Region"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as MemoryLake from "#layers/memory/MemoryLake"
import * as MemoryLeadership from "#layers/memory/MemoryLeadership"
import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as MemoryRuns from "#layers/memory/MemoryRuns"
import * as PostgresQuery from "#layers/postgres/PostgresQuery"
import * as PostgresSink from "#layers/postgres/PostgresSink"
import { Sink } from "#ports/Sink"
import { aggregate } from "#transform/aggregate"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"
import { excerptOf, observation, RUN } from "../../support/revisions.ts"
import { ask, type Json, server } from "./Serving.ts"

const FIRST = Day.start("2026-09-01")

/** Two regions for two days, a mark each quarter-hour. */
const series = (["11", "93"] as const).flatMap((region) =>
  Array.from({ length: 192 }, (_, index) =>
    observation(FIRST + index * Day.QUARTER, {
      consommation: 1_000 + index,
      ech_physiques: -5.5,
      eolien: index / 4,
      nucleaire: 300
    }, { region }))
)

const published = Effect.gen(function*() {
  const sink = yield* Sink
  const generation = yield* sink.generation(1, crypto.randomUUID())
  const { add, end } = aggregate()
  const heard = series.map((one) => excerptOf(one)).toSorted((a, b) => a.instant - b.instant)
  for (const day of [...add(ofExcerpts(heard)), ...end()]) yield* sink.append(generation, RUN, day)
})

const stores = Layer.mergeAll(PostgresQuery.layer, PostgresSink.layer).pipe(Layer.provide(EmbeddedStores.layer))

const real = server().pipe(
  Layer.provide(MemoryRuns.layer),
  Layer.provide(Layer.mergeAll(MemoryLedger.layer, MemoryLake.layer, MemoryIngest.layer, MemoryLeadership.layer)),
  Layer.provideMerge(Layer.tap(stores, (context) => Effect.provideContext(published, context)))
)

const DAYS = "from=2026-09-01&to=2026-09-02"

layer(real, { excludeTestServices: true })("Data over HTTP", (it) => {
  it.effect("pages of any length are the whole, row for row", () =>
    Effect.gen(function*() {
      const whole = (yield* ask(`/api/v1/stats?${DAYS}&region=93&limit=10000`)).json
      // The three subjects of each mark.
      assert.strictEqual(whole.rows.length, 192 * 3)
      assert.isNull(whole.next)
      assert.deepStrictEqual(whole.rows.find((row: Json) => row.filiere === ENSEMBLE), {
        code_insee_region: "93",
        libelle_region: "Provence-Alpes-Côte d'Azur",
        filiere: ENSEMBLE,
        nature: "Données temps réel",
        granularity: "instant",
        date_heure: "2026-08-31T22:00:00.000Z",
        avg_production: 300,
        avg_consumption: 1_000,
        avg_physical_exchange: -5.5,
        record_count: 1,
        generation: 1,
        version: 1
      })
      const parts: Array<unknown> = []
      let cursor = ""
      do {
        const { next, rows } = (yield* ask(`/api/v1/stats?${DAYS}&region=93&limit=100${cursor}`)).json
        assert.isAtMost(rows.length, 100)
        parts.push(...rows)
        cursor = next === null ? "" : `&cursor=${next}`
      } while (cursor !== "")
      assert.deepStrictEqual(parts, whole.rows)
    }))

  it.effect("as NDJSON and CSV the rows are the same, and all of them", () =>
    Effect.gen(function*() {
      const { rows } = (yield* ask(`/api/v1/stats?${DAYS}&limit=10000`)).json
      const lines = yield* ask(`/api/v1/stats?${DAYS}`, { headers: { accept: "application/x-ndjson" } })
      assert.strictEqual(lines.headers["content-type"], "application/x-ndjson")
      assert.deepStrictEqual(lines.text.trimEnd().split("\n").map((line) => JSON.parse(line)), rows)
      const table = yield* ask(`/api/v1/stats?${DAYS}&format=csv`)
      assert.strictEqual(table.headers["content-type"], "text/csv; charset=utf-8")
      assert.match(
        String(table.headers["content-disposition"]),
        /attachment; filename="eco2mix-2026-09-01-2026-09-02.csv"/
      )
      const [header = "", ...cells] = table.text.trimEnd().split("\n")
      assert.deepStrictEqual(header.split(","), Object.keys(rows[0]))
      assert.deepStrictEqual(
        cells.map((line) => line.split(",")),
        rows.map((row: object) => Object.values(row).map((value) => value === null ? "" : String(value)))
      )
      const some = yield* ask(`/api/v1/stats?${DAYS}&format=ndjson&limit=5`)
      assert.strictEqual(some.text.trimEnd().split("\n").length, 5)
    }))

  it.effect("filters by what is asked for", () =>
    Effect.gen(function*() {
      const { rows } = (yield* ask(
        `/api/v1/stats?${DAYS}&region=11&region=93&filiere=eolien&granularity=day&nature=${
          encodeURIComponent("Données temps réel")
        }`
      )).json
      assert.deepStrictEqual(
        rows.map((row: Json) => [row.code_insee_region, row.filiere, row.granularity, row.record_count]),
        [
          ["11", "eolien", "day", 96],
          ["93", "eolien", "day", 96],
          ["11", "eolien", "day", 96],
          ["93", "eolien", "day", 96]
        ]
      )
      assert.strictEqual((yield* ask(`/api/v1/stats?${DAYS}&as_of=2020-01-01T00:00:00Z`)).json.rows.length, 0)
      assert.isAbove((yield* ask(`/api/v1/stats?${DAYS}&as_of=2098-01-01T00:00:00%2B02:00`)).json.rows.length, 0)
      assert.strictEqual(
        (yield* ask(`/api/v1/stats?${DAYS}&granularity=hour&filiere=ensemble&region=11`)).json.rows.length,
        48
      )
    }))

  it.effect("what can't be asked is named, with what can", () =>
    Effect.gen(function*() {
      const cursor = Buffer.from("[1,\"11\",\"eolien\"]").toString("base64url")
      const cases = [
        ["from=2026-02-30", "parameter from: expected a day of the years 2000 to 2099, like 2026-09-30"],
        ["from=2026-09-02&to=2026-09-01", "2026-09-02 is after 2026-09-01"],
        ["region=12", "parameter region.0: expected \"11\" |"],
        ["regoin=11", "parameter regoin: there is no such thing"],
        ["granularity=year", "parameter granularity: expected \"instant\""],
        ["limit=10001", "parameter limit: expected a whole number from 1 to 10000"],
        ["limit=1&limit=2", "parameter limit:"],
        ["as_of=2026-09-01", "parameter as_of: expected an instant with its offset"],
        ["as_of=2026-09-01T00:00:00Z&granularity=hour", "a mean of the hour has no past"],
        ["as_of=2026-09-01T00:00:00Z&granularity=month", "a mean of the month has no past"],
        [`cursor=${cursor}`, "parameter cursor: expected the `next` of the page before"],
        ...[
          [9_007_199_254_740_991, "11", "ensemble", "Données temps réel"],
          [-9_007_199_254_740_991, "11", "ensemble", "Données temps réel"],
          [1, ["11"], "ensemble", ["Données temps réel"]]
        ].map((place) =>
          [
            `cursor=${Buffer.from(JSON.stringify(place)).toString("base64url")}`,
            "parameter cursor: expected the `next` of the page before"
          ] as const
        ),
        ["cursor=..", "parameter cursor: expected the `next` of the page before"],
        ["format=xml", "parameter format: expected \"json\""]
      ] as const
      for (const [question, said] of cases) {
        const { json, status } = yield* ask(`/api/v1/stats?${question}`)
        assert.deepStrictEqual([status, json.code], [400, "Request.Invalid"], question)
        assert.include(json.detail, said)
      }
      const long = yield* ask("/api/v1/coverage?from=2025-01-01&to=2026-02-05")
      assert.deepStrictEqual([long.status, long.json.code], [400, "Request.Invalid"])
      assert.include(long.json.detail, "401 days are more than 400")
    }))

  it.effect("coverage has each region on each day, 60 days where none are named", () =>
    Effect.gen(function*() {
      const { days, from, to } = (yield* ask(`/api/v1/coverage?${DAYS}`)).json
      assert.deepStrictEqual([from, to, days.length], ["2026-09-01", "2026-09-02", 2 * ALL.length])
      assert.deepStrictEqual(days.find((one: Json) => one.code_insee_region === "93" && one.day === "2026-09-02"), {
        code_insee_region: "93",
        libelle_region: "Provence-Alpes-Côte d'Azur",
        day: "2026-09-02",
        state: "complete",
        nature: "Données temps réel",
        records: 96,
        expected: 96,
        revisions: 96
      })
      assert.strictEqual(days.find((one: Json) => one.code_insee_region === "24").state, "missing")
      assert.strictEqual((yield* ask("/api/v1/coverage")).json.days.length, 60 * ALL.length)
      const before = (yield* ask("/api/v1/coverage?to=2026-09-02")).json
      assert.deepStrictEqual([before.from, before.to], ["2026-07-05", "2026-09-02"])
    }))

  it.effect("freshness says how old the newest measure of each region is", () =>
    Effect.gen(function*() {
      const { next_run, now, quota, regions } = (yield* ask("/api/v1/freshness")).json
      const latest = new Date(FIRST + 191 * Day.QUARTER).toISOString()
      assert.deepStrictEqual(regions.map((one: Json) => [one.code_insee_region, one.latest]), [["11", latest], [
        "93",
        latest
      ]])
      assert.strictEqual(regions[0].lag_seconds, (Date.parse(now) - Date.parse(latest)) / 1000)
      assert.deepStrictEqual([next_run, quota], [null, []])
    }))
})
