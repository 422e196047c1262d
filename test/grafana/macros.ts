/**
 * A query of Grafana's PostgreSQL data source as the database receives it: variables first, as the browser replaces them,
 * then the macros, as the server does. What Grafana would leave standing or refuse is an error here.
 */

export type Value = string | ReadonlyArray<string>

/** A variable of a dashboard, with the value that is chosen. */
export interface Chosen {
  readonly value: Value
  /** Whether several may be chosen, or all: then a value without a format is quoted, as a list is. */
  readonly isList?: boolean
}

export interface Asked {
  readonly from: Date
  readonly to: Date
  /** Between two points of the panel, in seconds. */
  readonly interval: number
  readonly variables: Readonly<Record<string, Chosen>>
}

export const expand = (rawSql: string, asked: Asked): string => macros(variables(rawSql, asked), asked)

const REFERENCE = /\$(\w+)|\$\{(\w+)(?::([\w:]+))?\}|\[\[(\w+)(?::(\w+))?\]\]/g

/** What the server replaces, and the browser must leave alone. */
const MACRO =
  /^__(time|timeEpoch|timeFilter|timeFrom|timeTo|timeGroup|timeGroupAlias|unixEpochFilter|unixEpochGroup|unixEpochGroupAlias|unixEpochFrom|unixEpochTo|unixEpochNanoFilter|unixEpochNanoFrom|unixEpochNanoTo)$/

const variables = (text: string, asked: Asked): string => {
  const { from, interval, to } = asked
  const given: Readonly<Record<string, Chosen>> = {
    __from: { value: String(from.getTime()) },
    __to: { value: String(to.getTime()) },
    __interval: { value: spoken(interval) },
    __interval_ms: { value: String(interval * 1000) },
    ...asked.variables
  }
  return text.replaceAll(REFERENCE, (whole, plain, braced, format, square, squareFormat) => {
    const name: string = plain ?? braced ?? square
    if (MACRO.test(name)) return whole
    const chosen = given[name]
    if (chosen === undefined) throw new Error(`${whole} stands for nothing: there is no variable ${name}.`)
    return formatted(chosen, format ?? squareFormat)
  })
}

/** `\"` is no mistake: Grafana writes it for every kind of SQL, and in PostgreSQL it stays a backslash and a quote. */
const sqlString = (value: string): string => `'${value.replaceAll(/['"]/g, (quote) => quote === "'" ? "''" : "\\\"")}'`

const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`

const formatted = ({ isList = false, value }: Chosen, format: string | undefined): string => {
  const values = typeof value === "string" ? [value] : value
  switch (format) {
    case undefined:
      return typeof value === "string" && !isList ? value.replaceAll("'", "''") : values.map(literal).join(",")
    case "sqlstring":
      return values.map(sqlString).join(",")
    case "singlequote":
      return values.map((one) => `'${one.replaceAll("'", "\\'")}'`).join(",")
    case "csv":
      return values.join(",")
    case "raw":
      return values.join(",")
    case "date":
      return new Date(Number(values[0])).toISOString()
    default:
      throw new Error(`Nothing here writes a variable as :${format}.`)
  }
}

const UNITS = [[31_536_000, "y"], [86_400, "d"], [3_600, "h"], [60, "m"], [1, "s"]] as const

/** An interval as Grafana says it: in the largest unit that holds it. */
const spoken = (seconds: number): string => {
  const [length, unit] = UNITS.find(([length]) => seconds >= length)!
  return `${Math.floor(seconds / length)}${unit}`
}

const secondsIn = (text: string): number => {
  const [, count, unit] = /^'?(\d+)([smhdwMy])'?$/.exec(text) ?? []
  const length = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, M: 2_592_000, y: 31_536_000 }[unit ?? ""]
  if (length === undefined) throw new Error(`${text} is no interval.`)
  return Number(count) * length
}

const CALL = /\$([_a-zA-Z0-9]+)\(([^)]*)\)/g

const macros = (sql: string, asked: Asked): string =>
  sql.replaceAll(CALL, (whole, name: string, list: string, at: number) => {
    // As it was used long ago: with a comma behind it, it names its column.
    const called = name === "__timeGroup" && sql[at + whole.length] === "," ? "__timeGroupAlias" : name
    return macro(called, list.split(",").map((one) => one.trim()), asked)
  })

const macro = (name: string, args: ReadonlyArray<string>, { from, to }: Asked): string => {
  const [column = "", interval = ""] = args
  const seconds = (date: Date) => Math.floor(date.getTime() / 1000)
  const quoted = (date: Date) => `'${date.toISOString().replace(".000Z", "Z")}'`
  switch (name) {
    case "__time":
      return `${column} AS "time"`
    case "__timeEpoch":
      return `extract(epoch from ${column}) as "time"`
    case "__timeFilter":
      return `${column} BETWEEN ${quoted(from)} AND ${quoted(to)}`
    case "__timeFrom":
      return quoted(from)
    case "__timeTo":
      return quoted(to)
    case "__timeGroup":
      return `floor(extract(epoch from ${column})/${secondsIn(interval)})*${secondsIn(interval)}`
    case "__timeGroupAlias":
      return `${macro("__timeGroup", args, { from, to, interval: 0, variables: {} })} AS "time"`
    case "__unixEpochFilter":
      return `${column} >= ${seconds(from)} AND ${column} <= ${seconds(to)}`
    case "__unixEpochFrom":
      return String(seconds(from))
    case "__unixEpochTo":
      return String(seconds(to))
    default:
      throw new Error(`Grafana knows no macro $${name}().`)
  }
}
