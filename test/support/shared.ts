/** Real records and cases beside the project, where there are any: optional, never copied, and their absence is said. */
import { existsSync, readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"

const root = new URL("../../../shared/", import.meta.url).pathname

export const path = (name: string): string => `${root}${name}`

/** Why there is nothing to read, or undefined where there is. */
export const missing: string | undefined = existsSync(path("data")) && existsSync(path("cases"))
  ? undefined
  : "skipped: there are no real records in ../shared"

export const readCases = <A>(name: string): A => JSON.parse(readFileSync(path(`cases/${name}`), "utf8")) as A

export const readLines = (name: string): ReadonlyArray<string> => {
  const bytes = readFileSync(path(`data/${name}`))
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n").filter((line) => line !== "")
}
