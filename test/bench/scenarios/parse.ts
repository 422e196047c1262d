/** `JSON.parse` of the same lines, and nothing done with them. */
import * as Day from "#domain/Day"
import { WINDOW_DAYS } from "#pipelines/ingest"
import { readFile } from "node:fs/promises"
import * as Data from "../Data.ts"
import { asked, measure } from "../Measured.ts"

const { days, lines } = asked()
await measure(async () => {
  let count = 0
  for (const window of Day.windows(days, WINDOW_DAYS)) {
    for (const line of (await readFile(Data.fileOf(lines, window), "utf8")).split("\n")) {
      if (line === "") continue
      JSON.parse(line)
      count++
    }
  }
  return count
})
