/** What went wrong between a driver that wants a connection kept so and a server that keeps it otherwise, with the way out. */
import { type Trouble, untrusted } from "#ports/untrusted"
import * as Predicate from "effect/Predicate"
import { MongoServerSelectionError } from "mongodb"

/** The runtime's words, and OpenSSL's, where the other side does not answer in TLS. */
const NO_TLS = /before secure TLS connection was established|wrong version number|packet length too long/i

/** Undefined where it is nothing of the kind; `plain`: whether TLS was not asked for. */
export const tlsTrouble = (error: unknown, plain: boolean): Trouble | undefined => {
  if (!(error instanceof MongoServerSelectionError)) return undefined
  if (plain) {
    if (!/^connection <monitor> .* closed$/.test(error.message)) return undefined
    return { said: error.message, mend: "if the server only lets in who comes by TLS, set tls=true in MONGO_URL" }
  }
  if (NO_TLS.test(error.message)) {
    return {
      said: "the server answers in no TLS, which MONGO_URL asks for by tls=true",
      mend: "turn it on there (`net.tls.mode: requireTLS`), or set tls=false where the way to it is safe"
    }
  }
  // Deno's TLS does not notice that the other side has hung up before it answered.
  if (error.message.startsWith("Server selection timed out")) {
    return {
      said: error.message,
      mend:
        "start the lake's server, turn TLS on there if it has none (`net.tls.mode: requireTLS`), or set MONGO_URL to " +
        "where it is"
    }
  }
  return causesOf(error).map((cause) => untrusted(cause, { url: "MONGO_URL", authority: "tlsCAFile" })).find((found) =>
    found !== undefined
  )
}

/** What the runtime's TLS said of each server that was tried; the driver has only its message on top. */
const causesOf = ({ reason }: MongoServerSelectionError): ReadonlyArray<unknown> =>
  [...reason?.servers.values() ?? []].flatMap(({ error }) => Predicate.hasProperty(error, "cause") ? [error.cause] : [])
