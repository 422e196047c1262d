/** PromQL as Prometheus's own grammar for editors reads it: where it goes wrong, and what it asks for. */
import type { SyntaxNode } from "@lezer/common"
import { parser } from "@prometheus-io/lezer-promql"

/** Where the text is no PromQL, in words; empty where it is. */
export const problems = (expr: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  parser.parse(expr).iterate({
    enter: ({ from, to, type }) => {
      if (type.isError) found.push(`at ${from}: …${expr.slice(Math.max(0, from - 20), Math.max(to, from + 20))}…`)
    }
  })
  return found
}

export interface Selected {
  readonly metric: string
  /** Names of the labels that are matched on. */
  readonly labels: ReadonlyArray<string>
  /** Names of the functions around it, the nearest first. */
  readonly within: ReadonlyArray<string>
}

/** Each metric that is asked for, as often as it stands there. */
export const selected = (expr: string): ReadonlyArray<Selected> => {
  const found: Array<Selected> = []
  const text = ({ from, to }: SyntaxNode) => expr.slice(from, to)
  const named = (name: string) => (node: SyntaxNode): ReadonlyArray<SyntaxNode> => {
    const inside: Array<SyntaxNode> = []
    node.cursor().iterate((one) => {
      if (one.name === name) inside.push(one.node)
    })
    return inside
  }
  parser.parse(expr).iterate({
    enter: ({ name, node }) => {
      if (name !== "VectorSelector") return
      const identifier = node.getChild("Identifier")
      found.push({
        metric: identifier === null ? "" : text(identifier),
        labels: named("LabelName")(node).map(text),
        within: around(node).flatMap((call) => call.getChildren("FunctionIdentifier").map(text))
      })
    }
  })
  return found
}

const around = (node: SyntaxNode): ReadonlyArray<SyntaxNode> => {
  const calls: Array<SyntaxNode> = []
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (outer.name === "FunctionCall") calls.push(outer)
  }
  return calls
}

/** The metric of a histogram's series. */
export const familyOf = (series: string): string => series.replace(/_(?:bucket|count|sum)$/, "")
