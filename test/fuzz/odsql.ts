/** Whatever a clause says: it is read as it means, or refused in words; and our own windows mean the days that they stand for. */
import * as Day from "#domain/Day"
import { windowOf } from "#layers/odre/OdreApi"
import type { Row } from "#layers/simulator/Grid"
import * as Odsql from "#layers/simulator/Odsql"
import * as Query from "#layers/simulator/Query"
import { assert } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { claim, type Claims } from "./Fuzz.ts"
import { among, anyText, HOSTILE, listOf, mostly, oneOf, textOf, whole } from "./inputs.ts"

const rowOf = (instant: number, fields: Readonly<Record<string, unknown>> = {}): Row => ({
  instant,
  broken: false,
  field: (name) => Object.hasOwn(fields, name) ? fields[name] : undefined,
  text: () => ""
})

const FIRST = "2000-01-01"

const window = Arbitrary.map(Arbitrary.all([whole(0, 36_000), whole(0, 800)]), ([from, length]) => ({
  from: Day.plus(FIRST as Day.Day, from),
  to: Day.plus(FIRST as Day.Day, from + length)
}))

const meansItsDays = (days: Day.DayRange) => {
  const { exact, interval, test } = Result.getOrThrow(Odsql.parse(windowOf(days)))
  const [start, end] = [Day.start(days.from), Day.end(days.to)]
  assert.isTrue(exact)
  assert.deepStrictEqual(interval, { from: start, to: end })
  assert.deepStrictEqual([start - 1, start, end - 1, end].map((at) => test(rowOf(at))), [false, true, true, false])
}

/** A clause, and what it means, told another way than the parser tells it. */
interface Meant {
  readonly clause: string
  readonly holds: (row: Row) => boolean
}

const sideOf = (difference: number, operator: string): boolean =>
  (difference === 0 && ["=", ">=", "<="].includes(operator)) ||
  (difference !== 0 && ["!=", "<>"].includes(operator)) ||
  (difference > 0 && [">", ">="].includes(operator)) || (difference < 0 && ["<", "<="].includes(operator))

const OPERATORS = ["=", "!=", "<>", ">", ">=", "<", "<="]
const AT = Date.parse("2026-09-01T00:00:00Z")
const HOUR = 3_600_000

const number = Arbitrary.map(
  Arbitrary.all([among(["pompage", "eolien"]), among(OPERATORS), whole(-3, 3)]),
  ([field, operator, value]): Meant => ({
    clause: `${field}${operator}${value}`,
    holds: (row) => (row.field(field) ?? null) !== null && sideOf(Number(row.field(field)) - value, operator)
  })
)

const text = Arbitrary.map(
  Arbitrary.all([among(["=", "!="]), anyText, among(["'", "\""])]),
  ([operator, value, quote]): Meant => ({
    clause: `libelle_region ${operator} ${quote}${value.replaceAll(/[\\'"]/g, "\\$&")}${quote}`,
    holds: (row) =>
      (row.field("libelle_region") ?? null) !== null &&
      (String(row.field("libelle_region")) === value) === (operator === "=")
  })
)

const instant = Arbitrary.map(
  Arbitrary.all([among(OPERATORS), whole(-2, 2), among(["date'", "'", "DATE '"])]),
  ([operator, hours, quote]): Meant => ({
    clause: `date_heure ${operator} ${quote}${new Date(AT + hours * HOUR).toISOString()}'`,
    holds: (row) => sideOf(row.instant - (AT + hours * HOUR), operator)
  })
)

const absence = Arbitrary.map(
  Arbitrary.all([among(["pompage", "date_heure"]), among(["is", "IS NOT"])]),
  ([field, is]): Meant => ({
    clause: `${field} ${is} null`,
    holds: (row) => (field !== "date_heure" && (row.field(field) ?? null) === null) === (is === "is")
  })
)

const membership = Arbitrary.map(
  Arbitrary.all([whole(-3, 3), listOf(whole(-3, 3), 3)]),
  ([first, others]): Meant => ({
    clause: `eolien in (${[first, ...others].join(", ")})`,
    holds: (row) => (row.field("eolien") ?? null) !== null && [first, ...others].includes(Number(row.field("eolien")))
  })
)

const condition = oneOf(number, instant, text, absence, membership)

