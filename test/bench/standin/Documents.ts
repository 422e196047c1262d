/**
 * A collection of encoded documents, ordered by `_id`, which is text. A batch is put together once for each projection and
 * range, and sent as it is to whoever asks for it again, so that a reader is measured and not its server.
 */
import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import { project, textOf } from "./elements.ts"

/** What MongoDB puts into one batch at most, in bytes. */
const MOST = 16 * 1024 * 1024

/** Batches that are kept, in bytes; beyond that all are forgotten. */
const KEPT = 1024 * 1024 * 1024

/** Of the type and the number that stand before each document of an array, in bytes. */
const HEAD = 16

export interface Batch {
  /** The elements of an array. */
  readonly bytes: Buffer
  /** The first document that is not in it. */
  readonly next: number
}

export class Documents {
  private ids: Array<string> = []
  private documents: Array<Buffer> = []
  private readonly known = new Set<string>()
  private inOrder = true
  private readonly batches = new Map<string, Batch>()
  private batchBytes = 0
  private counts = new Map<string, ReadonlyMap<string, number>>()
  /** Grows with the largest document: one that is begun below the limit is written whole. */
  private scratch = Buffer.alloc(MOST + 64 * 1024)
  bytes = 0

  get size(): number {
    return this.ids.length
  }

  /** False where there is one of the same `_id`. The bytes are the collection's from now on. */
  insert(document: Buffer): boolean {
    const id = textOf(document, "_id")
    if (id === undefined) throw new Error("The stand-in keeps documents whose _id is text, and no others.")
    if (this.known.has(id)) return false
    this.known.add(id)
    if (this.ids.length > 0 && id < this.ids.at(-1)!) this.inOrder = false
    this.ids.push(id)
    this.documents.push(document)
    this.bytes += document.length
    this.batches.clear()
    this.batchBytes = 0
    this.counts.clear()
    return true
  }

  /** Where the documents stand that are not before `id`. */
  lowerBound(id: string): number {
    this.order()
    let low = 0
    let high = this.ids.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.ids[middle]! < id) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The places of these identifiers, as far as they are there. */
  places(ids: ReadonlyArray<string>): ReadonlyArray<number> {
    return ids.map((id) => this.lowerBound(id)).filter((at, index) => this.ids[at] === ids[index])
  }

  /** As many documents as a batch takes, from a place on, and none at or beyond `end`. */
  batch(fields: ReadonlySet<string> | undefined, from: number, end: number): Batch {
    this.order()
    const key = `${fields === undefined ? "*" : [...fields].join()}|${from}|${end}`
    const known = this.batches.get(key)
    if (known !== undefined) return known
    const batch = this.assembled(fields, from, end)
    if (this.batchBytes + batch.bytes.length > KEPT) {
      this.batches.clear()
      this.batchBytes = 0
    }
    this.batches.set(key, batch)
    this.batchBytes += batch.bytes.length
    return batch
  }

  private assembled(fields: ReadonlySet<string> | undefined, from: number, end: number): Batch {
    let at = 0
    let next = from
    for (; next < end; next++) {
      const document = this.documents[next]!
      if (at + HEAD + document.length > MOST && next > from) break
      this.room(at + HEAD + document.length)
      this.scratch[at++] = 3
      at += this.scratch.write(`${next - from}\0`, at, "latin1")
      at = project(document, fields, this.scratch, at)
    }
    return { bytes: Buffer.from(this.scratch.subarray(0, at)), next }
  }

  /** How many documents there are by what a field says, which must be text. */
  countBy(field: string): ReadonlyMap<string, number> {
    let counts = this.counts.get(field)
    if (counts === undefined) {
      const counting = new Map<string, number>()
      for (const document of this.documents) {
        const text = textOf(document, field)
        if (text !== undefined) counting.set(text, (counting.get(text) ?? 0) + 1)
      }
      this.counts.set(field, counts = counting)
    }
    return counts
  }

  /** As `mongodump` writes them: one after the other. */
  async save(file: string): Promise<void> {
    this.order()
    const to = await open(file, "w")
    for (let from = 0; from < this.documents.length; from += 10_000) {
      await to.write(Buffer.concat(this.documents.slice(from, from + 10_000)))
    }
    await to.close()
  }

  async load(file: string): Promise<void> {
    let rest = Buffer.alloc(0)
    for await (const piece of createReadStream(file, { highWaterMark: 16 * 1024 * 1024 })) {
      const bytes = Buffer.concat([rest, piece as Buffer])
      let at = 0
      for (; at + 4 <= bytes.length && at + bytes.readInt32LE(at) <= bytes.length; at += bytes.readInt32LE(at)) {
        this.insert(bytes.subarray(at, at + bytes.readInt32LE(at)))
      }
      rest = Buffer.from(bytes.subarray(at))
    }
  }

  private room(bytes: number): void {
    if (bytes > this.scratch.length) this.scratch = Buffer.concat([this.scratch, Buffer.alloc(bytes)])
  }

  private order(): void {
    if (this.inOrder) return
    const order = [...this.ids.keys()].toSorted((a, b) => this.ids[a]! < this.ids[b]! ? -1 : 1)
    this.ids = order.map((index) => this.ids[index]!)
    this.documents = order.map((index) => this.documents[index]!)
    this.inOrder = true
  }
}
