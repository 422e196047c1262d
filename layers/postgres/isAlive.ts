/** Whether a process lives, whoever's it is; one that has ended and waits for its parent to hear of it does not. */
import { readFileSync } from "node:fs"

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Another account's process may not be signalled, and lives.
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
  return !isZombie(pid)
}

/** Linux says so after the name, which may hold anything; other systems let a signal tell enough. */
const isZombie = (pid: number): boolean => {
  if (process.platform !== "linux") return false
  try {
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, "utf8"))
  } catch (error) {
    // Gone since it was asked.
    return (error as NodeJS.ErrnoException).code === "ENOENT"
  }
}
