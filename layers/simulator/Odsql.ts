/**
 * Reads a `where` clause of ODSQL into a test of a row, and into the interval outside of which no row passes it. A small part
 * of the language: comparisons, `in`, `is null`, `and`, `or`, `not` and parentheses. Anything else is refused, never ignored.
 */
import * as Result from "effect/Result"
import { INSTANT, isField } from "./Fields.ts"
import { ALWAYS, hull, intersect, type Interval, type Row } from "./Grid.ts"
import * as Instant from "./Instant.ts"
import { show, type Token, tokenize } from "./Tokens.ts"

/** What a row must be, to be in the answer. */
export interface Filter {
  readonly test: (row: Row) => boolean
  /** Rows outside of it fail the test. */
  readonly interval: Interval
  /** Rows inside of it pass: the test need not be run. */
  readonly exact: boolean
}

type Parsed<A> = Result.Result<A, string>

export const EVERYTHING: Filter = { test: () => true, interval: ALWAYS, exact: true }

/** Deepest nesting that is read: nothing real nests thrice, and the parser lives on the stack. */
const DEEPEST = 64

export const both = (a: Filter, b: Filter): Filter => ({
  test: (row) => a.test(row) && b.test(row),
  interval: intersect(a.interval, b.interval),
  exact: a.exact && b.exact
})

/** Rows that are earlier than an instant. */
export const before = (instant: number): Filter => compareInstant("<", instant)

const either = (a: Filter, b: Filter): Filter => ({
  test: (row) => a.test(row) || b.test(row),
  interval: hull(a.interval, b.interval),
  exact: false
})

const not = (a: Filter): Filter => ({ test: (row) => !a.test(row), interval: ALWAYS, exact: false })

const OPERATORS: Readonly<Record<string, (sign: number) => boolean>> = {
  "=": (sign) => sign === 0,
  "!=": (sign) => sign !== 0,
  "<>": (sign) => sign !== 0,
  ">": (sign) => sign > 0,
  ">=": (sign) => sign >= 0,
  "<": (sign) => sign < 0,
  "<=": (sign) => sign <= 0
}

const compareInstant = (operator: string, instant: number): Filter => {
  const passes = OPERATORS[operator] ?? (() => false)
  const interval: Readonly<Record<string, Interval>> = {
    "=": { from: instant, to: instant + 1 },
    ">": { from: instant + 1, to: Infinity },
    ">=": { from: instant, to: Infinity },
    "<": { from: -Infinity, to: instant },
    "<=": { from: -Infinity, to: instant + 1 }
  }
  return {
    test: (row) => passes(row.instant - instant),
    interval: interval[operator] ?? ALWAYS,
    exact: interval[operator] !== undefined
  }
}

const compareField = (field: string, operator: string, wanted: string | number): Filter => {
  const passes = OPERATORS[operator] ?? (() => false)
  return {
    test: (row) => {
      const value = row.field(field)
      if (value === null || value === undefined) return false
      // The source publishes "-471" beside -471: a number asks for the number, whichever way it is written.
      if (typeof wanted === "number") return passes(Number(value) - wanted)
      const text = String(value)
      return passes(text < wanted ? -1 : text > wanted ? 1 : 0)
    },
    interval: ALWAYS,
    exact: false
  }
}

const compare = (field: string, operator: string, literal: Token | undefined): Parsed<Filter> => {
  if (literal === undefined || literal._tag === "Word" || literal._tag === "Mark") {
    return Result.fail(`unexpected ${show(literal)} where a value is expected`)
  }
  if (field === INSTANT) {
    if (literal._tag === "Number") return Result.fail(`${literal.value} is no date, and ${INSTANT} is one`)
    const instant = Instant.ofLiteral(literal.text)
    return instant === undefined
      ? Result.fail(`${literal.text} is not a valid date`)
      : Result.succeed(compareInstant(operator, instant))
  }
  if (literal._tag === "Date" && Instant.ofLiteral(literal.text) === undefined) {
    return Result.fail(`${literal.text} is not a valid date`)
  }
  return Result.succeed(compareField(field, operator, literal._tag === "Number" ? literal.value : literal.text))
}

const isNull = (field: string): Filter => ({
  test: (row) => field !== INSTANT && (row.field(field) ?? null) === null,
  interval: ALWAYS,
  exact: false
})

/** Walks the tokens of one clause; each method reads what its name says and leaves `at` behind it. */
class Parser {
  readonly tokens: ReadonlyArray<Token>
  at = 0
  depth = 0

  constructor(tokens: ReadonlyArray<Token>) {
    this.tokens = tokens
  }

  /** Steps over a keyword or a mark if it stands here. */
  took(text: string): boolean {
    const token = this.tokens[this.at]
    const stands = (token?._tag === "Word" || token?._tag === "Mark") && token.text.toLowerCase() === text
    if (stands) this.at++
    return stands
  }

  expected(text: string): Parsed<void> {
    return this.took(text) ? Result.succeed(undefined) : this.unexpected()
  }

  unexpected(): Parsed<never> {
    return Result.fail(`unexpected ${show(this.tokens[this.at])}`)
  }

  clause(): Parsed<Filter> {
    return Result.flatMap(
      this.anyOf(),
      (filter) => this.at === this.tokens.length ? Result.succeed(filter) : this.unexpected()
    )
  }

  anyOf(): Parsed<Filter> {
    return this.joined("or", either, () => this.joined("and", both, () => this.term()))
  }

  joined(word: string, join: (a: Filter, b: Filter) => Filter, next: () => Parsed<Filter>): Parsed<Filter> {
    let left = next()
    while (Result.isSuccess(left) && this.took(word)) {
      const before = left.success
      left = Result.map(next(), (after) => join(before, after))
    }
    return left
  }

  term(): Parsed<Filter> {
    if (this.depth === DEEPEST) return Result.fail(`nested deeper than ${DEEPEST}`)
    this.depth++
    const parsed = this.took("not")
      ? Result.map(this.term(), not)
      : this.took("(")
      ? Result.flatMap(this.anyOf(), (filter) => Result.map(this.expected(")"), () => filter))
      : this.condition()
    this.depth--
    return parsed
  }

  condition(): Parsed<Filter> {
    const token = this.tokens[this.at]
    if (token?._tag !== "Word") return this.unexpected()
    const field = token.text
    if (!isField(field)) return Result.fail(`Unknown field: ${field}`)
    this.at++
    if (this.took("is")) {
      const negated = this.took("not")
      return Result.map(this.expected("null"), () => negated ? not(isNull(field)) : isNull(field))
    }
    if (this.took("in")) return Result.flatMap(this.expected("("), () => this.list(field))
    const operator = this.tokens[this.at]
    if (operator?._tag !== "Mark" || OPERATORS[operator.text] === undefined) return this.unexpected()
    this.at++
    return compare(field, operator.text, this.tokens[this.at++])
  }

  list(field: string): Parsed<Filter> {
    let found = compare(field, "=", this.tokens[this.at++])
    while (Result.isSuccess(found) && this.took(",")) {
      const before = found.success
      found = Result.map(compare(field, "=", this.tokens[this.at++]), (next) => either(before, next))
    }
    return Result.flatMap(found, (filter) => Result.map(this.expected(")"), () => filter))
  }
}

/** The filter that a clause describes, or why it describes none. */
export const parse = (clause: string): Result.Result<Filter, string> =>
  Result.flatMap(tokenize(clause), (tokens) => new Parser(tokens).clause())
