/** A port of this machine for a server that is about to be started. */
import { randomInt } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:net"

/**
 * From the first up to before the last: below those that systems give to connections unless told otherwise (Linux from 32 768, others
 * from 49 152), of which one may be gone in the moment until the server has it.
 */
const PORTS = [20_000, 27_000] as const

/** Ports that others have, one after the other, where any will do. */
const MOST_TRIES = 100

/** This port, or any that stays free until it is used; fails where it is taken. */
export const freePort = async (wanted = 0): Promise<number> => {
  for (let tries = 1;; tries++) {
    const port = wanted === 0 ? randomInt(...PORTS) : wanted
    const server = createServer().listen(port, "127.0.0.1")
    try {
      await once(server, "listening")
    } catch (error) {
      if (wanted !== 0 || tries === MOST_TRIES || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error
      continue
    }
    server.close()
    await once(server, "close")
    return port
  }
}
