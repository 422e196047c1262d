/** Reads the clauses that name columns: `select`, `group_by` and `order_by`. */
import * as Result from "effect/Result"
import { isField } from "./Fields.ts"
import { show, type Token, tokenize } from "./Tokens.ts"

/** A column of the answer: a field as it is, or an aggregate over a group. */
export type Column =
  | { readonly _tag: "Field"; readonly field: string; readonly name: string }
  | { readonly _tag: "Aggregate"; readonly verb: Verb; readonly field: string; readonly name: string }

export type Verb = "min" | "max" | "count" | "distinct"

export interface Order {
  readonly column: string
  readonly descending: boolean
}

/** `count(*)` counts rows, whatever they hold. */
export const ANY = "*"

type Parsed<A> = Result.Result<A, string>

const VERBS: ReadonlySet<string> = new Set(["min", "max", "count"])

/** Splits at the commas that stand outside of parentheses. */
const parts = (tokens: ReadonlyArray<Token>): ReadonlyArray<ReadonlyArray<Token>> => {
  const found: Array<Array<Token>> = [[]]
  let depth = 0
  for (const token of tokens) {
    const mark = token._tag === "Mark" ? token.text : ""
    if (mark === "(") depth++
    if (mark === ")") depth--
    if (mark === "," && depth === 0) found.push([])
    else found.at(-1)?.push(token)
  }
  return found
}

const each = <A>(clause: string, read: (tokens: ReadonlyArray<Token>) => Parsed<A>): Parsed<ReadonlyArray<A>> =>
  Result.flatMap(tokenize(clause), (tokens) => Result.all(parts(tokens).map(read)))

const word = (token: Token | undefined): string | undefined => token?._tag === "Word" ? token.text : undefined

const isWord = (token: Token | undefined, text: string): boolean => word(token)?.toLowerCase() === text

const isMark = (token: Token | undefined, text: string): boolean => token?._tag === "Mark" && token.text === text

const field = (token: Token | undefined): Parsed<string> => {
  const name = word(token)
  if (name === undefined) return Result.fail(`unexpected ${show(token)}`)
  return isField(name) ? Result.succeed(name) : Result.fail(`Unknown field: ${name}`)
}

/** `as alias` at the end of a column, if it stands there. */
const alias = (rest: ReadonlyArray<Token>, otherwise: string): Parsed<string> => {
  if (rest.length === 0) return Result.succeed(otherwise)
  const name = word(rest[1])
  return rest.length === 2 && isWord(rest[0], "as") && name !== undefined
    ? Result.succeed(name)
    : Result.fail(`unexpected ${show(rest[0])}`)
}

const aggregate = (verb: string, tokens: ReadonlyArray<Token>): Parsed<Column> => {
  const distinct = isWord(tokens[2], "distinct")
  const at = distinct ? 3 : 2
  const every = isMark(tokens[at], ANY)
  if ((distinct || every) && verb !== "count" || distinct && every || !isMark(tokens[at + 1], ")")) {
    return Result.fail(`unexpected ${show(tokens[at])} in ${verb}()`)
  }
  return Result.gen(function*() {
    const of = every ? ANY : yield* field(tokens[at])
    const name = yield* alias(tokens.slice(at + 2), `${verb}(${distinct ? "distinct " : ""}${of})`)
    return { _tag: "Aggregate", verb: distinct ? "distinct" : verb as Verb, field: of, name } as const
  })
}

const column = (tokens: ReadonlyArray<Token>): Parsed<Column> => {
  const verb = word(tokens[0])?.toLowerCase() ?? ""
  if (isMark(tokens[1], "(")) {
    return VERBS.has(verb) ? aggregate(verb, tokens) : Result.fail(`Unknown function: ${verb}`)
  }
  return Result.gen(function*() {
    const of = yield* field(tokens[0])
    return { _tag: "Field", field: of, name: yield* alias(tokens.slice(1), of) } as const
  })
}

/** The columns of a `select`; none for `*`, which is the whole record. */
export const select = (clause: string): Parsed<ReadonlyArray<Column>> =>
  clause.trim() === ANY ? Result.succeed([]) : each(clause, column)

/** The fields of a `group_by`, each with its alias. */
export const groupBy = (clause: string): Parsed<ReadonlyArray<Column & { readonly _tag: "Field" }>> =>
  each(clause, (tokens) =>
    Result.flatMap(
      column(tokens),
      (found) => found._tag === "Field" ? Result.succeed(found) : Result.fail(`${found.name} is no field`)
    ))

/** An `order_by`: fields of the record, or names of columns of the answer. */
export const orderBy = (clause: string, columns: ReadonlyArray<Column>): Parsed<ReadonlyArray<Order>> =>
  each(clause, (tokens) => {
    const last = word(tokens.at(-1))?.toLowerCase()
    const directed = tokens.length > 1 && (last === "asc" || last === "desc")
    const named = (directed ? tokens.slice(0, -1) : tokens).map((token) =>
      isWord(token, "distinct") ? "distinct " : show(token)
    )
      .join("")
    return named !== "" && (columns.some(({ name }) => name === named) || isField(named))
      ? Result.succeed({ column: named, descending: last === "desc" })
      : Result.fail(`Unknown field: ${named}`)
  })
