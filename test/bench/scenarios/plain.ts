/**
 * The seed's work as a plain script does it: the driver's cursor over records as the source has them, a Map, and one COPY. It
 * knows no revisions, no days and no second time.
 */
import * as Day from "#domain/Day"
import { MongoClient } from "mongodb"
import { once } from "node:events"
import { Client } from "pg"
import { from as copyFrom } from "pg-copy-streams"
import { asked, measure } from "../Measured.ts"

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
const HEAD = ["code_insee_region", "libelle_region", "nature", "date_heure", "consommation", "ech_physiques"]

interface Group {
  readonly region: string
  readonly name: string
  readonly nature: string
  readonly instant: Date
  readonly sums: [number, number, number]
  readonly counts: [number, number, number]
  records: number
}

const { days, mongo, postgres } = asked()
const client = await new MongoClient(mongo).connect()
const database = new Client({ connectionString: postgres })
await database.connect()

await measure(async () => {
  const text = (instant: number) => new Date(instant).toISOString().slice(0, 16) + "Z"
  const cursor = client.db().collection<{ _id: string }>("plain")
    .find({ _id: { $gte: text(Day.start(days.from)), $lt: text(Day.end(days.to)) } }, {
      projection: Object.fromEntries([["_id", 0], ...[...HEAD, ...FILIERES].map((field) => [field, 1])]),
      batchSize: 5_000
    }).sort({ _id: 1 })
  const groups = new Map<string, Group>()
  for await (const record of cursor as unknown as AsyncIterable<Record<string, unknown>>) {
    const instant = record["date_heure"] as Date
    const key = `${record["code_insee_region"]}|${record["nature"]}|${instant.getTime()}`
    let group = groups.get(key)
    if (group === undefined) {
      group = {
        region: String(record["code_insee_region"]),
        name: String(record["libelle_region"]),
        nature: String(record["nature"]),
        instant,
        sums: [0, 0, 0],
        counts: [0, 0, 0],
        records: 0
      }
      groups.set(key, group)
    }
    let production: number | null = null
    for (const filiere of FILIERES) {
      const measure = record[filiere]
      if (typeof measure === "number") production = (production ?? 0) + measure
    }
    const measures = [production, record["consommation"], record["ech_physiques"]]
    for (let index = 0; index < measures.length; index++) {
      const measure = measures[index]
      if (typeof measure !== "number") continue
      group.sums[index]! += measure
      group.counts[index]! += 1
    }
    group.records++
  }

  const copy = database.query(copyFrom(
    `copy regional_energy_stats (code_insee_region, libelle_region, nature, date_heure, avg_production, avg_consumption,
       avg_physical_exchange, record_count, filiere, granularity, generation, version, run_id) from stdin`
  ))
  const run = crypto.randomUUID()
  let lines = ""
  for (const { counts, instant, name, nature, records, region, sums } of groups.values()) {
    const means = sums.map((sum, index) => counts[index] === 0 ? "\\N" : sum / counts[index]!).join("\t")
    lines +=
      `${region}\t${name}\t${nature}\t${instant.toISOString()}\t${means}\t${records}\tensemble\tinstant\t1\t1\t${run}\n`
    if (lines.length < 65_536) continue
    if (!copy.write(lines)) await once(copy, "drain")
    lines = ""
  }
  copy.end(lines)
  await once(copy, "finish")
  return groups.size
})
await client.close()
await database.end()
