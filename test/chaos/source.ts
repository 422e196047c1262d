/** Faults of the source: calls that fail, bodies that are spoilt, records that are bad, and a country that changes its mind. */
import * as Effect from "effect/Effect"
import { readFile } from "node:fs/promises"
import { within } from "../support/Daemon.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, RECOVERY, type Stage } from "./Stage.ts"

/** In MiB, at any moment: far from the record that is too long. */
const MOST_PEAK = 300

/** The most that a process ever had, in MiB, as Linux keeps it; 0 elsewhere. */
const peakOf = (pid: number) =>
  Effect.promise(async () => {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024
  })

const read = (stage: Stage) =>
  Effect.flatMap(
    stage.run(["run", "--from", stage.days.from, "--to", stage.days.to]),
    ({ code, stderr }) => code === 0 ? Effect.void : broken(`A run exits with ${code}: ${stderr}`)
  )

const revisionsOf = (stage: Stage) => stage.number("select sum(documents)::integer as number from published_days")

/** The first morning heals by itself, and says how often it had to. */
const passing = (id: Scenario["id"], what: string, ...faults: ReadonlyArray<string>): Scenario => ({
  id,
  what,
  play: Effect.fnUntraced(function*(stage) {
    stage.spoil(...faults)
    const daemon = yield* stage.daemon()
    const took = yield* stage.recovers()
    const metrics = yield* Effect.promise(async () => (await fetch(`${daemon.url}/metrics`)).text())
    const failures = [...metrics.matchAll(/^eco2mixd_source_failures_total\{.*\} (\d+)/gm)]
    const said = failures.reduce((sum, [, count]) => sum + Number(count), 0)
    if (said < faults.length) return yield* broken(`I7 ${said} failed calls are counted, of ${faults.length}`)
    yield* stage.calm(daemon)
    return took
  })
})

/** The first morning fails, and a later one makes up for it. */
const failing = (id: Scenario["id"], what: string, code: RegExp, ...faults: ReadonlyArray<string>): Scenario => ({
  id,
  what,
  play: Effect.fnUntraced(function*(stage) {
    stage.spoil(...faults)
    const daemon = yield* stage.daemon()
    yield* within(RECOVERY, Effect.map(stage.runs, (rows) => rows[0]?.outcome === "failed"))
    yield* stage.visible(code, daemon)
    stage.spoil()
    const took = yield* stage.recovers()
    yield* stage.calm(daemon)
    return took
  })
})

/** What can't be read is set aside, the rest is kept, and the next run has what was missing. */
const bad = (id: Scenario["id"], what: string, fault: string, aside: number): Scenario => ({
  id,
  what,
  play: Effect.fnUntraced(function*(stage) {
    stage.spoil(fault)
    yield* read(stage)
    const found = yield* stage.number("select count(*)::integer as number from quarantine")
    if (found !== aside) return yield* broken(`I7 ${found} records are in quarantine, and not ${aside}`)
    stage.spoil()
    yield* read(stage)
    return yield* stage.recovers()
  })
})

/** What is said in another way is no news. */
const same = (id: Scenario["id"], what: string, ...faults: ReadonlyArray<string>): Scenario => ({
  id,
  what,
  play: Effect.fnUntraced(function*(stage) {
    yield* read(stage)
    const before = yield* revisionsOf(stage)
    for (const fault of faults) {
      stage.spoil(fault)
      yield* read(stage)
      const after = yield* revisionsOf(stage)
      if (after !== before) return yield* broken(`I1 ${fault} makes ${after - before} revisions of nothing`)
    }
    return yield* stage.recovers()
  })
})

/** What is news is kept, and so is what comes after it; `times` as many revisions are there in the end. */
const news = (id: Scenario["id"], what: string, times: number, fault: string): Scenario => ({
  id,
  what,
  play: Effect.fnUntraced(function*(stage) {
    const old = yield* revisionsOf(stage)
    yield* read(stage)
    const once = (yield* revisionsOf(stage)) - old
    stage.spoil(fault)
    yield* read(stage)
    stage.spoil()
    yield* read(stage)
    const all = (yield* revisionsOf(stage)) - old
    if (all !== times * once) return yield* broken(`I1 ${all} revisions are kept, and not ${times * once}`)
    return yield* stage.recovers()
  })
})

const huge: Scenario = {
  id: "F17",
  what: "one record of 200 MiB",
  play: Effect.fnUntraced(function*(stage) {
    stage.spoil("huge:1")
    const daemon = yield* stage.daemon()
    yield* within(
      RECOVERY,
      Effect.map(stage.runs, ([last]) => last?.trigger !== "backfill" && last?.outcome === "succeeded")
    )
    const peak = yield* peakOf(daemon.pid)
    if (peak > MOST_PEAK) return yield* broken(`I8 the daemon had ${Math.round(peak)} MiB at once`)
    yield* stage.calm(daemon)
    const found = yield* stage.number("select count(*)::integer as number from quarantine where reason = 'TooLarge'")
    if (found !== 1) return yield* broken(`I7 ${found} records are in quarantine as too large`)
    // A person looks at it, and the source has mended it.
    yield* read(stage)
    return yield* stage.recovers()
  })
}

const stopped: Scenario = {
  id: "F21",
  what: "a feed that stays 200 and stops, and goes on",
  play: Effect.fnUntraced(function*(stage) {
    stage.spoil("stopped:40h")
    yield* read(stage)
    const status = yield* stage.run(["status"])
    if (status.code !== 1 || !status.stdout.includes("measure is missed")) {
      return yield* broken(`I7 status says nothing of it: ${status.stdout}`)
    }
    stage.spoil()
    yield* read(stage)
    return yield* stage.recovers()
  })
}

export const source: ReadonlyArray<Scenario> = [
  passing("F13", "429 with a time, and without", "429:2s:1", "429-untimed:1"),
  failing(
    "F13",
    "no call left, told with a 200, then a 429 until far away",
    /^Ingest\.QuotaExhausted$/,
    "spent:1",
    "429:20m"
  ),
  passing("F14", "a burst of 500, 502, 503 and 504", "500:1", "502:1", "503:1", "504:1"),
  failing("F14", "HTML with a 200", /^Ingest\.Unreadable$/, "html"),
  passing(
    "F15",
    "a Content-Length that is too short, one that is too long, and no last chunk",
    "length:1",
    "length:150%:1",
    "unended:1"
  ),
  failing("F15", "a body that stops at the end of a line", /^Ingest\.Incomplete$/, "truncated:99%"),
  passing("F16", "an error text in a 200, and an error object", "in-band:1", "in-band-json:100%:1"),
  passing("F17", "a gzip that nobody asked for, whole and broken", "gzip:100%:1", "gzip:1"),
  bad("F17", "a record that is broken JSON", "garbled", 1),
  bad("F17", "a record with NaN and Infinity", "nan", 1),
  same("F17", "a byte order mark", "bom"),
  huge,
  passing("F18", "a record in the place of another", "repeat:2"),
  same("F18", "records in disorder, twice, and missing with a count that agrees", "shuffled", "twice", "missing"),
  same("F19", "fields that appear, and numbers as texts", "appear", "retyped"),
  news("F19", "a field that vanishes, and is back", 3, "vanish"),
  news("F19", "a measure that becomes an object, and is one no more", 3, "nested"),
  bad("F20", "records that can't be read", "poison", 5),
  stopped,
  news("F22", "a value that goes to another and back", 3, "revised"),
  news("F22", "definitive before its time, and real-time again", 2, "definitive")
]
