/**
 * Connections that are made only where the settings let them: what the resolver answers is looked at in the moment in which it
 * is used, so that a name which leads elsewhere from one moment to the next gains nothing.
 */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { lookup } from "node:dns"
import type { LookupFunction } from "node:net"
import { objection, type Webhook } from "./WebhookSettings.ts"

/** An address that is not called; the message has the way out. */
export class ForbiddenAddress extends Error {
  override readonly name = "ForbiddenAddress"
}

/** Those of the addresses that may be called, or why none may. */
export const allowed = <Address extends { readonly address: string }>(
  host: string,
  addresses: ReadonlyArray<Address>,
  allowsPrivate: boolean
): ReadonlyArray<Address> | ForbiddenAddress => {
  const objections = addresses.map(({ address }) => objection(host, address, allowsPrivate))
  const may = addresses.filter((_, index) => objections[index] === null)
  return may.length > 0 ? may : new ForbiddenAddress(objections[0] ?? `${host} has no address`)
}

const guardedLookup = (allowsPrivate: boolean): LookupFunction => (host, options, answer) =>
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return answer(error, [])
    const may = allowed(host, addresses, allowsPrivate)
    if (may instanceof ForbiddenAddress) return answer(may, [])
    if (options.all === true) return answer(null, [...may])
    return answer(null, may[0]!.address, may[0]!.family)
  })

/** Its calls go nowhere but there. An address in the URL, which no resolver is asked for, was looked at with the settings. */
export const client = ({ allowsPrivate }: Webhook, connectTimeout: number) =>
  NodeHttpClient.layerUndiciNoDispatcher.pipe(Layer.provide(Layer.effect(
    NodeHttpClient.Dispatcher,
    Effect.gen(function*() {
      const { Agent } = yield* Effect.promise(() => import("@effect/platform-node/Undici"))
      const connect = { timeout: connectTimeout, lookup: guardedLookup(allowsPrivate) }
      return yield* Effect.acquireRelease(
        Effect.sync(() => new Agent({ allowH2: false, connect })),
        // Not waited for: whoever does not answer holds nobody up.
        (agent) => Effect.sync(() => void agent.destroy().catch(() => {}))
      )
    })
  )))
