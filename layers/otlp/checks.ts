/** Whether somebody listens where traces, metrics and logs are to go. */
import { type Check, check, failed, ok, oneLine, skipped, warning } from "#ports/Checkup"
import { nearby } from "#ports/nearby"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { once } from "node:events"
import { connect } from "node:net"
import { settings } from "./OtlpSettings.ts"

export const checks: ReadonlyArray<Check> = [
  check(
    "collector",
    Effect.gen(function*() {
      const read = yield* Effect.result(settings.OTEL_EXPORTER_OTLP_ENDPOINT)
      if (Result.isFailure(read)) return skipped("its setting can't be read")
      if (Option.isNone(read.success)) return skipped("OTEL_EXPORTER_OTLP_ENDPOINT is not set: nothing is sent")
      const { hostname, host, port, protocol } = read.success.value
      return yield* Effect.tryPromise({
        try: (signal) => reach(hostname, Number(port) || (protocol === "https:" ? 443 : 80), signal),
        catch: (cause) =>
          failed(
            `nothing listens at ${host} (${oneLine(cause instanceof Error ? cause.message : String(cause))})`,
            "start the collector, or set OTEL_EXPORTER_OTLP_ENDPOINT to where it is"
          )
      }).pipe(Effect.as(
        protocol === "https:" || nearby(hostname) !== undefined
          ? ok(`something listens at ${host}`)
          : warning(
            `something listens at ${host}, and what goes there is plain: whoever is on the way can read it`,
            "set OTEL_EXPORTER_OTLP_ENDPOINT to an https:// one"
          )
      ))
    })
  )
]

const reach = async (host: string, port: number, signal: AbortSignal): Promise<void> => {
  const socket = connect({ host: host.replace(/^\[(.*)\]$/, "$1"), port })
  try {
    await once(socket, "connect", { signal })
  } finally {
    socket.destroy()
  }
}
