/** The adapter and a simulated source that fails as it is told, over a real network on this machine. */
import type { Dataset } from "#domain/Dataset"
import type { DayRange } from "#domain/Day"
import { windowOf } from "#layers/odre/OdreApi"
import * as OdreIngest from "#layers/odre/OdreIngest"
import type { Grid } from "#layers/simulator/Grid"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { Ingest } from "#ports/Ingest"
import * as Clock from "effect/Clock"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { ask, faults, linesOf } from "../simulator/Asking.ts"
import { DAY, TR } from "./FakeOdre.ts"

export const CONS_DEF = "eco2mix-regional-cons-def"
export const ROWS = 1_152

export const grid = SimulatedGrid.make({ now: Date.parse("2026-09-20T10:07:00Z") })

export const turnedTo = (url: string) => {
  const config = ConfigProvider.layer(ConfigProvider.fromUnknown({ ECO2MIXD_SOURCE_URL: url }))
  return Effect.map(Layer.build(Layer.provide(OdreIngest.layer, config)), (context) => Context.get(context, Ingest))
}

/** A simulated source that fails so, and the adapter turned to it. */
export const meeting = Effect.fnUntraced(
  function*(options: { readonly grid?: Grid; readonly quota?: number }, ...troubles: ReadonlyArray<string>) {
    const server = yield* OdreServer.serve({ grid, ...options, faults: faults(...troubles) })
    const ingest = yield* turnedTo(server.url)
    return {
      server,
      count: ingest.count(TR, DAY),
      quota: ingest.quota(TR),
      fetch: (dataset: Dataset = TR, days: DayRange = DAY) =>
        Effect.provide(ingest.fetch(dataset, days), Logger.layer([]))
    }
  }
)

/** Runs on a clock of which the hands go faster, and on which a sleep takes what it is told. */
const onClock = <A, E, R>(effect: Effect.Effect<A, E, R>, rate: number, asleep: (millis: number) => number) =>
  Clock.clockWith((clock) => {
    const began = clock.currentTimeMillisUnsafe()
    const now = () => began + (clock.currentTimeMillisUnsafe() - began) * rate
    const nanos = () => BigInt(Math.round(now())) * 1_000_000n
    return Effect.provideService(effect, Clock.Clock, {
      currentTimeMillisUnsafe: now,
      currentTimeMillis: Effect.sync(now),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: nanos,
      monotonicTimeNanos: Effect.sync(nanos),
      sleep: (duration) => clock.sleep(Duration.millis(asleep(Duration.toMillis(duration))))
    })
  })

/** Twenty times faster: a silence of half a minute is one of a second and a half. */
export const hurried = <A, E, R>(effect: Effect.Effect<A, E, R>) => onClock(effect, 20, (millis) => millis / 20)

/** Pauses are short; limits of half a minute and more stay what they are, for this is a real network. */
export const impatiently = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  onClock(effect, 1, (millis) => millis < 30_000 ? millis / 200 : millis)

/** What the source holds of a window, asked for without the adapter. */
export const held = (server: OdreServer.Served, dataset: Dataset = TR, days: DayRange = DAY) =>
  Effect.map(
    ask(server, "/exports/jsonl", { where: windowOf(days), order_by: "date_heure", timezone: "UTC" }, dataset),
    linesOf
  )

export const texts = ({ records }: { readonly records: ReadonlyArray<{ readonly text: string }> }) =>
  records.map(({ text }) => text)
