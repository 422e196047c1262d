/**
 * A server that speaks MongoDB's protocol and costs next to nothing, so that what reads from it is measured and not the
 * server: batches of encoded documents, in any projection of top-level fields, through the real driver. It knows what a lake
 * asks and no more; what it does not know it refuses.
 *
 * `node test/bench/MongoStandIn.ts [FOLDER]` says its port, and goes on until its input ends. What the folder holds is served; `fsync` writes it there.
 */
import { BSON } from "mongodb"
import { once } from "node:events"
import { mkdir, readdir } from "node:fs/promises"
import { type AddressInfo, createServer, type Server, type Socket } from "node:net"
import { join } from "node:path"
import { Documents } from "./standin/Documents.ts"
import { batchReply, reply, type Request, requests } from "./standin/messages.ts"

/** What the server takes for one batch where none is asked for, as MongoDB does. */
const FIRST_BATCH = 101

/** What an entry of an index takes, more or less, in bytes. */
const INDEX_ENTRY = 32

interface Cursor {
  readonly collection: string
  readonly fields: ReadonlySet<string> | undefined
  readonly end: number
  at: number
}

class Refusal extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

const HELLO = {
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
  ok: 1
}

/** The fields of an inclusion; undefined for all. */
const fieldsOf = (projection: BSON.Document | undefined): ReadonlySet<string> | undefined => {
  const said = Object.entries(projection ?? {})
  if (said.length === 0) return undefined
  const wanted = said.filter(([, value]) => value === 1 || value === true).map(([name]) => name)
  if (
    said.some(([name, value]) => name.includes(".") || (!wanted.includes(name) && !(name === "_id" && value === 0)))
  ) {
    throw new Refusal(9, "The stand-in knows projections that name the top-level fields to give, and no others.")
  }
  return new Set(projection!["_id"] === 0 ? wanted : ["_id", ...wanted])
}

