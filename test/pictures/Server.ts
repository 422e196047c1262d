/** What the page asks for: itself, a dashboard with what is chosen at its head, and the answers to a panel's questions. */
import * as PgClient from "@effect/sql-pg/PgClient"
import type { Dashboard, Panel, VariableModel } from "@grafana/grafana-foundation-sdk/dashboard"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { join } from "node:path"
import { DASHBOARDS, expanded, panelsOf } from "../grafana/Dashboards.ts"
import * as Macros from "../grafana/macros.ts"
import { portOf } from "../support/Process.ts"
import { choices, type Chosen, type Range, rangeOf, stepOf } from "./Chosen.ts"
import { type Line, logFrames, type LogQuery } from "./logFrames.ts"
import { exemplars, promFrames, type PromQuery } from "./promFrames.ts"
import { sqlFrames, type SqlQuery } from "./sqlFrames.ts"

export interface Sources {
  /** Prometheus's origin. */
  readonly prometheus: string
  /** Since when it is asked, and knows something, in milliseconds since 1970. */
  readonly since: number
  /** Log lines, in place of Loki's. */
  readonly lines: ReadonlyArray<Line>
  /** What is said of the sources at each dashboard's head. */
  readonly notes: ReadonlyArray<string>
}

type Query = (PromQuery | SqlQuery | LogQuery) & {
  readonly refId: string
  readonly datasource: { readonly type: string }
}

/** As the provisioned data source has it, and otel/prometheus.yaml. */
const SCRAPE = 15_000

const POSTGRESQL = "grafana-postgresql-datasource"

const spoken = (millis: number): string => `${Math.round(millis / 1_000)}s`

/** A dashboard's questions, put to the sources at one moment. */
const asker = (sources: Sources, dashboard: Dashboard, now: number) => {
  const own = rangeOf(dashboard, now)
  // What is scraped began a few minutes ago: a week with a few minutes of it would be a dot at the right.
  const scraped: Range = { from: Math.max(own.from, sources.since), to: now }
  const variables = dashboard.templating.list ?? []

  const inSql = (text: string, range: Range, step: number, chosen: ReadonlyArray<Chosen>) =>
    Macros.expand(text, {
      from: new Date(range.from),
      to: new Date(range.to),
      interval: step / 1_000,
      variables: Object.fromEntries(chosen.map(({ name, value }) => [name, { value }]))
    })

  const inPromql = (text: string, range: Range, step: number, chosen: ReadonlyArray<Chosen>) =>
    expanded(text, variables, {
      ...Object.fromEntries(chosen.map(({ name, value }) => [name, value])),
      __interval: spoken(step),
      __auto: spoken(step),
      __rate_interval: spoken(Math.max(step + SCRAPE, 4 * SCRAPE)),
      __range: spoken(range.to - range.from)
    })

  const options = Effect.fnUntraced(function*({ datasource, query }: VariableModel) {
    const text = typeof query === "string" ? query : String(query?.["rawSql"] ?? query?.["query"])
    const labelled = /^label_values\((.+), *(\w+)\)$/.exec(text)
    const [frame] = datasource?.type === POSTGRESQL
      ? yield* sqlFrames({ refId: "V", rawSql: text }, inSql(text, own, 60_000, []))
      : yield* promFrames(
        sources.prometheus,
        { refId: "V", expr: labelled?.[1] ?? text, instant: true, format: "table" },
        scraped,
        SCRAPE,
        true
      )
    const column = (...names: ReadonlyArray<string>) =>
      frame?.fields.find(({ name }) => names.includes(name))?.values ?? []
    const values = [...new Set(column("__value", labelled?.[2] ?? "value").map(String))].toSorted()
    return values.map((value) => ({ text: value, value }))
  })

  const ask = Effect.fnUntraced(function*(panel: Panel, width: number) {
    const queries = (panel.targets ?? []) as unknown as ReadonlyArray<Query>
    const range = queries.some(({ datasource }) => datasource.type === POSTGRESQL) ? own : scraped
    const { isForced, step } = stepOf(panel, range, width, SCRAPE)
    const chosen = yield* choices(dashboard, options)
    const isOnly = queries.length === 1
    const answers = yield* Effect.forEach(queries, (query) =>
      Effect.gen(function*() {
        if ("rawSql" in query) {
          return { frames: yield* sqlFrames(query, inSql(query.rawSql, range, step, chosen)), dots: [] }
        }
        const expr = inPromql(query.expr, range, step, chosen)
        if (query.datasource.type === "loki") {
          return { frames: logFrames({ ...query, expr }, range, step, sources.lines), dots: [] }
        }
        const told = { ...query, expr } as PromQuery
        return {
          frames: yield* promFrames(sources.prometheus, told, range, step, isOnly),
          dots: yield* exemplars(sources.prometheus, told, range)
        }
      }))
    return {
      frames: answers.flatMap(({ frames }) => frames),
      // Two questions about one metric have the same.
      exemplars: [...new Map(answers.flatMap(({ dots }) => dots.map((dot) => [dot.join(), dot]))).values()],
      range,
      ...isForced ? { note: `step ${spoken(step)}, not ${panel.interval}` } : {}
    }
  })

  const head = Effect.map(choices(dashboard, options), (chosen) => ({
    dashboard,
    notes: sources.notes,
    range: { text: `${dashboard.time!.from} → ${dashboard.time!.to}` },
    variables: chosen.filter(({ name }) => !["prometheus", "postgresql", "loki", "tempo"].includes(name))
  }))

  return { ask, head }
}

const TYPES: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript", css: "text/css" }

/** Its origin, until the scope closes; `page` is the folder of the built page. */
export const serve = Effect.fnUntraced(function*(page: string, sources: Sources) {
  const services = yield* Effect.context<PgClient.PgClient>()
  const now = Date.now()
  const answer = async (url: URL): Promise<unknown> => {
    const [, verb, name = "", id] = url.pathname.split("/")
    const dashboard = DASHBOARDS[name]
    if (dashboard === undefined) throw new Error(`There is no dashboard ${name}.`)
    const { ask, head } = asker(sources, dashboard, now)
    if (verb === "board") return { name, ...await Effect.runPromiseWith(services)(head) }
    const panel = panelsOf(dashboard).find((one) => String(one.id) === id)!
    return await Effect.runPromiseWith(services)(ask(panel, Number(url.searchParams.get("width"))))
  }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, "http://localhost")
    const isAsked = /^\/(board|ask)\//.test(url.pathname)
    try {
      const file = url.pathname === "/" ? "index.html" : url.pathname
      const body = isAsked ? JSON.stringify(await answer(url)) : await readFile(join(page, file))
      response.setHeader(
        "content-type",
        isAsked ? "application/json" : TYPES[file.split(".").at(-1)!] ?? "application/octet-stream"
      )
      response.end(body)
    } catch (error) {
      response.statusCode = isAsked ? 200 : 404
      response.end(JSON.stringify({ error: String(error) }))
    }
  })
  yield* Effect.acquireRelease(
    Effect.promise(async () => void await once(server.listen(0, "127.0.0.1"), "listening")),
    () =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
  )
  return `http://127.0.0.1:${portOf(server)}`
})
