/** A real Prometheus on the shipped otel/prometheus.yaml, pointed to what a test has, and asked each second. */
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { within } from "./Daemon.ts"
import { temporaryFolder } from "./EmbeddedStores.ts"
import { freePorts, has, serving, textAt } from "./Process.ts"

export const missing: string | undefined = has("prometheus", "--version")
  ? undefined
  : "skipped: there is no Prometheus here"

export const shipped = new URL("../../otel/prometheus.yaml", import.meta.url).pathname

export interface Sources {
  /** host:port by the job's name, or some of them; a job that is not named is left out. */
  readonly jobs: Readonly<Record<string, string | ReadonlyArray<string>>>
  /** A file of rules. */
  readonly rules?: string
  /** host:port. */
  readonly alertmanager?: string
}

/** Where a job of the shipped file has its targets from: a list, or the names of the stack's own network. */
const PLACES = /^ {4}(?:static|dns_sd)_configs:\n(?: {6}.*\n)+/m

/** The shipped file with other addresses, paths and intervals; all else as it stands there. */
export const configOf = ({ alertmanager, jobs, rules }: Sources): string => {
  const [head, ...blocks] = readFileSync(shipped, "utf8").split(/^(?= {2}- job_name:)/m)
  const swap = (text: string, pattern: RegExp, by: string) => {
    if (!pattern.test(text)) throw new Error(`The shipped file has no ${pattern}.`)
    return text.replaceAll(new RegExp(pattern, "gm"), by)
  }
  const names = new Set<string>()
  const asked = blocks.flatMap((block) => {
    const name = /job_name: (\S+)/.exec(block)![1]!
    names.add(name)
    const targets = [jobs[name] ?? []].flat().map((target) => `"${target}"`).join(", ")
    return jobs[name] === undefined ? [] : [swap(block, PLACES, `    static_configs: [{ targets: [${targets}] }]\n`)]
  })
  for (const name of Object.keys(jobs)) if (!names.has(name)) throw new Error(`The shipped file has no job ${name}.`)
  const quick = swap(head!, /(scrape|evaluation)_(interval|timeout): \d+s/, "$1_$2: 1s")
  const ruled = swap(quick, /- \/etc\/prometheus\/\S+/, rules === undefined ? "- /nowhere/*.yaml" : `- ${rules}`)
  return swap(
    ruled,
    /targets: \[alertmanager:9093\]/,
    `targets: [${alertmanager === undefined ? "" : `"${alertmanager}"`}]`
  ) + asked.join("")
}

export interface Series {
  readonly metric: Readonly<Record<string, string>>
  readonly value: number
}

interface Exemplars {
  readonly seriesLabels: Readonly<Record<string, string>>
  readonly exemplars: ReadonlyArray<{ readonly labels: Readonly<Record<string, string>> }>
}

interface Target {
  readonly labels: Readonly<Record<string, string>>
  readonly health: "up" | "down" | "unknown"
  readonly lastError: string
}

/** Until the scope closes. */
export const prometheus = Effect.fnUntraced(function*(sources: Sources) {
  const folder = yield* temporaryFolder
  const [port] = yield* Effect.promise(() => freePorts(1))
  const url = `http://127.0.0.1:${port}`
  yield* Effect.promise(() => writeFile(join(folder, "prometheus.yaml"), configOf(sources)))
  yield* serving({
    program: "prometheus",
    args: [
      `--config.file=${join(folder, "prometheus.yaml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--enable-feature=exemplar-storage",
      "--log.level=warn"
    ],
    ready: `${url}/-/ready`
  })
  const ask = <A>(path: string, parameters: Readonly<Record<string, string>>) =>
    Effect.map(
      textAt(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`),
      (text) => JSON.parse(text).data as A
    )
  const query = (expr: string): Effect.Effect<ReadonlyArray<Series>> =>
    Effect.map(
      ask<{ readonly result: ReadonlyArray<{ metric: Series["metric"]; value: [number, string] }> }>("query", {
        query: expr
      }),
      ({ result }) => result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }))
    )
  return {
    url,
    /** What a vector expression answers at this moment. */
    query,
    /** The same once it answers with a series, which the caller knows to be within so many seconds. */
    waitFor: (expr: string, seconds = 30) =>
      Effect.gen(function*() {
        yield* within(seconds, Effect.map(query(expr), ({ length }) => length > 0))
        return yield* query(expr)
      }),
    /** Those of the last hour. */
    exemplars: (expr: string) =>
      Effect.suspend(() => {
        const now = Date.now() / 1_000
        return ask<ReadonlyArray<Exemplars>>("query_exemplars", {
          query: expr,
          start: String(now - 3_600),
          end: String(now + 1)
        })
      }),
    targets: Effect.map(
      ask<{ readonly activeTargets: ReadonlyArray<Target> }>("targets", { state: "active" }),
      ({ activeTargets }) => activeTargets
    )
  }
})
