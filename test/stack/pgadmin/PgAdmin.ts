/**
 * The real pgAdmin 4 with the files that docker-compose.yml mounts into it, on a port of its own: set up as its image's start
 * script does it, but for the folders, which a container has for itself. It is gone, with all that it wrote, when the scope
 * closes.
 */
import { READER } from "#layers/secrets/stackSecrets"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"
import { freePorts, serving } from "../../support/Process.ts"
import { root, scriptOf } from "../Compose.ts"
import * as SavedQueries from "./SavedQueries.ts"

const shipped = join(root, "layers/postgres/pgadmin")
const venv = join(root, ".tools/pgadmin")
const python = join(venv, "bin/python3")

/** The release that the compose file names. */
const release = async (): Promise<string> =>
  /dpage\/pgadmin4:([\d.]+)/.exec(await readFile(join(root, "docker-compose.yml"), "utf8"))![1]!

/** Installed once from PyPI, with the machine's own Python: 620 MB, most of a minute. */
export const install = Effect.promise(async () => {
  const wanted = `pgadmin4==${await release()}`
  const pip = join(venv, "bin/pip")
  if (existsSync(pip)) {
    const { stdout } = await promisify(execFile)(pip, ["freeze"])
    if (stdout.split("\n").includes(wanted)) return
  }
  console.log(`Installing ${wanted} into .tools/pgadmin…`)
  await promisify(execFile)("python3", ["-m", "venv", venv])
  await promisify(execFile)(pip, ["install", "--quiet", wanted])
})

/** A file that is mounted, with what is elsewhere here. */
const adapted = async (file: string, changes: Readonly<Record<string, string>>): Promise<string> => {
  let text = await readFile(join(shipped, file), "utf8")
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
    text = text.replace(from, to)
  }
  return text
}

/** Paths that a container has, as they are here; what wins over the shipped settings is this and nothing else. */
const settingsOf = (folder: string, port: number) =>
  `SERVER_MODE = True
DEFAULT_SERVER = "127.0.0.1"
DEFAULT_SERVER_PORT = ${port}
DATA_DIR = "${folder}"
LOG_FILE = "${folder}/pgadmin.log"
`

interface Options {
  readonly email: string
  readonly password: string
  /** PostgreSQL on this machine, and the reader's password. */
  readonly postgres: { readonly port: number; readonly password: string }
}

/** Up, with one user, who has the servers and the preferences that are shipped. */
export const pgAdmin = Effect.fnUntraced(function*({ email, password, postgres }: Options) {
  const folder = yield* temporaryFolder
  const [port] = yield* Effect.promise(() => freePorts(1))
  const file = (name: string) => join(folder, name)
  const env = {
    HOME: folder,
    PATH: process.env["PATH"]!,
    PYTHONPATH: folder,
    PYTHONDONTWRITEBYTECODE: "1",
    CONFIG_DISTRO_FILE_PATH: file("config_distro.py"),
    PGADMIN_DEFAULT_EMAIL: email,
    PGADMIN_SETUP_EMAIL: email,
    PGADMIN_SETUP_PASSWORD: password
  }
  const cli = (...args: ReadonlyArray<string>) =>
    promisify(execFile)(join(venv, "bin/pgadmin4-cli"), args, { env, cwd: folder })
  /** All that the image's `run_pgadmin.py` does before there is a database: it is made where the application is loaded. */
  const first = () => promisify(execFile)(python, ["-c", "from pgadmin4 import pgAdmin4"], { env, cwd: folder })
  yield* Effect.promise(async () => {
    const queries = { "/etc/pgadmin/queries": SavedQueries.folder, "/etc/ssl/certs/ca-certificates.crt": "" }
    const server = { "\"postgres\"": "\"127.0.0.1\"", "5432": String(postgres.port) }
    await Promise.all([
      writeFile(file("config_distro.py"), await adapted("config_distro.py", queries)),
      writeFile(file("config_local.py"), settingsOf(folder, port!)),
      writeFile(file("servers.json"), await adapted("servers.json", server)),
      writeFile(file("passfile"), `127.0.0.1:${postgres.port}:*:${READER}:${postgres.password}`),
      mkdir(file("storage"))
    ])
    const script = scriptOf("pgadmin").replaceAll("/var/lib/pgadmin", folder)
      .replaceAll("/run/secrets/pgadmin_passfile", file("passfile")).replace("exec /entrypoint.sh", "")
    await promisify(execFile)("sh", ["-euc", script], { env })
    await first()
    await cli("load-servers", file("servers.json"), "--user", email)
    await cli("set-prefs", email, "--input-file", join(shipped, "preferences.json"))
  })
  const url = `http://127.0.0.1:${port}`
  yield* serving({ program: join(venv, "bin/pgadmin4"), args: [], env, ready: `${url}/misc/ping` })
  return { url, log: Effect.promise(() => readFile(file("pgadmin.log"), "utf8")) }
})
