/** Requests to the API and the page: nearly right ones, which come far, wrong ones, and what is no request at all. */
import * as Arbitrary from "effect/Arbitrary"
import { TOKEN } from "../layers/http/Serving.ts"
import { among, anyJson, anyText, day, hostile, jsonText, listOf, moment, mostly, oneOf, textOf } from "./inputs.ts"
import * as Wire from "./Wire.ts"

const RUN = "0b6f8a3e-2f43-8f0e-9c51-6d0a4a5b7c21"

const path = mostly(
  among([
    "/",
    "/docs",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
    "/assets/page.js",
    "/api/v1/runs",
    "/api/v1/events",
    "/api/v1/coverage",
    "/api/v1/stats",
    "/api/v1/freshness",
    "/api/v1/quarantine",
    "/api/v1/findings",
    `/api/v1/runs/${RUN}`,
    `/api/v1/runs/${RUN}/pause`,
    `/api/v1/runs/${RUN}/cancel`
  ]),
  5,
  oneOf(
    Arbitrary.map(
      Arbitrary.all([
        among(["/", "/api/v1/runs/", "/assets/", "//", "/api/v1/stats/", "http://", "*", ""]),
        Wire.inAddress(anyText)
      ]),
      (parts) => parts.join("")
    ),
    textOf(["/", "..", "%2e", "%2f", "%", "api", "v1", "runs", ";", "assets", "?", "@", ":"], 10)
  )
)

const value = oneOf<string>(
  day,
  moment,
  among([
    "93",
    "11",
    "94",
    "eolien",
    "ensemble",
    "Données temps réel",
    "instant",
    "hour",
    "day",
    "month",
    "json",
    "ndjson",
    "csv"
  ]),
  among([
    "1",
    "0",
    "10000",
    "9999999999999999999",
    "true",
    "warning",
    "backfill",
    "failed",
    RUN,
    "fr",
    "en",
    "well",
    "grid,runs",
    "dates",
    "7"
  ]),
  Arbitrary.map(anyJson, (json) => Buffer.from(jsonText(json)).toString("base64url").slice(0, 500)),
  anyText
)

const strange = Wire.query(listOf(Arbitrary.all([Wire.inAddress(anyText), Wire.inAddress(value)]), 3))

const cursor = Arbitrary.map(
  Arbitrary.all([
    mostly<unknown>(among([1788300000000, 0, -1, 9007199254740991, 3e15, 2.5]), 4, anyJson),
    mostly<unknown>(among(["93", "11"]), 4, anyJson),
    mostly<unknown>(among(["eolien", "ensemble"]), 4, anyJson),
    mostly<unknown>(among(["Données temps réel"]), 4, anyJson)
  ]),
  (place) => Buffer.from(jsonText(place)).toString("base64url").slice(0, 500)
)

const dates = { from: day, to: day }
const limit = among(["1", "2", "200", "10000", "0", "-1", "1.5", "1e2", "9007199254740993"])
const entry = among(["1", "17", "999999999999999999", "9223372036854775807", "0"])
const natures = among(["Données temps réel", "Données consolidées", "Données définitives"])

/** What each path knows, and what may stand there. */
const QUESTIONS: Readonly<Record<string, Readonly<Record<string, Arbitrary.Arbitrary<string>>>>> = {
  "/api/v1/stats": {
    ...dates,
    region: among(["93", "11", "94"]),
    filiere: among(["eolien", "ensemble"]),
    nature: natures,
    granularity: among(["instant", "hour", "day", "month"]),
    as_of: moment,
    limit,
    cursor,
    format: among(["json", "ndjson", "csv"])
  },
  "/api/v1/coverage": dates,
  "/api/v1/quarantine": { limit, before: entry, resolved: among(["true", "false"]) },
  "/api/v1/findings": { ...dates, limit, before: entry, severity: among(["info", "warning", "error"]) },
  "/api/v1/runs": { limit, before: among([RUN]), trigger: among(["manual", "backfill"]), outcome: among(["failed"]) },
  "/": {
    ...dates,
    lang: among(["fr", "en"]),
    part: among(["well", "calendar,day", "grid,runs"]),
    region: among(["93", "11"]),
    span: among(["1", "7", "30", "dates"]),
    nature: natures,
    as_of: day,
    day,
    page: among(["1", "9999", "0"])
  }
}

/** An address that is understood, or nearly. */
const question = oneOf(
  ...Object.entries(QUESTIONS).map(([path, known]) => {
    const pairs = Object.entries(known).map(([name, usual]) =>
      Arbitrary.map(Wire.inAddress(mostly(usual, 8, value)), (said) => [name, said] as const)
    )
    return Arbitrary.map(Wire.query(listOf(oneOf(...pairs), 4)), (query) => path + query)
  })
)

const target = oneOf(
  question,
  Arbitrary.map(Arbitrary.all([path, mostly(among([""]), 2, strange)]), ([path, query]) => path + query)
)

const member = Arbitrary.all([
  mostly<string>(among(["kind", "from", "to", "datasets", "oldest_first", "anew"]), 8, anyText),
  oneOf<unknown>(among(["manual", "backfill", "replay", true, "2026-09-01", ["eco2mix-regional-tr"], []]), day, anyJson)
])

const body = oneOf(
  Arbitrary.map(listOf(member, 6), (members) => jsonText(Object.fromEntries(members))),
  Arbitrary.map(anyJson, jsonText),
  anyText,
  among([
    "{",
    "[".repeat(30_000),
    "x".repeat(70_000),
    "{\"kind\":\"manual\",\"from\":\"2026-09-01\",\"to\":\"2026-09-02\"}"
  ])
)

const credentials = among<ReadonlyArray<readonly [string, string]>>([
  [],
  [["authorization", `Bearer ${TOKEN}`]],
  [["authorization", `Bearer ${TOKEN}`], ["content-type", "application/json"]],
  [["authorization", "Bearer wrong"]]
])

/** A request of somebody who knows the API, or of somebody who does not. */
export const asked = Arbitrary.map(
  Arbitrary.all({
    method: mostly(
      among(["GET", "GET", "GET", "POST", "HEAD"]),
      4,
      among(["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"])
    ),
    target,
    headers: mostly<Wire.Request["headers"]>(among([[]]), 3, Wire.headers),
    credentials,
    body
  }),
  ({ body, credentials, headers, method, target }): Wire.Request => ({
    method,
    target,
    headers: [...credentials, ...headers],
    body: method === "GET" || method === "HEAD" ? "" : body
  })
)

/** What is no HTTP, or no more than its beginning. */
export const garbage = Arbitrary.map(
  Arbitrary.all([
    listOf(
      mostly(
        among([
          "GET ",
          "/",
          " HTTP/1.1",
          "\r\n",
          "Host: x",
          ":",
          "\u0000",
          "HTTP/9.9",
          "\n",
          "content-length: 5",
          "transfer-encoding: chunked",
          "ffffffffff\r\n"
        ]),
        6,
        hostile
      ),
      14
    ),
    among(["", "\r\n\r\n"])
  ]),
  ([parts, end]) => Buffer.from(`${parts.join("")}${end}\r\n\r\n`)
)
