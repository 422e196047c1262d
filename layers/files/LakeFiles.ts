/**
 * A lake as compressed JSON lines: first whose it is, then a revision a line, last how many there were, so that a file that was
 * cut is told from a whole one. It is written beside its place as `FILE.part`, and renamed when it is whole and on the disk.
 */
import type { Revision } from "#domain/Revision"
import { type Draft, LakeFile, LakeFileError, type Saved } from "#ports/LakeFile"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { once } from "node:events"
import { createReadStream, createWriteStream } from "node:fs"
import { rename, rm, stat } from "node:fs/promises"
import { pipeline } from "node:stream/promises"
import { StringDecoder } from "node:string_decoder"
import { createGunzip, createGzip } from "node:zlib"

/** Standard input and output. */
const PIPE = "-"

/** Lines a batch: about a megabyte. */
const BATCH = 1_000

const Head = Schema.fromJsonString(Schema.Struct({ lake: Schema.String, format: Schema.Literal(1) }))
const Foot = Schema.fromJsonString(Schema.Struct({ revisions: Schema.Int }))
const isHead = Schema.decodeUnknownOption(Head)
const isFoot = Schema.decodeUnknownOption(Foot)

export const layer = Layer.succeed(LakeFile, {
  create: Effect.fn("LakeFiles.create")(function*(file, lakeId, replace) {
    if (file !== PIPE) yield* call("create", "Unwritable", file, () => refuseTaken(file, replace))
    const part = file === PIPE ? file : `${file}.part`
    const gzip = createGzip()
    const out = file === PIPE ? process.stdout : createWriteStream(part, { flush: true })
    const written = pipeline(gzip, out, { end: file !== PIPE })
    // Told by whoever writes next, or closes.
    written.catch(() => {})
    yield* Effect.addFinalizer(() =>
      Effect.promise(async () => {
        gzip.destroy()
        if (file !== PIPE) await rm(part, { force: true })
      })
    )
    let count = 0
    const write = async (text: string): Promise<void> => {
      if (!gzip.write(text)) await Promise.race([once(gzip, "drain"), written])
    }
    yield* call("create", "Unwritable", file, () => write(`${JSON.stringify({ lake: lakeId, format: 1 })}\n`))
    const draft: Draft = {
      append: (revisions) =>
        call("append", "Unwritable", file, async () => {
          count += revisions.length
          await write(revisions.map((revision) => `${JSON.stringify(revision)}\n`).join(""))
        }),
      close: call("close", "Unwritable", file, async () => {
        gzip.end(`${JSON.stringify({ revisions: count })}\n`)
        await written
        if (file !== PIPE) await rename(part, file)
        return count
      })
    }
    return draft
  }),
  open: Effect.fn("LakeFiles.open")(function*(file) {
    const input = file === PIPE ? process.stdin : createReadStream(file)
    const gunzip = createGunzip()
    // What fails in it fails who reads.
    pipeline(input, gunzip).catch(() => {})
    yield* Effect.addFinalizer(() => Effect.sync(() => void gunzip.destroy()))
    const lines = linesOf(gunzip)
    const next = async () => (await lines.next()).value
    const first = yield* call("open", "Unreadable", file, next)
    const head = first === undefined ? undefined : isHead(first)
    if (head?._tag !== "Some") return yield* unreadable(file, "it does not begin as a lake's file does")
    const saved: Saved = { lakeId: head.value.lake, revisions: batches(file, next) }
    return saved
  })
})

async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  const decoder = new StringDecoder("utf8")
  let rest = ""
  for await (const piece of bytes) {
    const parts = (rest + decoder.write(piece)).split("\n")
    rest = parts.pop()!
    yield* parts
  }
  if (rest !== "") yield rest
}

const batches = (file: string, next: () => Promise<string | undefined>) => {
  let count = 0
  const batch = Effect.gen(function*() {
    const revisions: Array<Revision> = []
    while (revisions.length < BATCH) {
      const line = yield* call("read", "Unreadable", file, next)
      if (line === undefined) {
        return yield* unreadable(file, `it ends after ${count} revisions, and does not say that it does`)
      }
      const foot = isFoot(line)
      if (foot._tag === "Some") {
        if (foot.value.revisions === count) return { revisions, last: true }
        return yield* unreadable(file, `it has ${count} revisions, and says that it had ${foot.value.revisions}`)
      }
      revisions.push(yield* call("read", "Unreadable", file, async () => JSON.parse(line) as Revision))
      count++
    }
    return { revisions, last: false }
  })
  return Stream.fromEffectRepeat(batch).pipe(
    Stream.takeUntil(({ last }) => last),
    Stream.map(({ revisions }): ReadonlyArray<Revision> => revisions)
  )
}

const refuseTaken = async (file: string, replace: boolean): Promise<void> => {
  const there = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error
  })
  if (there === undefined || there.isFile() && replace) return
  throw new LakeFileError({
    reason: "Exists",
    during: "LakeFiles.create",
    detail: `${file} is there already: name another file, or replace it with --force.`
  })
}

const unreadable = (file: string, why: string) =>
  new LakeFileError({
    reason: "Unreadable",
    during: "LakeFiles.read",
    detail: `${file === PIPE ? "What is piped in" : file} is no whole file of a lake (${why}): take another copy of it.`
  })

const call = <A>(method: string, reason: "Unwritable" | "Unreadable", file: string, run: () => Promise<A>) =>
  Effect.tryPromise({
    try: run,
    catch: (cause) =>
      cause instanceof LakeFileError ? cause : new LakeFileError({
        reason,
        during: `LakeFiles.${method}`,
        detail: `${file === PIPE ? "The pipe" : file} can't be ${reason === "Unwritable" ? "written" : "read"} (${
          (cause as NodeJS.ErrnoException).code ?? String(cause)
        }).`,
        cause
      })
  })
