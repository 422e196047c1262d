/** The daemon's HTTP server: it listens where the settings say, and stops within a second, whoever is still connected. */
import { apiOf } from "#api/Api"
import { Listening } from "#ports/Listening"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpMiddleware from "effect/http/HttpMiddleware"
import * as HttpRouter from "effect/http/HttpRouter"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import * as Access from "./Access.ts"
import * as DataHandlers from "./DataHandlers.ts"
import * as Docs from "./Docs.ts"
import * as Guard from "./Guard.ts"
import * as HealthHandlers from "./HealthHandlers.ts"
import { config, isLoopback } from "./HttpSettings.ts"
import * as Limits from "./Limits.ts"
import * as StatusPage from "./page/StatusPage.ts"
import { methodsOf } from "./Paths.ts"
import * as ReviewHandlers from "./ReviewHandlers.ts"
import * as RunHandlers from "./RunHandlers.ts"
import * as Sockets from "./Sockets.ts"

/** Why the server does not listen, in one line with the way out. */
export class ListenError extends Schema.TaggedError<ListenError>()("ListenError", { message: Schema.String }) {}

const NO_SUCH_ADDRESS = "this machine has no such address: set ECO2MIXD_HTTP_HOST to one that it has"

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: "something else listens there: stop it, or set ECO2MIXD_HTTP_PORT to another port (0 for any free one)",
  EACCES: "that is not allowed to this account: set ECO2MIXD_HTTP_PORT to a port above 1023",
  EADDRNOTAVAIL: NO_SUCH_ADDRESS,
  // So Deno calls it.
  EINVAL: NO_SUCH_ADDRESS,
  ENOTFOUND: "no such name is known: set ECO2MIXD_HTTP_HOST to a name or an address of this machine"
}

const notListening = (host: string, port: number) => ({ cause }: { readonly cause: unknown }) => {
  const { code = "", message } = cause as NodeJS.ErrnoException
  return new ListenError({ message: `Can't listen on ${host}, port ${port}: ${WHY[code] ?? message}` })
}

/** Whom a check asks each few seconds, nobody traces. */
const untraced = HttpMiddleware.layerTracerDisabledForUrls(["/healthz", "/readyz", "/metrics"])

/** As a person would open it: an address that stands for all of this machine's is none of them. */
const urlOf = (server: Server): string => {
  const { address, port } = server.address() as AddressInfo
  const host = address === "0.0.0.0" || address === "::" ? "127.0.0.1" : address
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`
}

/** Provides `Listening` once it listens; `version` is the program's. */
export const layer = ({ version }: { readonly version: string }) =>
  Layer.unwrap(Effect.gen(function*() {
    const { host, port, tokens } = yield* config
    const limits = { requests: Limits.make(Limits.MOST_REQUESTS), wrong: Limits.make(Limits.MOST_WRONG) }
    const closing = yield* Deferred.make<void>()
    const node = createServer(Sockets.OPTIONS)
    Sockets.guard(node)

    const api = apiOf(version)
    const handlers = Layer.mergeAll(
      HealthHandlers.layer(version),
      RunHandlers.layer,
      RunHandlers.eventsLayer(closing),
      DataHandlers.layer,
      ReviewHandlers.layer
    ).pipe(Layer.provide(Access.layer(tokens, limits.wrong)))

    const routes = Layer.mergeAll(
      HttpApiBuilder.layer(api, { openapiPath: "/openapi.json" }).pipe(Layer.provide(handlers)),
      Docs.routes(version),
      StatusPage.routes(version),
      HttpRouter.middleware(Guard.make(isLoopback(host), methodsOf(api), limits), { global: true })
    )

    const listening = Layer.effect(
      Listening,
      Effect.acquireRelease(
        Effect.sync(() => ({ url: urlOf(node) })),
        // First of all: those who listen to events are let go, and the rest has the grace that the server gives.
        () => Effect.andThen(Deferred.succeed(closing, undefined), Effect.sync(() => Sockets.hangUp(node)))
      )
    )

    return listening.pipe(
      Layer.provide(HttpRouter.serve(routes, { disableLogger: true, disableListenLog: true })),
      Layer.provide(NodeHttpServer.layer(() => node, { host, port, gracefulShutdownTimeout: Sockets.GRACE })),
      Layer.provide(untraced),
      Layer.catchTag("ServeError", (error) => Layer.effect(Listening, Effect.fail(notListening(host, port)(error))))
    )
  }))
