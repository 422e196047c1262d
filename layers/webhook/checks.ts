/** Whether notices could go where the settings say: nothing is sent. */
import { type Check, check, failed, ok, oneLine, skipped } from "#ports/Checkup"
import { allowed, ForbiddenAddress, hostOf } from "#ports/outward"
import * as Effect from "effect/Effect"
import { lookup } from "node:dns/promises"
import { isIP } from "node:net"
import { boundsOf, config } from "./WebhookSettings.ts"

export const checks: ReadonlyArray<Check> = [
  check(
    "webhook",
    Effect.gen(function*() {
      // The check of the settings has said why.
      const webhook = yield* Effect.mapError(config, () => skipped("its settings can't be read"))
      if (webhook === null) return skipped("ECO2MIXD_WEBHOOK_URL is not set: nobody is told when a run fails")
      const host = hostOf(webhook.url)
      const addresses = isIP(host) === 0 ? yield* resolved(host) : [{ address: host }]
      const may = allowed(host, addresses, boundsOf(webhook))
      return may instanceof ForbiddenAddress
        ? failed(may.message, "one of these two; `eco2mixd notify test` then shows whether it arrives")
        : ok(`${host} is ${may.map(({ address }) => address).slice(0, 3).join(", ")}, where notices may go`)
    })
  )
]

const resolved = (host: string) =>
  Effect.tryPromise({
    try: () => lookup(host, { all: true }),
    catch: (cause) =>
      failed(
        `${host} has no address (${oneLine(cause instanceof Error ? cause.message : String(cause))})`,
        "see whether ECO2MIXD_WEBHOOK_URL is right, and this machine's resolver: /etc/resolv.conf, or the container's dns:"
      )
  })
