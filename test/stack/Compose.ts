/** docker-compose.yml as its tests read it, with what its services share put into each of them. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"

export const root = new URL("../..", import.meta.url).pathname

export interface Mount {
  readonly type: "volume" | "bind"
  readonly source: string
  readonly target: string
  readonly read_only?: boolean
  readonly volume?: { readonly nocopy?: boolean }
  readonly bind?: { readonly create_host_path?: boolean }
}

export interface Service {
  readonly image: string
  readonly build?: unknown
  readonly profiles: ReadonlyArray<string>
  readonly restart: string
  readonly user: string
  readonly init?: boolean
  readonly read_only: boolean
  readonly tmpfs: ReadonlyArray<string>
  readonly cap_drop: ReadonlyArray<string>
  readonly cap_add?: ReadonlyArray<string>
  readonly security_opt: ReadonlyArray<string>
  readonly privileged?: boolean
  readonly mem_limit: string
  readonly cpus: number
  readonly pids_limit: number
  readonly stop_grace_period?: string
  readonly logging: { readonly driver: string; readonly options: Readonly<Record<string, string>> }
  readonly ports?: ReadonlyArray<string>
  readonly networks?: ReadonlyArray<string> | Readonly<Record<string, { readonly aliases?: ReadonlyArray<string> }>>
  readonly network_mode?: string
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>
  readonly environment?: Readonly<Record<string, string | number>>
  readonly entrypoint?: ReadonlyArray<string>
  readonly command?: ReadonlyArray<string>
  readonly volumes?: ReadonlyArray<string | Mount>
  readonly configs?: ReadonlyArray<{ readonly source: string; readonly target: string }>
  readonly secrets?: ReadonlyArray<string>
  readonly healthcheck?: { readonly test?: ReadonlyArray<string>; readonly disable?: boolean }
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly configs: Readonly<Record<string, { readonly file?: string }>>
  readonly secrets: Readonly<Record<string, { readonly file?: string }>>
}

/** As it is written, comments and all. */
export const text = readFileSync(join(root, "docker-compose.yml"), "utf8")

export const compose = parse(text, { merge: true }) as Compose

export const services = Object.entries(compose.services)

/** Their names, however they are written. */
export const networksOf = (networks: Service["networks"] = []): ReadonlyArray<string> =>
  Array.isArray(networks) ? networks : Object.keys(networks)

/** The lines of one service, comments and all. */
export const linesOf = (name: string): string =>
  new RegExp(`^  ${name}:\\n(?:(?: {4}.*| *)\\n)*`, "m").exec(text)?.[0] ?? ""

/** A script in a service, as its shell is handed it: compose halves what it would else take for a variable of its own. */
export const scriptOf = (name: string): string => compose.services[name]!.command!.join(" ").replaceAll("$$", "$")
