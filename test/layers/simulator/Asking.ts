/** Asks a simulated source over real HTTP, and reads what it answers. */
import type { Dataset } from "#domain/Dataset"
import * as Fault from "#layers/simulator/Fault"
import type * as OdreServer from "#layers/simulator/OdreServer"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

/** An answer, its body read to the end. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export type Params = Readonly<Record<string, string>>

const urlOf = (server: OdreServer.Served, path: string, params: Params, dataset: string): string =>
  `${server.api}/catalog/datasets/${dataset}${path}?${new URLSearchParams(params)}`

/** One answer; a connection that breaks is a defect: see `arriving`. */
export const ask = (
  server: OdreServer.Served,
  path: string,
  params: Params = {},
  dataset: Dataset | (string & {}) = "eco2mix-regional-tr"
) =>
  Effect.promise(async (signal): Promise<Answer> => {
    const response = await fetch(urlOf(server, path, params, dataset), { signal })
    return { status: response.status, headers: response.headers, text: await response.text() }
  })

/** What arrives of a body before it breaks, or before it has been silent for a while. */
export const arriving = (server: OdreServer.Served, path: string, params: Params, silence: number) =>
  Effect.promise(async () => {
    const decoder = new TextDecoder()
    let text = ""
    try {
      const response = await fetch(urlOf(server, path, params, "eco2mix-regional-tr"))
      const reader = response.body?.getReader()
      for (;;) {
        const silent = Promise.withResolvers<"silent">()
        const timer = setTimeout(() => silent.resolve("silent"), silence)
        const next = await Promise.race([reader?.read() ?? silent.promise, silent.promise])
        clearTimeout(timer)
        if (next === "silent") {
          await reader?.cancel()
          return { text, end: "silent" as const }
        }
        if (next.done) return { text, end: "done" as const }
        text += decoder.decode(next.value, { stream: true })
      }
    } catch {
      return { text, end: "broken" as const }
    }
  })

export const linesOf = (answer: { readonly text: string }): ReadonlyArray<string> =>
  answer.text.split("\n").filter((line) => line !== "")

/** A page, or the groups of one. */
export interface Page {
  readonly total_count: number
  readonly results: ReadonlyArray<Readonly<Record<string, unknown>>>
}

export const pageOf = (answer: Answer): Page => JSON.parse(answer.text) as Page

export const faults = (...texts: ReadonlyArray<string>): ReadonlyArray<Fault.Fault> =>
  texts.map((text) => Result.getOrThrow(Fault.parse(text)))

/** `date_heure` from one day on and before another, in UTC. */
export const within = (from: string, to: string): string =>
  `date_heure >= date'${from}T00:00:00Z' AND date_heure < date'${to}T00:00:00Z'`
