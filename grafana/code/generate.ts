/**
 * Writes the dashboards that Grafana reads, into `grafana/dashboards` or the folder that is named. With `--check` it writes
 * nothing, and exits 1 where a file is not what it would write.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ALL, textOf } from "./all.ts"

const asked = process.argv.slice(2)
const isCheck = asked.includes("--check")
const folder = asked.find((one) => !one.startsWith("--")) ?? join(import.meta.dirname, "../dashboards")

for (const [name, dashboard] of Object.entries(ALL)) {
  const file = join(folder, `${name}.json`)
  const text = textOf(dashboard)
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue
  if (isCheck) {
    process.exitCode = 1
    console.error(`${file} is not what grafana/code says: npm run dashboards`)
  } else {
    writeFileSync(file, text)
    console.log(file)
  }
}
