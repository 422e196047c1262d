/**
 * A lake as compressed JSON lines: first whose it is, then a revision a line, last how many there were, so that a file that was
 * cut is told from a whole one.
 */
import { NATURES } from "#domain/Nature"
import { ALL as REGIONS } from "#domain/Region"
import type { Revision } from "#domain/Revision"
import { type Draft, LakeFile, LakeFileError, type Saved } from "#ports/LakeFile"
import { unreadable } from "#ports/unreadable"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { once } from "node:events"
import { createReadStream } from "node:fs"
import { rename } from "node:fs/promises"
import { pipeline } from "node:stream/promises"
import { StringDecoder } from "node:string_decoder"
import { createGunzip, createGzip } from "node:zlib"
import { abandon, begin, partOf, Refused, refuseLost, refuseTaken } from "./draft.ts"

/** Standard input and output. */
const PIPE = "-"

/** Lines a batch: about a megabyte. */
const BATCH = 1_000

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const Head = Schema.Struct({ lake: Schema.String, format: Schema.Literal(1), expected: Count })
const Foot = Schema.Struct({ revisions: Count })
const Line = Schema.Struct({
  region: Schema.Literals(REGIONS),
  nature: Schema.Literals(NATURES),
  instant: Schema.Int,
  revision: Schema.Int.check(Schema.isGreaterThan(0)),
  fingerprint: Schema.String,
  recipe: Schema.Int,
  record: Schema.String,
  fetchedAt: Schema.Int,
  runId: Schema.String.check(Schema.isUUID())
})

const headOf = Schema.decodeUnknownSync(Schema.fromJsonString(Head))
const lineOf = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Union([Line, Foot])))
/** In one order of its fields, whoever kept it. */
const textOf = Schema.encodeSync(Schema.fromJsonString(Line))

interface Target {
  readonly out: NodeJS.WritableStream | ((pieces: AsyncIterable<Buffer>) => Promise<void>)
  /** The whole of it is there. */
  readonly finish: () => Promise<void>
}

/** Where a file is written to, put away at the end of the scope if it was not finished. */
const targetOf = (file: string, replace: boolean): Effect.Effect<Target, LakeFileError, Scope.Scope> =>
  file === PIPE
    ? Effect.succeed({ out: process.stdout, finish: async () => {} })
    : Effect.gen(function*() {
      yield* call("create", "Unwritable", file, () => refuseTaken(file, replace))
      const handle = yield* Effect.acquireRelease(
        call("create", "Unwritable", file, () => begin(file)),
        (handle) => Effect.promise(() => abandon(file, handle))
      )
      const finish = async () => {
        await handle.sync()
        await refuseTaken(file, replace)
        await refuseLost(file, handle)
        await rename(partOf(file), file)
      }
      const out = async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of pieces) await handle.writeFile(piece)
      }
      return { out, finish }
    })

export const layer = Layer.succeed(LakeFile, {
  create: Effect.fn("LakeFiles.create")(function*(file, { expected, lakeId }, replace) {
    const { finish, out } = yield* targetOf(file, replace)
    const gzip = createGzip()
    const written = pipeline(gzip, out, { end: file !== PIPE })
    // Told by whoever writes next, or closes.
    written.catch(() => {})
    yield* Effect.addFinalizer(() => Effect.sync(() => void gzip.destroy()))
    let count = 0
    const write = async (text: string): Promise<void> => {
      if (!gzip.write(text)) await Promise.race([once(gzip, "drain"), written])
    }
    yield* call(
      "create",
      "Unwritable",
      file,
      () => write(`${JSON.stringify({ lake: lakeId, format: 1, expected } satisfies typeof Head.Type)}\n`)
    )
    const draft: Draft = {
      append: (revisions) =>
        call("append", "Unwritable", file, async () => {
          count += revisions.length
          await write(revisions.map((revision) => `${textOf(revision)}\n`).join(""))
        }),
      close: call("close", "Unwritable", file, async () => {
        gzip.end(`${JSON.stringify({ revisions: count } satisfies typeof Foot.Type)}\n`)
        await written
        await finish()
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
    const { expected, lake } = yield* call("open", "Unreadable", file, async () => {
      const { value } = await lines.next()
      try {
        return headOf(value)
      } catch {
        throw new NotWhole("it does not begin as a lake's file does")
      }
    })
    const saved: Saved = { lakeId: lake, expected, revisions: batches(file, lines) }
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

/** Why what is read is no whole file. */
class NotWhole extends Error {}

const batches = (file: string, lines: AsyncIterator<string, undefined>): Saved["revisions"] => {
  let count = 0
  const batch = async () => {
    const revisions: Array<Revision> = []
    while (revisions.length < BATCH) {
      const { value } = await lines.next()
      if (value === undefined) throw new NotWhole(`it ends after ${count} revisions, and does not say that it does`)
      const said = readLine(value, count + 1)
      if (!("revisions" in said)) {
        revisions.push(said)
        count++
      } else if (said.revisions === count) return { revisions, last: true }
      else throw new NotWhole(`it has ${count} revisions, and says that it had ${said.revisions}`)
    }
    return { revisions, last: false }
  }
  return Stream.fromEffectRepeat(call("read", "Unreadable", file, batch)).pipe(
    Stream.takeUntil(({ last }) => last),
    Stream.map(({ revisions }) => revisions)
  )
}

const readLine = (line: string, place: number) => {
  try {
    return lineOf(line)
  } catch {
    throw new NotWhole(`its revision ${place} can't be read`)
  }
}

const nameOf = (file: string): string => file === PIPE ? "the pipe" : file

const call = <A>(method: string, reason: "Unwritable" | "Unreadable", file: string, run: () => Promise<A>) =>
  Effect.tryPromise({
    try: run,
    catch: (cause) => {
      const during = `LakeFiles.${method}`
      if (cause instanceof Refused) return new LakeFileError({ reason: cause.reason, during, detail: cause.message })
      const detail = cause instanceof NotWhole
        ? `${nameOf(file)} is no whole file of a lake (${cause.message}): take another copy of it.`
        : `${nameOf(file)} can't be ${reason === "Unwritable" ? "written" : "read"} (${unreadable(cause)}).`
      return new LakeFileError({ reason, during, detail, cause })
    }
  })
