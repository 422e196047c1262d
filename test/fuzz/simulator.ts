/** The simulated source over real HTTP: whatever is asked, it is answered or refused in JSON, and never fails by itself. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import { claim, type Claims } from "./Fuzz.ts"
import { among, anyText, listOf, mostly, oneOf, textOf } from "./inputs.ts"
import * as Wire from "./Wire.ts"

/** A fortnight is enough of a country. */
const grid = SimulatedGrid.make({
  seed: 1,
  now: Date.parse("2026-09-15T12:00:00Z"),
  realTimeFrom: "2026-09-08",
  start: "2026-09-01"
})

const DATASET = "/api/explore/v2.1/catalog/datasets"

const path = mostly(
  Arbitrary.map(
    Arbitrary.all([
      among(["eco2mix-regional-tr", "eco2mix-regional-cons-def", "eco2mix-national-tr"]),
      among(["/records", "/exports/jsonl", "/exports/json", "/exports/csv"])
    ]),
    ([dataset, ending]) => `${DATASET}/${dataset}${ending}`
  ),
  8,
  Arbitrary.map(Wire.inAddress(anyText), (text) => `/${text}`)
)

const value = oneOf(
  among([
    "1",
    "0",
    "-1",
    "100",
    "101",
    "10000",
    "UTC",
    "America/New_York",
    "nature",
    "date_heure desc",
    "count(*) as n",
    "min(date_heure), max(eolien)"
  ]),
  among([
    "date_heure >= date'2026-09-10' and eolien > 3",
    "code_insee_region in ('93','11')",
    "not (pompage is null)",
    "date_heure = date'2026-09-10T00:00'"
  ]),
  textOf([
    "date_heure",
    "nature",
    "eolien",
    ",",
    " desc",
    "min(",
    "count(",
    ")",
    "*",
    " as x",
    " and ",
    " = ",
    "'93'",
    "3"
  ], 8),
  anyText
)

const params = Wire.query(listOf(
  Arbitrary.all([
    among(["where", "select", "group_by", "order_by", "limit", "offset", "timezone", "x"]),
    Wire.inAddress(value)
  ]),
  5
))

const request = Arbitrary.map(
  Arbitrary.all({
    method: mostly(among(["GET"]), 8, among(["HEAD", "POST", "OPTIONS", "PROPFIND"])),
    path,
    params,
    headers: mostly<Wire.Request["headers"]>(among([[]]), 4, Wire.headers)
  }),
  ({ headers, method, params, path }): Wire.Request => ({ method, target: `${path}${params}`, headers, body: "" })
)

export const claims: Claims = Effect.gen(function*() {
  const { url } = yield* OdreServer.serve({ grid, quota: Number.MAX_SAFE_INTEGER })
  return [
    claim(
      "any request has an answer, which is no failure",
      120,
      request,
      (request) =>
        Effect.map(Wire.send(url, request), (answer) => {
          Wire.isNoFault(answer)
          // A HEAD has no body, a line that is no HTTP no type.
          if (request.method !== "GET" || answer.body === "") return
          if (answer.status === 200) assert.match(answer.type, /json/)
          if (answer.status === 400) {
            assert.isString((JSON.parse(answer.body) as { readonly error_code: string }).error_code)
          }
        })
    )
  ]
})
