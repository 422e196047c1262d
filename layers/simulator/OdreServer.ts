/** ODRÉ's Explore API v2.1 over a grid of ours: what it promises, what it refuses, and the ways in which it fails. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as Layer from "effect/Layer"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import * as Answers from "./Answers.ts"
import * as Fault from "./Fault.ts"
import type { Grid } from "./Grid.ts"
import * as Journal from "./Journal.ts"
import * as Quota from "./Quota.ts"
import * as Refusal from "./Refusal.ts"

/** What is served, where, and how badly. */
export interface Options {
  readonly grid: Grid
  /** Default 127.0.0.1: the simulator is for this machine. */
  readonly host?: string
  /** Default 0: any free one. */
  readonly port?: number
  readonly faults?: ReadonlyArray<Fault.Fault>
  /** Calls per dataset and month. Default 50 000. */
  readonly quota?: number
}

/** A server that runs until its scope closes. */
export interface Served {
  /** Its origin, `http://127.0.0.1:41234`. */
  readonly url: string
  /** Where the API begins, `http://127.0.0.1:41234/api/explore/v2.1`. */
  readonly api: string
  /** What was asked so far of the paths that end so, `"/records"` or `"/exports/jsonl"`; of all paths by default. */
  readonly calls: (ending?: string) => Journal.Calls
  /** From now on these faults, in place of those before. */
  readonly setFaults: (faults: ReadonlyArray<Fault.Fault>) => void
}

/** The simulated source, where it runs in this process. */
export class OdreServer extends Context.Service<OdreServer, Served>()("eco2mixd/layers/simulator/OdreServer") {}

const API = "/api/explore/v2.1"

/** Closes the server with every connection that is open: an unfinished body would otherwise hold it for as long as its reader. */
const closing = (server: ReturnType<typeof createServer>) =>
  Effect.sync(() => {
    server.close()
    server.closeAllConnections()
  })

/** Serves a grid until the scope closes, and then at once no more. */
export const serve = Effect.fn("OdreServer.serve")(function*(options: Options) {
  const { grid, host = "127.0.0.1", port = 0, quota = Quota.MONTHLY } = options
  const journal = Journal.make()
  const clock = yield* Clock.Clock
  let faults = Fault.make(options.faults ?? [], clock.currentTimeMillisUnsafe())
  const answer = Answers.make({ grid, quota, journal, faults: () => faults })
  const router = yield* HttpRouter.make
  const dataset = `${API}/catalog/datasets/:dataset` as const
  yield* router.add("GET", `${dataset}/records`, answer("records"))
  yield* router.add("GET", `${dataset}/exports/jsonl`, answer("jsonl"))
  yield* router.add("GET", `${dataset}/exports/json`, answer("json"))
  yield* router.add("*", "/*", Refusal.json(404, { error_code: "NotFoundResource", message: "There is nothing here." }))
  const node = createServer()
  const server = yield* NodeHttpServer.make(() => node, { host, port, gracefulShutdownTimeout: "100 millis" })
  yield* server.serve(router.asHttpEffect())
  yield* Effect.addFinalizer(() => closing(node))
  const address = node.address() as AddressInfo
  const url = `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`
  return {
    url,
    api: url + API,
    calls: journal.calls,
    setFaults: (next) => {
      faults = Fault.make(next, clock.currentTimeMillisUnsafe())
    }
  } satisfies Served
})

/** The same as a layer. */
export const layer = (options: Options) => Layer.effect(OdreServer, serve(options))
