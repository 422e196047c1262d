/**
 * A command to the server as a span, by OpenTelemetry's conventions for databases: what was asked of which collection, where,
 * and by which of its codes it failed; never what was in it.
 */
import type { LakeError } from "#ports/Lake"
import * as Effect from "effect/Effect"
import { type Db, MongoServerError } from "mongodb"
import { failed } from "./MongoClient.ts"

/** `size`: how many documents go with it, where it is sent with many. */
export type Command = <A>(operation: string, run: () => Promise<A>, size?: number) => Effect.Effect<A, LakeError>

/** What a method, `Module.method`, asks of the server. */
export const make = (database: Db, collection: string) => {
  const common = {
    "db.system.name": "mongodb",
    "db.namespace": database.databaseName,
    "db.collection.name": collection,
    ...serverOf(database)
  }
  return (during: string): Command => (operation, run, size = 1) =>
    Effect.tryPromise({ try: run, catch: failed(during) }).pipe(
      Effect.tapError(({ cause }) => Effect.annotateCurrentSpan(failureOf(cause))),
      Effect.withSpan(`${operation} ${collection}`, {
        kind: "client",
        attributes: {
          ...common,
          "db.operation.name": operation,
          ...size > 1 ? { "db.operation.batch.size": size } : {}
        }
      })
    )
}

/** The first host of the URL, which stands for the others of its replica set. */
const serverOf = ({ client }: Db) => {
  const [first] = client.options.hosts
  return first?.host === undefined
    ? { "server.address": first?.socketPath }
    : { "server.address": first.host, "server.port": first.port }
}

const failureOf = (cause: unknown) => {
  if (cause instanceof MongoServerError && cause.code !== undefined) {
    const code = String(cause.code)
    return { "error.type": code, "db.response.status_code": code }
  }
  return { "error.type": cause instanceof Error ? cause.name : "_OTHER" }
}
