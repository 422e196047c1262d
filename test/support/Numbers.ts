/** The metrics of a test, which share none with other tests. */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

/** With numbers of its own, all of them untold. */
export const apart = <A, E, R>(work: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => Effect.provideService(work, Metric.MetricRegistry, new Map()))

/** What is told now: counts of counters, values of gauges, numbers of observations of histograms, by `name{label="value"}`. */
export const told: Effect.Effect<Readonly<Record<string, number>>> = Effect.map(
  Metric.snapshot,
  (all) => Object.fromEntries(all.map((one) => [seriesOf(one), numberOf(one)]))
)

/** Those of one metric alone, by their labels. */
export const of = (name: string) =>
  Effect.map(told, (all) =>
    Object.fromEntries(
      Object.entries(all).flatMap(([series, number]) =>
        series === name || series.startsWith(`${name}{`) ? [[series.slice(name.length), number]] : []
      )
    ))

const seriesOf = ({ attributes = {}, id }: Metric.Metric.Snapshot): string => {
  const labels = Object.entries(attributes).toSorted(([a], [b]) => a < b ? -1 : 1)
  return labels.length === 0 ? id : `${id}{${labels.map(([name, value]) => `${name}="${value}"`).join(",")}}`
}

const numberOf = ({ state, type }: Metric.Metric.Snapshot): number => {
  switch (type) {
    case "Gauge":
      return Number(state.value)
    case "Counter":
    case "Histogram":
      return Number(state.count)
    default:
      throw new Error(`No ${type} is told.`)
  }
}
