/** Connections to where the source may be, and to nowhere else. */
import { allowed, type Bounds, ForbiddenAddress, lookupWithin } from "#ports/outward"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** In milliseconds: a source that does not even answer the door is down. */
const CONNECT_TIMEOUT = 10_000

/**
 * Deno lets a program call a host by its name only where it looks the name up itself. There an address is looked at as soon as
 * it has answered, and before a word is sent.
 */
const looksUpItself = "Deno" in globalThis

export const within = (bounds: Bounds) =>
  looksUpItself
    ? Layer.unwrap(Effect.map(Effect.promise(() => import("@effect/platform-node/Undici")), ({ buildConnector }) => {
      const connector = buildConnector({ timeout: CONNECT_TIMEOUT })
      return NodeHttpClient.layerUndiciOptions({
        connect: (options, answer) =>
          connector(options, (error, socket) => {
            if (error !== null) return answer(error, null)
            const may = allowed(options.hostname, [{ address: socket.remoteAddress ?? "" }], bounds)
            if (!(may instanceof ForbiddenAddress)) return answer(null, socket)
            socket.destroy()
            answer(may, null)
          })
      })
    }))
    : NodeHttpClient.layerUndiciOptions({ connect: { timeout: CONNECT_TIMEOUT, lookup: lookupWithin(bounds) } })
