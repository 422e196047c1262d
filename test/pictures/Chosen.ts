/** What a reader has chosen where they chose nothing yet: each variable's value, the shown time, and the step between two points. */
import type { Dashboard, Panel, VariableModel } from "@grafana/grafana-foundation-sdk/dashboard"
import * as Effect from "effect/Effect"

export interface Range {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
}

export interface Chosen {
  readonly name: string
  readonly label: string
  /** As it stands at the dashboard's head. */
  readonly text: string
  /** As it stands in a query. */
  readonly value: string
}

type Options = ReadonlyArray<{ readonly text: string; readonly value: string }>

/** Asks a data source what there is to choose from. */
export type Ask<E, R> = (variable: VariableModel) => Effect.Effect<Options, E, R>

const ALL = "$__all"

const chosenOf = <E, R>(ask: Ask<E, R>) =>
  Effect.fnUntraced(function*(variable: VariableModel) {
    const { allValue, current, label, name, type } = variable
    const said = { name, label: label ?? name }
    const value = [current?.value ?? ""].flat().join("|")
    if (type !== "query" || value !== "" && value !== ALL) {
      return { ...said, text: [current?.text ?? ""].flat().join(", "), value }
    }
    const options = yield* ask(variable)
    if (value === ALL || variable.includeAll === true && value === "") {
      const all = allValue ?? `(${options.map((option) => option.value).join("|")})`
      return { ...said, text: String(current?.text ?? "All"), value: all }
    }
    const [first = { text: "", value: "" }] = options
    return { ...said, ...first }
  })

export const choices = <E, R>(
  { templating: { list = [] } }: Dashboard,
  ask: Ask<E, R>
): Effect.Effect<ReadonlyArray<Chosen>, E, R> => Effect.forEach(list, chosenOf(ask))

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** `15s`, `1h` or `7d` in milliseconds. */
export const millisOf = (duration: string): number => {
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(duration) ?? []
  if (count === undefined) throw new Error(`${duration} is no duration.`)
  return Number(count) * UNITS[unit!]!
}

/** The dashboard's own, `now-7d` to `now`. */
export const rangeOf = ({ time }: Dashboard, now: number): Range => ({
  from: now - millisOf(time!.from.replace("now-", "")),
  to: now
})

/** The steps that Grafana takes. */
const STEPS = [
  "1s",
  "2s",
  "5s",
  "10s",
  "15s",
  "30s",
  "1m",
  "2m",
  "5m",
  "10m",
  "15m",
  "20m",
  "30m",
  "1h",
  "2h",
  "3h",
  "6h",
  "12h",
  "1d",
  "7d"
]

/** Between two points: so wide that they fit, and not below the panel's own, unless that leaves less than two. */
export const stepOf = (
  { interval }: Panel,
  { from, to }: Range,
  width: number,
  scrape: number
): { step: number; isForced: boolean } => {
  const fitting = Math.max(scrape, millisOf(STEPS.find((step) => millisOf(step) >= (to - from) / width) ?? "7d"))
  const least = interval === undefined ? 0 : millisOf(interval)
  return least * 2 > to - from ? { step: fitting, isForced: true } : { step: Math.max(fitting, least), isForced: false }
}
