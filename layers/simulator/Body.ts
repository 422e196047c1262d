/** Writes the body of an export from its lines, a piece at a time, whole or spoilt by a fault. */
import type { Fault } from "./Fault.ts"

/** The two shapes of an export: one record a line, or one array. */
export type Format = "jsonl" | "json"

/** How a body ends when all that is written has been sent. */
export type Ending = "complete" | "reset" | "stall"

/** Characters in a piece: large enough to be worth a write, small beside a day of records. */
const PIECE = 65_536

/** The text that the source sends in place of the rest when it fails after its 200. */
export const INTERRUPTED = "Streaming interrupted due to the following error: The export could not be completed"

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  jsonl: "application/jsonl; charset=utf-8",
  json: "application/json; charset=utf-8"
}

/** The lines with the second of them replaced by the first: as many as before, and one record missing. */
function* repeating(lines: Iterable<string>): Generator<string> {
  let first: string | undefined
  let index = 0
  for (const line of lines) {
    first ??= line
    yield index++ === 1 ? first : line
  }
}

/** What is left of the lines, and whether the last of them is whole. */
function* spoilt(lines: Iterable<string>, kept: number, cut: boolean): Generator<string> {
  let index = 0
  for (const line of lines) {
    if (index++ === kept) {
      if (cut) yield line.slice(0, Math.ceil(line.length / 2))
      return
    }
    yield line
  }
}

const SPOILS: ReadonlySet<string> = new Set(["truncated", "cut", "in-band", "reset", "stall"])

/** How many lines are sent. A body that is said to be short is short by one line at least. */
const keptOf = ({ name, share }: Fault, total: number): number => {
  const kept = Math.floor(total * share)
  return name === "truncated" || name === "cut" ? Math.min(kept, Math.max(0, total - 1)) : kept
}

/** How the body ends, once its pieces are sent. */
export const endingOf = (fault: Fault | undefined): Ending =>
  fault?.name === "reset" || fault?.name === "stall" ? fault.name : "complete"

/** Joins lines into the text of a body, its last line open when more was to come. */
function* texts(lines: Iterable<string>, format: Format, fault: Fault | undefined, open: boolean): Generator<string> {
  if (format === "json") yield "[\n"
  let first = true
  for (const line of lines) {
    yield format === "jsonl" ? (first ? line : `\n${line}`) : first ? line : `,\n${line}`
    first = false
  }
  if (fault?.name === "in-band") yield first ? INTERRUPTED : `\n${INTERRUPTED}`
  else if (!open && format === "json") yield "\n]\n"
  else if (!first && fault?.name !== "cut") yield "\n"
}

/** The body in pieces. `total` is how many lines there are: what a fault takes its share of. */
export function* pieces(
  lines: Iterable<string>,
  format: Format,
  fault: Fault | undefined,
  total: number
): Generator<string> {
  const open = fault !== undefined && SPOILS.has(fault.name)
  const kept = open ? spoilt(lines, keptOf(fault, total), fault.name === "cut") : lines
  let piece = ""
  for (const text of texts(fault?.name === "repeat" ? repeating(kept) : kept, format, fault, open)) {
    piece += text
    if (piece.length >= PIECE) {
      yield piece
      piece = ""
    }
  }
  if (piece !== "") yield piece
}
