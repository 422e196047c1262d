/** Each LogQL expression of a dashboard is one, by Grafana's own grammar, whatever its reader writes into the filter. */
import { assert, describe, it } from "@effect/vitest"
import { parser } from "@grafana/lezer-logql"
import { DASHBOARDS, expanded, targets } from "./Dashboards.ts"

const problems = (expr: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  parser.parse(expr).iterate({
    enter: ({ from, to, type }) => {
      if (type.isError) found.push(`at ${from}: …${expr.slice(Math.max(0, from - 20), Math.max(to, from + 20))}…`)
    }
  })
  return found
}

const exprs = targets.flatMap((target) => target.kind === "logql" ? [target] : [])

describe("LogQL", () => {
  it("the grammar finds what is wrong", () => {
    assert.deepStrictEqual(problems("sum(count_over_time({service_name=\"eco2mixd\"} |= `x` [5m]))"), [])
    assert.isNotEmpty(problems("{service_name=\"eco2mixd\" |= `x`"))
    assert.isNotEmpty(problems("count_over_time({service_name=\"eco2mixd\"}"))
  })

  it("each expression is one, with the filter empty and with one that is hard to quote", () => {
    assert.isAbove(exprs.length, 8)
    for (const texte of ["", "morning", "\\d+ \"rows\"", "d'hier | { }", "a\\"]) {
      for (const passage of ["", "4bf92f3577b34da6a3ce929d0e0e4736"]) {
        const wrong = exprs.flatMap(({ dashboard, expr, panel, variables }) =>
          problems(expanded(expr, variables, { texte, passage })).map((problem) => `${dashboard}, ${panel} ${problem}`)
        )
        assert.deepStrictEqual(wrong, [], texte)
      }
    }
  })

  it("each level that can be chosen is a pattern", () => {
    const niveau = DASHBOARDS["logs"]!.templating.list!.find(({ name }) => name === "niveau")!
    assert.isAbove(niveau.options!.length, 2)
    for (const { value } of niveau.options!) {
      assert.doesNotThrow(() => new RegExp(String(value)))
      for (const { expr, variables } of exprs) {
        assert.deepStrictEqual(problems(expanded(expr, variables, { niveau: String(value) })), [])
      }
    }
  })
})
