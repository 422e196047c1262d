/**
 * A file that is being written stands beside its place as `FILE.part`, until it is whole and on the disk. A file that is there is
 * replaced only where that was asked for, and of two drafts of one file the later one alone has the name.
 */
import { type FileHandle, open, rm, stat } from "node:fs/promises"

/** Why there will be no such file, in a sentence with the way out. */
export class Refused extends Error {
  readonly reason: "Exists" | "Busy" | "Unwritable"
  constructor(reason: Refused["reason"], message: string) {
    super(message)
    this.reason = reason
  }
}

export const partOf = (file: string): string => `${file}.part`

export const refuseTaken = async (file: string, replace: boolean): Promise<void> => {
  const there = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error
  })
  if (there === undefined) return
  if (!there.isFile()) throw new Refused("Unwritable", `${file} is there and is no file: name another one.`)
  if (!replace) throw new Refused("Exists", `${file} is there already: name another file, or replace it with --force.`)
}

/** A draft that a killed process left behind is put away; one that is being written loses its name, and says so at its end. */
export const begin = async (file: string): Promise<FileHandle> => {
  await rm(partOf(file), { force: true })
  return open(partOf(file), "wx")
}

export const refuseLost = async (file: string, handle: FileHandle): Promise<void> => {
  if (!await isOurs(file, handle)) {
    throw new Refused("Busy", `${file} is being written by another one: name another file.`)
  }
}

/** After it was renamed nothing is left to put away. */
export const abandon = async (file: string, handle: FileHandle): Promise<void> => {
  if (await isOurs(file, handle)) await rm(partOf(file), { force: true })
  await handle.close()
}

const isOurs = async (file: string, handle: FileHandle): Promise<boolean> => {
  const [named, held] = await Promise.all([stat(partOf(file)).catch(() => undefined), handle.stat()])
  return named !== undefined && named.ino === held.ino && named.dev === held.dev
}
