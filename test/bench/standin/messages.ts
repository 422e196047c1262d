/** MongoDB's messages as they lie on the wire: requests taken apart, replies put together around batches that are there already. */
import { BSON } from "mongodb"
import type { Batch } from "./Documents.ts"

const OP_REPLY = 1
const OP_QUERY = 2_004
const OP_MSG = 2_013
const HEADER = 16

export interface Request {
  readonly id: number
  /** By OP_QUERY, as which a driver says its first words. */
  readonly old: boolean
  readonly command: BSON.Document
  /** The documents that came beside the command, encoded. */
  readonly documents: ReadonlyArray<Buffer>
}

/** The requests of a connection, from pieces as they come. */
export const requests = () => {
  let held: Array<Buffer> = []
  let bytes = 0
  return (piece: Buffer): ReadonlyArray<Request> => {
    held.push(piece)
    bytes += piece.length
    const found: Array<Request> = []
    while (bytes >= 4) {
      if (held[0]!.length < 4) held = [Buffer.concat(held)]
      const length = held[0]!.readInt32LE(0)
      if (bytes < length) break
      const all = held.length === 1 ? held[0]! : Buffer.concat(held)
      found.push(requestOf(all.subarray(0, length)))
      held = [all.subarray(length)]
      bytes -= length
    }
    return found
  }
}

const documentAt = (message: Buffer, at: number): Buffer => message.subarray(at, at + message.readInt32LE(at))

const requestOf = (message: Buffer): Request => {
  const id = message.readInt32LE(4)
  const code = message.readInt32LE(12)
  if (code === OP_QUERY) {
    const names = message.indexOf(0, HEADER + 4) + 1
    return { id, old: true, command: BSON.deserialize(documentAt(message, names + 8)), documents: [] }
  }
  if (code !== OP_MSG) throw new Error(`The stand-in was sent a message of the code ${code}.`)
  let command: BSON.Document = {}
  const documents: Array<Buffer> = []
  for (let at = HEADER + 4; at < message.length;) {
    const kind = message[at++]
    const end = at + message.readInt32LE(at)
    if (kind === 0) command = BSON.deserialize(message.subarray(at, end), { promoteValues: true, useBigInt64: false })
    else {
      for (let next = message.indexOf(0, at + 4) + 1; next < end; next += message.readInt32LE(next)) {
        documents.push(documentAt(message, next))
      }
    }
    at = end
  }
  return { id, old: false, command, documents }
}

/** A reply's message around its document. */
const message = ({ id, old }: Request, parts: ReadonlyArray<Buffer>): ReadonlyArray<Buffer> => {
  const head = Buffer.alloc(old ? HEADER + 20 : HEADER + 5)
  head.writeInt32LE(head.length + parts.reduce((sum, { length }) => sum + length, 0), 0)
  head.writeInt32LE(id, 8)
  head.writeInt32LE(old ? OP_REPLY : OP_MSG, 12)
  if (old) head.writeInt32LE(1, HEADER + 16)
  return [head, ...parts]
}

export const reply = (request: Request, document: BSON.Document): ReadonlyArray<Buffer> =>
  message(request, [Buffer.from(BSON.serialize(document))])

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

/** The same document as `{ cursor: { [name]: batch, id, ns }, ok: 1 }`, of which the batch is encoded already. */
export const batchReply = (
  request: Request,
  name: "firstBatch" | "nextBatch",
  { bytes }: Batch,
  id: number,
  namespace: string
): ReadonlyArray<Buffer> => {
  // `{ id, ns }` without its length and its end, and the end of the whole.
  const rest = Buffer.from(BSON.serialize({ id: BSON.Long.fromNumber(id), ns: namespace })).subarray(4)
  const ok = Buffer.from(BSON.serialize({ ok: 1 })).subarray(4)
  const field = Buffer.from(`\x04${name}\0`, "latin1")
  const array = 4 + bytes.length + 1
  const cursor = 4 + field.length + array + rest.length
  const outer = Buffer.from("\x03cursor\0", "latin1")
  return message(request, [
    int32(4 + outer.length + cursor + ok.length),
    outer,
    int32(cursor),
    field,
    int32(array),
    bytes,
    Buffer.concat([Buffer.alloc(1), rest, ok])
  ])
}
