/** Answers `group_by` and aggregates: which natures cover what, in one call. */
import * as Effect from "effect/Effect"
import type { Column, Verb } from "./Columns.ts"
import { INSTANT } from "./Fields.ts"
import type { Block, Row } from "./Grid.ts"
import type { Query } from "./Query.ts"
import * as Scan from "./Scan.ts"

type Aggregate = Column & { readonly _tag: "Aggregate" }

/** What has been seen of one aggregate of one group. */
interface Sum {
  count: number
  least: unknown
  most: unknown
  readonly different: Set<unknown>
}

interface Group {
  readonly keys: ReadonlyArray<unknown>
  readonly sums: ReadonlyArray<Sum>
}

const valueOf = (row: Row, field: string): unknown =>
  field === INSTANT ? row.instant : field === "*" ? true : row.field(field) ?? null

const add = (sum: Sum, verb: Verb, value: unknown, times: number): void => {
  if (value === null) return
  sum.count += times
  if (verb === "distinct") sum.different.add(value)
  if (verb === "min" && (sum.least === null || Scan.ascending(value, sum.least) < 0)) sum.least = value
  if (verb === "max" && (sum.most === null || Scan.ascending(value, sum.most) > 0)) sum.most = value
}

const resultOf = (sum: Sum, { field, verb }: Aggregate, { zone }: Query): unknown => {
  if (verb === "count") return sum.count
  if (verb === "distinct") return sum.different.size
  const value = verb === "min" ? sum.least : sum.most
  return field === INSTANT && typeof value === "number" ? zone.write(value) : value
}

/** A whole block tells its nature, its size and its ends by itself; its rows need not be made for these. */
const isToldByBlock = (query: Query, aggregates: ReadonlyArray<Aggregate>): boolean =>
  query.groupBy.every(({ field }) => field === "nature") &&
  aggregates.every(({ field, verb }) => verb !== "distinct" && (field === INSTANT || field === "*"))

/** The groups of a query, each an object of its columns, in the order of their keys or as asked. */
export const make = Effect.fnUntraced(function*(blocks: ReadonlyArray<Block>, query: Query) {
  const aggregates = query.columns.filter((column) => column._tag === "Aggregate")
  const groups = new Map<string, Group>()
  const groupOf = (keys: ReadonlyArray<unknown>): Group => {
    const name = JSON.stringify(keys)
    const known = groups.get(name)
    if (known !== undefined) return known
    const sums = aggregates.map((): Sum => ({ count: 0, least: null, most: null, different: new Set() }))
    const group = { keys, sums }
    groups.set(name, group)
    return group
  }
  // All records are one group even when there are none of them.
  if (query.groupBy.length === 0) groupOf([])
  const told = isToldByBlock(query, aggregates)
  yield* Scan.each(blocks, (block) => {
    if (told && block.nature !== undefined && Scan.isWhole(block, query.filter)) {
      const { sums } = groupOf(query.groupBy.map(() => block.nature))
      aggregates.forEach(({ field, verb }, index) => {
        const value = field === "*" ? true : verb === "max" ? block.last : block.first
        add(sums[index] as Sum, verb, value, block.size)
      })
      return true
    }
    for (const row of Scan.matching(block, query.filter)) {
      const { sums } = groupOf(query.groupBy.map(({ field }) => valueOf(row, field)))
      aggregates.forEach(({ field, verb }, index) => add(sums[index] as Sum, verb, valueOf(row, field), 1))
    }
    return true
  })
  const rows = [...groups.values()].toSorted(comparing(query, aggregates))
  return rows.map((group) => Object.fromEntries([...keysOf(group, query), ...resultsOf(group, aggregates, query)]))
})

const keysOf = (group: Group, query: Query): ReadonlyArray<readonly [string, unknown]> =>
  query.groupBy.map(({ field, name }, index) => {
    const value = group.keys[index]
    const renamed = query.columns.find((column) => column._tag === "Field" && column.field === field)?.name
    return [renamed ?? name, field === INSTANT && typeof value === "number" ? query.zone.write(value) : value]
  })

const resultsOf = (group: Group, aggregates: ReadonlyArray<Aggregate>, query: Query) =>
  aggregates.map((aggregate, index): readonly [string, unknown] => [
    aggregate.name,
    resultOf(group.sums[index] as Sum, aggregate, query)
  ])

const comparing = (query: Query, aggregates: ReadonlyArray<Aggregate>) => {
  const valueIn = (group: Group, column: string): unknown => {
    const key = query.groupBy.findIndex(({ field, name }) => name === column || field === column)
    if (key >= 0) return group.keys[key]
    return Object.fromEntries(resultsOf(group, aggregates, query))[column]
  }
  return (a: Group, b: Group): number => {
    for (const { column, descending } of query.orderBy) {
      const sign = Scan.ascending(valueIn(a, column), valueIn(b, column))
      if (sign !== 0) return descending ? -sign : sign
    }
    for (const [index, key] of a.keys.entries()) {
      const sign = Scan.ascending(key, b.keys[index])
      if (sign !== 0) return sign
    }
    return 0
  }
}
