/** Cuts an ODSQL clause into its words; what is no word of the language fails, and says where. */
import * as Result from "effect/Result"

/** One word of a clause. */
export type Token =
  | { readonly _tag: "Word"; readonly text: string }
  | { readonly _tag: "Mark"; readonly text: string }
  | { readonly _tag: "Date"; readonly text: string }
  | { readonly _tag: "Text"; readonly text: string }
  | { readonly _tag: "Number"; readonly value: number }

const PATTERN = new RegExp(
  [
    String.raw`date\s*(?:'(?<date1>[^']*)'|"(?<date2>[^"]*)")`,
    String.raw`'(?<text1>(?:[^'\\]|\\.)*)'`,
    String.raw`"(?<text2>(?:[^"\\]|\\.)*)"`,
    String.raw`(?<number>-?\d+(?:\.\d+)?)(?![\w.])`,
    String.raw`(?<word>[A-Za-z_]\w*)`,
    String.raw`(?<mark>!=|<>|>=|<=|[=<>(),*])`
  ].join("|"),
  "iy"
)

const BLANK = /\s*/y

const unescape = (text: string): string => text.replaceAll(/\\(.)/g, "$1")

/** The words of a clause in order. */
export const tokenize = (clause: string): Result.Result<ReadonlyArray<Token>, string> => {
  const tokens: Array<Token> = []
  for (let at = 0;;) {
    BLANK.lastIndex = at
    BLANK.exec(clause)
    at = BLANK.lastIndex
    if (at >= clause.length) return Result.succeed(tokens)
    PATTERN.lastIndex = at
    const groups = PATTERN.exec(clause)?.groups
    if (groups === undefined) return Result.fail(`unexpected ${clause.slice(at, at + 20)} at position ${at}`)
    at = PATTERN.lastIndex
    const date = groups["date1"] ?? groups["date2"]
    const text = groups["text1"] ?? groups["text2"]
    if (date !== undefined) tokens.push({ _tag: "Date", text: date })
    else if (text !== undefined) tokens.push({ _tag: "Text", text: unescape(text) })
    else if (groups["number"] !== undefined) tokens.push({ _tag: "Number", value: Number(groups["number"]) })
    else if (groups["word"] !== undefined) tokens.push({ _tag: "Word", text: groups["word"] })
    else tokens.push({ _tag: "Mark", text: groups["mark"] ?? "" })
  }
}

/** A token as an error names it. */
export const show = (token: Token | undefined): string =>
  token === undefined ? "end of clause" : token._tag === "Number" ? String(token.value) : token.text
