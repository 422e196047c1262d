/** Reads a query string into what is asked, or into the refusal with which the source answers it. */
import * as Result from "effect/Result"
import * as Columns from "./Columns.ts"
import { both, EVERYTHING, type Filter } from "./Odsql.ts"
import * as Odsql from "./Odsql.ts"
import * as Zone from "./Zone.ts"

/** What is asked of a dataset. */
export interface Query {
  readonly filter: Filter
  /** None: whole records. */
  readonly columns: ReadonlyArray<Columns.Column>
  readonly groupBy: ReadonlyArray<Columns.Column & { readonly _tag: "Field" }>
  readonly orderBy: ReadonlyArray<Columns.Order>
  /** At most so many records; infinite in an export that sets none. */
  readonly limit: number
  readonly offset: number
  readonly zone: Zone.Zone
  /** The query's own text: what decides the order of an answer that was asked for in none. */
  readonly text: string
}

/** A 400: the source's own word for it, and which clause or parameter is to blame. */
export interface Refusal {
  readonly error_code: "ODSQLError" | "InvalidRESTParameterError"
  readonly message: string
}

type Asked<A> = Result.Result<A, Refusal>

/** Records in one page, and the last record that pages can reach: ODS refuses both past these. */
const PAGE = 100
const REACH = 10_000

const DEFAULT_PAGE = 10

const malformed = <A>(clause: string, parsed: Result.Result<A, string>): Asked<A> =>
  Result.mapError(parsed, (reason) => ({
    error_code: "ODSQLError",
    message: `ODSQL query is malformed: ${reason}. Clause(s) containing the error(s): ${clause}.`
  }))

const invalid = (parameter: string, found: string, expected: string): Asked<never> =>
  Result.fail({
    error_code: "InvalidRESTParameterError",
    message: `Invalid value for ${parameter} API parameter: ${found} was found but ${expected} is expected.`
  })

/** All texts of a parameter that may be repeated, as one list; undefined when none was given. */
const listed = (params: URLSearchParams, name: string): string | undefined => {
  const all = params.getAll(name).filter((text) => text.trim() !== "")
  return all.length === 0 ? undefined : all.join(",")
}

const whole = (params: URLSearchParams, name: string, otherwise: number, least: number, most: number) => {
  const text = params.get(name)
  if (text === null) return Result.succeed(otherwise)
  const value = Number(text)
  const range = most === Infinity ? `${least} <= ${name}` : `${least} <= ${name} <= ${most}`
  return /^-?\d{1,15}$/.test(text) && value >= least && value <= most
    ? Result.succeed(value)
    : invalid(name, text, range)
}

const filterOf = (params: URLSearchParams): Asked<Filter> => {
  const clauses = params.getAll("where").filter((text) => text.trim() !== "")
  return Result.map(
    malformed("where", Result.all(clauses.map(Odsql.parse))),
    (filters) => filters.reduce(both, EVERYTHING)
  )
}

const parse = (params: URLSearchParams, limits: { readonly otherwise: number; readonly least: number; most: number }) =>
  Result.gen(function*() {
    const filter = yield* filterOf(params)
    const columns = yield* malformed("select", Columns.select(listed(params, "select") ?? Columns.ANY))
    const groups = listed(params, "group_by")
    const groupBy = groups === undefined ? [] : yield* malformed("group_by", Columns.groupBy(groups))
    const orders = listed(params, "order_by")
    const orderBy = orders === undefined
      ? []
      : yield* malformed("order_by", Columns.orderBy(orders, [...groupBy, ...columns]))
    const limit = yield* whole(params, "limit", limits.otherwise, limits.least, limits.most)
    const offset = yield* whole(params, "offset", 0, 0, Infinity)
    const name = params.get("timezone") ?? Zone.PARIS.name
    const zone = Zone.named(name)
    if (zone === undefined) return yield* invalid("timezone", name, "the name of a time zone")
    return { filter, columns, groupBy, orderBy, limit, offset, zone, text: params.toString() } satisfies Query
  })

/** Whether the answer is about groups of records: grouped by a field, or all of them in one. */
export const isGrouped = (query: Query): boolean =>
  query.groupBy.length > 0 || query.columns.some((column) => column._tag === "Aggregate")

const strayColumn = (query: Query): Columns.Column | undefined =>
  isGrouped(query)
    ? query.columns.find((column) =>
      column._tag === "Field" && !query.groupBy.some(({ field }) => field === column.field)
    )
    : undefined

/** What is asked of `/records`. */
export const ofRecords = (params: URLSearchParams): Asked<Query> =>
  Result.flatMap(parse(params, { otherwise: DEFAULT_PAGE, least: 0, most: PAGE }), (query) => {
    const stray = strayColumn(query)
    if (stray !== undefined) {
      return malformed("select", Result.fail(`${stray.name} is neither grouped by nor aggregated`))
    }
    const reach = query.offset + query.limit
    return reach <= REACH
      ? Result.succeed(query)
      : invalid("offset", String(query.offset), `offset + limit <= ${REACH} (it is ${reach})`)
  })

/** What is asked of `/exports/…`: no page, no group. */
export const ofExport = (params: URLSearchParams): Asked<Query> =>
  Result.flatMap(parse(params, { otherwise: Infinity, least: -1, most: Infinity }), (query) => {
    if (isGrouped(query)) return malformed("group_by", Result.fail("groups are not simulated in exports"))
    return Result.succeed(query.limit === -1 ? { ...query, limit: Infinity } : query)
  })
