/** Who asks, as the ledger keeps it. */
import { hostname, userInfo } from "node:os"

/** The account and the machine of whoever typed a command. */
export const fromTerminal = (): string => `command ${account()}@${hostname()}`

/** A container may run under a number that no account has. */
const account = (): string => {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? "somebody")
  }
}