export const standIn = async (folder?: string, port = 0): Promise<Server> => {
  const collections = new Map<string, Documents>()
  const cursors = new Map<number, Cursor>()
  let cursorId = 0
  /** The last range of a collection that was read, for whoever wants to read it in the same way. */
  let seen: BSON.Document = {}

  const named = (name: string): Documents => {
    const found = collections.get(name) ?? new Documents()
    collections.set(name, found)
    return found
  }

  const find = (request: Request) => {
    const { batchSize, filter = {}, find: collection, limit = 0, projection, singleBatch } = request.command
    const namespace = `${request.command["$db"]}.${collection}`
    const documents = named(collection)
    const fields = fieldsOf(projection)
    const id = (filter as BSON.Document)["_id"]
    const unknown = Object.keys(filter).filter((field) => field !== "_id")
    if (unknown.length > 0) throw new Refusal(2, `The stand-in finds by _id, and not by ${unknown.join()}.`)
    const wanted = typeof id === "string" ? [id] : id?.["$in"] as ReadonlyArray<string> | undefined
    if (wanted !== undefined) {
      // Few, and not ordered: each a batch of its own, put into one.
      const found = documents.places(wanted)
      const alone = found.map((at) => documents.batch(fields, at, at + 1).bytes)
      return batchReply(request, "firstBatch", { bytes: Buffer.concat(alone), next: 0 }, 0, namespace)
    }
    let from = id?.["$gte"] === undefined ? 0 : documents.lowerBound(id["$gte"])
    const end = id?.["$lt"] === undefined ? documents.size : documents.lowerBound(id["$lt"])
    if (id?.["$ne"] !== undefined && documents.places([id["$ne"]])[0] === from) from++
    if (limit === 0) seen = { collection, projection, batchSize }
    const last = limit > 0 ? Math.min(end, from + limit) : end
    const cursor = { collection, fields, end: last, at: from }
    const bytes = documents.batch(fields, from, Math.min(last, from + (batchSize ?? FIRST_BATCH)))
    cursor.at = bytes.next
    const open = cursor.at < last && singleBatch !== true
    if (open) cursors.set(++cursorId, cursor)
    return batchReply(request, "firstBatch", bytes, open ? cursorId : 0, namespace)
  }

  const getMore = (request: Request) => {
    const { batchSize, getMore: id, $db } = request.command
    const cursor = cursors.get(Number(id))
    if (cursor === undefined) throw new Refusal(43, `There is no cursor ${id}.`)
    const limit = batchSize === undefined ? cursor.end : Math.min(cursor.end, cursor.at + batchSize)
    const batch = named(cursor.collection).batch(cursor.fields, cursor.at, limit)
    cursor.at = batch.next
    const open = cursor.at < cursor.end
    if (!open) cursors.delete(Number(id))
    return batchReply(request, "nextBatch", batch, open ? Number(id) : 0, `${$db}.${cursor.collection}`)
  }

  const insert = ({ command, documents }: Request): BSON.Document => {
    const all = documents.length > 0 || command["documents"] === undefined
      ? documents
      : (command["documents"] as ReadonlyArray<BSON.Document>).map((document) => Buffer.from(BSON.serialize(document)))
    const collection = named(command["insert"])
    const writeErrors = all.flatMap((document, index) =>
      // A copy: what came over the wire holds more than the documents.
      collection.insert(Buffer.from(document)) ? [] : [{ index, code: 11_000, errmsg: "E11000 duplicate key" }]
    )
    return { n: all.length - writeErrors.length, ok: 1, ...writeErrors.length > 0 ? { writeErrors } : {} }
  }

  /** How many documents there are of each day, or whatever else is grouped by. */
  const aggregate = ({ command }: Request): BSON.Document => {
    const [match, group] = (command["pipeline"] as ReadonlyArray<BSON.Document>).map((stage) => Object.values(stage)[0])
    const field = String(group?.["_id"]).slice(1)
    const { $gte = "", $lte } = match?.[field] ?? {}
    const name = Object.keys(group ?? {}).find((key) => key !== "_id") ?? "n"
    const firstBatch = [...named(command["aggregate"]).countBy(field)]
      .filter(([value]) => value >= $gte && ($lte === undefined || value <= $lte))
      .map(([value, count]) => ({ _id: value, [name]: count }))
    return { cursor: { firstBatch, id: BSON.Long.ZERO, ns: `${command["$db"]}.${command["aggregate"]}` }, ok: 1 }
  }

  const answers: Readonly<Record<string, (request: Request) => BSON.Document | Promise<BSON.Document>>> = {
    hello: () => HELLO,
    ismaster: () => HELLO,
    isMaster: () => HELLO,
    ping: () => ({ ok: 1 }),
    buildInfo: () => ({ version: "7.0.0", versionArray: [7, 0, 0, 0], ok: 1 }),
    listIndexes: ({ command }) => {
      if (!collections.has(command["listIndexes"])) throw new Refusal(26, "There is no such collection.")
      const firstBatch = [{ v: 2, key: { _id: 1 }, name: "_id_" }, { v: 2, key: { day: 1 }, name: "day_1" }]
      return { cursor: { firstBatch, id: BSON.Long.ZERO, ns: command["listIndexes"] }, ok: 1 }
    },
    createIndexes: ({ command }) => {
      named(command["createIndexes"])
      return { ok: 1 }
    },
    insert,
    aggregate,
    killCursors: ({ command }) => {
      for (const id of command["cursors"] as ReadonlyArray<unknown>) cursors.delete(Number(id))
      return { cursorsKilled: command["cursors"], ok: 1 }
    },
    collStats: ({ command }) => {
      const { bytes, size } = named(command["collStats"])
      return { count: size, storageSize: bytes, totalIndexSize: size * INDEX_ENTRY, ok: 1 }
    },
    endSessions: () => ({ ok: 1 }),
    seen: () => ({ ...seen, ok: 1 }),
    fsync: async () => {
      if (folder === undefined) throw new Refusal(20, "The stand-in was given no folder.")
      await mkdir(folder, { recursive: true })
      for (const [name, documents] of collections) await documents.save(join(folder, `${name}.bson`))
      return { ok: 1 }
    }
  }

  const answer = async (request: Request): Promise<ReadonlyArray<Buffer>> => {
    const [name] = Object.keys(request.command)
    try {
      if (name === "find") return find(request)
      if (name === "getMore") return getMore(request)
      const known = answers[name!]
      if (known === undefined) throw new Refusal(59, `The stand-in knows no command ${name}.`)
      return reply(request, await known(request))
    } catch (error) {
      const { code = 8, message } = error as Refusal
      return reply(request, { ok: 0, code, errmsg: message })
    }
  }

  const serve = (socket: Socket) => {
    const read = requests()
    socket.setNoDelay()
    // A driver that leaves is no news.
    socket.on("error", () => socket.destroy())
    socket.on("data", async (piece) => {
      for (const request of read(piece)) {
        const parts = await answer(request)
        socket.cork()
        for (const part of parts) socket.write(part)
        socket.uncork()
      }
    })
  }

  for (const file of folder === undefined ? [] : await readdir(folder).catch(() => [])) {
    if (file.endsWith(".bson")) await named(file.slice(0, -".bson".length)).load(join(folder!, file))
  }
  const server = createServer(serve).listen(port, "127.0.0.1")
  await once(server, "listening")
  return server
}

if (import.meta.main) {
  const server = await standIn(process.argv[2])
  // Ends with whoever started it, even one that could not say so.
  process.stdin.resume().on("end", () => process.exit())
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
}
