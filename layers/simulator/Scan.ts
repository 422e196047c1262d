/** Goes through the rows that a query lets through, a block at a time: counts them, pages them, or hands out their lines. */
import * as Effect from "effect/Effect"
import { INSTANT } from "./Fields.ts"
import type { Block, Row } from "./Grid.ts"
import type { Filter } from "./Odsql.ts"
import type { Query } from "./Query.ts"

/** Blocks between two breaths: a breath costs microseconds, and thirty days of rows a few milliseconds. */
const BREATH = 30

/** Visits blocks in turn until `visit` answers false, and lets other fibers run in between. */
export const each = Effect.fnUntraced(function*(blocks: Iterable<Block>, visit: (block: Block) => boolean) {
  let visited = 0
  for (const block of blocks) {
    if (!visit(block)) return
    if (++visited % BREATH === 0) yield* Effect.yieldNow
  }
})

/** Whether every row of a block passes without being asked. */
export const isWhole = (block: Block, { exact, interval }: Filter): boolean =>
  exact && interval.from <= block.first && block.last < interval.to

export const matching = (block: Block, filter: Filter): ReadonlyArray<Row> =>
  isWhole(block, filter) ? block.rows() : block.rows().filter((row) => filter.test(row))

/** How many rows pass. */
export const count = Effect.fnUntraced(function*(blocks: ReadonlyArray<Block>, filter: Filter) {
  let total = 0
  yield* each(blocks, (block) => {
    total += isWhole(block, filter) ? block.size : matching(block, filter).length
    return true
  })
  return total
})

/** A number that is the same for the same text: FNV-1a, 32 bits. */
const seedOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** The same rows in an order that means nothing, and is the same for the same seed. */
export const inDisorder = <A>(rows: ReadonlyArray<A>, seed: number): Array<A> => {
  const order = [...rows]
  let state = seed | 1
  for (let index = order.length - 1; index > 0; index--) {
    // xorshift, 32 bits
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const other = (state >>> 0) % (index + 1)
    const row = order[index] as A
    order[index] = order[other] as A
    order[other] = row
  }
  return order
}

/** A row and what it is ordered by, read once: a sort compares each row many times. */
interface Ranked {
  readonly row: Row
  readonly keys: ReadonlyArray<unknown>
}

const rank = (row: Row, orders: Query["orderBy"]): Ranked => ({
  row,
  keys: orders.map(({ column }) => column === INSTANT ? row.instant : row.field(column))
})

/** Ascending; what holds nothing comes last. */
export const ascending = (a: unknown, b: unknown): number => {
  const left = a ?? null
  const right = b ?? null
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
  if (typeof left === "number" && typeof right === "number") return left - right
  return String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0
}

const comparing = (orders: Query["orderBy"]) => (a: Ranked, b: Ranked): number => {
  for (const [index, { descending }] of orders.entries()) {
    const sign = ascending(a.keys[index], b.keys[index])
    if (sign !== 0) return descending ? -sign : sign
  }
  return 0
}

/** The line of a row as the query wants it. */
const write = (row: Row, { columns, zone }: Query): string => {
  if (columns.length === 0 || row.broken) return row.text(zone)
  const record = JSON.parse(row.text(zone)) as Readonly<Record<string, unknown>>
  return JSON.stringify(Object.fromEntries(columns.map(({ field, name }) => [name, record[field] ?? null])))
}

/**
 * The lines of an export: days in order, each in disorder, whatever order was asked for. The source promises none, and a
 * whole day is the most that is held.
 */
export function* lines(blocks: Iterable<Block>, query: Query): Generator<string> {
  const seed = seedOf(query.text)
  let skip = query.offset
  let left = query.limit
  for (const block of blocks) {
    for (const row of inDisorder(matching(block, query.filter), seed)) {
      if (left === 0) return
      if (skip > 0) skip--
      else {
        left--
        yield write(row, query)
      }
    }
  }
}

/** Rows to hold beside those that are wanted before the worst are let go. */
const SLACK = 4_096

/**
 * The records of one page. Without `order_by` the order changes with the page, as in the source: pages overlap and skip.
 * A record that is no JSON is left out, since it would spoil the whole answer.
 */
export const page = Effect.fnUntraced(function*(blocks: ReadonlyArray<Block>, query: Query) {
  const wanted = query.offset + query.limit
  const first = query.orderBy[0]
  const inTime = first === undefined || first.column === INSTANT
  const compare = comparing(query.orderBy)
  const seed = first === undefined ? seedOf(query.text) : 1
  let rows: Array<Ranked> = []
  yield* each(inTime && first?.descending === true ? blocks.toReversed() : blocks, (block) => {
    const found = inDisorder(matching(block, query.filter), seed).map((row) => rank(row, query.orderBy))
    for (const row of inTime ? found.toSorted(compare) : found) rows.push(row)
    if (inTime) return rows.length < wanted
    if (rows.length > wanted + SLACK) rows = rows.toSorted(compare).slice(0, wanted)
    return true
  })
  if (!inTime) rows.sort(compare)
  return rows.slice(query.offset, wanted).filter(({ row }) => !row.broken).map(({ row }) => write(row, query))
})
