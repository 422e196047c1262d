/** Every query that a dashboard puts to PostgreSQL, as Grafana sends it and with the rights it has, over a year of data. */
import { FILIERES } from "#domain/Filiere"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Asked, expand } from "./macros.ts"
import { queries, type Query } from "./queries.ts"
import * as stopwatch from "./stopwatch.ts"
import * as Year from "./Year.ts"

type Line = Readonly<Record<string, unknown>>

const DAY = 86_400_000

/** Milliseconds that a reader waits for a panel, at most. */
const SOON = 200

/** Of the year on the one dashboard that shows it; of the runs that made it on the others. */
const shown = (query: Query, days: number, changes: Asked["variables"] = {}): Asked => {
  const to = query.dashboard === "energie" ? Year.NOW : new Date()
  const from = new Date(to.getTime() - days * DAY)
  return { from, to, interval: days * 60, variables: { ...query.found, ...changes } }
}

const isNumber = (value: unknown): boolean => value === null || typeof value === "number"

/** What Grafana needs to draw it; a count is a bigint to PostgreSQL, and no number to JavaScript. */
const holdsShape = (query: Query, lines: ReadonlyArray<Line>) => {
  const [first] = lines
  if (first === undefined) return
  for (const name of query.named) assert.property(first, name)
  if (!query.isSeries) return
  assert.property(first, "time")
  const times = lines.map((line) => (line["time"] as Date).getTime())
  assert.deepStrictEqual(times, times.toSorted((a, b) => a - b))
  for (const line of lines) {
    assert.isAbove(Object.keys(line).length, 1)
    for (const [name, value] of Object.entries(line)) {
      if (name !== "time") assert.isTrue(isNumber(value), `${name} is ${String(value)}`)
    }
  }
}

const isKnown = (lines: ReadonlyArray<Line>): boolean =>
  lines.some((line) => Object.entries(line).some(([name, value]) => name !== "time" && value !== null))

/** Days that are shown: a week, a month, and the year with what is definitive before it. */
const LENGTHS = [7, 30, 400]

/** The last weeks are real time alone: of them other natures tell nothing, although all is well. */
const tellsOf = (query: Query, days: number): boolean =>
  days > 30 || !/Que dit chaque nature \? \([23]\)$/.test(query.title)

