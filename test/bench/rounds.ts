/** The rounds of a bench: all that the rows need, made once, and each measurement in turn. */
import * as Day from "#domain/Day"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import { appendFile, mkdir } from "node:fs/promises"
import { cpus, loadavg } from "node:os"
import { join } from "node:path"
import { has } from "../support/Process.ts"
import * as Data from "./Data.ts"
import { type Asked, type Measured, run, type Seen } from "./Measured.ts"
import * as Rig from "./Rig.ts"
import { BUNDLE, missing, type Row, type Work } from "./Row.ts"
import * as Table from "./Table.ts"

export const log = join(Data.FOLDER, "log", `${new Date().toISOString().replaceAll(":", "-")}.jsonl`)
export const keep = (line: unknown) => appendFile(log, `${JSON.stringify(line)}\n`)
const tell = (text: string) => console.error(text)

/** Scenarios that do nothing but read what the stand-in has to encode. */
const READERS = new Set(["publish", "drain", "plain"])

export interface Plan {
  readonly documents: number
  readonly rounds: number
  /** Documents of the work that PostgreSQL is part of, and of that with servers that are shown and not measured. */
  readonly part: number
  readonly few: number
  readonly rows: ReadonlyArray<Row>
  /** Whether each measurement leaves a CPU profile, which makes it slower. */
  readonly profile: boolean
}

export const bench = ({ documents, few, part, profile, rounds, rows }: Plan) =>
  Effect.gen(function*() {
    const days = (count: number) => Data.daysOf(Data.REAL_TIME, count)
    yield* Effect.promise(() => mkdir(join(Data.FOLDER, "log"), { recursive: true }))
    const all = days(documents)
    tell("Making what is not there yet: some minutes the first time.")
    const lines = yield* Data.lines(Data.REAL_TIME, all)
    const source = yield* Rig.source(lines)
    const { database } = yield* Rig.postgres
    const asked = (mongo: string, rest: Partial<Asked> = {}): Asked => ({
      lake: "mongo",
      dataset: Data.REAL_TIME.dataset,
      days: all,
      mongo,
      postgres: "",
      source,
      lines,
      seen: { collection: "", projection: {}, batchSize: 0 },
      ...rest
    })
    const ask = (script: string, what: Asked) => Effect.promise((signal) => run(script, what, signal))

    const lakeFolder = yield* Data.made(`lake-${Day.count(all)}`, Data.LAKE, (folder) =>
      Effect.gen(function*() {
        const url = yield* Rig.standIn(folder)
        yield* ask("ingest", asked(url))
        yield* ask("plainRecords", asked(url))
        yield* Effect.promise(() => Rig.command(url, { fsync: 1 }))
      }))
    const mongo = yield* Rig.standIn(lakeFolder)
    // One window, for the server to see how the lake is read.
    yield* ask("publish", asked(mongo, { days: days(1) }))
    const seen = (yield* Effect.promise(() => Rig.command(mongo, { seen: 1 }))) as unknown as Seen

    if (rows.some(({ ours }) => JSON.stringify(ours).includes(BUNDLE))) {
      yield* Effect.sync(() => has("npm", "run", "--silent", "bundle"))
    }
    const whyNot = yield* Effect.promise(() => missing(documents))
    const able = rows.filter(({ name, ours, reference }) => {
      const reason = [ours, ...reference].map(whyNot).find((reason) => reason !== undefined)
      if (reason !== undefined) tell(`Skipped: ${name}: ${reason}.`)
      return reason === undefined
    })
    const works = new Map(
      able.flatMap(({ ours, reference }) => [ours, ...reference]).map((work) => [JSON.stringify(work), work])
    )
    const uses = (server: Work["server"]) => [...works.values()].some((work) => work.server === server)

    const ferret = uses("ferretdb")
      ? yield* filledFerret(few, (url) => ask("ingest", asked(url, { days: days(few) })))
      : undefined
    const lakeInPostgres = uses("postgres") ? yield* database : ""
    if (uses("postgres")) {
      yield* ask("ingest", asked(mongo, { lake: "postgres", postgres: lakeInPostgres, days: days(few) }))
    }
    const copied = [...works.values()].some(({ script }) => script === "copy")
      ? yield* copyFile(part, (postgres) => ask("whole", asked(mongo, { postgres, days: days(part) })), database)
      : {}

    const measured = (work: Work) =>
      Effect.scoped(Effect.gen(function*() {
        const fresh = work.database === true ? yield* database : ""
        const server: Partial<Asked> = work.server === "postgres"
          ? { lake: "postgres", postgres: lakeInPostgres }
          : { postgres: fresh }
        const url = work.server === "ferretdb" ? ferret! : mongo
        const what = asked(url, { days: work.days, seen, ...server, ...copied, ...work.more })
        return yield* Effect.promise((signal) => run(work.script, what, signal, profile ? profiled(work) : []))
      }))

    tell("All is made; now in rounds.")
    // Unmeasured: a server that has not read them yet would be measured with whoever is first.
    for (const work of works.values()) if (READERS.has(work.script)) yield* measured(work)
    yield* Effect.promise(() =>
      keep({ documents, rounds, node: process.version, cpus: cpus().map(({ model }) => model), load: loadavg() })
    )
    const results = new Map([...works.keys()].map((key): [string, Array<Measured>] => [key, []]))
    for (let round = 0; round < rounds; round++) {
      // Now one first and now the other, so that neither always finds the machine as the other has left it.
      for (const [key, work] of round % 2 === 0 ? works : [...works].toReversed()) {
        const result = yield* measured(work)
        results.get(key)!.push(result)
        yield* Effect.promise(() => keep({ round, ...work, ...result }))
        tell(
          `${round + 1}/${rounds} ${work.script} ${work.server ?? ""} ${Day.count(work.days)} days: ${
            result.seconds.toFixed(2)
          } s, ${result.cpu.toFixed(2)} s CPU, ${result.rss.toFixed(0)} MiB, ${result.count}`
        )
      }
    }
    const of = (work: Work) => results.get(JSON.stringify(work))!
    const slowest = (works: ReadonlyArray<Work>) =>
      works.map(of).toSorted((a, b) =>
        Table.median(b.map(({ seconds }) => seconds)) - Table.median(a.map(({ seconds }) => seconds))
      )[0]!
    return able.map(({ bound, figure, name, ours, reference }): Table.Line => ({
      name,
      figure,
      bound,
      ours: of(ours),
      reference: slowest(reference)
    }))
  })

