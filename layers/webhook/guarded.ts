/** Connections that are made only where the settings let them. */
import { lookupWithin } from "#ports/outward"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { boundsOf, type Webhook } from "./WebhookSettings.ts"

/** Its calls go nowhere but there. An address in the URL, which no resolver is asked for, was looked at with the settings. */
export const client = (webhook: Webhook, connectTimeout: number) =>
  NodeHttpClient.layerUndiciNoDispatcher.pipe(Layer.provide(Layer.effect(
    NodeHttpClient.Dispatcher,
    Effect.gen(function*() {
      const { Agent } = yield* Effect.promise(() => import("@effect/platform-node/Undici"))
      const connect = { timeout: connectTimeout, lookup: lookupWithin(boundsOf(webhook)) }
      return yield* Effect.acquireRelease(
        Effect.sync(() => new Agent({ allowH2: false, connect })),
        // Not waited for: whoever does not answer holds nobody up.
        (agent) => Effect.sync(() => void agent.destroy().catch(() => {}))
      )
    })
  )))
