/** A small disk of its own for a server, which can be filled and freed again. */
import * as Effect from "effect/Effect"
import { execFile, execFileSync } from "node:child_process"
import { mkdtempSync, rmdirSync } from "node:fs"
import { mkdir, open, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"

const run = promisify(execFile)

const mount = (folder: string, size: string) => ["-t", "tmpfs", "-o", `size=${size},mode=755`, "tmpfs", folder]

/** Why there can be none here, or undefined where there can. */
export const missing: string | undefined = (() => {
  const folder = mkdtempSync(join(tmpdir(), "eco2mixd-mount-"))
  try {
    execFileSync("mount", mount(folder, "1m"), { stdio: "ignore" })
    execFileSync("umount", [folder], { stdio: "ignore" })
    return undefined
  } catch {
    return "nothing may be mounted here, so there is no small disk"
  } finally {
    rmdirSync(folder)
  }
})()

export interface Disk {
  readonly fill: () => Promise<void>
  readonly free: () => Promise<void>
}

/** Mounted there until the scope closes, with room for so many MiB. */
export const disk = Effect.fnUntraced(function*(folder: string, mebibytes: number) {
  yield* Effect.acquireRelease(
    Effect.promise(async () => {
      await mkdir(folder, { recursive: true })
      await run("mount", mount(folder, `${mebibytes}m`))
    }),
    // Lazily: a server that ends at this moment may still look at it.
    () => Effect.promise(() => run("umount", ["-l", folder]))
  )
  const ballast = join(folder, "ballast")
  return {
    fill: async () => {
      const file = await open(ballast, "a")
      try {
        // To the last page.
        for (let size = 1_048_576; size >= 4_096;) {
          const written = await file.write(Buffer.alloc(size, 1)).then(({ bytesWritten }) => bytesWritten, () => 0)
          if (written < size) size /= 4
        }
      } finally {
        await file.close()
      }
    },
    free: () => rm(ballast, { force: true })
  } satisfies Disk
})