/** For Chrome's DevTools, or whatever else reads them. */
const profiled = ({ days, script, server = "stand-in" }: Work): ReadonlyArray<string> => [
  "--cpu-prof",
  `--cpu-prof-dir=${join(Data.FOLDER, "profiles")}`,
  `--cpu-prof-name=${script}-${server}-${Day.count(days)}.cpuprofile`
]

/** FerretDB with the documents in it: kept like the stand-in's. */
const filledFerret = (few: number, fill: (url: string) => Effect.Effect<unknown>) =>
  Effect.gen(function*() {
    const folder = yield* Data.made(`ferretdb-${few}`, Data.LAKE, (folder) =>
      Effect.flatMap(Rig.ferret(folder), (url) =>
        fill(url!)))
    return yield* Rig.ferret(folder)
  })

const COLUMNS =
  "code_insee_region, libelle_region, filiere, nature, granularity, date_heure, avg_production, avg_consumption, " +
  "avg_physical_exchange, record_count, generation, version, run_id"

/** The rows that our way has made, as psql writes them. */
const copyFile = <E, R>(
  part: number,
  fill: (database: string) => Effect.Effect<unknown>,
  database: Effect.Effect<string, E, R>
) =>
  Effect.scoped(Effect.gen(function*() {
    const file = join(Data.FOLDER, `rows-${part}.tsv`)
    const url = yield* database
    yield* fill(url)
    execFileSync("psql", ["-X", "-q", "-c", `\\copy (select ${COLUMNS} from regional_energy_stats) to '${file}'`, url])
    return { file, columns: COLUMNS }
  }))
