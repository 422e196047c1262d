import * as Days from "#domain/Day"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Answer, ask, linesOf, pageOf, within } from "./Asking.ts"

const now = Date.parse("2026-09-20T10:07:00Z")
const grid = SimulatedGrid.make({ now })
const serving = OdreServer.serve({ grid })

const UTC = { timezone: "UTC" }
const DAY = within("2026-09-10", "2026-09-11")

const instants = (results: ReadonlyArray<Readonly<Record<string, unknown>>>) =>
  results.map((record) => String(record["date_heure"]))

const left = (answer: Answer) => answer.headers.get("x-ratelimit-dataset-remaining")

/** A record as somebody else writes it: spaces, and a float. */
const line = (value: number, note = "") =>
  `{"nature": "Données temps réel", "date_heure": "2026-09-01T00:00:00+00:00", "consommation": ${value}.0${note}}`

describe("OdreServer /records", () => {
  it.live("counts what passes, and gives ten unless told otherwise", () =>
    Effect.gen(function*() {
      const server = yield* serving
      const none = pageOf(yield* ask(server, "/records", { where: DAY, limit: "0" }))
      assert.deepEqual(none, { total_count: 1_152, results: [] })
      const ten = pageOf(yield* ask(server, "/records", { where: DAY }))
      assert.strictEqual(ten.results.length, 10)
      const paca = pageOf(
        yield* ask(server, "/records", { where: `${DAY} AND code_insee_region = '93'`, limit: "100" })
      )
      assert.strictEqual(paca.total_count, 96)
      assert.strictEqual(new Set(instants(paca.results)).size, 96)
      assert.strictEqual(server.calls("/records").count, 3)
      assert.strictEqual(server.calls("/exports/jsonl").count, 0)
      assert.deepEqual(server.calls().queries[1], `where=${DAY}`)
    }))

  it.live("joins several where with and", () =>
    Effect.gen(function*() {
      const server = yield* serving
      const query = new URLSearchParams([["where", DAY], ["where", "code_insee_region in ('93', '11')"], [
        "limit",
        "0"
      ]])
      const response = yield* Effect.promise(() =>
        fetch(`${server.api}/catalog/datasets/eco2mix-regional-tr/records?${query}`)
      )
      assert.deepEqual(yield* Effect.promise(() => response.json()), { total_count: 192, results: [] })
    }))

  it.live("orders and pages when asked to; without an order, pages overlap", () =>
    Effect.gen(function*() {
      const server = yield* serving
      const page = (offset: number, order: Record<string, string>) =>
        Effect.map(
          ask(server, "/records", { where: DAY, limit: "100", offset: String(offset), ...order, ...UTC }),
          (answer) => pageOf(answer).results.map((record) => `${record["date_heure"]} ${record["code_insee_region"]}`)
        )
      const first = yield* page(0, { order_by: "date_heure" })
      const second = yield* page(100, { order_by: "date_heure" })
      const both = [...first, ...second]
      assert.deepEqual(both.map((key) => key.slice(0, 25)), both.map((key) => key.slice(0, 25)).toSorted())
      assert.strictEqual(new Set(both).size, 200)
      const last = yield* page(0, { order_by: "date_heure desc, code_insee_region asc" })
      assert.strictEqual(last[0], "2026-09-10T23:45:00+00:00 11")
      assert.strictEqual(last[13], "2026-09-10T23:30:00+00:00 24")
      const unordered = yield* page(0, {})
      assert.deepEqual(unordered, yield* page(0, {}))
      assert.notDeepEqual(unordered, unordered.toSorted())
      const most = yield* ask(server, "/records", { limit: "1", order_by: "consommation desc", where: DAY })
      const least = yield* ask(server, "/records", { limit: "1", order_by: "consommation", where: DAY })
      assert.isAbove(
        Number(pageOf(most).results[0]?.["consommation"]),
        Number(pageOf(least).results[0]?.["consommation"])
      )
    }))

  it.live("selects columns, and writes instants in the zone asked for", () =>
    Effect.gen(function*() {
      const server = yield* serving
      const where = "date_heure = date'2026-09-10T00:00:00Z' and code_insee_region = '93'"
      const select = "code_insee_region as region, date_heure, heure"
      const read = (params: Record<string, string>) =>
        Effect.map(ask(server, "/records", { where, ...params }), (answer) => pageOf(answer).results[0])
      assert.deepEqual(yield* read({ select, ...UTC }), {
        region: "93",
        date_heure: "2026-09-10T00:00:00+00:00",
        heure: "02:00"
      })
      assert.strictEqual((yield* read({}))?.["date_heure"], "2026-09-10T02:00:00+02:00")
      assert.strictEqual((yield* read({ timezone: "Europe/Paris" }))?.["date_heure"], "2026-09-10T02:00:00+02:00")
    }))

  it.live("tells in one call which natures cover what", () =>
    Effect.gen(function*() {
      const server = yield* serving
      const params = { group_by: "nature", select: "nature,min(date_heure),max(date_heure),count(*)", ...UTC }
      const tr = pageOf(yield* ask(server, "/records", params))
      assert.deepEqual(tr.results, [{
        nature: "Données temps réel",
        "min(date_heure)": "2026-06-30T22:00:00+00:00",
        "max(date_heure)": "2026-09-20T21:45:00+00:00",
        "count(*)": Days.count({ from: "2026-07-01", to: "2026-09-20" }) * 1_152
      }])
      const consolidated = pageOf(yield* ask(server, "/records", params, "eco2mix-regional-cons-def"))
      assert.deepEqual(consolidated.results.map((group) => [group["nature"], group["max(date_heure)"]]), [
        ["Données consolidées", "2026-06-30T21:30:00+00:00"],
        ["Données définitives", "2024-12-31T22:30:00+00:00"]
      ])
    }))

  it.live("groups rows that a block can't tell of, and all rows in one group without group_by", () =>
    Effect.gen(function*() {
      const server = yield* serving
      const where = `${DAY} and code_insee_region in ('11', '93')`
      const groups = pageOf(
        yield* ask(server, "/records", {
          where,
          group_by: "code_insee_region",
          select: "count(*) as rows, count(nucleaire)",
          order_by: "code_insee_region desc"
        })
      )
      assert.deepEqual(groups.results, [
        { code_insee_region: "93", rows: 96, "count(nucleaire)": 0 },
        { code_insee_region: "11", rows: 96, "count(nucleaire)": 0 }
      ])
      const least = pageOf(yield* ask(server, "/records", { where, select: "min(consommation) as least" }))
      assert.isAbove(Number(least.results[0]?.["least"]), 1_000)
      const whole = pageOf(
        yield* ask(server, "/records", { where, select: "count(distinct date_heure), max(date_heure)" })
      )
      assert.deepEqual(whole.results, [{
        "count(distinct date_heure)": 96,
        "max(date_heure)": "2026-09-11T01:45:00+02:00"
      }])
      const empty = pageOf(
        yield* ask(server, "/records", { where: within("2031-01-01", "2031-01-02"), select: "count(*)" })
      )
      assert.deepEqual(empty.results, [{ "count(*)": 0 }])
    }))

  it.live("refuses what ODRÉ refuses, and names the clause", () =>
    Effect.gen(function*() {
      const server = yield* serving
      for (
        const [params, code, named] of [
          [{ limit: "101" }, "InvalidRESTParameterError", "limit"],
          [{ limit: "-1" }, "InvalidRESTParameterError", "limit"],
          [{ limit: "ten" }, "InvalidRESTParameterError", "limit"],
          [{ offset: "9950", limit: "100" }, "InvalidRESTParameterError", "offset"],
          [{ timezone: "Europe/Pairs" }, "InvalidRESTParameterError", "timezone"],
          [{ where: "date_heure >= " }, "ODSQLError", "where"],
          [{ where: "date_heures is null" }, "ODSQLError", "where"],
          [{ select: "sum(consommation)" }, "ODSQLError", "select"],
          [{ select: "region" }, "ODSQLError", "select"],
          [{ group_by: "nature", select: "heure" }, "ODSQLError", "select"],
          [{ group_by: "natures" }, "ODSQLError", "group_by"],
          [{ order_by: "date_heure downwards" }, "ODSQLError", "order_by"]
        ] as const
      ) {
        const answer = yield* ask(server, "/records", params)
        const body = JSON.parse(answer.text) as Record<string, string>
        assert.strictEqual(answer.status, 400, answer.text)
        assert.strictEqual(body["error_code"], code)
        assert.include(body["message"], named)
        assert.strictEqual(answer.headers.get("x-ratelimit-dataset-limit"), "50000")
      }
      assert.strictEqual((yield* ask(server, "/records", { offset: "9900", limit: "100" })).status, 200)
      const unknown = yield* ask(server, "/records", {}, "eco2mix-regional")
      assert.strictEqual(unknown.status, 404)
      assert.include(unknown.text, "eco2mix-regional")
      assert.strictEqual((yield* ask(server, "/exports/parquet")).status, 404)
    }))

  it.live("counts calls by dataset, and refuses when the month's are used up", () =>
    Effect.gen(function*() {
      const server = yield* OdreServer.serve({ grid, quota: 2 })
      const params = { limit: "0", where: DAY }
      assert.strictEqual(left(yield* ask(server, "/records", params)), "1")
      assert.strictEqual(left(yield* ask(server, "/records", { where: "(" })), "0")
      const refused = yield* ask(server, "/exports/jsonl", params)
      assert.strictEqual(refused.status, 429)
      assert.strictEqual(left(refused), "0")
      assert.match(refused.headers.get("x-ratelimit-dataset-reset") ?? "", /^\d{4}-\d{2}-01 00:00:00\+00:00$/)
      assert.isNotNull(refused.headers.get("x-ratelimit-remaining"))
      const body = JSON.parse(refused.text) as Record<string, unknown>
      assert.sameMembers(Object.keys(body), ["errorcode", "error", "call_limit", "limit_time_unit", "reset_time"])
      assert.strictEqual(body["call_limit"], 2)
      assert.isAbove(Date.parse(String(body["reset_time"])), Date.now())
      assert.strictEqual(left(yield* ask(server, "/records", params, "eco2mix-regional-cons-def")), "1")
    }))
})

