/**
 * The machine's own PostgreSQL, for what npm's has not got: pg_dump and pg_restore, which must be of the server's version. Where
 * there is none, the tests that need one are skipped, and say so.
 */
import { freePort } from "#layers/postgres/freePort"
import { accountFor, own } from "#layers/postgres/ServerAccount"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { temporaryFolder } from "./EmbeddedStores.ts"

/** Where Debian keeps them, a folder a version. */
const DEBIAN = "/usr/lib/postgresql"

/** The folder of its programs, or undefined where there is none. */
export const bin: string | undefined = (existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
  .map((version) => join(DEBIAN, version, "bin"))
  .findLast((folder) =>
    ["initdb", "pg_ctl", "pg_dump", "pg_restore", "psql"].every((one) => existsSync(join(folder, one)))
  )

export const missing: string | undefined = bin === undefined
  ? `skipped: there is no PostgreSQL with its pg_dump in ${DEBIAN}`
  : undefined

/** Up until the scope closes, with this password for its superuser `postgres`; answers with its port on 127.0.0.1. */
export const serving = Effect.fnUntraced(function*(password: string) {
  const folder = yield* temporaryFolder
  const [log, secret, data] = [join(folder, "log"), join(folder, "password"), join(folder, "data")]
  const port = yield* Effect.promise(() => freePort())
  const account = yield* Effect.promise(async () => {
    for (const [file, text] of [[log, ""], [secret, password]] as const) await writeFile(file, text, { mode: 0o600 })
    const account = await accountFor(log)
    await own(account, folder, log, secret)
    return account
  })
  const run = (program: string, ...args: ReadonlyArray<string>) =>
    Effect.promise(() =>
      promisify(execFile)(join(bin!, program), args, {
        cwd: "/",
        env: { LC_ALL: "C" },
        ...account === undefined ? {} : { uid: account.uid, gid: account.gid }
      })
    )
  yield* run(
    "initdb",
    "-D",
    data,
    "-U",
    "postgres",
    `--pwfile=${secret}`,
    "--auth=scram-sha-256",
    "--locale=C.UTF-8",
    "-N"
  )
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`
  yield* Effect.acquireRelease(
    run("pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", options),
    () => run("pg_ctl", "stop", "-w", "-D", data, "-m", "immediate")
  )
  return port
})
