/** What inputs are made of: the ordinary, so that they come far, and what has broken programs before. */
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"

export const among = <const A>(values: ReadonlyArray<A>): Arbitrary.Arbitrary<A> =>
  Arbitrary.map(Arbitrary.schema(Schema.Literals(values.map((_, index) => index))), (index) => values[index]!)

/** One of them; it gets smaller towards the first. */
export const oneOf = <A>(...ways: ReadonlyArray<Arbitrary.Arbitrary<A>>): Arbitrary.Arbitrary<A> =>
  Arbitrary.flatMap(among(ways), (way) => way)

/** The first of them, but for one time in so many. */
export const mostly = <A>(usual: Arbitrary.Arbitrary<A>, times: number, rare: Arbitrary.Arbitrary<A>) =>
  oneOf(...new Array<Arbitrary.Arbitrary<A>>(times - 1).fill(usual), rare)

export const whole = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })))

export const listOf = <A>(item: Arbitrary.Arbitrary<A>, maxLength: number) => Arbitrary.array(item, { maxLength })

/** Text that was written by nobody who meant well. */
export const HOSTILE = [
  "",
  " ",
  "\u0000",
  "\n",
  "\r\n",
  "\t",
  "\u001B[2J",
  "\uFEFF",
  "\u00A0",
  "\u2028",
  "\u202E",
  "\uD800",
  "\uDC00",
  "é",
  "e\u0301",
  "🌬",
  "٣",
  "%",
  "%00",
  "%2e%2e/",
  "../",
  "\\",
  "'",
  "\"",
  "';--",
  "$(id)",
  "{{7*7}}",
  "<script>",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "null",
  "undefined",
  "true",
  "NaN",
  "Infinity",
  "-Infinity",
  "-0",
  "0x10",
  "1e999",
  "1e-999",
  "1_000",
  "9007199254740993",
  "99999999999999999999",
  "-1",
  "2026-02-30",
  "0000-00-00",
  "9999-12-31",
  "+275760-09-13T00:00:00Z",
  "x".repeat(300)
] as const

export const hostile = among(HOSTILE)

/** Texts made of such pieces. */
export const textOf = (pieces: ReadonlyArray<string>, maxLength: number) =>
  Arbitrary.map(listOf(mostly(among(pieces), 4, hostile), maxLength), (parts) => parts.join(""))

export const anyText = oneOf(hostile, Arbitrary.schema(Schema.String), textOf(HOSTILE, 6))

const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`)

/** A value as JSON, also where it is deeper than the stack. */
export const jsonText = (json: unknown): string => {
  try {
    return JSON.stringify(json) ?? "null"
  } catch {
    return "[".repeat(DEEP) + "]".repeat(DEEP)
  }
}

/** Deeper than most stacks, and not longer than a record that is read. */
const DEEP = 20_000

/** JSON that a parser takes and a program does not expect. */
export const anyJson: Arbitrary.Arbitrary<unknown> = oneOf<unknown>(
  among([null, true, false, 0, -0, 1, -1, 0.1, 1e7, 10_000_001, 5e-324, 1e308, 2 ** 53]),
  anyText,
  Arbitrary.schema(Schema.Json),
  Arbitrary.schema(Schema.Finite),
  among([
    [],
    {},
    [[]],
    { toString: null, valueOf: 1 },
    { length: -1 },
    JSON.parse("{\"then\":1,\"__proto__\":{}}"),
    { toJSON: "x" },
    nested(20),
    nested(DEEP)
  ])
)

/** The name of a day or of a mark, mostly one that there is. */
const two = (n: number) => String(n).padStart(2, "0")
export const day = mostly(
  Arbitrary.map(
    Arbitrary.all([whole(2012, 2027), whole(1, 12), whole(1, 31)]),
    ([year, month, date]) => `${year}-${two(month)}-${two(date)}`
  ),
  6,
  anyText
)
export const moment = mostly(
  Arbitrary.map(
    Arbitrary.all([
      day,
      whole(0, 23),
      among([0, 15, 30, 45]),
      among(["Z", "+00:00", "+02:00", "", "+99:99", "-14:00"])
    ]),
    ([date, hour, minute, offset]) => `${date}T${two(hour)}:${two(minute)}:00${offset}`
  ),
  6,
  anyText
)
