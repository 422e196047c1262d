/**
 * An operator before README.md: its section on operations, block by block, and a stack to work them on. The stack has the
 * machine's PostgreSQL and FerretDB for containers, and for `docker` a script that does of `docker compose` what the blocks ask
 * for: with the secrets that `init` wrote, and the very scripts that docker-compose.yml has.
 */
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { delimiter, join } from "node:path"
import { promisify } from "node:util"
import { root, scriptOf } from "../stack/Compose.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as Program from "../support/Program.ts"
import * as SystemPostgres from "../support/SystemPostgres.ts"

/** Every block of the section, with the heading above it. */
export const blocks: ReadonlyArray<{ readonly heading: string; readonly text: string }> = (() => {
  const section = /^## Operations\n([^]*?)^## /m.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? ""
  return section.split(/^### /m).slice(1).flatMap((part) =>
    [...part.matchAll(/^```sh\n([^]*?)^```/gm)].map((match) => ({
      heading: part.slice(0, part.indexOf("\n")),
      text: match[1]!
    }))
  )
})()

export const block = (heading: string, place = 0): string => {
  const found = blocks.filter((one) => one.heading === heading)[place]
  if (found === undefined) throw new Error(`README.md has no block ${place} below "${heading}"`)
  return found.text
}

/** Why they are not run here, or undefined where they are. */
export const missing: string | undefined = "Deno" in globalThis
  ? "skipped: what is tried is the shell's, and the same as under Node"
  : SystemPostgres.missing ?? FerretDb.missing

export interface Done {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Bash, as an operator's shell is that stops at the first thing that fails. */
export const shell = (text: string, cwd: string, env: Program.Settings): Effect.Effect<Done> =>
  Effect.promise(() => {
    const { HOME, PATH, TMPDIR } = process.env
    return promisify(execFile)("bash", ["-euo", "pipefail", "-c", text], { cwd, env: { HOME, PATH, TMPDIR, ...env } })
      .then(
        ({ stderr, stdout }) => ({ code: 0, stdout, stderr }),
        ({ code, stderr, stdout }: Done) => ({ code, stdout, stderr })
      )
  })

/** The program as `npx eco2mixd` runs it, for a shell. */
export const program = `"${process.execPath}" "${join(root, "src/main.ts")}"`

/** What an operator has on his PATH: `docker`, and `npx`, which finds the program. */
const SCRIPTS = {
  npx: `#!/bin/bash
shift
exec ${program} "$@"
`,
  // In a container the secrets are under /run, and PostgreSQL is the machine itself.
  docker: `#!/bin/bash
set -euo pipefail
[ "$1" = compose ] && shift
url() { sed "s/@postgres:5432/@127.0.0.1:$PGPORT/" "secrets/$1"; }
program() { ECO2MIXD_STORES=servers npx eco2mixd "$@"; }
script() { SECRETS=$PWD/secrets PGUSER=postgres PGDATABASE=eco2mixd bash -euc "$(cat "$SCRIPTS/$1")"; }
case "$*" in
  "stop eco2mixd") ;;
  "exec -T postgres bash -c "*) shift 5; exec bash -c "\${1//\\/run\\/secrets/$PWD/secrets}" ;;
  "run --rm postgres-accounts") script postgres-accounts ;;
  "run --rm -T eco2mixd lake "*) shift 4; ECO2MIXD_STORES=servers exec npx eco2mixd "$@" ;;
  "run --rm eco2mixd "*) shift 3; export DATABASE_URL; DATABASE_URL=$(url database_url); program "$@" ;;
  "up -d" | "up -d --build" | "up -d --force-recreate")
    script postgres-accounts
    DATABASE_URL=$(url database_migrator_url) program migrate
    script postgres-rights ;;
  *) echo "docker compose $*: no block of README.md had that" >&2; exit 2 ;;
esac
`
}

export class Stack extends Context.Service<Stack, {
  readonly folder: string
  /** Runs a text in the stack's folder. */
  readonly run: (text: string, settings?: Program.Settings) => Effect.Effect<Done>
  /** A client of its database as the server's superuser, for the scope. */
  readonly asked: <A, E, R>(work: (sql: PgClient.PgClient) => Effect.Effect<A, E, R>) => Effect.Effect<A, unknown, R>
}>()("eco2mixd/test/readme/Stack") {}

/** Set up as README.md says, with nothing in it. */
export const layer = Layer.effect(
  Stack,
  Effect.gen(function*() {
    const folder = yield* temporaryFolder
    const [tools, scripts] = [join(folder, "bin"), join(folder, "scripts")]
    const made = yield* Program.run(["init", "--dir", folder], {})
    if (made.code !== 0) throw new Error(made.stderr)
    const password = yield* Effect.promise(() => readFile(join(folder, "secrets/postgres_password"), "utf8"))
    const port = yield* SystemPostgres.serving(password)
    const mongo = yield* FerretDb.url
    yield* Effect.promise(async () => {
      for (const one of [tools, scripts]) await mkdir(one)
      for (const [name, text] of Object.entries(SCRIPTS)) await writeFile(join(tools, name), text, { mode: 0o700 })
      for (const name of ["postgres-accounts", "postgres-rights"]) await writeFile(join(scripts, name), scriptOf(name))
    })
    const env = {
      PATH: [tools, SystemPostgres.bin, process.env["PATH"]].join(delimiter),
      SCRIPTS: scripts,
      ROLES: join(root, "layers/postgres/roles"),
      PGHOST: "127.0.0.1",
      PGPORT: String(port),
      MONGO_URL: mongo
    }
    const run = (text: string, settings: Program.Settings = {}) => shell(text, folder, { ...env, ...settings })
    const asked = <A, E, R>(work: (sql: PgClient.PgClient) => Effect.Effect<A, E, R>) =>
      Effect.flatMap(PgClient.PgClient, work).pipe(
        Effect.provide(
          PgClient.layer({
            host: "127.0.0.1",
            port,
            username: "postgres",
            password: Redacted.make(password),
            database: "eco2mixd",
            startupParameters: { TimeZone: "UTC" }
          })
        )
      )
    const begun = yield* run(
      "PGPASSWORD=$(< secrets/postgres_password) psql --username=postgres --command=\"create database eco2mixd\"; docker compose up -d"
    )
    if (begun.code !== 0) throw new Error(begun.stderr)
    return Stack.of({ folder, run, asked })
  })
)
