/** What the commands are handed: the ports, kept by whichever technology the settings choose, and the simulated source. */
import type { CopyPorts } from "#pipelines/copy"
import type { Checkup } from "#ports/Checkup"
import type { Crew } from "#ports/Crew"
import type { Extract } from "#ports/Extract"
import type { Ingest } from "#ports/Ingest"
import type { Lake, LakeError } from "#ports/Lake"
import type { LakeFile } from "#ports/LakeFile"
import type { Leadership } from "#ports/Leadership"
import type { Ledger } from "#ports/Ledger"
import type { Listening } from "#ports/Listening"
import type { Notices } from "#ports/Notices"
import type { Plan, QuotaReserve } from "#ports/Plan"
import type { Query } from "#ports/Query"
import type { Rehearsal } from "#ports/Rehearsal"
import type { Runs } from "#ports/Runs"
import type { Secrets } from "#ports/Secrets"
import type { SettingsReport } from "#ports/Settings"
import type { Sink, SinkError } from "#ports/Sink"
import type { Transform } from "#ports/Transform"
import type { ConfigError } from "effect/Config"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"

export type Ports = Ingest | Lake | Transform | Sink | Ledger | Query | Leadership

/** Why the ports could not be opened: each names what was wrong in its message. */
export type StartError = ConfigError | SinkError | LakeError | RefusedRequest

/** What the simulated source is asked to be; texts are read by the simulator, which names what it does not understand. */
export interface SimulateOptions {
  readonly records: ReadonlyArray<string>
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  readonly seed: number
  readonly faults: ReadonlyArray<string>
  readonly now: string | undefined
  readonly realTimeFrom: string | undefined
  readonly start: string | undefined
  readonly quota: number
}

export class Doors extends Context.Service<Doors, {
  /** The ports as the settings say. */
  readonly live: Layer.Layer<Ports, StartError>
  /** The same with every write held back. */
  readonly rehearsal: Layer.Layer<Ports | Rehearsal, StartError>
  /** The ports on embedded stores, whatever the settings say of stores. */
  readonly embedded: Layer.Layer<Ports, StartError>
  /** The same over a simulated country, in a data folder of its own. */
  readonly simulated: Layer.Layer<Ports, StartError>
  /** Only the source: to see whether it answers. */
  readonly source: Layer.Layer<Ingest, StartError>
  /** Only what a question needs. */
  readonly query: Layer.Layer<Query, StartError>
  /** What was done and published, to be read and not changed; made by nobody where it is not there. */
  readonly reading: Layer.Layer<Query | Ledger | Leadership, StartError>
  /** Where extracts of the table are written. */
  readonly extract: Layer.Layer<Extract>
  /** Once built, tables and indexes are as this version needs them. */
  readonly migrations: Layer.Layer<never, StartError>
  /** Only the lake. */
  readonly lake: Layer.Layer<Lake, StartError>
  /** Where a lake is saved to, and loaded from. */
  readonly lakeFile: Layer.Layer<LakeFile>
  /** The embedded stores, which must be there, and the servers, whatever the settings say of stores. */
  readonly copying: {
    readonly source: Layer.Layer<CopyPorts, StartError>
    readonly target: Layer.Layer<CopyPorts, StartError>
  }
  /** When the daemon works, and on what. */
  readonly plan: Layer.Layer<Plan | QuotaReserve, ConfigError>
  /** The others that share the work of a daemon, and its ports as one of several may use them; null where it is alone. */
  readonly cluster: Effect.Effect<Layer.Layer<Crew | Ingest | Sink, StartError, Ingest | Sink> | null, ConfigError>
  /** Who is told what a person should know. */
  readonly notices: Layer.Layer<Notices, ConfigError>
  /** The API and the page of a daemon. */
  readonly http: Layer.Layer<Listening, StartError, Ports | Plan | Runs>
  /** Traces and logs of what is done, to where the settings say. */
  readonly telemetry: Layer.Layer<never, ConfigError>
  /** The log of a process that stays, for machines where no terminal shows it. */
  readonly logs: Layer.Layer<never>
  /** What a stack of servers is started with. */
  readonly secrets: Layer.Layer<Secrets>
  /** All settings, with what is wrong of them. */
  readonly settings: Effect.Effect<SettingsReport>
  /** What can be looked at when something is wrong; nothing is started or made for it. */
  readonly checkup: Layer.Layer<Checkup>
  /** A server that speaks the source's API, up until the scope ends. */
  readonly simulate: (options: SimulateOptions) => Effect.Effect<{ readonly url: string }, RefusedRequest, Scope.Scope>
  /** Goes on until it is told to stop, which is then no failure. */
  readonly stayUp: Effect.Effect<never>
}>()("eco2mixd/cli/Doors") {}

/** Something asked for that can't be done, in one line with the way out. */
export interface RefusedRequest {
  readonly _tag: string
  readonly message: string
}
