/**
 * The last days of a simulated country, read by the program itself, with something behind each saved query: values that were
 * corrected, a run that failed, a line that can't be read, and an hour that is hard to believe.
 */
import * as Day from "#domain/Day"
import type { Grid, Row } from "#layers/simulator/Grid"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Year from "../../grafana/Year.ts"
import * as Program from "../../support/Program.ts"
import { sink } from "../../support/Sink.ts"

const DAYS = 4

/** Before yesterday's noon, at whatever hour of today, which may be the end of a day of 25 hours. */
const BEFORE = 37 * Day.HOUR

/** The source as it was, and then as it is: with an unreadable line of Bretagne, and an hour of Provence too high. */
const sourceOf = (now: number) => {
  const country = SimulatedGrid.make({ seed: 7, realTimeFrom: Day.plus(Day.of(now), -30) })
  const noon = Day.start(Day.plus(Day.of(now), -1)) + 12 * Day.HOUR
  const spoilt = (row: Row): Row => {
    const { instant } = row
    const other = (broken: boolean, text: Row["text"]) => ({
      instant,
      broken,
      field: (name: string) => row.field(name),
      text
    })
    const region = row.field("code_insee_region")
    if (region === "53" && instant === noon) return other(true, () => "{\"code_insee_region\": \"53\",")
    if (region !== "93" || instant < noon || instant >= noon + Day.HOUR) return row
    return other(false, (zone) => row.text(zone).replace(/"consommation": ?\d+/, "\"consommation\":15000"))
  }
  let isBefore = true
  const grid: Grid = {
    blocks: (dataset, interval, at) =>
      isBefore
        ? country.blocks(dataset, interval, at - BEFORE)
        : country.blocks(dataset, interval, at).map((block) => ({ ...block, rows: () => block.rows().map(spoilt) }))
  }
  return { grid, goOn: () => isBefore = false }
}

/** Both accounts of the database that holds them; the first run ended well, the second badly, and the third well. */
export const layer = Layer.unwrap(Effect.gen(function*() {
  const now = Date.now()
  const { goOn, grid } = sourceOf(now)
  const odre = yield* OdreServer.serve({ grid })
  const settings = { ...yield* Program.embeddedUp(odre.url), ECO2MIXD_DATASETS: "eco2mix-regional-tr" }
  const run = Effect.fnUntraced(function*(expected: number, source = odre.url) {
    const days = ["--from", Day.plus(Day.of(now), -DAYS), "--to", Day.of(now)]
    const { code, stderr } = yield* Program.run(["run", ...days], { ...settings, ECO2MIXD_SOURCE_URL: source })
    if (code !== expected) throw new Error(`run ended with ${code}: ${stderr}`)
  })
  yield* run(0)
  goOn()
  yield* run(1, `http://127.0.0.1:${(yield* sink(403)).port}`)
  yield* run(0)
  return Year.stores(settings)
}))
