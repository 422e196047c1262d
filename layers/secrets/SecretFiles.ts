/**
 * The stack's settings and secrets as files: `.env`, and one file a secret in `secrets/`. Each is written under another name
 * and linked into place, so that nothing is ever half there, and nothing that is there is overwritten, whoever else does the
 * same at the same moment.
 */
import { type Entrance, type PreparedFile, Secrets, SecretsError } from "#ports/Secrets"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { chown, link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { parseEnv } from "node:util"
import { doorsOf, dotEnv, NOBODY_ELSE, SECRETS } from "./stackSecrets.ts"

const ENV = ".env"
const FOLDER = "secrets"

/** What docker-compose.yml can't do without. */
const NEEDED = ["COMPOSE_PROFILES", "STACK_UID", "STACK_GID"]

export const layer = Layer.succeed(Secrets, {
  prepare: Effect.fn("SecretFiles.prepare")((folder) => call("prepare", () => prepare(folder))),
  entrances: Effect.fn("SecretFiles.entrances")((folder) => call("entrances", () => entrances(folder)))
})

const prepare = async (folder: string): Promise<ReadonlyArray<PreparedFile>> => {
  const account = accountOf()
  await makeFolder(folder)
  const env = await make(folder, ENV, dotEnv(account.uid, account.gid))
  const files = [{ ...env, remark: env.made ? null : await remarkOnEnv(folder) }]
  const secrets = join(folder, FOLDER)
  await makeFolder(secrets)
  const open = ((await stat(secrets)).mode & 0o077) === 0 ? null : `others may look into it: \`chmod 700 ${secrets}\``
  const texts = new Map<string, string>()
  for (const { composed, make: madeOf, name } of SECRETS) {
    const file = join(FOLDER, name)
    const wanted = madeOf((other) => texts.get(other)!)
    const { made } = await make(folder, file, wanted, account)
    const text = made ? wanted : await read(folder, file)
    texts.set(name, text)
    const remark = composed && text !== wanted
      ? `says something else than the secrets it is made of: remove it to have it made again`
      : null
    files.push({ file, made, remark: remark ?? (files.length === 1 ? open : null) })
  }
  return files
}

/** Whom the files are to belong to: whoever asks, and where that is root, an account of the containers' own. */
const accountOf = () => {
  const uid = process.getuid?.() ?? NOBODY_ELSE
  return uid === 0 ? { uid: NOBODY_ELSE, gid: NOBODY_ELSE } : { uid, gid: process.getgid?.() ?? uid }
}

const makeFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { mode: 0o700 }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST" && (await stat(folder)).isDirectory()) return
    throw refused(
      "Unwritable",
      `${folder} can't be made (${error.code}): name a folder in one that exists and that you may write to.`,
      error
    )
  })
}

/** The file, whole and on the disk, unless one of its name is there. */
const make = async (
  folder: string,
  file: string,
  text: string,
  owner?: { readonly uid: number; readonly gid: number }
): Promise<{ readonly file: string; readonly made: boolean }> => {
  const path = join(folder, file)
  const draft = `${path}.${crypto.randomUUID()}`
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx", flush: true })
    if (owner !== undefined && process.getuid?.() === 0) await chown(draft, owner.uid, owner.gid)
    await link(draft, path)
    return { file, made: true }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === "EEXIST") return { file, made: false }
    throw refused(
      "Unwritable",
      `${path} can't be written (${code}): see whether ${dirname(path)} is yours and has room.`,
      error
    )
  } finally {
    await rm(draft, { force: true })
  }
}

const read = async (folder: string, file: string): Promise<string> => {
  const path = join(folder, file)
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT"
      ? refused("Missing", `${path} is not there yet: \`eco2mixd init\` makes it.`, error)
      : refused(
        "Unreadable",
        `${path} can't be read (${error.code}): it belongs to somebody else, or is no file.`,
        error
      )
  })
  if (text.trim() === "") throw refused("Unreadable", `${path} is empty: remove it, and let \`eco2mixd init\` make it.`)
  return text.replace(/\r?\n$/, "")
}

const remarkOnEnv = async (folder: string): Promise<string | null> => {
  const settings = parseEnv(await read(folder, ENV))
  const missing = NEEDED.filter((name) => settings[name] === undefined)
  return missing.length === 0
    ? null
    : `lacks ${missing.join(", ")}: add them, or put the file away and let \`eco2mixd init\` make it again`
}

const entrances = async (folder: string): Promise<ReadonlyArray<Entrance>> =>
  Promise.all(
    doorsOf(parseEnv(await read(folder, ENV))).map(async ({ secret, ...door }) => {
      const file = join(FOLDER, secret)
      return { ...door, file, password: await read(folder, file) }
    })
  )

const refused = (reason: SecretsError["reason"], detail: string, cause?: unknown): SecretsError =>
  new SecretsError({ reason, during: "SecretFiles", detail, ...cause === undefined ? {} : { cause } })

const call = <A>(method: string, run: () => Promise<A>) =>
  Effect.tryPromise({
    try: run,
    catch: (cause) =>
      cause instanceof SecretsError
        ? cause
        : new SecretsError({ reason: "Unwritable", during: `SecretFiles.${method}`, detail: String(cause), cause })
  })
