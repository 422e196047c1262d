/**
 * What all rows of the bench are measured on: a country of the simulator, the same each time. One revision a record, as a lake
 * has them that has read its source once; lines as the source exports them, a file for each window that `ingest` asks for.
 */
import { type Dataset, stepOf } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { ALL as REGIONS } from "#domain/Region"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import * as Zone from "#layers/simulator/Zone"
import { WINDOW_DAYS } from "#pipelines/ingest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"

const root = new URL("../..", import.meta.url).pathname
export const FOLDER = join(root, ".tools/bench")

const SEED = 7

/** The country as it is seen: long after the last day, so that each value is what it stays. */
const NOW = Date.UTC(2028, 0, 1)

export interface Country {
  readonly dataset: Dataset
  readonly from: Day.Day
  readonly realTimeFrom: Day.Day
}

/** Quarter-hours, as the real-time series has them. */
export const REAL_TIME: Country = { dataset: "eco2mix-regional-tr", from: "2025-01-01", realTimeFrom: "2025-01-01" }

/** Half-hours from the first day of the series on. */
export const HISTORY: Country = { dataset: "eco2mix-regional-cons-def", from: "2013-01-01", realTimeFrom: "2026-12-01" }

/** Whole windows with as many documents, more or less. */
export const daysOf = ({ dataset, from }: Country, documents: number): Day.DayRange => {
  const perDay = REGIONS.length * 24 * 60 / stepOf(dataset)
  const windows = Math.max(1, Math.round(documents / perDay / WINDOW_DAYS))
  return { from, to: Day.plus(from, windows * WINDOW_DAYS - 1) }
}

export const gridOf = ({ realTimeFrom }: Country) => SimulatedGrid.make({ seed: SEED, now: NOW, realTimeFrom })

/** Where the lines of a window are. */
export const fileOf = (folder: string, window: Day.DayRange): string =>
  join(folder, `${window.from}_${window.to}.jsonl`)

/** The sources that data follow from: other ones make other data. */
const sources = async (...folders: ReadonlyArray<string>): Promise<string> => {
  const hash = createHash("sha256")
  for (const folder of folders) {
    for (const file of (await readdir(join(root, folder))).filter((file) => file.endsWith(".ts")).toSorted()) {
      hash.update(await readFile(join(root, folder, file)))
    }
  }
  return hash.digest("hex").slice(0, 8)
}

/** What a lake's documents follow from. */
export const LAKE = ["layers/mongo", "layers/simulator", "src/transform"]

/** A folder that is there as a whole or not at all, by its name and what it follows from. */
export const made = Effect.fnUntraced(function*<E, R>(
  name: string,
  from: ReadonlyArray<string>,
  fill: (folder: string) => Effect.Effect<unknown, E, R>
) {
  const folder = join(FOLDER, `${name}-${yield* Effect.promise(() => sources(...from))}`)
  if (yield* Effect.promise(() => readdir(folder).then(() => true, () => false))) return folder
  const draft = `${folder}.${process.pid}`
  yield* Effect.promise(() => mkdir(draft, { recursive: true }))
  yield* Effect.scoped(fill(draft)).pipe(
    Effect.andThen(Effect.promise(() => rename(draft, folder))),
    Effect.ensuring(Effect.promise(() => rm(draft, { recursive: true, force: true })))
  )
  return folder
})

/** The source's lines, by window. */
export const lines = (country: Country, days: Day.DayRange) =>
  made(`${country.dataset}-${Day.count(days)}-lines`, ["layers/simulator"], (folder) =>
    Effect.promise(async () => {
      const grid = gridOf(country)
      for (const window of Day.windows(days, WINDOW_DAYS)) {
        const interval = { from: Day.start(window.from), to: Day.end(window.to) }
        const texts = grid.blocks(country.dataset, interval, NOW).flatMap((block) => block.rows())
          .toSorted((a, b) => a.instant - b.instant)
          .map((row) => `${row.text(Zone.UTC)}\n`)
        await writeFile(fileOf(folder, window), texts.join(""))
      }
    }))
