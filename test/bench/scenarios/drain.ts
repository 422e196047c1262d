/** The driver alone: the cursor that our lake was last seen to open, read to its end, and nothing done with it. */
import * as Day from "#domain/Day"
import { MongoClient } from "mongodb"
import { asked, measure } from "../Measured.ts"

const { days, mongo, raw, seen } = asked()
const client = await new MongoClient(mongo).connect()
const text = (instant: number) => new Date(instant).toISOString().slice(0, 16) + "Z"
const range = { $gte: text(Day.start(days.from)), $lt: text(Day.end(days.to)) }
await measure(async () => {
  const cursor = client.db().collection<{ _id: string }>(seen.collection)
    .find({ _id: range }, { projection: seen.projection, batchSize: seen.batchSize, raw: raw === true })
    .sort({ _id: 1 })
  let count = 0
  while (await cursor.hasNext()) count += cursor.readBufferedDocuments().length
  return count
})
await client.close()