withLayer(Year.layer, { excludeTestServices: true, timeout: 300_000 })("SQL of the dashboards", (it) => {
  it("there is some to try", () => {
    assert.isAbove(queries.filter(({ dashboard }) => dashboard === "energie").length, 10)
  })

  for (const query of queries) {
    it.effect(query.title, () =>
      Effect.gen(function*() {
        const { reader } = yield* Year.Stores
        const ask = (asked: Asked) => reader.unsafe<Line>(expand(query.rawSql, asked))
        const usual = yield* ask(shown(query, 7))
        for (const days of LENGTHS) {
          const asked = shown(query, days)
          const lines = yield* ask(asked)
          holdsShape(query, lines)
          assert.strictEqual(isKnown(lines), tellsOf(query, days), `${days} days`)
          const question = expand(query.rawSql, asked)
          let took = yield* stopwatch.median(reader, question)
          // A processor that others use too is slower by itself.
          for (let again = 0; again < 3 && took >= SOON; again++) took = yield* stopwatch.median(reader, question)
          // TIMES=1 tells each of them.
          if (process.env["TIMES"]) console.log(`${query.title} | ${days} | ${took.toFixed(0)}`)
          assert.isBelow(took, SOON, `${days} days`)
        }
        for (const [name, chosen] of query.others) {
          const lines = yield* ask(shown(query, 7, { [name]: chosen })).pipe(
            Effect.catch(({ reason }) => Effect.die(`${name} = ${String(chosen.value)}: ${String(reason.cause)}`))
          )
          holdsShape(query, lines)
          if (name === "region") assert.strictEqual(isKnown(lines), tellsOf(query, 7), String(chosen.value))
          if (name === "vu" && chosen.value.includes("2100")) assert.deepStrictEqual(lines, usual)
        }
      }))
  }

  it.effect("the mix of the year is what regional_energy_as_of says of it, before and after a correction", () =>
    Effect.gen(function*() {
      const { owner } = yield* Year.Stores
      const filieres = FILIERES.map((filiere) =>
        `max(avg_production) filter (where filiere = '${filiere}') as ${filiere}`
      )
      const runs = yield* owner<{ readonly ended: string }>`
        select ended_at::text as ended from pipeline_runs order by started_at`
      assert.strictEqual(runs.length, 3)
      for (const { ended } of runs) {
        // Where consolidated values end, and where values were corrected.
        for (const day of ["2025-12-19", "2026-01-14", "2026-01-19"]) {
          const range = `'${day}T20:00:00Z', '${day}T23:30:00Z'`
          const expected = yield* owner.unsafe(`
            select code_insee_region, nature, date_heure, generation, version, max(avg_consumption) as consumption,
              max(avg_physical_exchange) as exchange, max(avg_production) filter (where filiere = 'ensemble') as production,
              ${filieres.join(", ")}
            from regional_energy_as_of('${ended}') where granularity = 'instant'
              and date_heure >= '${day}T20:00:00Z' and date_heure < '${day}T23:30:00Z' group by 1, 2, 3, 4, 5 order by 3, 1`)
          const mix = yield* owner.unsafe(`select * from regional_energy_mix(${range}, '${ended}') order by 3, 1`)
          assert.deepStrictEqual(mix, expected, `${day}, as known at ${ended}`)
          if (day < "2026-01-19") assert.isAbove(mix.length, 12 * 7 - 1)
        }
      }
    }))

  it.effect("what is written into a box is no SQL, and what is no moment is refused in words", () =>
    Effect.gen(function*() {
      const { reader } = yield* Year.Stores
      const boxed = queries.filter(({ rawSql }) => /\$\{vu\b/.test(rawSql))
      assert.isAbove(boxed.length, 5)
      for (const query of boxed) {
        for (
          const value of ["'); select pg_sleep(60); --", "yesterday", "31/01/2026", "2026-01-31'", "\"", "$$", "\\'"]
        ) {
          const asked = shown(query, 7, { vu: { value } })
          const error = yield* Effect.flip(reader.unsafe(expand(query.rawSql, asked)))
          assert.match(String(error.reason.cause), /n'est pas un instant : écrivez-le comme 2026-01-31 18:30/)
        }
        const asked = shown(query, 7, { vu: { value: "2026-13-45" } })
        const error = yield* Effect.flip(reader.unsafe(expand(query.rawSql, asked)))
        assert.match(String(error.reason.cause), /out of range/)
      }
    }))

  it.effect("values in an address that no list offers are refused or find nothing", () =>
    Effect.gen(function*() {
      const { reader } = yield* Year.Stores
      for (const query of queries.filter(({ dashboard }) => dashboard === "energie")) {
        for (const [name] of query.others) {
          const asked = shown(query, 7, { [name]: { value: "{x}') or true; drop table regional_energy_stats; --" } })
          const error = yield* Effect.flip(reader.unsafe(expand(query.rawSql, asked)))
          assert.match(String(error.reason.cause), /malformed array literal|n'est pas un instant|invalid input value/)
        }
      }
    }))
})

withLayer(Year.layerEmpty, { excludeTestServices: true, timeout: 120_000 })("The role of the dashboards", (it) => {
  const attempts = [
    "insert into published_days (generation, day, documents, run_id) values (1, '2026-01-01', 1, gen_random_uuid())",
    "update pipeline_runs set outcome = 'failed'",
    "delete from regional_energy_stats",
    "truncate quarantine",
    "drop view regional_energy_current",
    "create table public.mine (one integer)",
    "select ensure_statistics_partition(2099)",
    "alter role eco2mixd_reader superuser",
    "copy pipeline_runs to program 'cat'"
  ]

  it.effect("can read every table and view, and those to come", () =>
    Effect.gen(function*() {
      const { owner, reader } = yield* Year.Stores
      yield* owner`create table told_later (one integer)`
      const found = yield* owner<{ readonly name: string }>`
        select quote_ident(relname) as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')`
      assert.isAbove(found.length, 12)
      for (const { name } of found) yield* reader.unsafe(`select * from ${name} limit 1`)
      yield* owner`drop table told_later`
    }))

  it.effect("can change nothing, also where it lifts its own latch", () =>
    Effect.gen(function*() {
      const { reader } = yield* Year.Stores
      for (const attempt of attempts) {
        const plain = yield* Effect.flip(reader.unsafe(attempt))
        assert.match(String(plain.reason.cause), /read-only transaction|permission denied|must be owner/, attempt)
        const lifted = yield* Effect.flip(reader.withTransaction(
          Effect.andThen(reader`set transaction read write`, reader.unsafe(attempt))
        ))
        assert.match(String(lifted.reason.cause), /permission denied|must be owner/, attempt)
      }
    }))

  it.effect("does not wait for ever, in its own zone or another's", () =>
    Effect.gen(function*() {
      const { reader } = yield* Year.Stores
      const [limits] = yield* reader`
        select current_setting('statement_timeout') as statement, current_setting('default_transaction_read_only') as locked,
          current_setting('work_mem') as memory, current_setting('jit') as jit,
          current_setting('max_parallel_workers_per_gather') as workers`
      assert.deepStrictEqual(limits, { statement: "15s", locked: "on", memory: "32MB", jit: "off", workers: "0" })
    }))
})
