/**
 * What someone writes is a value wherever it goes: neither SQL, nor an operator of MongoDB, nor a property that every object
 * has, nor a path. Tried on every parameter of the API and every argument of the commands that reach a store, on real servers.
 */
import { apiOf } from "#api/Api"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as OpenApi from "effect/http-api/OpenApi"
import { existsSync } from "node:fs"
import { request } from "node:http"
import { join } from "node:path"
import { daemon, TOKEN, within } from "../support/Daemon.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as Program from "../support/Program.ts"
import { servers } from "../support/Servers.ts"

const HOSTILE = [
  "'",
  "\"",
  "'; drop table journal; --",
  "' or '1'='1",
  "1) or true --",
  "$ne",
  "{\"$ne\": null}",
  "{\"$where\": \"sleep(60000)\"}",
  "__proto__",
  "constructor",
  "\\",
  "\0",
  "%00",
  "../../../../etc/passwd",
  "${7*7}",
  "\u202E\u001B[2J",
  "9".repeat(400)
]

/** What a terminal obeys, or shows otherwise than it is written. */
const STEERING = /[^\P{C}\n]/u

/** A record like the source's, of which everything that is text is hostile. */
const record = (hostile: string) =>
  JSON.stringify({
    code_insee_region: hostile,
    libelle_region: hostile,
    nature: "Données temps réel",
    date: "2020-05-01",
    date_heure: "2020-05-01T10:00:00+00:00",
    consommation: hostile,
    ["__proto__"]: { consommation: 1 },
    $where: "sleep(60000)"
  })

const honest = JSON.stringify({
  code_insee_region: "53",
  libelle_region: "<script>alert(1)</script>",
  nature: "Données temps réel",
  date: "2020-05-01",
  date_heure: "2020-05-01T10:00:00+00:00",
  consommation: 2_000,
  eolien: 100,
  $set: { a: 1 },
  "a.b": { $ne: null }
})

/** The path as it is, which `fetch` would make another one of. */
const ask = (url: string, path: string, body?: string) =>
  Effect.promise(() =>
    new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
      const { port } = new URL(url)
      const headers = body === undefined
        ? {}
        : { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" }
      const asked = request({ host: "127.0.0.1", port, path, method: body === undefined ? "GET" : "POST", headers })
      asked.on("error", reject).on("response", (response) => {
        let text = ""
        response.setEncoding("utf8").on("data", (part: string) => text += part)
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }))
      })
      asked.end(body)
    })
  )

