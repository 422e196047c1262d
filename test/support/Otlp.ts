/** Spans and log records as OTLP's JSON has them, in the shape that a test asks them. */

export type Attributes = Readonly<Record<string, unknown>>

export interface Span {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  /** Empty at the root. */
  readonly parentSpanId: string
  readonly kind: "internal" | "server" | "client" | "producer" | "consumer"
  readonly attributes: Attributes
  readonly resource: Attributes
  readonly status: "unset" | "ok" | "error"
  readonly links: ReadonlyArray<{ readonly traceId: string; readonly spanId: string }>
  readonly events: ReadonlyArray<{ readonly name: string; readonly attributes: Attributes }>
  /** In milliseconds. */
  readonly start: number
  readonly end: number
}

export interface Log {
  readonly body: string
  readonly severity: string
  /** Empty where no span was current. */
  readonly traceId: string
  readonly spanId: string
  readonly attributes: Attributes
  readonly resource: Attributes
}

const KINDS = ["internal", "internal", "server", "client", "producer", "consumer"] as const
const STATUSES = ["unset", "ok", "error"] as const

interface Value {
  readonly stringValue?: string
  readonly intValue?: string
  readonly doubleValue?: number
  readonly boolValue?: boolean
  readonly arrayValue?: { readonly values?: ReadonlyArray<Value> }
  readonly kvlistValue?: { readonly values?: ReadonlyArray<Pair> }
}
interface Pair {
  readonly key: string
  readonly value: Value
}

const valueOf = (value: Value): unknown => {
  if (value.intValue !== undefined) return Number(value.intValue)
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(valueOf)
  if (value.kvlistValue !== undefined) return attributesOf(value.kvlistValue.values)
  return value.stringValue ?? value.doubleValue ?? value.boolValue
}

const attributesOf = (pairs: ReadonlyArray<Pair> = []): Attributes =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, valueOf(value)]))

// oxlint-disable-next-line typescript/no-explicit-any -- as the collector wrote it
type Json = any

const items = (text: string, resources: string, scopes: string, each: string): ReadonlyArray<Json> =>
  // The last line may still be on its way.
  text.slice(0, text.lastIndexOf("\n") + 1).split("\n").filter((line) => line !== "").flatMap((line) =>
    (JSON.parse(line)[resources] as ReadonlyArray<Json>).flatMap(({ resource, [scopes]: inner }) =>
      (inner as ReadonlyArray<Json>).flatMap((scope) =>
        (scope[each] as ReadonlyArray<Json>).map((item) => ({ ...item, resource: attributesOf(resource.attributes) }))
      )
    )
  )

export const spans = (text: string): ReadonlyArray<Span> =>
  items(text, "resourceSpans", "scopeSpans", "spans").map((span): Span => ({
    name: span.name,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? "",
    kind: KINDS[span.kind as number] ?? "internal",
    attributes: attributesOf(span.attributes),
    resource: span.resource,
    status: STATUSES[span.status?.code as number] ?? "unset",
    links: (span.links ?? []).map(({ spanId, traceId }: Json) => ({ spanId, traceId })),
    events: (span.events ?? []).map(({ attributes, name }: Json) => ({ name, attributes: attributesOf(attributes) })),
    start: Number(span.startTimeUnixNano) / 1e6,
    end: Number(span.endTimeUnixNano) / 1e6
  }))

export const logs = (text: string): ReadonlyArray<Log> =>
  items(text, "resourceLogs", "scopeLogs", "logRecords").map((log): Log => ({
    body: String(valueOf(log.body ?? {})),
    severity: log.severityText ?? "",
    traceId: log.traceId ?? "",
    spanId: log.spanId ?? "",
    attributes: attributesOf(log.attributes),
    resource: log.resource
  }))

/** A trace as text, each span below the one that it is part of; spans of one name below spans of one name are one line. */
export const tree = (all: ReadonlyArray<Span>): string => {
  const known = new Set(all.map(({ spanId }) => spanId))
  const below = (brothers: ReadonlyArray<Span>, depth: number): string => {
    const byName = Map.groupBy(brothers.toSorted((a, b) => a.start - b.start), ({ name }) => name)
    return [...byName].map(([name, same]) => {
      const more = same.length === 1 ? "" : ` ×${same.length}`
      const kind = same[0]!.kind === "internal" ? "" : ` (${same[0]!.kind})`
      const failed = same.some(({ status }) => status === "error") ? " failed" : ""
      const ids = new Set(same.map(({ spanId }) => spanId))
      const line = `${"  ".repeat(depth)}${name}${more}${kind}${failed}\n`
      return line + below(all.filter(({ parentSpanId }) => ids.has(parentSpanId)), depth + 1)
    }).join("")
  }
  return below(all.filter(({ parentSpanId }) => !known.has(parentSpanId)), 0)
}
