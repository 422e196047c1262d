/** Stores that can be made to fail, as a run finds them: some days published, and more to do; and what must be true in the end. */
import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { Nature } from "#domain/Nature"
import type { Region } from "#domain/Region"
import * as Faults from "#layers/faulty/Faults"
import * as Faulty from "#layers/faulty/Faulty"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as MemoryLake from "#layers/memory/MemoryLake"
import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as MemorySink from "#layers/memory/MemorySink"
import * as StreamTransform from "#layers/streaming/StreamTransform"
import { Lake } from "#ports/Lake"
import { Ledger } from "#ports/Ledger"
import { Sink } from "#ports/Sink"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import { assertSays, byKey, documentsOf, saidOf } from "./Naive.ts"

export const quiet = Logger.layer([])

export const stores = Faulty.over(StreamTransform.layer).pipe(
  Layer.provideMerge(
    Faulty.over(Layer.mergeAll(MemoryIngest.layer, MemoryLake.layer, MemorySink.layer, MemoryLedger.layer))
  ),
  Layer.provideMerge(Layer.merge(Faults.layer, quiet))
)

export const TR: Dataset = "eco2mix-regional-tr"
export const CONS: Dataset = "eco2mix-regional-cons-def"

/** Three days and the one before them, of two months. */
export const DAYS: Day.DayRange = { from: "2020-04-29", to: "2020-05-02" }

export const line = (region: Region, nature: Nature, day: Day.Day, quarter: number, fields: object = {}): string =>
  JSON.stringify({
    code_insee_region: region,
    nature,
    date_heure: new Date(Day.start(day) + quarter * Day.QUARTER).toISOString(),
    consommation: 3000 + quarter,
    thermique: 100 + quarter,
    eolien: 7,
    ech_physiques: -5,
    ...fields
  })

export const [REAL_TIME, CONSOLIDATED] = ["Données temps réel", "Données consolidées"] as const

export type Lines = Readonly<Record<Dataset, ReadonlyArray<string>>>

export const before: Lines = {
  [TR]: (["2020-04-30", "2020-05-01"] as const).flatMap((day) =>
    [0, 2, 4].flatMap((quarter) => (["84", "93"] as const).map((region) => line(region, REAL_TIME, day, quarter)))
  ),
  [CONS]: [line("93", CONSOLIDATED, "2020-04-30", 0)]
}

/** A value revised, rows superseded, a new day, a measure that can't be read: all that a run may have to write. */
export const after: Lines = {
  [TR]: [
    ...before[TR].slice(1),
    line("84", REAL_TIME, "2020-04-30", 0, { thermique: 999, eolien: null }),
    line("84", REAL_TIME, "2020-05-02", 0, { solaire: "abc" })
  ],
  [CONS]: [
    ...before[CONS],
    ...[2, 4].flatMap((quarter) => [
      line("93", CONSOLIDATED, "2020-04-30", quarter),
      line("93", CONSOLIDATED, "2020-05-01", quarter)
    ])
  ]
}

export const say = Effect.fnUntraced(function*(lines: Lines) {
  const source = yield* MemoryIngest.MemorySource
  yield* source.say(TR, lines[TR])
  yield* source.say(CONS, lines[CONS])
})

export const rows = Effect.flatMap(MemorySink.MemoryTable, ({ rows }) => rows)

/**
 * The lake says what the source says, the table what the lake says, and nothing that was there before has changed; what could
 * not be read is set aside once, and no run is open. Answers with the table.
 */
export const inspect = Effect.fnUntraced(function*(earlier: ReadonlyArray<MemorySink.Row>) {
  const { plan } = yield* Faults.Faults
  yield* plan()
  const lake = yield* Lake
  const sink = yield* Sink
  const said = saidOf(yield* Stream.runCollect(lake.revisions(DAYS)))
  const words = new Set(said.flatMap(({ words }) => words.map((fields) => JSON.stringify(fields))))
  assert.deepStrictEqual(
    [...words].toSorted(),
    [...new Set([before, after].flatMap((all) => [...all[TR], ...all[CONS]]))].toSorted()
  )
  assert.strictEqual(said.reduce((sum, { words }) => sum + words.length, 0), words.size)

  const table = yield* rows
  assertSays(table, 1, said)
  assert.deepStrictEqual(table.slice(0, earlier.length), [...earlier])
  assert.deepStrictEqual([...yield* sink.published(1)].toSorted(), [...documentsOf(said)].toSorted())
  const { quarantine } = yield* MemoryLedger.MemoryPages
  assert.deepStrictEqual((yield* quarantine).map(({ reason }) => reason), ["NotANumber"])
  assert.notInclude((yield* outcomes).join(" "), "Running")
  return byKey(table)
})

/** How the runs have ended, newest first. */
export const outcomes = Effect.flatMap(Ledger, ({ runs }) => runs({ limit: 100 })).pipe(
  Effect.map((records) =>
    records.map(({ outcome }) => outcome._tag === "Failed" ? `Failed ${outcome.code}` : outcome._tag)
  )
)

/** How a run that ends for this reason stands in the ledger: what is in the ledger's own hands counts by what it has heard. */
export const outcomeOf = (call: Faults.Call, way: Way): string => {
  if (call === "Ledger.open") return way === "after" ? "Interrupted" : "nothing"
  // A run is not stopped while it says how it has ended.
  if (call === "Ledger.close") return way === "before" || way === "dies" ? "Interrupted" : "Succeeded"
  if (way === "told to stop" || way === "killed") return "Interrupted"
  if (way === "dies") return "Failed Defect"
  if (call === "Ledger.progress") return "Succeeded"
  return call.startsWith("Transform") || call === "Lake.excerpts"
    ? "Failed Transform.LakeUnavailable"
    : `Failed ${call.split(".", 1)[0]}.Unreachable`
}

/** What becomes of a call, or of the process in the middle of it: it may still write what it has to, or nothing any more. */
export type Way = "before" | "after" | "dies" | "told to stop" | "killed"
export const WAYS: ReadonlyArray<Way> = ["before", "after", "dies", "told to stop", "killed"]

/** The n-th call that goes wrong in this way. */
export const faultOf = (way: Way, call: number): Faults.Fault => ({ call, how: isEnd(way) ? "never" : way })

export const isEnd = (way: Way): way is "told to stop" | "killed" => way === "told to stop" || way === "killed"

/** What is left of a process that ends in the middle of a call. */
export const lastWords = (way: Way): ReadonlyArray<Faults.Fault> =>
  way === "killed" ? [{ call: 1, times: Infinity, how: "dies" }] : []

/** The work with its n-th call going wrong: which one that was, if it came to it, and how the work ended. */
export const disturbed = Effect.fnUntraced(function*<A, E, R>(work: Effect.Effect<A, E, R>, way: Way, n: number) {
  const { plan, strike, struck } = yield* Faults.Faults
  yield* plan(faultOf(way, n))
  const fiber = yield* Effect.forkChild(work)
  yield* Effect.raceFirst(strike, Fiber.await(fiber))
  const [call] = yield* struck
  if (call !== undefined && isEnd(way)) {
    fiber.interruptUnsafe()
    yield* plan(...lastWords(way))
  }
  const exit = yield* Fiber.await(fiber)
  yield* plan()
  return { call, exit }
})
