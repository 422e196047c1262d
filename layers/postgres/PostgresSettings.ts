/**
 * Where the PostgreSQL is, and how the way to it is kept, as a URL with libpq's parameters says it. Nothing falls back to a
 * plain connection, and a parameter that is not heeded is refused by its name.
 */
import { unreadable } from "#ports/unreadable"
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createPrivateKey, X509Certificate } from "node:crypto"
import { readFile } from "node:fs/promises"
import { type ConnectionOptions, createSecureContext, getCACertificates } from "node:tls"

const PostgresUrl = Schema.String.check(
  Schema.makeFilter((url) => /^postgres(ql)?:\/\/[^/]/.test(url) && URL.canParse(url), {
    expected: "a URL like postgres://user:password@host:5432/database"
  })
)

export const settings = { DATABASE_URL: Config.schema(Schema.Redacted(PostgresUrl), "DATABASE_URL") }

/** What the client reads of a URL itself. */
const READ = ["host", "port", "user", "password", "dbname", "application_name", "options", "connect_timeout"]
const FILES = ["sslrootcert", "sslcert", "sslkey"]
const HEEDED = new Set([...READ, "sslmode", ...FILES])

/** Instead of a file: the authorities that this machine trusts. */
const SYSTEM = "system"

/** By name, the last of each. */
type Said = Readonly<Record<string, string>>

const refused = (problem: string) =>
  new Config.ConfigError(new ConfigProvider.SourceError({ message: `DATABASE_URL ${problem}` }))

/** The URL, with what the client would not read in it, or would tell of another server in its traces. */
const serverOf = Effect.fnUntraced(function*(url: Redacted.Redacted) {
  const address = new URL(Redacted.value(url))
  const said: Said = Object.fromEntries(address.searchParams)
  const problem = problemOf(address, said)
  if (problem !== undefined) return yield* Effect.fail(refused(problem))
  const server: PgClient.PgClientConfig = {
    url,
    ...whereOf(address, said),
    ssl: yield* sslOf(said),
    // What the URL says of these wins over what we would say.
    ..."application_name" in said ? { applicationName: undefined } : {},
    ..."connect_timeout" in said ? { connectTimeout: undefined } : {}
  }
  return server
})

/** The server, as the client is told of it. */
export const config = settings.DATABASE_URL.pipe(Config.mapEffect(serverOf))

/** As the client reads it, so that others may ask where that is: its parameters win. */
const whereOf = (address: URL, said: Said): PgClient.PgClientConfig => {
  const host = said["host"] ?? decoded(address.hostname.replace(/^\[(.*)\]$/, "$1"))
  const port = said["port"] ?? address.port
  const database = said["dbname"] ?? decoded(address.pathname.slice(1))
  return { host, ...port === "" ? {} : { port: Number(port) }, ...database === "" ? {} : { database } }
}

/** What can't be is left to the client, which tells of it. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const problemOf = ({ hostname, search }: URL, said: Said): string | undefined => {
  // A password with a question mark ends the address: what follows is a part of it, and told to nobody.
  if (search.includes("@")) return "has an @ behind its ?: write a password's signs as %3F, %40 and so on"
  const unheeded = Object.keys(said).find((name) => !HEEDED.has(name))
  if (unheeded !== undefined) {
    return `has the parameter ${unheeded}, which is not heeded here: take it out; what is heeded is ${
      [...HEEDED].join(", ")
    }`
  }
  const { sslcert, sslkey, sslmode, sslrootcert } = said
  switch (sslmode) {
    case "allow":
    case "prefer":
      return `has sslmode=${sslmode}, which goes on in plain where the server offers no TLS: set verify-full, or ` +
        "disable where plain is meant"
    case undefined:
    case "disable": {
      const unused = FILES.find((name) => name in said)
      if (unused === undefined) return undefined
      return `has ${unused}, but ${
        sslmode === undefined ? "no sslmode" : "sslmode=disable"
      }, so that nothing would be ` +
        "encrypted: set sslmode=verify-full"
    }
    case "require":
    case "verify-ca":
    case "verify-full":
      break
    default:
      return "has an sslmode that there is not: set verify-full, verify-ca, require or disable"
  }
  if (/^(\/|%2f)/i.test(said["host"] ?? hostname)) return "leads to a socket, where there is no TLS: take sslmode out"
  if ((sslcert === undefined) !== (sslkey === undefined)) return "has one of sslcert and sslkey: set both, or neither"
  if (sslmode === "verify-full") return undefined
  if (sslrootcert === SYSTEM) {
    return `has sslrootcert=system with sslmode=${sslmode}, by which any server with any public certificate would do: ` +
      "set sslmode=verify-full"
  }
  return sslmode === "verify-ca" && sslrootcert === undefined
    ? "has sslmode=verify-ca, and no authority to verify by: set sslrootcert to its file, or sslmode=verify-full"
    : undefined
}

const sslOf = Effect.fnUntraced(function*(said: Said) {
  const { sslcert, sslkey, sslmode, sslrootcert } = said
  if (sslmode === undefined || sslmode === "disable") return false
  const ca = sslrootcert === undefined ? undefined : yield* authorities(sslrootcert)
  const own = sslcert === undefined || sslkey === undefined ? {} : yield* ownOf(sslcert, sslkey)
  // Made once: to read all authorities of a machine takes longer than to connect.
  const secureContext = createSecureContext({ ...ca === undefined ? {} : { ca }, ...own })
  const ssl: ConnectionOptions = {
    secureContext,
    // As libpq has it: `require` alone asks for no proof, and with an authority for one by it.
    ...sslmode === "require" && ca === undefined ? { rejectUnauthorized: false } : {},
    ...sslmode === "verify-full" ? {} : { checkServerIdentity: () => undefined }
  }
  return ssl
})

/** What shows who we are, looked at here: not every runtime would say what is wrong with it. */
const ownOf = Effect.fnUntraced(function*(sslcert: string, sslkey: string) {
  const cert = yield* textOf("sslcert", sslcert)
  const key = yield* textOf("sslkey", sslkey)
  const fits = yield* Effect.try({
    try: () => new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)),
    catch: () =>
      refused("names in sslcert and sslkey what is no certificate and its key in PEM: set both to such files")
  })
  if (!fits) return yield* Effect.fail(refused("names in sslkey another key than that of sslcert: set both to a pair"))
  return { cert, key }
})

const authorities = Effect.fnUntraced(function*(sslrootcert: string) {
  if (sslrootcert === SYSTEM) {
    const known = yield* Effect.try({
      try: () => getCACertificates("system"),
      catch: (cause) =>
        refused(
          `has sslrootcert=system, and this machine may not be asked for its authorities (${
            unreadable(cause)
          }): allow it ` +
            "(`--allow-sys=ca`, under Deno), or set it to a file"
        )
    })
    if (known.length > 0) return known
    return yield* Effect.fail(refused("has sslrootcert=system, and this machine knows no authority: set it to a file"))
  }
  const text = yield* textOf("sslrootcert", sslrootcert)
  return yield* Effect.try({
    try: () => [new X509Certificate(text).toString(), text],
    catch: () =>
      refused(`names ${sslrootcert} in sslrootcert, which holds no certificate in PEM: set it to one that does`)
  })
})

const textOf = (name: string, file: string) =>
  Effect.tryPromise({
    try: () => readFile(file, "utf8"),
    catch: (cause) =>
      refused(
        `names ${file} in ${name}, which can't be read (${
          unreadable(cause)
        }): put it there, or set ${name} to where it is`
      )
  })
