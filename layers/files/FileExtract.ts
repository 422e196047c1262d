/** Extracts in the file system: a draft, renamed when it is whole and on the disk; its manifest follows. */
import { COLUMNS, Extract, ExtractError, type Extraction, type Manifest, type Question, SOURCE } from "#ports/Extract"
import type { Row } from "#ports/Query"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createHash } from "node:crypto"
import { type FileHandle, rename, writeFile } from "node:fs/promises"
import { basename } from "node:path"
import { abandon, begin, partOf, Refused, refuseLost, refuseTaken } from "./draft.ts"
import { encoders } from "./formats.ts"

export const layer = Layer.succeed(Extract, {
  open: Effect.fn("FileExtract.open")(function*(file, question, replace) {
    yield* call("open", file, () => refuseBoth(file, replace))
    const handle = yield* Effect.acquireRelease(
      call("open", file, () => begin(file)),
      (handle) => Effect.promise(() => abandon(file, handle))
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
    await refuseBoth(file, replace)
    await refuseLost(file, handle)
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
    await writeFile(partOf(manifestOf(file)), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
    await rename(partOf(file), file)
    await rename(partOf(manifestOf(file)), manifestOf(file))
    return manifest
  }

  await write(encoder.begin())
  return {
    append: (more) => call("append", file, () => append(more)),
    close: Effect.withSpan(call("close", file, close), "FileExtract.close")
  }
}

const manifestOf = (file: string): string => `${file}.manifest.json`

const refuseBoth = async (file: string, replace: boolean): Promise<void> => {
  for (const name of [file, manifestOf(file)]) await refuseTaken(name, replace)
}

const call = <A>(method: string, file: string, run: () => Promise<A>) =>
  Effect.tryPromise({
    try: run,
    catch: (cause) =>
      cause instanceof Refused
        ? new ExtractError({ reason: cause.reason, during: `FileExtract.${method}`, detail: cause.message })
        : new ExtractError({
          reason: "Unwritable",
          during: `FileExtract.${method}`,
          detail: `${file} can't be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)}): ` +
            "name a file in a folder that exists, that you may write to and that has room.",
          cause
        })
  })
