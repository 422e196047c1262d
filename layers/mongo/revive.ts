/**
 * A client of whose servers nobody hears any more is connected anew. The driver (7.9) waits for ever for the answer to a heartbeat
 * whose connection ends in the moment in which it asks: its socket then tells neither of room nor of an error. From then on it
 * takes the server for away, however long it has been back.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { MongoClient, ServerHeartbeatStartedEvent } from "mongodb"
import { setTimeout as pause } from "node:timers/promises"

/** Between two tries to connect, in milliseconds. */
const PAUSE = 1_000

/** Watches until it is told to stop; so many milliseconds are a heartbeat's own time, and a little. */
export const revive = (client: MongoClient, patience: number, context: Context.Context<never>): () => void => {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()
  const over = new AbortController()
  const answered = ({ connectionId }: Pick<ServerHeartbeatStartedEvent, "connectionId">) => {
    clearTimeout(waiting.get(connectionId))
    waiting.delete(connectionId)
  }
  const forget = () => {
    for (const connectionId of waiting.keys()) answered({ connectionId })
  }
  /** Away, as far as is known: asked again until it is not. */
  const connect = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const isThere = await client.connect().then(() => true, () => false)
      // Told to stop meanwhile: whoever closes the client has done so already.
      if (isThere) return over.signal.aborted ? client.close() : undefined
      forget()
      await pause(PAUSE)
    }
  }
  const tell = Effect.logWarning("The lake's driver hears of no server any more, and connects anew.").pipe(
    Effect.annotateLogs({ "error.type": "Lake.Unreachable" })
  )
  client.on("serverHeartbeatStarted", (event) => {
    answered(event)
    waiting.set(
      event.connectionId,
      setTimeout(() => {
        Effect.runForkWith(context)(tell)
        forget()
        void client.close().catch(() => {}).then(connect)
      }, patience).unref()
    )
  })
  client.on("serverHeartbeatSucceeded", answered)
  client.on("serverHeartbeatFailed", answered)
  client.on("serverClosed", forget)
  return () => {
    over.abort()
    forget()
  }
}
