/** The connections of a driver's pool, told as they come and go. */
import * as Metrics from "#telemetry/Metrics"
import type * as Context from "effect/Context"
import * as Metric from "effect/Metric"
import type { MongoClient } from "mongodb"

const inUse = Metric.withAttributes(Metrics.lakeConnections, { state: "in_use" })
const idle = Metric.withAttributes(Metrics.lakeConnections, { state: "idle" })

/** From now on, where the context keeps its numbers. */
export const tellConnections = (client: MongoClient, context: Context.Context<never>): void => {
  const move = (used: number, unused: number) => () => {
    inUse.modifyUnsafe(used, context)
    idle.modifyUnsafe(unused, context)
  }
  move(0, 0)()
  client.on("connectionCreated", move(0, 1))
  client.on("connectionClosed", move(0, -1))
  client.on("connectionCheckedOut", move(1, -1))
  client.on("connectionCheckedIn", move(-1, 1))
}
