/**
 * What must hold after every fault, worked out anew from what the servers hold, by nothing of the program: the lake is read with
 * the driver, its records by JSON alone, and every row is computed by the words of the model.
 */
import { MongoClient } from "mongodb"
import { Client } from "pg"

export interface Stores {
  readonly postgres: string
  readonly mongo: string
  /** A source that is in order, over the same country as the one that is not. */
  readonly source: string
}

interface Document {
  readonly day: string
  readonly instant: Date
  readonly code_insee_region: string
  readonly nature: string
  readonly revision: number
  readonly record: string
}

/** A line of text a row of the table, by a line of text its key. */
export type Rows = ReadonlyMap<string, string>

/** What stood in the table at a moment, by key and version. */
export interface Snapshot {
  readonly rows: Rows
}

/** Said again, as all that is compared here: what the program takes for its list may be what is wrong. */
const FILIERES = [
  "nucleaire",
  "thermique",
  "eolien",
  "solaire",
  "hydraulique",
  "pompage",
  "bioenergies",
  "stockage_batterie",
  "destockage_batterie"
]

type Measure = number | null

const measureOf = (value: unknown): Measure => {
  if (typeof value === "number") return Number.isFinite(value) ? value : null
  if (typeof value !== "string" || !/^\s*[-+]?\d+([.,]\d+)?\s*$/.test(value)) return null
  return Number(value.replace(",", "."))
}

interface Observed {
  readonly consumption: Measure
  readonly exchange: Measure
  readonly filieres: ReadonlyArray<Measure>
}

const observedOf = (record: string): Observed => {
  const said = JSON.parse(record) as Readonly<Record<string, unknown>>
  return {
    consumption: measureOf(said["consommation"]),
    exchange: measureOf(said["ech_physiques"]),
    filieres: FILIERES.map((name) => measureOf(said[name]))
  }
}

const isBlank = ({ consumption, filieres }: Observed): boolean =>
  consumption === null && filieres.every((measure) => measure === null)

const sum = (measures: ReadonlyArray<Measure>): Measure => {
  const known = measures.filter((measure) => measure !== null)
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0)
}
const mean = (measures: ReadonlyArray<Measure>): Measure => {
  const known = measures.filter((measure) => measure !== null)
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length
}

/** The newest row of each key that these documents make. */
const rowsOf = (documents: ReadonlyArray<Document>): Rows => {
  const rows = new Map<string, string>()
  const byKey = Map.groupBy(
    documents,
    ({ code_insee_region, instant, nature }) => `${code_insee_region}|${nature}|${instant.getTime()}`
  )
  const byDay = new Map<string, { seen: Array<Observed>; version: number }>()
  const write = (
    region: string,
    nature: string,
    granularity: string,
    start: string,
    all: ReadonlyArray<Observed>,
    version: number
  ) => {
    const rest = [
      mean(all.map(({ consumption }) => consumption)),
      mean(all.map(({ exchange }) => exchange)),
      all.length,
      version
    ]
    const put = (filiere: string, production: Measure) =>
      rows.set([region, filiere, nature, granularity, start].join("|"), [production, ...rest].join("|"))
    put("ensemble", mean(all.map(({ filieres }) => sum(filieres))))
    for (const [index, filiere] of FILIERES.entries()) {
      const production = mean(all.map(({ filieres }) => filieres[index]!))
      if (production !== null) put(filiere, production)
    }
  }
  for (const revisions of byKey.values()) {
    const last = revisions.toSorted((a, b) => a.revision - b.revision).at(-1)!
    const { code_insee_region: region, day, instant, nature } = last
    const observed = observedOf(last.record)
    write(region, nature, "instant", instant.toISOString(), [observed], revisions.length)
    const key = [region, nature, day].join("|")
    const known = byDay.get(key) ?? { seen: [], version: 0 }
    byDay.set(key, known)
    known.seen.push(observed)
    known.version += revisions.length
  }
  for (const [key, { seen, version }] of byDay) {
    const [region, nature, day] = key.split("|") as [string, string, string]
    write(region, nature, "day", day, seen, version)
  }
  return rows
}

const LATEST = `
  select distinct on (code_insee_region, filiere, nature, granularity, date_heure)
    code_insee_region, filiere::text, nature::text, granularity::text, date_heure,
    (date_heure at time zone 'Europe/Paris')::date::text as day,
    avg_production, avg_consumption, avg_physical_exchange, record_count, version
  from regional_energy_stats where generation = (select max(number) from generations)
  order by code_insee_region, filiere, nature, granularity, date_heure, version desc`

const ALL = `
  select concat_ws('|', code_insee_region, filiere, nature, granularity, extract(epoch from date_heure), generation, version) as key,
    r::text as line
  from regional_energy_stats r`

const DOUBLES = `
  select count(*)::integer as doubles from (
    select 1 from regional_energy_stats
    group by code_insee_region, filiere, nature, granularity, date_heure, generation, version having count(*) > 1) as keys`

const asked = async <A>(
  postgres: string,
  work: (ask: <Row>(sql: string) => Promise<ReadonlyArray<Row>>) => Promise<A>
) => {
  const client = new Client({ connectionString: postgres })
  // The server may go while it is asked: that is what this is for, and the question fails by itself.
  client.on("error", () => {})
  await client.connect()
  try {
    return await work(async <Row>(sql: string) => (await client.query(sql)).rows as ReadonlyArray<Row>)
  } finally {
    await client.end()
  }
}

