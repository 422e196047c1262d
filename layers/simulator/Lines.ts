/** The lines of an answer as a fault has them: broken, drifted, moved, or as they are. */
import type { SourceFault } from "#ports/SourceFaults"
import { inDisorder } from "./Scan.ts"

type Fields = Record<string, unknown>

/** A change of a record's fields; what is no record stays as it is. */
const changing = (change: (fields: Fields) => void) => (line: string): string => {
  let fields: unknown
  try {
    fields = JSON.parse(line)
  } catch {
    return line
  }
  if (typeof fields !== "object" || fields === null) return line
  change(fields as Fields)
  return JSON.stringify(fields)
}

const setting = (fields: Fields) => changing((record) => Object.assign(record, fields))

const NUMBER = /^-?\d+(\.\d+)?$/

const retyped = changing((record) => {
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === "number") record[name] = String(value)
    else if (typeof value === "string" && NUMBER.test(value)) record[name] = Number(value)
  }
})

/** What becomes of every record. */
const OF_ALL: Partial<Readonly<Record<SourceFault, (line: string) => string>>> = {
  appear: setting({ column_99: 1, gaz: "12", detail: { source: ["RTE"] } }),
  vanish: changing((record) => {
    delete record["eolien"]
  }),
  retyped,
  nested: changing((record) => {
    record["consommation"] = { value: record["consommation"] ?? null }
  }),
  revised: changing((record) => {
    if (typeof record["consommation"] === "number") record["consommation"] += 1
  }),
  definitive: setting({ nature: "Données définitives" })
}

const broken = (line: string): string => line.replace("\"nature\":", "\"nature\"")

/** As Python writes what JSON has no word for. */
const unnumbered = (line: string): string =>
  line.replace(/"consommation":[^,}]*/, "\"consommation\":NaN").replace(
    /"ech_physiques":[^,}]*/,
    "\"ech_physiques\":-Infinity"
  )

/** What becomes of the first records, each its own. */
const OF_FIRST: Partial<Readonly<Record<SourceFault, ReadonlyArray<(line: string) => string>>>> = {
  garbled: [broken],
  nan: [unnumbered],
  poison: [
    setting({ code_insee_region: "99" }),
    changing((record) => {
      delete record["date_heure"]
    }),
    setting({ nature: "Données provisoires" }),
    setting({ consommation: "abc" }),
    () => "Internal Server Error"
  ]
}

/** The second line replaced by the first, left out, or preceded by the first once more. */
function* moved(lines: Iterable<string>, name: "repeat" | "missing" | "twice"): Generator<string> {
  let first: string | undefined
  let index = 0
  for (const line of lines) {
    first ??= line
    if (index++ !== 1) yield line
    else if (name !== "missing") yield* name === "twice" ? [first, line] : [first]
  }
}

function* changed(
  lines: Iterable<string>,
  all: ((line: string) => string) | undefined,
  first: ReadonlyArray<(line: string) => string>
): Generator<string> {
  let index = 0
  for (const line of lines) {
    const change = all ?? first[index++]
    yield change === undefined ? line : change(line)
  }
}

/** A number for the disorder, whatever it is. */
const DISORDER = 4_711

export const spoilt = (lines: Iterable<string>, name: SourceFault | undefined): Iterable<string> => {
  if (name === undefined) return lines
  if (name === "repeat" || name === "missing" || name === "twice") return moved(lines, name)
  if (name === "shuffled") return inDisorder([...lines], DISORDER)
  return changed(lines, OF_ALL[name], OF_FIRST[name] ?? [])
}

/** How many records a count has, where there are so many: those that are `missing` or said `twice` need a second one. */
export const counted = (total: number, name: SourceFault | undefined): number =>
  total < 2 ? total : name === "missing" ? total - 1 : name === "twice" ? total + 1 : total
