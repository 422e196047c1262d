/**
 * Whom the embedded server runs as. PostgreSQL refuses to be root, so under root it is the account `postgres`, made where
 * there is none, and let through to the files that it must reach: through, not in. Elsewhere it is whoever runs us.
 */
import { execFile } from "node:child_process"
import { chmod, chown, stat } from "node:fs/promises"
import { dirname } from "node:path"
import { promisify } from "node:util"

export type Account = {
  readonly uid: number
  readonly gid: number
  /** The folders that it has been let through just now. */
  readonly opened: ReadonlyArray<string>
} | undefined

/** The account, able to reach these files and folders. */
export const accountFor = async (...files: ReadonlyArray<string>): Promise<Account> => {
  if (process.getuid?.() !== 0) return undefined
  const uid = await id("-u").catch(async () => {
    await promisify(execFile)("useradd", ["--system", "--user-group", "postgres"])
    return id("-u")
  })
  const opened: Array<string> = []
  for (const file of files) await openTheWay(file, opened)
  return { uid, gid: await id("-g"), opened }
}

export const own = async (account: Account, ...files: ReadonlyArray<string>): Promise<void> => {
  if (account === undefined) return
  for (const file of files) await chown(file, account.uid, account.gid)
}

const id = async (flag: "-u" | "-g"): Promise<number> =>
  Number((await promisify(execFile)("id", [flag, "postgres"])).stdout)

/**
 * Lets others pass through the folders above a file, where they may not: whoever passes reads nothing that he can't name.
 * Without it nothing below /root, or in a folder that mktemp made, could hold the server's files.
 */
const openTheWay = async (file: string, opened: Array<string>): Promise<void> => {
  const folder = dirname(file)
  if (folder === file) return
  await openTheWay(folder, opened)
  const found = await stat(folder).catch((error: unknown) => {
    // Under Deno, where the folders that may be touched are named: then the way to them is its owner's business.
    if (error instanceof Error && error.name === "NotCapable") return undefined
    throw error
  })
  if (found === undefined || (found.mode & 0o001) !== 0) return
  await chmod(folder, (found.mode & 0o7777) | 0o001)
  opened.push(folder)
}