describe.skipIf(FerretDb.missing !== undefined)("on real servers", () => {
  it.live("hostile words are values, in every parameter, argument, record and path", () =>
    Effect.gen(function*() {
      const source = yield* OdreServer.serve({ grid: RecordFiles.fromLines([honest, ...HOSTILE.map(record)]) })
      const settings = { ...yield* servers(source.url), ECO2MIXD_CATCH_UP: "none" }
      const days = ["--from", "2020-05-01", "--to", "2020-05-01", "--dataset", "eco2mix-regional-tr"]
      const ran = yield* Program.run(["run", ...days, "--json"], settings)
      assert.strictEqual(ran.code, 0, ran.stderr)
      const { counts } = JSON.parse(ran.stdout) as { readonly counts: Readonly<Record<string, number>> }
      assert.deepInclude(counts, { records: HOSTILE.length + 1, quarantined: HOSTILE.length, revisions: 1 })

      const one = yield* daemon(settings)
      yield* within(20, one.leads)
      const sum = Effect.map(one.get<object>("/api/v1/stats"), (body) => JSON.stringify(body))
      const before = yield* sum
      const { paths } = OpenApi.fromApi(apiOf("0.0.0"))
      let asked = 0
      for (const [path, { get }] of Object.entries(paths)) {
        if (get === undefined || path === "/api/v1/events") continue
        for (
          const { in: place, name } of get.parameters as ReadonlyArray<{ readonly in: string; readonly name: string }>
        ) {
          for (const hostile of HOSTILE) {
            const coded = encodeURIComponent(hostile)
            const bare = path.replaceAll(/\{\w+\}/g, coded)
            const questions = place === "query"
              ? [`${bare}?${name}=${coded}`, `${bare}?${name}[$ne]=${coded}`, `${bare}?__proto__[${name}]=${coded}`]
              : [bare]
            for (const question of questions) {
              const { status, text } = yield* ask(one.url, question)
              asked++
              assert.include([400, 404], status, `${question}: ${text}`)
              assert.notMatch(text, /syntax error|pg_|SqlError|Mongo|at .*\.ts:/, question)
            }
          }
        }
      }
      assert.isAbove(asked, 500)
      for (const hostile of HOSTILE) {
        for (
          const body of [
            { kind: hostile, from: "2020-05-01", to: "2020-05-01" },
            { kind: "manual", from: hostile, to: hostile },
            { kind: "manual", from: { $gt: "" }, to: "2020-05-01" },
            { kind: "manual", from: "2020-05-01", to: "2020-05-01", datasets: [hostile] },
            { kind: "manual", from: "2020-05-01", to: "2020-05-01", [hostile]: hostile }
          ]
        ) {
          const text = JSON.stringify(body)
          assert.strictEqual((yield* ask(one.url, "/api/v1/runs", text)).status, 400, text)
        }
      }
      for (const hostile of HOSTILE.slice(0, 3).map(encodeURIComponent)) {
        const { text } = yield* ask(one.url, `/?from=${hostile}&region=${hostile}`)
        assert.notInclude(text, "<script>alert")
      }
      const proto = "{\"kind\":\"manual\",\"from\":\"2020-05-01\",\"to\":\"2020-05-01\",\"__proto__\":{\"anew\":true}}"
      assert.strictEqual((yield* ask(one.url, "/api/v1/runs", proto)).status, 400)

      // No file but the page's own four, however it is asked for.
      for (
        const path of [
          "../package.json",
          "..%2fpackage.json",
          "%2e%2e/%2e%2e/package.json",
          "....//x",
          "..\\package.json"
        ]
      ) {
        const { status, text } = yield* ask(one.url, `/assets/${path}`)
        assert.include([400, 404], status, path)
        assert.notInclude(text, "\"dependencies\"", path)
      }

      const word = HOSTILE[2]!
      const folder = yield* temporaryFolder
      const outs = yield* Effect.all([
        Program.run(["explain", word, word, word], settings),
        Program.run(["explain", "53", "{\"$ne\": null}", "2020-05-01T10:00Z"], settings),
        Program.run(["quarantine", "show", word], settings),
        Program.run(["quarantine", "drop", "1 or true"], settings),
        Program.run(["run", "--from", word, "--to", word], settings),
        Program.run(["sql", "delete from journal"], settings),
        Program.run(["sql", "select 1; drop table journal"], settings),
        Program.run(
          ["export", ...days.slice(0, 4), "--format", "csv", "--out", join(folder, "$(touch x)'.csv")],
          settings
        ),
        Program.run(["explain", "53", "eolien", "2020-05-01T10:00Z"], settings)
      ], { concurrency: 3 })
      assert.deepStrictEqual(outs.map(({ code }) => code !== 0), [
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        false,
        false
      ])
      assert.isTrue(existsSync(join(folder, "$(touch x)'.csv")))
      assert.notMatch(outs.map(({ stderr, stdout }) => stdout + stderr).join(""), STEERING)
      const listed = yield* Program.run(["quarantine", "list", "--limit", "100"], settings)
      assert.notMatch(listed.stdout, STEERING)
      assert.strictEqual(listed.stdout.match(/UnknownRegion/g)?.length, HOSTILE.length)
      assert.strictEqual(yield* sum, before)
    }).pipe(Effect.scoped), 120_000)
})
