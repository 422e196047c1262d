/** Every dashboard, by the name of its file. */
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard"
import { cluster } from "./cluster.ts"
import { energie } from "./energie.ts"
import { lake } from "./lake.ts"
import type { Name } from "./links.ts"
import { logs } from "./logs.ts"
import { pipeline } from "./pipeline.ts"
import { postgresql } from "./postgresql.ts"

export const ALL: Readonly<Record<Name, Dashboard>> = { energie, pipeline, postgresql, lake, cluster, logs }

/** As it stands in its file. */
export const textOf = (dashboard: Dashboard): string => `${JSON.stringify(dashboard, null, 2)}\n`
