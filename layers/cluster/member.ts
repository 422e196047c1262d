/** A daemon as a member of a cluster, loaded where the settings want one: the others, and source and sink as it may use them. */
import * as Layer from "effect/Layer"
import * as ClusterCrew from "./ClusterCrew.ts"
import * as shared from "./shared.ts"

export const member = Layer.mergeAll(ClusterCrew.layer, shared.ingest, shared.sink)
