/** Reads a JSONL file into its lines, however long they are; a bad file fails with its name, the reason and the way out. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { createReadStream } from "node:fs"
import { pipeline } from "node:stream/promises"
import { createGunzip } from "node:zlib"

/** A file that can't be served. */
export class RecordFileError extends Data.TaggedError("RecordFileError")<{
  readonly file: string
  readonly reason: "Missing" | "NoFile" | "Forbidden" | "NotGzip" | "Gzip" | "NotUtf8" | "Unreadable"
  readonly cause: unknown
}> {
  override get message(): string {
    return `${this.file}: ${EXPLAINED[this.reason]}${this.reason === "Unreadable" ? ` (${String(this.cause)})` : ""}`
  }
}

const EXPLAINED: Readonly<Record<RecordFileError["reason"], string>> = {
  Missing: "there is no such file. Check the path; a relative one starts from the working directory.",
  NoFile: "this is a directory. Name the files in it one by one.",
  Forbidden: "this user may not read it. Change its mode, or run as its owner.",
  NotGzip:
    "its name ends in .gz, yet it is no whole gzip. Fetch it again, or take the .gz off its name if it is plain text.",
  Gzip: "it is gzip, yet its name does not end in .gz. Rename it, or unpack it with gunzip.",
  NotUtf8: "it is not UTF-8. Convert it: iconv -f LATIN1 -t UTF-8.",
  Unreadable: "it can't be read."
}

const NEWLINE = 0x0a

/** The two bytes that every gzip begins with. */
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

class NotUtf8 extends Error {}
class Gzip extends Error {}

/** Gathers chunks of bytes into lines. A line is decoded whole, so no character is cut in two. */
const gathering = () => {
  const lines: Array<string> = []
  const decoder = new TextDecoder("utf-8", { fatal: true })
  let pieces: Array<Buffer> = []
  const close = (): void => {
    let text: string
    try {
      text = decoder.decode(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)).replace(/\r$/, "")
    } catch (cause) {
      throw new NotUtf8("not UTF-8", { cause })
    }
    pieces = []
    if (text.trim() !== "") lines.push(text)
  }
  const take = (chunk: Buffer): void => {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      pieces.push(chunk.subarray(from, end))
      close()
      from = end + 1
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from))
  }
  return { lines, take, close }
}

const read = async (path: string, signal: AbortSignal): Promise<ReadonlyArray<string>> => {
  const { close, lines, take } = gathering()
  const gather = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    let first = true
    for await (const chunk of chunks) {
      if (first && !path.endsWith(".gz") && isGzip(chunk)) throw new Gzip()
      first = false
      take(chunk)
    }
    close()
  }
  const file = createReadStream(path)
  await (path.endsWith(".gz") ? pipeline(file, createGunzip(), gather, { signal }) : pipeline(file, gather, { signal }))
  return lines
}

const reasonOf = (cause: unknown): RecordFileError["reason"] => {
  if (cause instanceof NotUtf8) return "NotUtf8"
  if (cause instanceof Gzip) return "Gzip"
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : ""
  if (code === "ENOENT" || code === "ENOTDIR") return "Missing"
  if (code === "EISDIR") return "NoFile"
  if (code === "EACCES" || code === "EPERM") return "Forbidden"
  return code.startsWith("Z_") ? "NotGzip" : "Unreadable"
}

/** The lines of a file, without the empty ones. */
export const lines = Effect.fnUntraced(function*(path: string) {
  return yield* Effect.tryPromise({
    try: (signal) => read(path, signal),
    catch: (cause) => new RecordFileError({ file: path, reason: reasonOf(cause), cause })
  })
})
