/**
 * The bytes of a JSONL body become records, line by line, as they come. A line that is longer than any record is read past
 * without being held, and only its beginning is kept. Reads bytes and not text: a newline is found by the machine's own
 * search, and a line is decoded once.
 */
import { columnsOf, jsonOf, MAX_RECORD_BYTES, type SourceRecord } from "#domain/SourceRecord"

const NEWLINE = 10
const RETURN = 13
const BOM = "\uFEFF"

export interface LineReader {
  /** Takes a piece of the body in; gives back the lines that it has completed, without those that hold nothing. */
  readonly push: (piece: Uint8Array) => ReadonlyArray<SourceRecord>
  /** What stood after the last newline, if anything. */
  readonly end: () => SourceRecord | undefined
}

export const lineReader = (): LineReader => {
  let held: Array<Buffer> = []
  let heldBytes = 0
  let bytes = 0
  let first = true

  /** Keeps a piece of a line that has not ended, but no more of it than is ever read. */
  const hold = (piece: Buffer) => {
    bytes += piece.length
    const room = MAX_RECORD_BYTES + 1 - heldBytes
    if (room <= 0 || piece.length === 0) return
    // Copied: the piece shares its memory with the rest of what came over the wire.
    held.push(Buffer.from(piece.subarray(0, room)))
    heldBytes += Math.min(room, piece.length)
  }

  const finish = (line: Buffer, length: number): SourceRecord | undefined => {
    const end = line.length > 0 && line[line.length - 1] === RETURN ? line.length - 1 : line.length
    let text = line.toString("utf8", 0, Math.min(end, MAX_RECORD_BYTES))
    if (first && text.startsWith(BOM)) text = text.slice(BOM.length)
    first = false
    // The return of a line of just the longest length is none of it; of a longer one no more is known than its beginning.
    const size = length > MAX_RECORD_BYTES + 1 ? length : end
    if (size > MAX_RECORD_BYTES) return { text, json: undefined, bytes: size }
    return text.trim() === "" ? undefined : { text, json: columnsOf(jsonOf(text)), bytes: end }
  }

  const finishHeld = (): SourceRecord | undefined => {
    const record = finish(Buffer.concat(held), bytes)
    held = []
    heldBytes = 0
    bytes = 0
    return record
  }

  return {
    push: (piece) => {
      const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
      const records: Array<SourceRecord> = []
      let from = 0
      for (let at = buffer.indexOf(NEWLINE); at >= 0; at = buffer.indexOf(NEWLINE, from)) {
        const whole = buffer.subarray(from, at)
        let record: SourceRecord | undefined
        if (bytes === 0) record = finish(whole, whole.length)
        else {
          hold(whole)
          record = finishHeld()
        }
        if (record !== undefined) records.push(record)
        from = at + 1
      }
      hold(buffer.subarray(from))
      return records
    },
    end: () => bytes === 0 ? undefined : finishHeld()
  }
}