/** Clauses joined as people join them: `and` binds before `or`, `not` before both, and parentheses before all. */
const joined = (depth: number): Arbitrary.Arbitrary<Meant> =>
  depth === 0 ? condition : Arbitrary.map(
    Arbitrary.all([joined(depth - 1), joined(depth - 1), among(["first", "and", "or", "AND", "not"])]),
    ([a, b, how]): Meant => {
      const word = how.toLowerCase()
      if (word === "first") return a
      if (word === "not") return { clause: `not (${a.clause})`, holds: (row) => !a.holds(row) }
      return {
        clause: `(${a.clause}) ${how} (${b.clause})`,
        holds: (row) => word === "and" ? a.holds(row) && b.holds(row) : a.holds(row) || b.holds(row)
      }
    }
  )

const row = Arbitrary.map(
  Arbitrary.all([
    whole(-3, 3),
    among([null, undefined, -3, -1, 0, 1, 2, "-1", "2"]),
    among([null, -2, 0, 3, "3"]),
    mostly<string | null>(anyText, 4, among([null]))
  ]),
  ([hours, pompage, eolien, libelle_region]) => rowOf(AT + hours * HOUR, { pompage, eolien, libelle_region })
)

const isReadAsMeant = ([{ clause, holds }, rows]: readonly [Meant, ReadonlyArray<Row>]) => {
  const { exact, interval, test } = Result.getOrThrowWith(Odsql.parse(clause), (reason) => new Error(reason))
  for (const row of rows) {
    assert.strictEqual(test(row), holds(row), `${clause} at ${new Date(row.instant).toISOString()}`)
    const isInside = row.instant >= interval.from && row.instant < interval.to
    if (test(row)) assert.isTrue(isInside, `what passes is inside: ${clause}`)
    else if (exact) assert.isFalse(isInside, `an exact interval lets nothing else in: ${clause}`)
  }
}

const word = among([
  "date_heure",
  "pompage",
  "nature",
  "and",
  "or",
  "not",
  "in",
  "is",
  "null",
  "(",
  ")",
  ",",
  "*",
  "=",
  "<>",
  ">=",
  "<",
  "date'2026-09-01'",
  "date\"x",
  "'93'",
  "\"",
  "'",
  "\\",
  "-1.5",
  "3",
  "3x",
  "1e9",
  "as",
  "min(",
  "count(*)",
  "desc",
  "asc",
  "date'9999-12-31T23:59:59.999999999+23:59'"
])

const clause = Arbitrary.map(listOf(mostly<string>(word, 8, anyText), 24), (words) => words.join(" "))

/** The longest address that a server of Node takes. */
const LONGEST = 16_000

const endless = Arbitrary.map(
  Arbitrary.all([
    among([...HOSTILE, "(", "not ", "eolien=1 or ", "eolien=1 and ", "eolien in (1,1", "'\\", "date'"]),
    among(["", "eolien=1", ")"])
  ]),
  ([part, last]) => (part === "" ? "" : part.repeat(Math.ceil(LONGEST / part.length)).slice(0, LONGEST)) + last
)

const isReadOrRefused = (text: string) => {
  const read = Odsql.parse(text)
  if (Result.isFailure(read)) return void assert.isNotEmpty(read.failure)
  assert.isBoolean(read.success.test(rowOf(AT, { eolien: 3, pompage: "x", nature: {} })))
}

const params = listOf(
  Arbitrary.all([
    mostly(among(["where", "select", "group_by", "order_by", "limit", "offset", "timezone"]), 8, anyText),
    oneOf<string>(
      clause,
      textOf(["date_heure", "nature", ",", " desc", "min(", ")", "count(*)", "as x"], 8),
      anyText,
      among(["UTC", "Europe/Paris", "10", "100"])
    )
  ]),
  6
)

export const claims: Claims = Effect.succeed([
  claim("a window of days means these days, to the millisecond", 300, window, meansItsDays),
  claim("a clause is read as it means", 300, Arbitrary.all([joined(3), listOf(row, 6)]), isReadAsMeant),
  claim("any text is a clause or is refused in words", 1_000, oneOf(clause, anyText, endless), isReadOrRefused),
  claim("any parameters are a question or a refusal that the source knows", 800, params, (params) => {
    const search = new URLSearchParams()
    for (const [name, value] of params) search.append(name, value)
    for (const asked of [Query.ofRecords(search), Query.ofExport(search)]) {
      if (Result.isSuccess(asked)) continue
      assert.include(["ODSQLError", "InvalidRESTParameterError"], asked.failure.error_code)
      assert.isNotEmpty(asked.failure.message)
    }
  })
])