/** An answer of PostgreSQL itself, past every link. */
export const ask = <Row>(postgres: string, sql: string): Promise<ReadonlyArray<Row>> =>
  asked(postgres, (ask) => ask<Row>(sql))

export const snapshot = async ({ postgres }: Stores): Promise<Snapshot> => ({
  rows: new Map((await ask<{ key: string; line: string }>(postgres, ALL)).map(({ key, line }) => [key, line]))
})

const documentsOf = async ({ mongo }: Stores): Promise<ReadonlyArray<Document>> => {
  const client = await new MongoClient(mongo).connect()
  try {
    return await client.db().collection<Document>("revisions").find({ day: { $gte: "" } }).toArray()
  } finally {
    await client.close()
  }
}

/** What the source says of the days that the lake has, and the lake does not say: whatever came, came whole. */
const missing = async (
  { source }: Stores,
  documents: ReadonlyArray<Document>,
  days: readonly [from: Date, to: Date]
) => {
  const where = `date_heure >= date'${days[0].toISOString()}' AND date_heure < date'${days[1].toISOString()}'`
  const url = new URL("/api/explore/v2.1/catalog/datasets/eco2mix-regional-tr/exports/jsonl", source)
  url.search = String(new URLSearchParams({ where, timezone: "UTC" }))
  const lines = (await (await fetch(url)).text()).split("\n").filter((line) => line !== "")
  const last = new Map<string, Document>()
  for (const document of documents) {
    const key = `${document.code_insee_region}|${document.nature}|${document.instant.getTime()}`
    if ((last.get(key)?.revision ?? 0) < document.revision) last.set(key, document)
  }
  return lines.filter((line) => {
    const said = JSON.parse(line) as Record<string, string>
    const observed = observedOf(line)
    if (isBlank(observed)) return false
    const kept = last.get(`${said["code_insee_region"]}|${said["nature"]}|${Date.parse(said["date_heure"]!)}`)
    return kept === undefined || JSON.stringify(observedOf(kept.record)) !== JSON.stringify(observed)
  }).length
}

const firstOf = (keys: ReadonlyArray<string>): string => keys.length === 0 ? "" : ` (${keys[0]})`

/** The lines of what does not hold; none where all does. `days` are those that the source was to be read for. */
export const broken = async (
  stores: Stores,
  before: Snapshot,
  days: readonly [from: Date, to: Date]
): Promise<ReadonlyArray<string>> => {
  const found: Array<string> = []
  const documents = await documentsOf(stores)
  const wanted = rowsOf(documents)
  await asked(stores.postgres, async (ask) => {
    const has = new Map<string, string>()
    for (const row of await ask<Record<string, string | number | Date | null>>(LATEST)) {
      const start = row["granularity"] === "day" ? row["day"] : (row["date_heure"] as Date).toISOString()
      has.set(
        [row["code_insee_region"], row["filiere"], row["nature"], row["granularity"], start].join("|"),
        [
          row["avg_production"],
          row["avg_consumption"],
          row["avg_physical_exchange"],
          row["record_count"],
          row["version"]
        ].join("|")
      )
    }
    const lost = [...wanted].filter(([key, line]) => has.get(key) !== line).map(([key]) =>
      `${key}: ${has.get(key)} for ${wanted.get(key)}`
    )
    if (lost.length > 0) found.push(`I1 ${lost.length} rows are not what the lake says${firstOf(lost)}`)
    const invented = [...has.keys()].filter((key) => !wanted.has(key))
    if (invented.length > 0) found.push(`I1 ${invented.length} rows come from nothing in the lake${firstOf(invented)}`)

    const [doubles] = await ask<{ doubles: number }>(DOUBLES)
    if (doubles!.doubles > 0) found.push(`I2 ${doubles!.doubles} keys stand there twice`)

    const counts = Map.groupBy(documents, ({ day }) => day)
    const published = await ask<{ day: string; documents: number }>(
      "select day::text, documents from published_days where generation = (select max(number) from generations)"
    )
    const said = new Map(published.map(({ day, documents }) => [day, documents]))
    const off = [...new Set([...counts.keys(), ...said.keys()])].filter((day) =>
      said.get(day) !== counts.get(day)?.length
    )
    if (off.length > 0) found.push(`I3 ${off.length} days are not published as the lake has them${firstOf(off)}`)

    const open = await ask<{ id: string }>("select run_id::text as id from pipeline_runs where outcome = 'running'")
    if (open.length > 0) found.push(`I4 ${open.length} runs were left open${firstOf(open.map(({ id }) => id))}`)

    const now = new Map((await ask<{ key: string; line: string }>(ALL)).map(({ key, line }) => [key, line]))
    const changed = [...before.rows].filter(([key, line]) => now.get(key) !== line).map(([key]) => key)
    if (changed.length > 0) found.push(`I5 ${changed.length} earlier rows changed${firstOf(changed)}`)
  })
  const absent = await missing(stores, documents, days)
  if (absent > 0) found.push(`I1 ${absent} records of the source are not what the lake says last`)
  const keys = new Set(
    documents.map((one) => [one.code_insee_region, one.nature, one.instant.getTime(), one.revision].join("|"))
  )
  if (keys.size !== documents.length) found.push(`I2 the lake has ${documents.length - keys.size} revisions twice`)
  return found
}