describe("OdreServer /exports", () => {
  it.live("sends everything as lines or as one array, days in order and hours not, whatever was asked", () =>
    Effect.gen(function*() {
      const server = yield* serving
      const params = { where: within("2026-09-08", "2026-09-11"), order_by: "date_heure", ...UTC }
      const lines = yield* ask(server, "/exports/jsonl", params)
      const array = yield* ask(server, "/exports/json", params)
      assert.strictEqual(lines.headers.get("content-type"), "application/jsonl; charset=utf-8")
      assert.strictEqual(array.headers.get("content-type"), "application/json; charset=utf-8")
      assert.isNull(lines.headers.get("content-length"))
      const records = linesOf(lines).map((line) => JSON.parse(line) as Record<string, unknown>)
      assert.strictEqual(records.length, 3 * 1_152)
      assert.isTrue(lines.text.endsWith("}\n"))
      assert.sameDeepMembers(
        records.slice(0, 50),
        (JSON.parse(array.text) as Array<Record<string, unknown>>).slice(0, 50)
      )
      const days = records.map(({ date }) => String(date))
      assert.deepEqual(days, days.toSorted())
      assert.notDeepEqual(instants(records), instants(records).toSorted())
      assert.deepEqual(lines.text, (yield* ask(server, "/exports/jsonl", params)).text)
    }))

  it.live("selects and limits", () =>
    Effect.gen(function*() {
      const server = yield* serving
      const few = yield* ask(server, "/exports/jsonl", { where: DAY, limit: "3", select: "heure" })
      assert.deepEqual(linesOf(few).map((line) => Object.keys(JSON.parse(line) as object)), [["heure"], ["heure"], [
        "heure"
      ]])
      assert.strictEqual(linesOf(yield* ask(server, "/exports/jsonl", { where: DAY, limit: "-1" })).length, 1_152)
      assert.deepEqual(linesOf(yield* ask(server, "/exports/jsonl", { where: within("2031-01-01", "2031-01-02") })), [])
      assert.deepEqual(JSON.parse((yield* ask(server, "/exports/json", { limit: "0" })).text), [])
      assert.strictEqual((yield* ask(server, "/exports/jsonl", { where: "date_heure >" })).status, 400)
    }))

  it.live("serves written records verbatim, broken and huge ones too, and their revisions", () =>
    Effect.gen(function*() {
      const files = RecordFiles.fromLines([line(1), "{\"broken", line(2, `, "note": "${"x".repeat(10_000_000)}"`)])
      const server = yield* OdreServer.serve({ grid: files })
      const where = within("2026-09-01", "2026-09-02")
      const body = yield* ask(server, "/exports/jsonl", { where, ...UTC })
      assert.sameMembers([...linesOf(body)], [line(1), "{\"broken", line(2, `, "note": "${"x".repeat(10_000_000)}"`)])
      files.replace([line(3), "{\"broken"])
      assert.sameMembers([...linesOf(yield* ask(server, "/exports/jsonl", { where, ...UTC }))], [line(3), "{\"broken"])
      const page = pageOf(yield* ask(server, "/records", { where }))
      assert.strictEqual(page.total_count, 2)
      assert.strictEqual(page.results.length, 1)
      assert.strictEqual(page.results[0]?.["date_heure"], "2026-09-01T02:00:00+02:00")
    }))
})
