/** Whether a process lives, whoever's it is; one that has ended and waits for its parent to hear of it does not. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException
    // Deno signals nobody, and reads nothing of /proc, where what it may do is named: there another program looks.
    if (name === "NotCapable") return isSeenAlive(pid)
    // Another account's process may not be signalled, and lives.
    return code === "EPERM"
  }
  return !isZombie(pid)
}

/** Linux says so after the name, which may hold anything; other systems let a signal tell enough. */
const isZombie = (pid: number): boolean => {
  if (process.platform !== "linux") return false
  try {
    return ZOMBIE.test(readFileSync(`/proc/${pid}/stat`, "utf8"))
  } catch (error) {
    // Gone since it was asked.
    return (error as NodeJS.ErrnoException).code === "ENOENT"
  }
}

/** Its state as Linux and as `ps` tell it. */
const ZOMBIE = /\) Z [^)]*$|^Z/

const isSeenAlive = (pid: number): boolean => {
  const [program, ...args] = process.platform === "linux"
    ? ["cat", `/proc/${pid}/stat`] as const
    : ["ps", "-o", "stat=", "-p", String(pid)] as const
  const { error, status, stdout } = spawnSync(program, args, { encoding: "utf8" })
  if (error !== undefined) throw error
  return status === 0 && !ZOMBIE.test(stdout)
}
