/** Whether a process lives, whoever's it is; one that has ended and waits for its parent to hear of it does not. */
import { readFileSync } from "node:fs"

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException
    // Deno signals nobody where the programs that may be run are named: there the system's own list says it.
    if (name === "NotCapable" && process.platform === "linux") return stateOf(pid) === "there"
    // Another account's process may not be signalled, and lives.
    return code === "EPERM"
  }
  return stateOf(pid) === "there"
}

/** Linux says so after the name, which may hold anything; elsewhere a signal tells enough. */
const stateOf = (pid: number): "there" | "zombie" | "gone" => {
  if (process.platform !== "linux") return "there"
  try {
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, "utf8")) ? "zombie" : "there"
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "gone" : "there"
  }
}
