/** The one door to a MongoDB: the database of `MONGO_URL`, seen to answer, and its errors in words. */
import { LakeError } from "#ports/Lake"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import {
  type Db,
  MongoClient as Driver,
  MongoError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError
} from "mongodb"
import { tellConnections } from "./connections.ts"
import { config, refused } from "./MongoSettings.ts"
import { ForeignDocument } from "./RawExcerpts.ts"
import { revive } from "./revive.ts"
import { tlsTrouble } from "./tlsTrouble.ts"

/** Used where the URL names no database. */
const DATABASE = "eco2mixd"

/** Long enough for a primary to be elected, short enough for a person to wait, in milliseconds. */
const SELECTION_TIMEOUT = 10_000

/** In milliseconds: the driver gives up by itself, if it does. */
const GRACE = 2_000

export class MongoDatabase extends Context.Service<MongoDatabase, Db>()("eco2mixd/layers/mongo/MongoDatabase") {}

export const layer = Layer.effect(MongoDatabase, Effect.suspend(() => connect(SELECTION_TIMEOUT)))

/** The database, once it has answered, for which so many milliseconds are waited; closed with the scope. */
export const connect = Effect.fnUntraced(function*(timeout: number) {
  const url = yield* config
  const context = yield* Effect.context<never>()
  const client = yield* Effect.acquireRelease(
    driver(Redacted.value(url), timeout),
    (client) => Effect.promise(() => client.close())
  )
  yield* Effect.acquireRelease(
    // It connects, and then says who it is: each in its time.
    Effect.sync(() => revive(client, 2 * timeout + GRACE, context)),
    (stop) => Effect.sync(stop)
  )
  // Not with the above: it is broken off as soon as nobody wants it any more.
  yield* Effect.tryPromise({
    try: () => open(client, context),
    catch: failed("MongoClient.connect", !client.options.tls)
  })
  // Several hosts in one URL are legal, and none of the URL parsers' business.
  return client.db(/^[^:]+:\/\/[^/?]+\/[^?]/.test(Redacted.value(url)) ? undefined : DATABASE)
})

/** The driver tells of an option that it does not know, and of one that it can't read, before it connects. */
const driver = (url: string, timeout: number) =>
  Effect.try({
    try: () =>
      new Driver(url, {
        appName: "eco2mixd",
        serverSelectionTimeoutMS: timeout,
        connectTimeoutMS: timeout,
        // What the lake has taken must outlive its server.
        writeConcern: { w: "majority", journal: true }
      }),
    catch: (error) => refused(`can't be used: ${error instanceof Error ? error.message : String(error)}`)
  })

const open = async (client: Driver, context: Context.Context<never>): Promise<void> => {
  tellConnections(client, context)
  try {
    await client.db().command({ ping: 1 })
  } catch (error) {
    await client.close()
    throw error
  }
}

/**
 * Codes that pass by themselves (MongoDB, error codes): the server steps down, shuts down or recovers, or has forgotten a
 * cursor after such an event.
 */
const UNREACHABLE = new Set([43, 89, 91, 189, 10_107, 11_600, 11_602, 13_435, 13_436])
/** Out of time, out of tickets, out of room. */
const BUSY = new Set([50, 262, 24, 14_031])

/** The driver's own words for a server that is away, and what of the system's it passes on as it is: a write that broke. */
const isAway = (error: unknown): boolean =>
  [MongoServerSelectionError, MongoNetworkError, MongoNotConnectedError, MongoTopologyClosedError].some((kind) =>
    error instanceof kind
  ) || Predicate.hasProperty(error, "syscall")

const reasonOf = (told: unknown): LakeError["reason"] => {
  // Of a write of many the driver makes a server's error whatever befell it, with the error itself in the answer's place.
  const error = told instanceof MongoServerError && told.errorResponse instanceof Error ? told.errorResponse : told
  if (isAway(error)) return "Unreachable"
  if (error instanceof MongoServerError && typeof error.code === "number") {
    if (UNREACHABLE.has(error.code)) return "Unreachable"
    if (BUSY.has(error.code)) return "Busy"
  }
  return error instanceof ForeignDocument ? "Corrupt" : "Refused"
}

/** What the driver said, in one line. Its messages hold hosts, never a password. */
const explain = (error: unknown, plain: boolean): string => {
  const trouble = tlsTrouble(error, plain)
  if (trouble !== undefined) return `${trouble.said}: ${trouble.mend}`
  return error instanceof MongoError || error instanceof Error ? error.message : String(error)
}

/** An error of the driver as the lake's own; `plain`: whether it is that of a connection without TLS. */
export const failed = (during: string, plain = false) => (error: unknown): LakeError =>
  new LakeError({
    reason: reasonOf(error),
    during,
    detail: `MongoDB (MONGO_URL): ${explain(error, plain)}`,
    cause: error
  })
