/**
 * Extracts in the file system. An extract is written beside its place as `FILE.part` and renamed when it is whole and on the
 * disk; its manifest follows. A file that is there is replaced only where that was asked for.
 */
import { COLUMNS, Extract, ExtractError, type Extraction, type Manifest, type Question, SOURCE } from "#ports/Extract"
import type { Row } from "#ports/Query"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createHash } from "node:crypto"
import { type FileHandle, open, rename, rm, stat, writeFile } from "node:fs/promises"
import { basename } from "node:path"
import { encoders } from "./formats.ts"

export const layer = Layer.succeed(Extract, {
  open: Effect.fn("FileExtract.open")(function*(file, question, replace) {
    yield* call("open", file, () => refuseTaken(file, replace))
    const part = `${file}.part`
    const handle = yield* Effect.acquireRelease(
      call("open", file, () => begin(part)),
      (handle) => Effect.promise(() => abandon(part, handle))
    )
    return yield* call("open", file, () => extraction(file, handle, question, replace))
  })
})

const extraction = async (
  file: string,
  handle: FileHandle,
  question: Question,
  replace: boolean
): Promise<Extraction> => {
  const part = `${file}.part`
  const encoder = await encoders[question.format]()
  const hash = createHash("sha256")
  let bytes = 0
  let rows = 0

  const write = async (piece: Uint8Array): Promise<void> => {
    if (piece.length === 0) return
    hash.update(piece)
    bytes += piece.length
    await handle.writeFile(piece)
  }

  const append = async (more: ReadonlyArray<Row>): Promise<void> => {
    rows += more.length
    await write(encoder.rows(more))
  }

  const close = async (): Promise<Manifest> => {
    await write(encoder.end())
    await handle.sync()
    await refuseTaken(file, replace)
    if (!await isOurs(part, handle)) {
      throw refused("Busy", `Another extract is being written to ${file}: name another file.`)
    }
    const manifest: Manifest = {
      file: basename(file),
      format: question.format,
      sha256: hash.digest("hex"),
      bytes,
      rows,
      from: question.days.from,
      to: question.days.to,
      as_of: question.asOf === null ? null : new Date(question.asOf).toISOString(),
      granularity: question.granularity,
      regions: question.regions,
      source: SOURCE,
      columns: COLUMNS
    }
    await writeFile(`${manifestOf(file)}.part`, `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
    await rename(part, file)
    await rename(`${manifestOf(file)}.part`, manifestOf(file))
    return manifest
  }

  await write(encoder.begin())
  return {
    append: (more) => call("append", file, () => append(more)),
    close: Effect.withSpan(call("close", file, close), "FileExtract.close")
  }
}

const manifestOf = (file: string): string => `${file}.manifest.json`

const refuseTaken = async (file: string, replace: boolean): Promise<void> => {
  for (const name of [file, manifestOf(file)]) {
    const there = await stat(name).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error
    })
    if (there === undefined) continue
    if (!there.isFile()) throw refused("Unwritable", `${name} is there and is no file: name another one.`)
    if (!replace) throw refused("Exists", `${name} is there already: name another file, or replace it with --force.`)
  }
}

/** A draft that a killed extract left behind is put away; one that is being written loses its name, and says so at its end. */
const begin = async (part: string): Promise<FileHandle> => {
  await rm(part, { force: true })
  return open(part, "wx")
}

/** After a close nothing is left to put away. */
const abandon = async (part: string, handle: FileHandle): Promise<void> => {
  if (await isOurs(part, handle)) await rm(part, { force: true })
  await handle.close()
}

const isOurs = async (part: string, handle: FileHandle): Promise<boolean> => {
  const [named, held] = await Promise.all([stat(part).catch(() => undefined), handle.stat()])
  return named !== undefined && named.ino === held.ino && named.dev === held.dev
}

const refused = (reason: ExtractError["reason"], detail: string): ExtractError =>
  new ExtractError({ reason, during: "FileExtract.open", detail })

const call = <A>(method: string, file: string, run: () => Promise<A>) =>
  Effect.tryPromise({
    try: run,
    catch: (cause) =>
      cause instanceof ExtractError
        ? cause
        : new ExtractError({
          reason: "Unwritable",
          during: `FileExtract.${method}`,
          detail: `${file} can't be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)}): ` +
            "name a file in a folder that exists, that you may write to and that has room.",
          cause
        })
  })
