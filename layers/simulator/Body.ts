/** Writes the body of an export from its lines, a piece at a time, whole or spoilt by a fault. */
import type { SourceFault } from "#ports/SourceFaults"
import { gzipSync } from "node:zlib"
import type { Fault } from "./Fault.ts"
import { spoilt } from "./Lines.ts"

/** The two shapes of an export: one record a line, or one array. */
export type Format = "jsonl" | "json"

/** How a body ends when all that is written has been sent. */
export type Ending = "complete" | "closed" | "reset" | "stall"

/** Characters in a piece: large enough to be worth a write, small beside a day of records. */
const PIECE = 65_536

/** Of a record that is far too long, in characters: 200 MiB. */
const HUGE = 200 * 1024 * 1024

/** What the source sends in place of the rest when it fails after its 200. */
const INTERRUPTED: Partial<Readonly<Record<SourceFault, string>>> = {
  "in-band": "Streaming interrupted due to the following error: The export could not be completed",
  "in-band-json": JSON.stringify({ error_code: "ExportError", message: "The export could not be completed" })
}

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  jsonl: "application/jsonl; charset=utf-8",
  json: "application/json; charset=utf-8"
}

const ENDINGS: Partial<Readonly<Record<SourceFault, Ending>>> = { unended: "closed", reset: "reset", stall: "stall" }

/** Faults that leave lines out at the end. */
const STOPS: ReadonlySet<SourceFault> = new Set([
  "truncated",
  "cut",
  "in-band",
  "in-band-json",
  "unended",
  "reset",
  "stall"
])

/** What is left of the lines, and whether the last of them is whole. */
function* stopping(lines: Iterable<string>, kept: number, cut: boolean): Generator<string> {
  let index = 0
  for (const line of lines) {
    if (index++ === kept) {
      if (cut) yield line.slice(0, Math.ceil(line.length / 2))
      return
    }
    yield line
  }
}

/** How many lines are sent. A body that is said to be short is short by one line at least. */
const keptOf = ({ name, share }: Fault, total: number): number => {
  const kept = Math.floor(total * share)
  return name === "truncated" || name === "cut" ? Math.min(kept, Math.max(0, total - 1)) : kept
}

/** The record with a field that does not end for a long time, in parts. */
function* stretched(line: string): Generator<string> {
  yield `${line.slice(0, -1)},"note":"`
  const filling = "x".repeat(PIECE)
  for (let written = 0; written < HUGE; written += PIECE) yield filling
  yield "\"}"
}

/** Joins lines into the text of a body, its last line open when more was to come. */
function* texts(lines: Iterable<string>, format: Format, name: SourceFault | undefined): Generator<string> {
  if (name === "bom") yield "\uFEFF"
  if (format === "json") yield "[\n"
  let first = true
  for (const line of lines) {
    if (!first) yield format === "jsonl" ? "\n" : ",\n"
    if (first && name === "huge") yield* stretched(line)
    else yield line
    first = false
  }
  const interrupted = name === undefined ? undefined : INTERRUPTED[name]
  const open = name !== undefined && STOPS.has(name)
  if (interrupted !== undefined) yield first ? interrupted : `\n${interrupted}`
  else if (!open && format === "json") yield "\n]\n"
  else if (!first && name !== "cut") yield "\n"
}

/** The body in pieces. `total` is how many lines there are: what a fault takes its share of. */
export function* pieces(
  lines: Iterable<string>,
  format: Format,
  fault: Fault | undefined,
  total: number
): Generator<string> {
  const name = fault?.name
  const kept = fault !== undefined && STOPS.has(fault.name)
    ? stopping(lines, keptOf(fault, total), name === "cut")
    : spoilt(lines, name)
  let piece = ""
  for (const text of texts(kept, format, name)) {
    piece += text
    if (piece.length >= PIECE) {
      yield piece
      piece = ""
    }
  }
  if (piece !== "") yield piece
}

/** What is sent of a body, what is said of it, and how it ends. */
export interface Sending {
  readonly pieces: Iterable<string | Uint8Array>
  readonly headers: Readonly<Record<string, string>>
  readonly contentLength: number | undefined
  readonly ending: Ending
}

const bytesOf = (body: Iterable<string>): number => {
  let bytes = 0
  for (const piece of body) bytes += Buffer.byteLength(piece)
  return bytes
}

/** `body` is begun anew each time: to say how long it is, or to pack it, it is written once more. */
export const sending = (body: () => Iterable<string>, fault: Fault | undefined): Sending => {
  const whole: Sending = { pieces: body(), headers: {}, contentLength: undefined, ending: "complete" }
  if (fault === undefined) return whole
  if (fault.name === "length") {
    const contentLength = Math.floor(bytesOf(body()) * fault.share)
    return { ...whole, contentLength, ending: fault.share > 1 ? "closed" : "complete" }
  }
  if (fault.name === "gzip") {
    const packed = gzipSync([...body()].join(""))
    const sent = packed.subarray(0, Math.floor(packed.length * fault.share))
    return { ...whole, pieces: [sent], headers: { "content-encoding": "gzip" } }
  }
  return { ...whole, ending: ENDINGS[fault.name] ?? "complete" }
}
