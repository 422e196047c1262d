/** From which value on a figure is well, worth a look, or someone's business; and values that are words in truth. */
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard"
import { FAINT, NOW, SOON, WELL } from "./colours.ts"

/** From which value on a figure has which colour; `null` is the colour below all others. */
export type Steps = ReadonlyArray<readonly [from: number | null, colour: string]>

/** Where no value is better than another. */
export const NONE: Steps = []

/** The more the worse: red from `now` on, orange before it from `soon` on. */
export const worseAbove = ({ now, soon }: { readonly now?: number; readonly soon?: number }): Steps => [
  [null, WELL],
  ...(soon === undefined ? [] : [[soon, SOON] as const]),
  ...(now === undefined ? [] : [[now, NOW] as const])
]

/** The less the worse: red below `now`, orange below `soon`. */
export const worseBelow = ({ now, soon }: { readonly now?: number; readonly soon?: number }): Steps => {
  const levels = [
    ...(now === undefined ? [] : [[now, NOW] as const]),
    ...(soon === undefined ? [] : [[soon, SOON] as const])
  ]
  return [...levels.map(([, colour], at) => [levels[at - 1]?.[0] ?? null, colour] as const), [
    levels.at(-1)?.[0] ?? null,
    WELL
  ]]
}

/** The same as lines on a graph, each in the colour of what begins below it: Grafana draws a step's line in the step's own. */
export const linesBelow = ({ now, soon }: { readonly now?: number; readonly soon?: number }): Steps => [
  [null, WELL],
  ...(now === undefined ? [] : [[now, NOW] as const]),
  ...(soon === undefined ? [] : [[soon, SOON] as const])
]

/** Values that are words in truth. */
export type Meanings = Readonly<Record<string, { readonly text: string; readonly colour?: string }>>

export const mapped = (meanings: Meanings): Array<dashboard.ValueMapping> => [{
  type: dashboard.MappingType.ValueToText,
  options: Object.fromEntries(
    Object.entries(meanings).map((
      [value, { colour, text }],
      index
    ) => [value, { text, index, ...(colour === undefined ? {} : { color: colour }) }])
  )
} as dashboard.ValueMapping]

/** Nothing known is neither well nor unwell, so that it must not have the colour of the lowest step. */
export const unknownAs = (text: string): dashboard.ValueMapping => ({
  type: dashboard.MappingType.SpecialValue,
  options: { match: dashboard.SpecialValueMatch.NullAndNan, result: { text, color: FAINT, index: 0 } }
} as dashboard.ValueMapping)

/** As Grafana has them. */
export const stepped = (steps: Steps) =>
  new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps((steps.length === 0 ? [[null, "text"] as const] : steps).map(([value, color]) => ({ value, color })))

/** How often something came in each hour, in bars on one another. */
export const COUNTED = {
  unit: "locale",
  decimals: 0,
  thresholds: NONE,
  bars: true,
  stacked: true,
  interval: "1h",
  min: 0
} as const
