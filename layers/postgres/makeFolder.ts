import { mkdir, stat } from "node:fs/promises"
import { dirname } from "node:path"

/** Makes a folder and those above it. Not by Node's own `recursive`, which never ends where nothing can be made (`/proc`). */
export const makeFolder = async (folder: string): Promise<void> => {
  const made = await mkdir(folder).then(() => undefined, (error: NodeJS.ErrnoException) => error)
  if (made === undefined || made.code === "EEXIST" && (await stat(folder)).isDirectory()) return
  if (made.code !== "ENOENT") throw made
  if (await stat(dirname(folder)).then(() => true, () => false)) {
    // Another command may have made it in this moment; where nothing can be made, this says so again.
    return mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error
    })
  }
  await makeFolder(dirname(folder))
  await makeFolder(folder)
}
