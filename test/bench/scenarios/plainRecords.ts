/** Puts the source's records where the plain script reads them: a document a record, its fields as the source has them. */
import * as Day from "#domain/Day"
import { WINDOW_DAYS } from "#pipelines/ingest"
import { MongoClient } from "mongodb"
import { readFile } from "node:fs/promises"
import * as Data from "../Data.ts"
import { asked, measure } from "../Measured.ts"

const { days, lines, mongo } = asked()
const client = await new MongoClient(mongo).connect()
const plain = client.db().collection<{ _id: string }>("plain")
await measure(async () => {
  let count = 0
  for (const window of Day.windows(days, WINDOW_DAYS)) {
    const texts = (await readFile(Data.fileOf(lines, window), "utf8")).trimEnd().split("\n")
    const documents = texts.map((text) => {
      const record = JSON.parse(text) as { readonly date_heure: string; readonly code_insee_region: string }
      const instant = new Date(record.date_heure)
      const _id = `${instant.toISOString().slice(0, 16)}Z/${record.code_insee_region}/${count++}`
      return { ...record, _id, date_heure: instant }
    })
    await plain.insertMany(documents, { ordered: false })
  }
  return count
})
await client.close()
